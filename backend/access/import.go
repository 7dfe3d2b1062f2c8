package access

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"sync"

	"github.com/google/uuid"
)

// ImportLine is one line of an import: one of its members is set. What is there
// already is left as it is, so the same lines again change nothing.
type ImportLine struct {
	Line       int    // counted from 1
	ID         string // a UUID the account, user or key had elsewhere; "" = a new one
	Account    *SeedAccount
	User       *SeedUser
	Membership *SeedMembership
	Key        *SeedKey
	Err        *Error // the line could not be read
}

// ImportOptions say how lines are taken.
type ImportOptions struct {
	Weak    bool   // accept secrets under 112 bits
	DryRun  bool   // check everything, store nothing
	User    string // of keys that name none
	Account string // of keys that name none; "" = the only one their user has
	ID      string // by which it is watched and stopped; "" = by nothing
}

// ImportReport says what an import came to.
type ImportReport struct {
	Lines       int           `json:"lines"` // read; decided, where it ended before the last of them
	DryRun      bool          `json:"dryRun"`
	Stopped     bool          `json:"stopped"` // before the last line
	Accounts    ImportCount   `json:"accounts"`
	Users       ImportCount   `json:"users"`
	Memberships ImportCount   `json:"memberships"`
	Keys        ImportCount   `json:"keys"`
	Failed      int           `json:"failed"` // lines
	Errors      []ImportError `json:"errors"` // of the first hundred that failed
}

// decided counts the lines that something came of.
func (r *ImportReport) decided() int {
	n := r.Failed
	for _, c := range []ImportCount{r.Accounts, r.Users, r.Memberships, r.Keys} {
		n += c.Created + c.Unchanged
	}
	return n
}

// ImportCount is what became of the lines of one kind.
type ImportCount struct {
	Created   int `json:"created"`
	Unchanged int `json:"unchanged"`
}

// ImportError is what is wrong with a line.
type ImportError struct {
	Line    int    `json:"line"`
	Field   string `json:"field"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

const (
	// importWindow is how many lines are looked at together: in it, accounts go
	// first, then users, memberships and keys, in whatever order they stand.
	importWindow = 8192
	// importFlight is how many commits are under way at once: the engine writes
	// them to the disk together.
	importFlight = 128
	// What fits into one commit of at most 64 ops, with a record, a claim or
	// two, and the entries of the audit log.
	importAccounts    = 15
	importUsers       = 15
	importMemberships = 15
	importKeys        = 20
	importErrors      = 100
)

// Import makes what the lines declare; next gives them, and io.EOF at the end.
// A line that cannot be carried out is in the report and holds up no other. The
// error is that of next or of the store: what the report in its Current counts
// was made, and importing the same lines again goes on from there.
//
// A key is made for a membership as it was when the line was decided: the
// membership is not held, so that many commits can be under way. If it is ended
// at that moment the key is refused at its use, as every key without a
// membership is.
//
// Codes: unauthenticated, denied, invalid, conflict, full, unavailable.
func (s *Service) Import(ctx context.Context, c Caller, o ImportOptions, next func() (ImportLine, error)) (*ImportReport, error) {
	if err := s.allow(ctx, c, RoleOwner, "import"); err != nil {
		return nil, err
	}
	watch, err := s.imports.begin(o.ID)
	if err != nil {
		return nil, err
	}
	defer watch.end()
	r := &importing{s: s, c: c, o: o, watch: watch, report: &ImportReport{DryRun: o.DryRun, Errors: []ImportError{}}, made: newOverlay()}
	for {
		window, err := readWindow(next)
		r.report.Lines += len(window)
		if stopped := r.carryOut(ctx, window); stopped != nil {
			err = stopped
		}
		if err == nil && watch.isStopped() {
			r.report.Stopped, err = true, io.EOF
		}
		if r.report.Stopped || err != nil && !errors.Is(err, io.EOF) {
			r.report.Lines = r.report.decided() // of the last of them nothing may have come
		}
		if err != nil {
			slices.SortFunc(r.report.Errors, func(a, b ImportError) int { return cmp.Compare(a.Line, b.Line) })
		}
		switch {
		case errors.Is(err, io.EOF):
			return r.report, nil
		case err != nil:
			e := *AsError(err)
			e.Current = r.report
			return nil, &e
		}
	}
}

func readWindow(next func() (ImportLine, error)) ([]ImportLine, error) {
	var window []ImportLine
	for len(window) < importWindow {
		line, err := next()
		if err != nil {
			return window, err
		}
		window = append(window, line)
	}
	return window, nil
}

// importing is an import under way.
type importing struct {
	s    *Service
	c    Caller
	o    ImportOptions
	made *overlay // what a dry run would have made

	watch *watchedImport

	mu     sync.Mutex // over what follows, and over made
	report *ImportReport
}

// outcome is what a line came to.
type outcome struct {
	line    int
	created bool
	err     *Error
	again   bool // to be decided once this commit has been carried out
}

// plan decides the lines of one commit: each outcome, and the ops in t.
type plan func(t *txn, lines []ImportLine) []outcome

func (r *importing) carryOut(ctx context.Context, window []ImportLine) error {
	if err := r.stillMay(); err != nil {
		return err
	}
	var accounts, users, members, keys []ImportLine
	for _, l := range window {
		switch {
		case l.Err != nil:
			r.count(nil, []outcome{{line: l.Line, err: l.Err}})
		case l.Account != nil:
			accounts = append(accounts, l)
		case l.User != nil:
			users = append(users, l)
		case l.Membership != nil:
			members = append(members, l)
		case l.Key != nil:
			keys = append(keys, l)
		}
	}
	steps := []struct {
		lines  []ImportLine
		most   int // lines in a commit
		flight int // commits at once
		name   func(ImportLine) string
		decide plan
		into   *ImportCount
	}{
		{accounts, importAccounts, importFlight, func(l ImportLine) string { return comparableName(l.Account.Name) }, r.accounts, &r.report.Accounts},
		{users, importUsers, importFlight, func(l ImportLine) string { return l.User.Username }, r.users, &r.report.Users},
		// Memberships of one account hold its record, so they would conflict.
		{members, importMemberships, 1, func(l ImportLine) string { return l.Membership.User }, r.memberships, &r.report.Memberships},
		{keys, importKeys, importFlight, func(l ImportLine) string { return l.Key.AccessKey }, r.keys, &r.report.Keys},
	}
	for _, step := range steps {
		for _, lines := range rounds(step.lines, step.name) {
			if err := r.commitAll(ctx, slices.Chunk(lines, step.most), step.flight, step.decide, step.into); err != nil {
				return err
			}
		}
	}
	return nil
}

// stillMay ends an import whose rights were taken away while it went on.
func (r *importing) stillMay() error {
	r.s.mu.RLock()
	defer r.s.mu.RUnlock()
	if err := r.s.state.stillMay(r.c, RoleOwner); err != nil {
		return err.WithHint("what was made stays; an owner can import the same file again")
	}
	return nil
}

// rounds parts lines so that no name is twice in one: of two lines for the same
// the second is decided when the first has been carried out.
func rounds(lines []ImportLine, name func(ImportLine) string) [][]ImportLine {
	var out [][]ImportLine
	seen := make(map[string]int, len(lines))
	for _, l := range lines {
		n := seen[name(l)]
		seen[name(l)]++
		if n == len(out) {
			out = append(out, nil)
		}
		out[n] = append(out[n], l)
	}
	return out
}

// commitAll carries batches out, several at once, and stops at the first that
// the store refuses.
func (r *importing) commitAll(ctx context.Context, all iter.Seq[[]ImportLine], flight int, decide plan, into *ImportCount) error {
	if r.o.DryRun {
		flight = 1 // each sees what those before it would have made
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var under sync.WaitGroup
	slots := make(chan struct{}, flight)
	for batch := range all {
		slots <- struct{}{}
		if ctx.Err() != nil || r.watch.isStopped() {
			break
		}
		under.Go(func() {
			defer func() { <-slots }()
			outcomes, err := r.commit(ctx, batch, decide)
			if err != nil {
				stop(err)
				return
			}
			r.count(into, outcomes)
		})
	}
	under.Wait()
	return context.Cause(ctx)
}

func (r *importing) commit(ctx context.Context, batch []ImportLine, decide plan) ([]outcome, error) {
	batch, refused, err := r.hashed(ctx, batch)
	if err != nil {
		return nil, err
	}
	if len(batch) == 0 {
		return refused, nil
	}
	var outcomes []outcome
	if r.o.DryRun {
		t := &txn{Service: r.s, caller: r.c, now: r.s.now().UTC()}
		r.s.mu.RLock()
		t.state = r.s.state
		outcomes = decide(t, batch)
		r.s.mu.RUnlock()
	} else if err := r.s.change(ctx, r.c, func(t *txn) error {
		outcomes = decide(t, batch)
		return nil
	}); err != nil {
		return nil, err
	}
	var again []ImportLine
	for i, o := range outcomes {
		if o.again {
			again = append(again, batch[i])
		}
	}
	outcomes = append(slices.DeleteFunc(outcomes, func(o outcome) bool { return o.again }), refused...)
	if len(again) > 0 { // fewer than there were: the first of a commit touches nothing before it
		rest, err := r.commit(ctx, again, decide)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, rest...)
	}
	return outcomes, nil
}

// hashed replaces the passwords of users by their hashes, which takes too long
// to be done while the state is held.
func (r *importing) hashed(ctx context.Context, batch []ImportLine) ([]ImportLine, []outcome, error) {
	var good []ImportLine
	var refused []outcome
	for _, l := range batch {
		if l.User == nil || l.User.Password == "" && l.User.PasswordHash == "" {
			good = append(good, l)
			continue
		}
		r.s.mu.RLock()
		there := r.s.state.user(l.User.Username) != nil
		r.s.mu.RUnlock()
		if there { // is left as it is
			good = append(good, l)
			continue
		}
		hash, err := r.s.hashNew(ctx, l.User.Password, l.User.PasswordHash, deref(l.User.Operator))
		switch e := AsError(err); {
		case err == nil:
			u := *l.User
			u.Password, u.PasswordHash = "", hash
			l.User = &u
			good = append(good, l)
		case e.Code == CodeInvalid:
			refused = append(refused, outcome{line: l.Line, err: e})
		default:
			return nil, nil, err
		}
	}
	return good, refused, nil
}

func (r *importing) count(into *ImportCount, outcomes []outcome) {
	r.watch.count(len(outcomes))
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range outcomes {
		switch {
		case o.err != nil:
			r.report.Failed++
			if len(r.report.Errors) < importErrors {
				r.report.Errors = append(r.report.Errors, ImportError{o.line, o.err.Field, o.err.Public, o.err.Hint})
			}
		case o.created:
			into.Created++
		default:
			into.Unchanged++
		}
	}
}

func checkID(id string) error {
	if id == "" {
		return nil
	}
	if u, err := uuid.Parse(id); err != nil || u.String() != id {
		return Invalidf("id", "an id is a UUID in lower case, such as 29263739-2cf8-483d-af15-6151dc8448b4")
	}
	return nil
}

func otherID(what string) *Error {
	return fieldOf(Errorf(CodeConflict, "there is %s with that id already, under another name", what).WithHint("leave the id out, or correct it"), "id")
}

func ownID(what string) *Error {
	return fieldOf(Errorf(CodeConflict, "%s of that name has another id", what).WithHint("leave the id out, or correct it"), "id")
}
