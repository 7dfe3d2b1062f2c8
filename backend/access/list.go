package access

import (
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/cases"
)

// Page is which part of a list, in which order.
type Page struct {
	Sort   string // a column; "" = the list's own default
	Desc   bool
	Offset int
	Limit  int // 0 = all
}

// List is a part of a list.
type List[T any] struct {
	Items []T
	Total int // of all that match
}

// orders are the columns a list can be sorted by.
type orders[T any] map[string]func(a, b *T) int

// page sorts what was found and cuts the part asked for. Ties fall back to the
// default order, so that pages do not overlap.
func page[T any](found []T, p Page, by orders[T], fallback string) (List[T], error) {
	if p.Sort == "" {
		p.Sort = fallback
	}
	compare := by[p.Sort]
	if compare == nil {
		return List[T]{}, Invalidf("sort", "sort is one of %s", strings.Join(slices.Sorted(maps.Keys(by)), ", "))
	}
	slices.SortFunc(found, func(a, b T) int {
		n := compare(&a, &b)
		if p.Desc {
			n = -n
		}
		if n == 0 {
			n = by[fallback](&a, &b)
		}
		return n
	})
	list := List[T]{Total: len(found), Items: []T{}}
	if p.Offset < len(found) {
		list.Items = found[max(p.Offset, 0):]
	}
	if p.Limit > 0 && p.Limit < len(list.Items) {
		list.Items = list.Items[:p.Limit]
	}
	return list, nil
}

// searcher reports whether every word of what was typed is in one of the texts,
// without regard to case.
func searcher(typed string) func(texts ...string) bool {
	fold := cases.Fold()
	wanted := strings.Fields(fold.String(typed))
	return func(texts ...string) bool {
		if len(wanted) == 0 {
			return true
		}
		all := fold.String(strings.Join(texts, "\n"))
		for _, w := range wanted {
			if !strings.Contains(all, w) {
				return false
			}
		}
		return true
	}
}

// compareTimes puts what has no time last.
func compareTimes(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Compare(*b)
}

func (u *Use) time() *time.Time {
	if u == nil {
		return nil
	}
	return &u.At
}
