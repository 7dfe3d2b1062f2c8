package adminapi

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

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

// param gives a parameter of the query, "" where it is absent. http.Request has
// FormValue for that, which looks into the body too and writes a multipart one
// of any size to the disk.
func param(r *http.Request, name string) string { return r.URL.Query().Get(name) }

// page reads which part of a list is asked for.
func page(r *http.Request, columns ...string) (access.Page, error) {
	q := r.URL.Query()
	p := access.Page{Sort: q.Get("sort"), Limit: defaultLimit}
	if q.Has("sort") && !slices.Contains(columns, p.Sort) {
		return p, access.Invalidf("sort", "sort is not a column of this list").WithHint("use one of %s", strings.Join(columns, ", "))
	}
	var err error
	if p.Desc, err = flag(r, "desc"); err != nil {
		return p, err
	}
	if p.Offset, err = number(q, "offset", 0, 0, 1<<31-1); err != nil {
		return p, err
	}
	if p.Limit, err = number(q, "limit", defaultLimit, 1, maxLimit); err != nil {
		return p, err
	}
	return p, nil
}

// flag reads a parameter that is true or false; absent, it is false.
func flag(r *http.Request, name string) (bool, error) {
	q := r.URL.Query()
	switch {
	case !q.Has(name), q.Get(name) == "false":
		return false, nil
	case q.Get(name) == "true":
		return true, nil
	}
	return false, access.Invalidf(name, "%s must be true or false", name)
}

// moment reads a time of the query; absent, it is the zero one.
func moment(r *http.Request, name string) (time.Time, error) {
	text := param(r, name)
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1970 && t.Year() <= 9999 {
			return t, nil
		}
	}
	return time.Time{}, access.Invalidf(name, "%s is a date such as 2027-01-31 or a time such as 2027-01-31T12:00:00Z", name)
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
		if err := knownState(access.State(word), known); err != nil {
			return nil, err
		}
		out = append(out, access.State(word))
	}
	return out, nil
}

func knownState(state access.State, known []access.State) error {
	if slices.Contains(known, state) {
		return nil
	}
	names := make([]string, len(known))
	for i, s := range known {
		names[i] = string(s)
	}
	return access.Invalidf("state", "state holds a word that is no state").WithHint("use some of %s, separated by commas", strings.Join(names, ", "))
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
