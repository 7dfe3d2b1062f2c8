package access

import (
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
)

// activityFilter is a filter of the activity feed: terms that must all hold.
type activityFilter []func(*ActivityEntry) bool

func (f activityFilter) matches(e *ActivityEntry) bool {
	for _, term := range f {
		if !term(e) {
			return false
		}
	}
	return true
}

// activityTerms are what can be filtered by. "-" before a term turns it round.
var activityTerms = map[string]func(value string) (func(*ActivityEntry) bool, bool){
	"status": statusTerm,
	"method": func(v string) (func(*ActivityEntry) bool, bool) {
		return func(e *ActivityEntry) bool { return strings.EqualFold(e.Method, v) }, true
	},
	"path":   containing(func(e *ActivityEntry) []string { return []string{e.Route} }),
	"reason": containing(func(e *ActivityEntry) []string { return []string{e.Verdict.Reason, e.Code} }),
	"agent":  containing(func(e *ActivityEntry) []string { return []string{e.Agent} }),
	"id":     containing(func(e *ActivityEntry) []string { return []string{e.RequestID} }),
	"key": subjectTerm("key", func(s *Subject) []string {
		return []string{s.Name, s.ID, s.Hint}
	}),
	"header": subjectTerm("authheader", func(s *Subject) []string { return []string{s.Name, s.ID, s.Hint} }),
	"user": containing(func(e *ActivityEntry) []string {
		if e.Subject.Kind == "user" {
			return []string{e.Subject.Name, e.Subject.ID}
		}
		return []string{e.Subject.User}
	}),
	"addr": addressTerm,
}

const activityTermNames = "status, method, path, key, header, user, addr, reason, agent and id"

// parseActivityFilter reads a filter such as `status:4xx path:/login key:986d`;
// a word without a name is looked for everywhere.
func parseActivityFilter(text string) (activityFilter, error) {
	if len(text) > 500 {
		return nil, Invalidf("filter", "a filter has at most 500 bytes")
	}
	var f activityFilter
	for _, word := range strings.Fields(text) {
		not := strings.HasPrefix(word, "-") && len(word) > 1
		word = strings.TrimPrefix(word, "-")
		name, value, named := strings.Cut(word, ":")
		parse := activityTerms[name]
		if !named {
			parse, value = anywhere, word
		}
		if parse == nil {
			return nil, Invalidf("filter", "the filter has a term that is none").WithHint("it knows %s, as in status:4xx path:/login", activityTermNames)
		}
		if value == "" {
			return nil, Invalidf("filter", "%s: needs a value", name).WithHint("for instance status:4xx path:/login key:986d user:ada addr:10.0.0.0/8 reason:expired")
		}
		term, ok := parse(value)
		if !ok {
			return nil, Invalidf("filter", "%s has a value that it does not take", name).WithHint("status takes 401, 4xx, refused or ok; addr takes an address, its beginning, or a network such as 10.0.0.0/8")
		}
		if not {
			inner := term
			term = func(e *ActivityEntry) bool { return !inner(e) }
		}
		f = append(f, term)
	}
	return f, nil
}

var fold = cases.Fold()

// containing is a term that looks for its value in texts, without regard to
// case.
func containing(texts func(*ActivityEntry) []string) func(string) (func(*ActivityEntry) bool, bool) {
	return func(value string) (func(*ActivityEntry) bool, bool) {
		wanted := fold.String(value)
		return func(e *ActivityEntry) bool {
			for _, t := range texts(e) {
				if strings.Contains(fold.String(t), wanted) {
					return true
				}
			}
			return false
		}, true
	}
}

func subjectTerm(kind string, texts func(*Subject) []string) func(string) (func(*ActivityEntry) bool, bool) {
	look := containing(func(e *ActivityEntry) []string { return texts(&e.Subject) })
	return func(value string) (func(*ActivityEntry) bool, bool) {
		term, ok := look(value)
		return func(e *ActivityEntry) bool { return e.Subject.Kind == kind && term(e) }, ok
	}
}

var anywhere = containing(func(e *ActivityEntry) []string {
	return []string{e.Method, e.Route, strconv.Itoa(e.Status), e.Subject.Name, e.Subject.Hint, e.Subject.ID, e.Subject.User, e.Addr, e.Agent, e.Verdict.Reason, e.RequestID}
})

// statusTerm takes a status or its beginning, a class such as 4xx, "refused" for what is not in
// order, and "ok" for the rest.
func statusTerm(value string) (func(*ActivityEntry) bool, bool) {
	switch {
	case value == "refused":
		return func(e *ActivityEntry) bool { return e.Status >= 400 }, true
	case value == "ok":
		return func(e *ActivityEntry) bool { return e.Status < 400 }, true
	case len(value) == 3 && value[0] >= '1' && value[0] <= '5' && strings.EqualFold(value[1:], "xx"):
		class := int(value[0] - '0')
		return func(e *ActivityEntry) bool { return e.Status/100 == class }, true
	}
	status, err := strconv.Atoi(value)
	if err != nil || len(value) > 3 || value[0] < '1' || value[0] > '5' {
		return nil, false
	}
	begins := []int{100, 10, 1}[len(value)-1] // 4 and 40 are the beginning of 401, as it is typed
	return func(e *ActivityEntry) bool { return e.Status/begins == status }, true
}

// addressTerm takes an address or its beginning, or a network.
func addressTerm(value string) (func(*ActivityEntry) bool, bool) {
	if network, err := netip.ParsePrefix(value); err == nil {
		return func(e *ActivityEntry) bool {
			addr, err := netip.ParseAddr(e.Addr)
			return err == nil && network.Contains(addr)
		}, true
	}
	return func(e *ActivityEntry) bool { return strings.HasPrefix(e.Addr, value) }, !strings.Contains(value, "/")
}
