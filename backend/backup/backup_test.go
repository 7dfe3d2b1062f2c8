package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/backup"
	"latchkey/backend/kv/safefile"
)

// text is a store of a few bytes.
type text string

func (s text) Copy(ctx context.Context, w io.Writer) (int64, error) {
	n, err := io.WriteString(w, string(s))
	return int64(n), err
}

func content(context.Context, string) error { return nil }

func TestBackupIsThereWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "b")
	verified := ""
	size, err := backup.Write(t.Context(), text("a store"), path, backup.Options{Verify: func(_ context.Context, temp string) error {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Error("it has its name before it was read back")
		}
		got, err := os.ReadFile(temp)
		verified = string(got)
		return err
	}})
	if err != nil || size != 7 || verified != "a store" {
		t.Fatalf("%d, %v, read back %q", size, err, verified)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	wrong := errors.New("it does not open")
	_, err = backup.Write(t.Context(), text("another"), filepath.Join(dir, "c"), backup.Options{Verify: func(context.Context, string) error { return wrong }})
	if !errors.Is(err, wrong) {
		t.Errorf("%v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := backup.Write(ended, stopped{}, filepath.Join(dir, "d"), backup.Options{Verify: content}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("beside the backup there is something left: %v, %v", left, err)
	}
}

type stopped struct{}

func (stopped) Copy(ctx context.Context, _ io.Writer) (int64, error) { return 0, ctx.Err() }

func TestBackupReplacesNothingUnlessForced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "b")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	link, pipe := filepath.Join(dir, "link"), filepath.Join(dir, "folder")
	if err := errors.Join(os.Symlink(path, link), os.Mkdir(pipe, 0o700)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  string
		force bool
		want  error
	}{{path, false, fs.ErrExist}, {link, true, safefile.ErrSymlink}, {pipe, true, safefile.ErrNotRegular}, {filepath.Join(dir, "no", "b"), false, fs.ErrNotExist}} {
		_, err := backup.Write(t.Context(), text("a store"), c.path, backup.Options{Force: c.force, Verify: content})
		var refused *safefile.Error
		if !errors.Is(err, c.want) || !errors.As(err, &refused) || refused.Path != c.path {
			t.Errorf("%s: %v, want %v", c.path, err, c.want)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "precious" {
		t.Fatalf("the file that was there is %q (%v)", got, err)
	}
	if _, err := backup.Write(t.Context(), text("a store"), path, backup.Options{Force: true, Verify: content}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, []byte("a store")) {
		t.Errorf("forced: %q, %v", got, err)
	}
}

func TestOnlyOurNamesAreBackups(t *testing.T) {
	at := time.Date(2026, 11, 25, 17, 48, 3, 0, time.UTC)
	for _, manual := range []bool{false, true} {
		got, by, ok := backup.Parse(backup.Name(at, manual))
		if !ok || by != manual || !got.Equal(at) {
			t.Errorf("%s: %v, %v, %v", backup.Name(at, manual), got, by, ok)
		}
	}
	for _, name := range []string{"", "latchkey.db", "latchkey-.backup", "../" + backup.Name(at, false), "latchkey-2026-11-25T17-48-03Z.backup.new", "latchkey-2026-13-25T17-48-03Z.backup", "latchkey-2026-11-25T17-48-03Z.manual"} {
		if path, ok := backup.Path("/b", name); ok {
			t.Errorf("%q is a backup, at %s", name, path)
		}
	}
}

func TestScheduleKeepsTheNewestOfEachDayAndWeek(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) // a Wednesday
	var files []backup.File
	for hours := 0; hours < 60*24; hours += 12 {
		files = append(files, backup.File{Name: fmt.Sprint(hours), At: now.Add(-time.Duration(hours) * time.Hour), Manual: hours == 12 || hours == 24*50})
	}
	s := backup.Schedule{Every: 12 * time.Hour, Daily: 3, Weekly: 4}
	drop := s.Drop(files)
	var kept []string
	for _, f := range files {
		if !slices.Contains(drop, f) {
			kept = append(kept, f.Name)
		}
	}
	// Today at noon, the two made by hand, the last of two days before, and of
	// three weeks before: the Sundays at noon, 72 hours ago and earlier.
	want := []string{"0", "12", "24", "48", "72", "240", "408", "1200"}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Errorf("want (-), kept (+):\n%s", diff)
	}
	if drop := (backup.Schedule{}).Drop(files[:1]); len(drop) != 0 {
		t.Error("the only backup was to be removed")
	}
}

func TestScheduleCountsOverRestarts(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	s := backup.Schedule{Every: 24 * time.Hour}
	for _, c := range []struct {
		name                  string
		last, started, failed time.Time
		want                  time.Time
	}{
		{"while it runs", now, now.Add(-90 * time.Hour), time.Time{}, now.Add(24 * time.Hour)},
		{"after a long rest", now.Add(-90 * time.Hour), now, time.Time{}, now.Add(10 * time.Minute)},
		{"the first", time.Time{}, now, time.Time{}, now.Add(10 * time.Minute)},
		{"after a failure", now.Add(-24 * time.Hour), now.Add(-90 * time.Hour), now, now.Add(15 * time.Minute)},
	} {
		if got, ok := s.Due(c.last, c.started, c.failed); !ok || !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if _, ok := (backup.Schedule{}).Due(now, now, now); ok {
		t.Error("one is due that is never made")
	}
}
