package access

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"latchkey/backend/activity"
)

// MetricsPermission is what a credential carries that may read the metrics.
const MetricsPermission = OwnWordPrefix + "metrics"

// Metrics is what a monitoring system is told: numbers alone, and of names only
// those that the program itself gives.
type Metrics struct {
	Requests []RequestCount // since the process began; without those there were none of
	Keys     []KeyStateCount
	Accounts int
	Users    int
	Headers  int // auth headers that work
	Sessions int // open sessions of operators
	Health   Health
}

// RequestCount is how many requests to the login plane were answered alike.
type RequestCount struct {
	Route  string // the pattern that matched, "-" for none
	Class  int    // of the status: 2 = 2xx
	Reason Reason // why a login or check was refused; "" = it was not, or was none
	Count  uint64
}

// KeyStateCount is how many access keys are in a state.
type KeyStateCount struct {
	State State
	Count int
}

// Metrics gives them to the owner of the machine, to operators who are owners,
// and to whoever brings a credential of /verify that carries MetricsPermission.
// Codes: unauthenticated, denied.
func (s *Service) Metrics(ctx context.Context, c Caller, credential string) (*Metrics, error) {
	if err := s.allowMetrics(ctx, c, credential); err != nil {
		return nil, err
	}
	m := &Metrics{Requests: s.requests.list(), Health: s.askHealth()}
	now, states := s.now(), KeyStates()
	for _, state := range states {
		m.Keys = append(m.Keys, KeyStateCount{State: state})
	}
	s.mu.RLock()
	st := s.state
	for _, a := range st.accounts {
		if a.Removed == nil {
			m.Accounts++
		}
	}
	for _, u := range st.users {
		if u.Removed == nil {
			m.Users++
		}
	}
	for _, h := range st.headers {
		if h.State(now) == StateActive {
			m.Headers++
		}
	}
	for _, x := range st.sessions {
		if st.sessionUser(x) != nil && !x.over(now, &st.policy) {
			m.Sessions++
		}
	}
	s.mu.RUnlock()
	var adding sync.Mutex
	s.eachTally(st, now, func(_ int, t *blockTally) {
		adding.Lock()
		defer adding.Unlock()
		for state, n := range t.states {
			m.Keys[state].Count += int(n)
		}
	})
	return m, nil
}

// allowMetrics decides: by the credential where one is brought, else by who asks.
func (s *Service) allowMetrics(ctx context.Context, c Caller, credential string) error {
	if credential == "" {
		return s.allow(ctx, c, RoleOwner, "metrics.read")
	}
	_, err := s.Verify(ctx, c, credential, Requirement{Permissions: []string{MetricsPermission}})
	return err
}

// requests counts what was answered since the process began. Routes are the
// program's own patterns, so there are few; a request adds to one counter.
type requests struct{ routes sync.Map } // of a route to its *routeCounts

// routeCounts are by the class of the status and the reason of the refusal,
// whose place is one past that in usageReasons.
type routeCounts [statusClasses][1 + maxReasons]atomic.Uint64

const statusClasses = 6

func (q *requests) count(e *activity.Entry) {
	counts, ok := q.routes.Load(e.Route)
	if !ok {
		counts, _ = q.routes.LoadOrStore(e.Route, new(routeCounts))
	}
	why := 0
	if e.Verdict.Reason != "" {
		if place, known := reasonPlaces[e.Verdict.Reason]; known {
			why = 1 + place
		}
	}
	counts.(*routeCounts)[max(0, min(e.Status/100, statusClasses-1))][why].Add(1)
}

func (q *requests) list() []RequestCount {
	var out []RequestCount
	q.routes.Range(func(route, counts any) bool {
		for class := range statusClasses {
			for why := range 1 + maxReasons {
				n := counts.(*routeCounts)[class][why].Load()
				if n == 0 {
					continue
				}
				row := RequestCount{Route: route.(string), Class: class, Count: n}
				if why > 0 {
					row.Reason = usageReasons[why-1]
				}
				out = append(out, row)
			}
		}
		return true
	})
	slices.SortFunc(out, func(a, b RequestCount) int {
		return cmp.Or(cmp.Compare(a.Route, b.Route), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}
