package access_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/kv"
)

// finished waits for a job to end.
func finished(t *testing.T, core *accesstest.Core, id string) *access.JobView {
	t.Helper()
	for range 12_000 {
		j, err := core.Job(t.Context(), accesstest.Local, id)
		if err != nil {
			t.Fatal(err)
		}
		if j.FinishedAt != nil {
			return j
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the job does not end")
	return nil
}

func manyKeys(t *testing.T, n int) (*accesstest.Core, *accesstest.Clock) {
	t.Helper()
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{})
	for i := range n {
		core.NewKey(t, access.KeySpec{Name: fmt.Sprintf("k%03d", i), User: "ada", Expires: "30d", Labels: []string{fmt.Sprint("mod", i%2)}})
	}
	return core, clock
}

func start(t *testing.T, core *accesstest.Core, b access.Bulk) *access.JobView {
	t.Helper()
	j, err := core.StartBulk(t.Context(), accesstest.Local, b)
	if err != nil {
		t.Fatal(err)
	}
	return finished(t, core, j.ID)
}

func TestBulkChangesWhatAFilterFindsAndNothingElse(t *testing.T) {
	core, _ := manyKeys(t, 60)
	j := start(t, core, access.Bulk{Action: "key.pause", Filter: &access.KeyQuery{Label: "mod1"}})
	if j.Total != 30 || j.Done != 30 || j.Refused != 0 || len(j.Changed) != 30 {
		t.Errorf("%+v", j)
	}
	list, err := core.Keys(t.Context(), accesstest.Local, access.KeyQuery{States: []access.State{access.StatePaused}})
	if err != nil || list.Total != 30 {
		t.Fatalf("%d paused: %v", list.Total, err)
	}
	for _, k := range list.Items {
		if !slices.Contains(k.Labels, "mod1") {
			t.Errorf("%s is paused", k.Name)
		}
	}
}

func TestBulkTellsWhatWasDoneAndWhatRefusedAndWhy(t *testing.T) {
	core, clock := manyKeys(t, 3)
	core.NewKey(t, access.KeySpec{Name: "endless", User: "ada"})
	if _, err := core.RevokeKey(t.Context(), accesstest.Local, "k001", ""); err != nil {
		t.Fatal(err)
	}
	j := start(t, core, access.Bulk{Action: "key.extend", Keys: []string{"k002", "k000", "k001", "endless", "k000"}, BulkChange: access.BulkChange{Span: "7d"}})
	names := func(rows []access.JobRow) (out []string) {
		for _, r := range rows {
			out = append(out, r.Name)
		}
		return out
	}
	if diff := cmp.Diff([]string{"k000", "k002"}, names(j.Changed)); diff != "" || j.Done != 2 || j.Total != 4 {
		t.Errorf("%+v %s", j.Job, diff)
	}
	if diff := cmp.Diff([]string{"k001", "endless"}, names(j.Refusals)); diff != "" || j.Refused != 2 {
		t.Error(diff)
	}
	if j.Refusals[0].Why != "the key is revoked, and that is final" || j.Refusals[1].Why == "" {
		t.Errorf("%+v", j.Refusals)
	}
	k, err := core.Key(t.Context(), accesstest.Local, "k002")
	if err != nil || !k.Expires.Equal(clock.Now().Add(37*24*time.Hour)) {
		t.Errorf("k002 ends %v: %v", k.Expires, err)
	}
}

func TestBulkSentTwiceIsOneJobAndRepeatedChangesNothing(t *testing.T) {
	core, _ := manyKeys(t, 2)
	b := access.Bulk{ID: uuid.NewString(), Action: "key.extend", Keys: []string{"k000"}, BulkChange: access.BulkChange{Span: "1d"}}
	start(t, core, b)
	start(t, core, b)
	if k, err := core.Key(t.Context(), accesstest.Local, "k000"); err != nil || k.Version != 2 {
		t.Errorf("version %d: %v", k.Version, err)
	}
	for i, want := range []int{1, 0} {
		j := start(t, core, access.Bulk{Action: "key.revoke", Keys: []string{"k001"}, BulkChange: access.BulkChange{Reason: "left"}})
		if j.Done != want || j.Unchanged != 1-want {
			t.Errorf("the %d. time: %+v", i+1, j.Job)
		}
	}
}

func TestBulkGoesOnAfterARestartAndDoesNoRowTwice(t *testing.T) {
	core, clock := manyKeys(t, 100)
	j, err := core.StartBulk(t.Context(), accesstest.Local, access.Bulk{Action: "key.extend", Filter: &access.KeyQuery{}, BulkChange: access.BulkChange{Span: "1d"}})
	if err != nil {
		t.Fatal(err)
	}
	core.NewKey(t, access.KeySpec{Name: "later", User: "ada", Expires: "30d"})
	restarts := 0
	for range 30 {
		now, err := core.Job(t.Context(), accesstest.Local, j.ID)
		if err != nil {
			t.Fatal(err)
		}
		if now.FinishedAt != nil {
			break
		}
		core.Reopen()
		restarts++
	}
	if restarts == 0 {
		t.Error("it was over before it could be interrupted")
	}
	done := finished(t, core, j.ID)
	if done.Done != 100 || done.Total != 100 {
		t.Errorf("%+v", done.Job)
	}
	list, err := core.Keys(t.Context(), accesstest.Local, access.KeyQuery{Search: "k"})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range list.Items {
		if !k.Expires.Equal(clock.Now().Add(31*24*time.Hour)) || k.Version != 2 {
			t.Errorf("%s ends %s, version %d", k.Name, k.Expires, k.Version)
		}
	}
	if k, err := core.Key(t.Context(), accesstest.Local, "later"); err != nil || k.Version != 1 {
		t.Errorf("a key made after the job began was changed: %v", err)
	}
}

// held is a store that keeps whoever changes a key waiting for as long as it is
// told to.
type held struct {
	kv.Store
	gate atomic.Pointer[chan struct{}]
}

func (h *held) hold() (goOn func()) {
	gate := make(chan struct{})
	h.gate.Store(&gate)
	return func() { h.gate.Store(nil); close(gate) }
}

func (h *held) Commit(ctx context.Context, ops []kv.Op) (int64, error) {
	gate := h.gate.Load()
	if gate != nil && slices.ContainsFunc(ops, func(op kv.Op) bool { return strings.HasPrefix(op.Key, "key/") }) {
		<-*gate
	}
	return h.Store.Commit(ctx, ops)
}

// What is under way ends with the rights of who asked for it, and says so.
func TestJobEndsWithTheRightsOfWhoAskedForIt(t *testing.T) {
	for _, c := range []struct {
		name string
		take func(core *accesstest.Core) error
		why  string
	}{
		{"demoted", func(core *accesstest.Core) error {
			_, err := core.EditUser(t.Context(), accesstest.Local, "olga", access.UserPatch{Operator: ptr(access.RoleViewer)})
			return err
		}, "olga, who asked for it, may not do this any more"},
		{"disabled", func(core *accesstest.Core) error {
			_, err := core.DisableUser(t.Context(), accesstest.Local, "olga")
			return err
		}, "olga, who asked for it, was disabled meanwhile"},
		{"removed", func(core *accesstest.Core) error {
			return core.RemoveUser(t.Context(), accesstest.Local, "olga")
		}, "olga, who asked for it, was removed meanwhile"},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := &held{}
			core := accesstest.Open(t, accesstest.Options{Between: func(s kv.Store) kv.Store { store.Store = s; return store }})
			core.Member(t, "Acme", "ada", "", access.MemberSpec{})
			for i := range 30 {
				core.NewKey(t, access.KeySpec{Name: fmt.Sprint("k", i), User: "ada"})
			}
			view, err := core.CreateUser(t.Context(), accesstest.Local, access.UserSpec{Username: "olga", Password: "a long olga password", Operator: access.RoleAdmin})
			if err != nil {
				t.Fatal(err)
			}
			olga := access.Caller{Kind: access.CallerOperator, UserID: view.ID, Name: "olga", Role: access.RoleAdmin}
			goOn := store.hold()
			// It waits its turn until the rights are gone.
			if _, err := core.StartBulk(t.Context(), accesstest.Local, access.Bulk{Action: "key.pause", Keys: []string{"k1"}}); err != nil {
				t.Fatal(err)
			}
			j, err := core.StartBulk(t.Context(), olga, access.Bulk{Action: "key.revoke", Filter: &access.KeyQuery{}, BulkChange: access.BulkChange{Reason: "out of spite"}})
			if err != nil {
				t.Fatal(err)
			}
			if err := c.take(core); err != nil {
				t.Fatal(err)
			}
			goOn()
			done := finished(t, core, j.ID)
			if !done.Stopped || done.Trouble != c.why || done.Done > 0 {
				t.Errorf("stopped %v, %q, %d done", done.Stopped, done.Trouble, done.Done)
			}
			log, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{Limit: 1, Action: "job.stop"})
			if err != nil || len(log.Entries) != 1 || log.Entries[0].Result != "denied" || log.Entries[0].Detail != c.why || log.Entries[0].Actor != "olga" {
				t.Errorf("%+v, %v", log.Entries, err)
			}
			core.Reopen()
			if again, err := core.Job(t.Context(), accesstest.Local, j.ID); err != nil || again.Trouble != c.why {
				t.Errorf("after a restart: %+v, %v", again, err)
			}
		})
	}
}

// A backup that was made while keys were resumed does not go on resuming them: they
// may have been paused again since.
func TestJobOfABackupIsNotGoneOnWith(t *testing.T) {
	const many = 400
	core, clock := manyKeys(t, many)
	all := func(action string) access.Bulk { return access.Bulk{Action: action, Filter: &access.KeyQuery{}} }
	var (
		j      *access.JobView
		backup string
	)
	for range 20 { // on a busy machine a job may be over before a backup is made
		start(t, core, all("key.pause"))
		var err error
		if j, err = core.StartBulk(t.Context(), accesstest.Local, all("key.resume")); err != nil {
			t.Fatal(err)
		}
		backup = core.Copy()
		if still, err := core.Job(t.Context(), accesstest.Local, j.ID); err != nil || still.FinishedAt == nil {
			break
		}
	}
	finished(t, core, j.ID)
	start(t, core, all("key.pause"))
	options := accesstest.Options{Now: clock.Now}
	now, closeNow := accesstest.Snapshot(t, core.Copy(), options)
	then, closeThen := accesstest.Snapshot(t, backup, options)
	if err := then.Restore(t.Context(), accesstest.Local, now, "a test"); err != nil {
		t.Fatal(err)
	}
	closeThen()
	closeNow()
	restored := accesstest.At(t, backup, options)
	over := finished(t, restored, j.ID)
	if !over.Stopped || !strings.Contains(over.Trouble, "backup was restored") {
		t.Fatalf("it went on, or was over before the backup could be made: %+v", over)
	}
	if list, err := restored.Keys(t.Context(), accesstest.Local, access.KeyQuery{States: []access.State{access.StatePaused}}); err != nil || list.Total != many {
		t.Errorf("%d of %d are paused: %v", list.Total, many, err)
	}
}

func TestBulkRefusesWhatItCannotCarryOut(t *testing.T) {
	core, _ := manyKeys(t, 1)
	for name, b := range map[string]access.Bulk{
		"no action":        {Keys: []string{"k000"}},
		"rotation":         {Action: "key.rotate", Keys: []string{"k000"}},
		"no keys":          {Action: "key.pause"},
		"keys and filter":  {Action: "key.pause", Keys: []string{"k000"}, Filter: &access.KeyQuery{}},
		"no span":          {Action: "key.extend", Keys: []string{"k000"}},
		"no labels":        {Action: "key.label", Keys: []string{"k000"}},
		"a label of words": {Action: "key.label", Keys: []string{"k000"}, BulkChange: access.BulkChange{Add: []string{"a b"}}},
		"an id of letters": {ID: "mine", Action: "key.pause", Keys: []string{"k000"}},
		"too many":         {Action: "key.pause", Keys: slices.Repeat([]string{"k000"}, 1001)},
	} {
		if _, err := core.StartBulk(t.Context(), accesstest.Local, b); codeOf(err) != access.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := core.StartBulk(t.Context(), accesstest.Local, access.Bulk{Action: "key.pause", Keys: []string{"nobody"}}); codeOf(err) != access.CodeNotFound {
		t.Errorf("an unknown key: %v", err)
	}
	viewer := access.Caller{Kind: access.CallerOperator, Name: "v", Role: access.RoleViewer}
	if _, err := core.StartBulk(t.Context(), viewer, access.Bulk{Action: "key.pause", Keys: []string{"k000"}}); codeOf(err) != access.CodeDenied {
		t.Errorf("a viewer: %v", err)
	}
}

func TestBulkLabelsAreAddedAndRemoved(t *testing.T) {
	core, _ := manyKeys(t, 2)
	start(t, core, access.Bulk{Action: "key.label", Filter: &access.KeyQuery{}, BulkChange: access.BulkChange{Add: []string{"eu"}, Remove: []string{"mod0", "none"}}})
	labels, err := core.Labels(t.Context(), accesstest.Local)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]access.LabelCount{{Label: "eu", Keys: 2}, {Label: "mod1", Keys: 1}}, labels); diff != "" {
		t.Error(diff)
	}
}

func TestFinishedJobsAreForgottenInTheEnd(t *testing.T) {
	core, clock := manyKeys(t, 1)
	for range 30 {
		clock.Advance(time.Second)
		start(t, core, access.Bulk{Action: "key.pause", Keys: []string{"k000"}})
	}
	jobs, err := core.Jobs(t.Context(), accesstest.Local)
	if err != nil || len(jobs) > 21 || jobs[0].StartedAt.Before(jobs[1].StartedAt) {
		t.Errorf("%d jobs: %v", len(jobs), err)
	}
	core.Reopen()
	if again, err := core.Jobs(t.Context(), accesstest.Local); err != nil || len(again) != len(jobs) {
		t.Errorf("%d after a restart: %v", len(again), err)
	}
}

func TestKeyTokenIsForTheOwnersSocketAlone(t *testing.T) {
	core, _, key, _ := oneKey(t, access.KeySpec{})
	in, err := core.KeyToken(t.Context(), accesstest.Local, "billing")
	if err != nil {
		t.Fatal(err)
	}
	if id, err := core.Verify(t.Context(), accesstest.Client, in.Token, access.Requirement{}); err != nil || id.CredentialID != key.ID {
		t.Errorf("%+v %v", id, err)
	}
	log, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{Limit: 1})
	entries := log.Entries
	if err != nil || entries[0].Action != "key.token" || entries[0].ObjectID != key.ID {
		t.Errorf("%+v %v", entries, err)
	}
	owner := access.Caller{Kind: access.CallerOperator, Name: "o", Role: access.RoleOwner}
	if _, err := core.KeyToken(t.Context(), owner, "billing"); codeOf(err) != access.CodeDenied {
		t.Errorf("an owner in a browser: %v", err)
	}
	if _, err := core.PauseKey(t.Context(), accesstest.Local, "billing"); err != nil {
		t.Fatal(err)
	}
	if _, err := core.KeyToken(t.Context(), accesstest.Local, "billing"); codeOf(err) != access.CodeConflict {
		t.Errorf("for a paused key: %v", err)
	}
}
