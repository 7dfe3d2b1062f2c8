package access

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// Bulk is a change of many keys: those chosen, or all that a filter finds when
// it begins. Rotation is not among them: it would hand out secrets by the
// hundred, with nobody to give each to.
type Bulk struct {
	ID     string // a UUID by which the same request sent twice is one job; "" = a new one
	Action string // one of BulkActions
	Keys   []string
	Filter *KeyQuery
	BulkChange
}

// BulkChange is what a bulk action needs besides the keys.
type BulkChange struct {
	Span   When     `json:"span,omitzero"`   // key.extend
	Reason string   `json:"reason,omitzero"` // key.revoke
	Add    []string `json:"add,omitzero"`    // key.label
	Remove []string `json:"remove,omitzero"` // key.label
}

// BulkActions lists what can be done to many keys.
func BulkActions() []string {
	return []string{"key.extend", "key.pause", "key.resume", "key.revoke", "key.label"}
}

// maxChosen is how many keys can be named one by one; more go by a filter.
const maxChosen = 1000

// edit is what the action does to each key.
func (b *BulkChange) edit(action string) (func(*txn, *Key) error, error) {
	switch action {
	case "key.extend":
		if !b.Span.isSpan() {
			return nil, Invalidf("span", "span is one such as 1h, 24h or 30d")
		}
		return extend(b.Span), nil
	case "key.pause":
		return pause, nil
	case "key.resume":
		return resume, nil
	case "key.revoke":
		if !printable(b.Reason, 500) {
			return nil, Invalidf("reason", "a reason has at most 500 printable characters")
		}
		return revoke(b.Reason), nil
	case "key.label":
		for field, list := range map[string][]string{"add": b.Add, "remove": b.Remove} {
			if _, err := checkLabels(list); err != nil {
				return nil, fieldOf(AsError(err), field)
			}
		}
		if len(b.Add)+len(b.Remove) == 0 {
			return nil, Invalidf("add", "there are no labels to add or remove")
		}
		return relabel(b.Add, b.Remove), nil
	}
	return nil, Invalidf("action", "action is one of %v", BulkActions())
}

// StartBulk begins a job and returns at once. Codes: unauthenticated, denied,
// invalid, not_found, conflict, full.
func (s *Service) StartBulk(ctx context.Context, c Caller, b Bulk) (*JobView, error) {
	if err := s.allow(ctx, c, RoleAdmin, cmp.Or(b.Action, "key.bulk")); err != nil {
		return nil, err
	}
	if _, err := b.edit(b.Action); err != nil {
		return nil, err
	}
	if b.ID == "" {
		b.ID = uuid.NewString()
	} else if uuid.Validate(b.ID) != nil || len(b.ID) != 36 {
		return nil, Invalidf("id", "a job's id is a UUID")
	}
	if (b.Filter == nil) == (len(b.Keys) == 0) {
		return nil, Invalidf("keys", "name keys, or give a filter, and not both")
	}
	if len(b.Keys) > maxChosen {
		return nil, Invalidf("keys", "at most %d keys can be named one by one", maxChosen).WithHint("give a filter that finds them")
	}
	err := s.change(ctx, c, func(t *txn) error {
		if t.state.jobs[b.ID] != nil {
			return nil
		}
		j := &Job{
			ID: b.ID, Action: b.Action, Do: b.BulkChange, By: jobCaller{c.Kind, c.UserID, c.Name, c.Addr, c.RequestID},
			Filter: b.Filter, StartedAt: t.now, Last: t.numbers[keyNumber].Load(),
		}
		rows, err := t.bulkRows(b)
		if err != nil {
			return err
		}
		if j.Total = len(rows); b.Filter == nil {
			j.Rows = rows
		}
		t.dropOldJobs()
		t.audit("key.bulk", "job", j.ID, j.Action, fmt.Sprintf("%d keys", j.Total))
		return t.put(jobPrefix+j.ID, 0, j)
	})
	if err != nil {
		return nil, err
	}
	select {
	case s.jobWaits <- struct{}{}:
	default: // it is awake
	}
	return s.Job(ctx, c, b.ID)
}

// bulkRows are the numbers of the keys a bulk action means, rising.
func (t *txn) bulkRows(b Bulk) ([]int64, error) {
	if b.Filter != nil {
		return t.keyNumbers(*b.Filter)
	}
	return t.state.numbersOf(b.Keys)
}

// numbersOf are the numbers of the keys named, rising, each once.
func (st *state) numbersOf(refs []string) ([]int64, error) {
	var rows []int64
	for _, ref := range refs {
		k, err := st.key(ref)
		if err != nil {
			return nil, err
		}
		rows = append(rows, k.Number)
	}
	slices.Sort(rows)
	return slices.Compact(rows), nil
}

// keyNumbers are the numbers of the keys a query finds, rising. The state is
// locked.
func (s *Service) keyNumbers(q KeyQuery) ([]int64, error) {
	f, err := s.state.keyFilter(q)
	if err != nil {
		return nil, err
	}
	search, may := s.state.keySearch(f, s.now())
	if !may {
		return nil, nil
	}
	var rows []int64
	for block, n := range s.state.keys.sizes() {
		set := search.match(s, s.state, block, n)
		for i := range n {
			if set.has(i) {
				rows = append(rows, s.state.keys.blocks[block].cards[i].number)
			}
		}
	}
	slices.Sort(rows)
	return rows, nil
}

// dropOldJobs forgets the oldest finished ones, a few at a time.
func (t *txn) dropOldJobs() {
	jobs := t.state.jobsByAge()
	for i := 0; i < len(jobs)-keptJobs && i < 10; i++ {
		if jobs[i].FinishedAt != nil {
			t.drop(jobPrefix+jobs[i].ID, jobs[i].rev)
		}
	}
}
