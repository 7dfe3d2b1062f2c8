package adminapi

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"latchkey/backend/access"
)

const (
	defaultLimit = 200
	maxLimit     = 1000
)

// checkQuery refuses a query that is not one, and parameters that the route
// does not take or that are there twice: a misspelt filter must not show
// everything.
func checkQuery(r *http.Request, known []string) error {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return access.Errorf(access.CodeInvalid, "the query is not well formed").WithHint("escape its values as in name=a%%20b")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			return unknownParameter(name, known)
		}
		if len(values[name]) > 1 {
			return access.Invalidf(name, "%s is given more than once", name)
		}
	}
	return nil
}

// unknownParameter names the parameter where it looks like a name; anything
// longer may be a value that lost its name, and is not repeated.
func unknownParameter(name string, known []string) error {
	shown := "a parameter of the query"
	field := ""
	if len(name) <= 32 && strings.IndexFunc(name, func(c rune) bool { return c > 'z' || c < 'a' && (c < 'A' || c > 'Z') && c != '_' && c != '-' }) < 0 && name != "" {
		shown, field = name, name
	}
	e := access.Invalidf(field, "%s is not a parameter of this request", shown)
	if len(known) == 0 {
		return e.WithHint("it takes none")
	}
	return e.WithHint("it takes %s", strings.Join(known, ", "))
}

// page reads which part of a list is asked for.
func page(r *http.Request, columns ...string) (access.Page, error) {
	q := r.URL.Query()
	p := access.Page{Sort: q.Get("sort"), Limit: defaultLimit}
	if q.Has("sort") && !slices.Contains(columns, p.Sort) {
		return p, access.Invalidf("sort", "sort is not a column of this list").WithHint("use one of %s", strings.Join(columns, ", "))
	}
	if q.Has("desc") {
		switch q.Get("desc") {
		case "true":
			p.Desc = true
		case "false":
		default:
			return p, access.Invalidf("desc", "desc must be true or false")
		}
	}
	var err error
	if p.Offset, err = number(q, "offset", 0, 0, 1<<31-1); err != nil {
		return p, err
	}
	if p.Limit, err = number(q, "limit", defaultLimit, 1, maxLimit); err != nil {
		return p, err
	}
	return p, nil
}

func number(q url.Values, name string, absent, least, most int) (int, error) {
	if !q.Has(name) {
		return absent, nil
	}
	n, err := strconv.Atoi(q.Get(name))
	if err != nil || n < least || n > most {
		return 0, access.Invalidf(name, "%s must be a whole number from %d to %d", name, least, most)
	}
	return n, nil
}

// states reads a list of states, separated by commas; none = all.
func states(r *http.Request, known []access.State) ([]access.State, error) {
	q := r.URL.Query()
	if !q.Has("state") {
		return nil, nil
	}
	var out []access.State
	for word := range strings.SplitSeq(q.Get("state"), ",") {
		if !slices.Contains(known, access.State(word)) {
			names := make([]string, len(known))
			for i, s := range known {
				names[i] = string(s)
			}
			return nil, access.Invalidf("state", "state holds a word that is no state").WithHint("use some of %s, separated by commas", strings.Join(names, ", "))
		}
		out = append(out, access.State(word))
	}
	return out, nil
}

// List is one page of a list.
type List[T any] struct {
	Items  []T `json:"items"`
	Total  int `json:"total"`
	Offset int `json:"offset"`
	Limit  int `json:"limit"`
}

// toList shows one page.
func toList[V, T any](l access.List[V], p access.Page, show func(*V) T) List[T] {
	return List[T]{Items: showAll(l.Items, show), Total: l.Total, Offset: p.Offset, Limit: p.Limit}
}

// Whole is a list that has no pages.
type Whole[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"`
}

func toWhole[V, T any](items []V, show func(*V) T) Whole[T] {
	return Whole[T]{Items: showAll(items, show), Total: len(items)}
}

func showAll[V, T any](items []V, show func(*V) T) []T {
	out := make([]T, len(items))
	for i := range items {
		out[i] = show(&items[i])
	}
	return out
}
