package vault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/backup"
	"latchkey/backend/vault"
)

// A core that runs for two months has a backup of each of the last seven days and
// of four weeks, and every one that somebody made by hand; each of them restores.
func TestScheduleMakesBackupsAndKeepsThoseItShould(t *testing.T) {
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	v := core.Vault(func(vault.Work) {})
	list := func() []backup.File {
		t.Helper()
		b, err := v.Backups(t.Context(), accesstest.Local)
		if err != nil {
			t.Fatal(err)
		}
		return b.Files
	}
	v.BackUpWhereDue(t.Context())
	if len(list()) != 0 {
		t.Error("a store that is just being set up is backed up")
	}
	if _, _, err := v.Backup(t.Context(), accesstest.Local, "", false); err != nil {
		t.Fatal(err)
	}
	for range 60 * 4 {
		clock.Advance(6 * time.Hour)
		v.BackUpWhereDue(t.Context())
	}
	files := list()
	days, manual := map[string]bool{}, 0
	for _, f := range files {
		days[f.At.Format(time.DateOnly)] = true
		if f.Manual {
			manual++
		}
	}
	for back := range 7 {
		if day := clock.Now().AddDate(0, 0, -back).Format(time.DateOnly); !days[day] {
			t.Errorf("there is none of %s", day)
		}
	}
	if manual != 1 || len(files) > 1+7+4 || len(files) < 1+7+2 {
		t.Errorf("%d backups, %d by hand", len(files), manual)
	}
	oldest := files[len(files)-1]
	if !oldest.Manual || files[len(files)-2].At.Before(clock.Now().AddDate(0, 0, -28)) {
		t.Errorf("%+v, %+v", oldest, files[len(files)-2])
	}
	for _, f := range files {
		if _, err := v.Stage(t.Context(), accesstest.Local, nil, f.Name, ""); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

// One that cannot be made is told of, tried again after a quarter of an hour, and
// over when it can.
func TestBackupThatFailsIsToldOfAndTriedAgain(t *testing.T) {
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	v := core.Vault(func(vault.Work) {})
	folder := core.Folder().Backups
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // where the folder belongs
		t.Fatal(err)
	}
	told := func() string {
		t.Helper()
		o, err := core.Overview(t.Context(), accesstest.Local)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range o.Attention {
			if a.Kind == access.AttentionBackupFailed {
				return a.Detail
			}
		}
		return ""
	}
	clock.Advance(20 * time.Minute)
	v.BackUpWhereDue(t.Context())
	if why := told(); !strings.Contains(why, "backups") {
		t.Errorf("Needs attention says %q", why)
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	clock.Advance(10 * time.Minute)
	v.BackUpWhereDue(t.Context())
	if _, err := os.Stat(folder); err == nil {
		t.Error("it is tried again at once")
	}
	clock.Advance(6 * time.Minute)
	v.BackUpWhereDue(t.Context())
	if found, err := filepath.Glob(filepath.Join(folder, "*.backup")); err != nil || len(found) != 1 || told() != "" {
		t.Errorf("%v, %v, and Needs attention says %q", found, err, told())
	}
}

// A backup of a day to come, made while the clock was wrong, holds up no other.
func TestBackupOfADayToComeHoldsUpNoOther(t *testing.T) {
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	v := core.Vault(func(vault.Work) {})
	clock.Advance(365 * 24 * time.Hour)
	v.BackUpWhereDue(t.Context())
	clock.Advance(-364 * 24 * time.Hour)
	v.BackUpWhereDue(t.Context())
	b, err := v.Backups(t.Context(), accesstest.Local)
	if err != nil || len(b.Files) != 2 {
		t.Errorf("%d backups, %v", len(b.Files), err)
	}
}

func TestTwoBackupsInASecondAreBothKept(t *testing.T) {
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	v := core.Vault(func(vault.Work) {})
	for range 3 {
		if _, _, err := v.Backup(t.Context(), accesstest.Local, "", false); err != nil {
			t.Fatal(err)
		}
	}
	b, err := v.Backups(t.Context(), accesstest.Local)
	if err != nil || len(b.Files) != 3 {
		t.Errorf("%d backups, %v", len(b.Files), err)
	}
}

// Each is as large as the store, and a disk is full soon where they pile up.
func TestWhatAKilledCoreLeftIsRemovedWhenItServesAgain(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	v := core.Vault(func(vault.Work) {})
	made, _, err := v.Backup(t.Context(), accesstest.Local, "", false)
	if err != nil {
		t.Fatal(err)
	}
	backups := core.Folder().Backups
	left := []string{
		filepath.Join(backups, "."+made.Name+".new-123"), filepath.Join(core.Dir, "latchkey.db.restore"), filepath.Join(core.Dir, "latchkey.db.compact"),
	}
	others := []string{filepath.Join(backups, ".notes.new-1"), filepath.Join(backups, made.Name), filepath.Join(backups, "mine.new-1"), filepath.Join(core.Dir, "latchkey.db.before-2026")}
	for _, path := range append(left, others[0], others[2], others[3]) {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	v.Sweep()
	for _, path := range left {
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s is left (%v)", path, err)
		}
	}
	for _, path := range others {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s is gone: %v", path, err)
		}
	}
}
