package vault_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/kv/seal"
	"latchkey/backend/vault"
)

// at is a folder as it was when a step was done.
type at struct{ step, dir string }

// TestRestoreThatCrashesAtAnyStepLeavesTheOldStoreOrTheNew copies the folder
// between the steps, as a crash would find it.
func TestRestoreThatCrashesAtAnyStepLeavesTheOldStoreOrTheNew(t *testing.T) {
	core, pairs := withRevoked(t)
	dir := core.Dir
	job := vault.Restore{
		Folder: core.Folder(), Own: core.Master(), Source: "file", Caller: accesstest.Local, Now: time.Now,
	}
	core.Shut()
	states := []at{{"begun", copyOf(t, dir)}}
	done, err := job.Passing(func(step string) { states = append(states, at{step, copyOf(t, dir)}) }).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !done.Compared || done.Undone.ReturningCount != 1 || done.Undone.LostCount != 1 {
		t.Errorf("%+v", done)
	}
	states = append(states, at{"done", dir})

	stores := map[string]string{}
	for _, s := range states {
		stores[s.step] = whichStore(t, s, pairs)
	}
	want := map[string]string{
		"begun": "old", "ended again": "old", "prepared": "old", "adopted": "old", "second name": "old", "renamed": "new", "done": "new",
	}
	if diff := cmp.Diff(want, stores); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

// Where there is nothing to compare with, or the backup is the newer one, a crash
// leaves one of the two as well, or what says that it was a restore which did
// not end; the same restore then ends it.
func TestRestoreThatCrashesIsEndedByTheSameRestore(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{})
	core.Reopen() // the anchor is where the store is
	early := copyOf(t, core.Dir)
	for i := range 5 {
		core.NewKey(t, access.KeySpec{Name: fmt.Sprint("k", i), User: "ada"})
	}
	path := filepath.Join(t.TempDir(), "backup")
	if _, _, err := core.Vault(nil).Backup(t.Context(), accesstest.Local, path, false); err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	master := core.Master()
	core.Shut()
	empty := accesstest.Open(t, accesstest.Options{})
	empty.Shut()
	damaged := copyOf(t, core.Dir)
	anchor := filepath.Join(damaged, "latchkey.anchor")
	text, err := os.ReadFile(anchor)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)-10] ^= 1 // in its seal: what it names is still to be read
	if err := os.WriteFile(anchor, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir   string
		own   seal.Master
		older bool
		// refused are the steps after which the folder does not open.
		refused []string
	}{
		"over an older copy of the folder": {early, master, false, nil},
		"into a new folder":                {t.TempDir(), master, false, []string{"begun", "ended again", "prepared", "adopted", "second name"}},
		"over a store with nothing in it":  {copyOf(t, empty.Dir), empty.Master(), false, []string{"adopted", "second name"}},
		"over one with a damaged anchor":   {damaged, master, true, []string{"begun", "ended again", "prepared", "adopted", "second name"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := folderIn(c.dir)
			if err := folder.Take(t.Context(), bytes.NewReader(backup)); err != nil {
				t.Fatal(err)
			}
			job := vault.Restore{
				Folder: folder, Backup: []seal.Unlock{master}, Own: c.own, Source: "file", AcceptOlder: c.older, Caller: accesstest.Local, Now: time.Now,
			}
			states := []at{{"begun", copyOf(t, c.dir)}}
			if _, err := job.Passing(func(step string) { states = append(states, at{step, copyOf(t, c.dir)}) }).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			states = append(states, at{"done", c.dir})
			var refused []string
			for _, s := range states {
				found := folderIn(s.dir)
				report, err := found.Check(t.Context(), []seal.Unlock{c.own}, time.Now)
				if err == nil && len(report.Findings) == 0 {
					if fresh := report.Tally.Keys == 5; fresh != (s.step == "renamed" || s.step == "done") && name != "over one with a damaged anchor" {
						t.Errorf("%s: it opens with %d keys", s.step, report.Tally.Keys)
					}
					continue
				}
				refused = append(refused, s.step)
				again := job
				again.Folder, again.AcceptOlder = found, true // as its refusal says
				if err := found.Take(t.Context(), bytes.NewReader(backup)); err != nil {
					t.Fatal(err)
				}
				if _, err := again.Run(t.Context()); err != nil {
					t.Errorf("%s: the same restore: %v", s.step, err)
					continue
				}
				report, err = found.Check(t.Context(), []seal.Unlock{c.own}, time.Now)
				if err != nil || len(report.Findings) > 0 || report.Tally.Keys != 5 {
					t.Errorf("%s: the same restore: %v, %+v", s.step, err, report)
				}
			}
			if diff := cmp.Diff(c.refused, refused); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
		})
	}
}

func folderIn(dir string) vault.Folder {
	return vault.Folder{
		Store: filepath.Join(dir, "latchkey.db"), Anchor: filepath.Join(dir, "latchkey.anchor"), Backups: filepath.Join(dir, "backups"),
	}
}

func TestTwoRestoresInASecondKeepBothStoresAside(t *testing.T) {
	core, _ := withRevoked(t)
	now := time.Now()
	job := vault.Restore{
		Folder: core.Folder(), Own: core.Master(), Source: "file", Caller: accesstest.Local, Now: func() time.Time { return now },
	}
	core.Shut()
	staged, err := os.ReadFile(job.Folder.Store + ".restore")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for range 2 {
		if err := job.Folder.Take(t.Context(), bytes.NewReader(staged)); err != nil {
			t.Fatal(err)
		}
		done, err := job.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		kept[done.Aside] = true
	}
	for name := range kept {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
	if len(kept) != 2 {
		t.Errorf("kept aside: %v", kept)
	}
}

// withRevoked is a core whose backup waits to be restored, and the pairs of its
// keys: "kept", "revoked" since the backup, and "since", made after it.
func withRevoked(t *testing.T) (*accesstest.Core, map[string][2]string) {
	core := accesstest.Open(t, accesstest.Options{})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{Roles: []string{"Partner"}})
	pairs := map[string][2]string{}
	make := func(name string) {
		k, secret := core.NewKey(t, access.KeySpec{Name: name, User: "ada", Account: "Acme"})
		pairs[name] = [2]string{k.AccessKey, secret}
	}
	make("kept")
	make("revoked")
	backup := filepath.Join(t.TempDir(), "backup")
	if _, _, err := core.Vault(nil).Backup(t.Context(), accesstest.Local, backup, false); err != nil {
		t.Fatal(err)
	}
	if _, err := core.RevokeKey(t.Context(), accesstest.Local, "revoked", "leaked"); err != nil {
		t.Fatal(err)
	}
	make("since")
	file, err := os.Open(backup)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := core.Folder().Take(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	return core, pairs
}

// whichStore opens a folder as a start does and says which of the two stores it
// is. Whichever it is, it is whole, and what was revoked is refused.
func whichStore(t *testing.T, s at, pairs map[string][2]string) string {
	t.Helper()
	core := accesstest.Open(t, accesstest.Options{From: s.dir})
	works := func(name string) bool {
		_, err := core.LoginKey(t.Context(), accesstest.Client, pairs[name][0], pairs[name][1])
		return err == nil
	}
	if !works("kept") {
		t.Errorf("%s: the key that was always there is refused", s.step)
	}
	if works("revoked") {
		t.Errorf("%s: the revoked key logs in", s.step)
	}
	which := "new"
	if works("since") {
		which = "old"
	}
	folder, master := core.Folder(), core.Master()
	core.Shut()
	report, err := folder.Check(t.Context(), []seal.Unlock{master}, time.Now)
	if err != nil || len(report.Findings) > 0 || !report.Anchored {
		t.Errorf("%s: %v, %+v", s.step, err, report)
	}
	return which
}

// copyOf copies the files of a folder.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if !f.Type().IsRegular() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, f.Name()), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}
