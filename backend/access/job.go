package access

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Job is a change of many keys, one after the other. Its record is kept in the
// store and goes forward with the rows it changes, in the same commits: after a
// crash it goes on where it was, and no row is done twice.
type Job struct {
	ID         string     `json:"id"`
	Action     string     `json:"action"` // of each row, as in the audit log: "key.pause"
	Do         BulkChange `json:"do"`
	By         jobCaller  `json:"by"`
	Rows       []int64    `json:"rows,omitzero"`   // the numbers of chosen keys
	Filter     *KeyQuery  `json:"filter,omitzero"` // or what finds them
	Last       int64      `json:"last"`            // no later number belongs to it
	Cursor     int64      `json:"cursor"`          // rows up to this number are decided
	Total      int        `json:"total"`
	Done       int        `json:"done"`
	Unchanged  int        `json:"unchanged"` // were as they would be left
	Refused    int        `json:"refused"`
	Changed    []int64    `json:"changed,omitzero"`  // the first of them
	Refusals   []refusal  `json:"refusals,omitzero"` // the first of them
	Stopped    bool       `json:"stopped,omitzero"`
	Ended      string     `json:"ended,omitzero"` // why the core stopped it; "" where it did not
	StartedAt  time.Time  `json:"startedAt"`
	FinishedAt *time.Time `json:"finishedAt,omitzero"`

	rev int64
}

// jobCaller is who asked for a job, as its audit entries name them.
type jobCaller struct {
	Kind      CallerKind `json:"kind"`
	UserID    string     `json:"userId,omitzero"` // of an operator; jobs of earlier programs have only the name
	Name      string     `json:"name"`
	Addr      string     `json:"addr,omitzero"`
	RequestID string     `json:"requestId,omitzero"`
}

func (c jobCaller) caller() Caller {
	return Caller{Kind: c.Kind, UserID: c.UserID, Name: c.Name, Addr: c.Addr, RequestID: c.RequestID}
}

type refusal struct {
	Number int64  `json:"number"`
	Why    string `json:"why"`
	Hint   string `json:"hint,omitzero"`
}

// JobView is a job with the names of its rows.
type JobView struct {
	Job
	Changed  []JobRow
	Refusals []JobRow
	Trouble  string // why it does not go on, for now or for good; "" while it does, or did to its end
}

// JobRow is one row of a job.
type JobRow struct {
	ID, Name  string
	Why, Hint string // of a refused one
}

const (
	// jobNames is how many rows of each outcome a job names.
	jobNames = 200
	// jobStride is how many rows are changed in one commit: two ops each, and
	// the job's own.
	jobStride = 25
	// keptJobs is how many finished jobs stay to be looked at.
	keptJobs = 20
	jobPause = 2 * time.Second
)

// Job gives one. Codes: unauthenticated, denied, not_found.
func (s *Service) Job(ctx context.Context, c Caller, id string) (*JobView, error) {
	if err := s.allow(ctx, c, RoleViewer, "job.read"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	j := s.state.jobs[id]
	if j == nil {
		return nil, noJob()
	}
	return ptr(s.jobView(j)), nil
}

func noJob() *Error { return Errorf(CodeNotFound, "there is no such job") }

// Jobs lists them, newest first. Codes: unauthenticated, denied.
func (s *Service) Jobs(ctx context.Context, c Caller) ([]JobView, error) {
	if err := s.allow(ctx, c, RoleViewer, "job.list"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := []JobView{}
	for _, j := range s.state.jobsByAge() {
		out = append(out, s.jobView(j))
	}
	slices.Reverse(out)
	return out, nil
}

// StopJob ends one where it is; what it changed stays changed. Codes:
// unauthenticated, denied, not_found, full.
func (s *Service) StopJob(ctx context.Context, c Caller, id string) (*JobView, error) {
	if err := s.allow(ctx, c, RoleAdmin, "job.stop"); err != nil {
		return nil, err
	}
	err := s.change(ctx, c, func(t *txn) error {
		old := t.state.jobs[id]
		if old == nil {
			return noJob()
		}
		if old.FinishedAt != nil {
			return nil
		}
		j := *old
		j.Stopped, j.FinishedAt = true, &t.now
		t.audit("job.stop", "job", j.ID, j.Action, "")
		return t.put(jobPrefix+j.ID, old.rev, &j)
	})
	if err != nil {
		return nil, err
	}
	return s.Job(ctx, c, id)
}

func (s *Service) jobView(j *Job) JobView {
	v := JobView{Job: *j, Trouble: j.Ended}
	for _, n := range j.Changed {
		v.Changed = append(v.Changed, s.jobRow(n))
	}
	for _, r := range j.Refusals {
		row := s.jobRow(r.Number)
		row.Why, row.Hint = r.Why, r.Hint
		v.Refusals = append(v.Refusals, row)
	}
	if why, ok := s.jobTrouble.Load(j.ID); ok && j.FinishedAt == nil {
		v.Trouble, _ = why.(string)
	}
	return v
}

func (s *Service) jobRow(number int64) JobRow {
	if k := s.state.keyNumbered(number); k != nil {
		return JobRow{ID: k.ID, Name: k.Name}
	}
	return JobRow{}
}

// jobsByAge are the jobs, oldest first.
func (st *state) jobsByAge() []*Job {
	var out []*Job
	for _, j := range st.jobs {
		out = append(out, j)
	}
	slices.SortFunc(out, func(a, b *Job) int { return a.StartedAt.Compare(b.StartedAt) })
	return out
}

// work carries out the jobs there are, one after the other, until ctx ends. A
// core that starts finds those of before.
func (s *Service) work(ctx context.Context) {
	for {
		j := s.nextJob()
		if j == nil {
			select {
			case <-s.jobWaits:
				continue
			case <-ctx.Done():
				return
			}
		}
		err := s.carryOut(ctx, j)
		if err == nil {
			s.jobTrouble.Delete(j.ID)
			continue
		}
		if ctx.Err() != nil {
			return
		}
		// The store is full, or away: the job waits, and says so.
		s.jobTrouble.Store(j.ID, AsError(err).Public)
		s.log.Warn("a job waits", "job", j.ID, "err", err)
		select {
		case <-time.After(jobPause):
		case <-ctx.Done():
			return
		}
	}
}

func (s *Service) nextJob() *Job {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, j := range s.state.jobsByAge() {
		if j.FinishedAt == nil {
			return j
		}
	}
	return nil
}

// carryOut does the rows of a job that are left.
func (s *Service) carryOut(ctx context.Context, j *Job) error {
	do, err := j.Do.edit(j.Action)
	if err != nil {
		return err
	}
	left, err := s.jobRows(j)
	if err != nil {
		return err
	}
	for {
		n := min(jobStride, len(left))
		err := s.change(ctx, j.By.caller(), func(t *txn) error { return t.jobStep(j, do, left[:n]) })
		if AsError(err).Code == CodeInvalid && n > 1 { // too much for one commit: one at a time
			n = 1
			err = s.change(ctx, j.By.caller(), func(t *txn) error { return t.jobStep(j, do, left[:n]) })
		}
		if errors.Is(err, errJobOver) {
			return nil
		}
		if err != nil {
			return err
		}
		if left = left[n:]; n == 0 {
			return nil
		}
	}
}

// stillMay reports whether who asked for what takes its time may still do it:
// rights that were taken away in between end it.
func (st *state) stillMay(c Caller, need Role) *Error {
	if c.Kind != CallerOperator {
		return nil
	}
	u := st.users[c.UserID]
	if c.UserID == "" {
		u = st.user(c.Name)
	}
	switch {
	case u == nil || u.Removed != nil:
		return Errorf(CodeDenied, "%s, who asked for it, was removed meanwhile", c.Name)
	case u.Disabled:
		return Errorf(CodeDenied, "%s, who asked for it, was disabled meanwhile", u.Username)
	case u.Operator.rank() < need.rank():
		return Errorf(CodeDenied, "%s, who asked for it, may not do this any more", u.Username)
	}
	return nil
}

// jobRows are the numbers of the keys a job has still to do, rising.
func (s *Service) jobRows(j *Job) ([]int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	rows := j.Rows
	if j.Filter != nil {
		var err error
		if rows, err = s.keyNumbers(*j.Filter); err != nil {
			var e *Error
			if !errors.As(err, &e) {
				return nil, err
			}
			rows = nil // the user or account it names is gone, and its keys are no more of them
		}
	}
	var left []int64
	for _, n := range rows {
		if n > j.Cursor && n <= j.Last {
			left = append(left, n)
		}
	}
	return left, nil
}

// errJobOver ends the work on a job that was stopped, or that somebody else
// finished.
var errJobOver = errors.New("the job is over")

// jobStep does some rows and the job's own record in one change; without rows
// the job is finished.
func (t *txn) jobStep(started *Job, do func(*txn, *Key) error, rows []int64) error {
	old := t.state.jobs[started.ID]
	if old == nil || old.FinishedAt != nil {
		return errJobOver
	}
	j := *old
	if err := t.state.stillMay(j.By.caller(), RoleAdmin); err != nil {
		j.Stopped, j.FinishedAt, j.Ended = true, &t.now, err.Public
		t.auditDenied("job.stop", "job", j.ID, j.Action, err.Public)
		return t.put(jobPrefix+j.ID, old.rev, &j)
	}
	j.Changed, j.Refusals = slices.Clone(j.Changed), slices.Clone(j.Refusals)
	for _, n := range rows {
		if n <= j.Cursor {
			continue
		}
		j.Cursor = n
		t.jobRow(&j, n, do)
	}
	if len(rows) == 0 {
		j.FinishedAt = &t.now
	}
	return t.put(jobPrefix+j.ID, old.rev, &j)
}

func (t *txn) jobRow(j *Job, number int64, do func(*txn, *Key) error) {
	k := t.state.keyNumbered(number)
	if k == nil {
		return
	}
	before := len(t.ops)
	err := t.editKey(k, j.Action, j.detail(), do)
	switch {
	case err != nil:
		t.ops = t.ops[:before]
		e := AsError(err)
		if j.Refused++; len(j.Refusals) < jobNames {
			j.Refusals = append(j.Refusals, refusal{number, e.Public, e.Hint})
		}
	case len(t.ops) == before:
		j.Unchanged++
	default:
		if j.Done++; len(j.Changed) < jobNames {
			j.Changed = append(j.Changed, number)
		}
	}
}

// detail is what the audit entry of each row says.
func (j *Job) detail() string {
	text := "with job " + j.ID
	if j.Do.Reason != "" {
		text = j.Do.Reason + " (" + text + ")"
	}
	return text
}
