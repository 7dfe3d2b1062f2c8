package suite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"latchkey/app"
)

// Restore damages a backup and what opens it, one way at a time, and restores
// it: it is refused by name and the folder is as before, or the damage did not
// matter and everything is as it was. And it lets the power fail while a whole
// backup is restored.
func Restore(ctx context.Context, o Options) (Result, error) {
	var r Result
	began := time.Now()
	s, err := newSubject(ctx, o)
	if err != nil {
		return r, err
	}
	b := &backedUp{subject: s}
	if err := b.backUp(o); err != nil {
		return r, fmt.Errorf("make a backup to damage: %w", err)
	}
	if err := b.crashes(ctx, o, &r); err != nil {
		return r, err
	}
	o.trials(ctx, &r, "restore", s.dir, b.trials(o))
	r.Took = time.Since(began)
	return r, ctx.Err()
}

// backedUp is a store with a backup of it, and all that ever opened one.
type backedUp struct {
	*subject
	backup   []byte
	master   string // the text of its master key
	recovery string // its recovery key
	replaced string // a recovery key that was replaced before the backup
}

// backUp makes the backup, or takes that of an earlier run.
func (b *backedUp) backUp(o Options) error {
	b.master = strings.TrimSpace(string(b.files["master.key"]))
	dir := filepath.Join(b.dir, "backup")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := b.makeBackup(o, dir); err != nil {
			return err
		}
	}
	files, err := filesOf(dir)
	b.backup, b.recovery, b.replaced = files["backup"], string(files["recovery"]), string(files["replaced"])
	return err
}

func (b *backedUp) makeBackup(o Options, dir string) error {
	work := filepath.Join(o.Dir, "work-backup")
	if err := lay(work, b.files); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"replaced", "recovery"} {
		cmd, err := o.command("store", "recovery-key", "--data", work, "--json")
		if err != nil {
			return err
		}
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("make a recovery key: %w", err)
		}
		var made struct{ RecoveryKey string }
		if err := json.Unmarshal(out, &made); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(made.RecoveryKey), 0o600); err != nil {
			return err
		}
	}
	return o.latchkey("", "backup", filepath.Join(dir, "backup"), "--data", work)
}

// place is where a backup is restored, and what there is to open it.
type place struct {
	name   string
	folder map[string][]byte
	spare  string // given with the command
}

func (b *backedUp) places() []place {
	return []place{
		{"with its master.key", map[string][]byte{"master.key": b.files["master.key"]}, ""},
		{"with the text of its master key", nil, b.master},
		{"with the recovery key alone", nil, b.recovery},
		{"in the place of its store", b.files, ""},
	}
}

func (b *backedUp) trials(o Options) []trial {
	// The backup is damaged as a store is.
	file := &subject{files: map[string][]byte{"latchkey.db": b.backup}, earlier: b.earlier}
	places := b.places()
	var all []trial
	for n, d := range file.hits(o.Rounds, o.rand(98), func() string { return "latchkey.db" }) {
		p := places[n%len(places)]
		all = append(all, b.trial(d.kind, "the backup: "+d.name+", "+p.name, p, func() []byte {
			files := maps.Clone(file.files)
			d.do(files)
			return files["latchkey.db"]
		}, false))
	}
	for _, p := range places {
		all = append(all, b.trial("whole backups", "a whole backup, "+p.name, p, func() []byte { return b.backup }, false))
	}
	return append(all, b.refused()...)
}

// refused are those that nothing may come of.
func (b *backedUp) refused() []trial {
	var all []trial
	for _, p := range b.places() {
		for name, content := range map[string][]byte{
			"empty": nil, "all zeros": make([]byte, len(b.backup)), "a text": []byte("hello, this is something else\n"),
			"twice": append(bytes.Clone(b.backup[:page]), b.backup...), "the anchor": b.files["latchkey.anchor"],
		} {
			all = append(all, b.trial("no backup", "the backup: "+name+", "+p.name, p, func() []byte { return content }, true))
		}
	}
	other := bytes.Clone(b.files["master.key"])
	at := len(other) / 2
	other[at] ^= 1 // another letter or digit, or none
	mistyped := []byte(b.recovery)
	mistyped[len(mistyped)/2] = map[bool]byte{true: 'q', false: 'p'}[mistyped[len(mistyped)/2] != 'q']
	for _, p := range []place{
		{"nothing", nil, ""},
		{"a word", nil, "correct horse battery staple"},
		{"a recovery key that was replaced", nil, b.replaced},
		{"a mistyped recovery key", nil, string(mistyped)},
		{"half of the master key", nil, b.master[:len(b.master)/2]},
		{"a master.key that is another", map[string][]byte{"master.key": other}, ""},
		{"an empty master.key", map[string][]byte{"master.key": nil}, ""},
		{"half a master.key", map[string][]byte{"master.key": other[:at]}, ""},
	} {
		all = append(all, b.trial("not its key", "a whole backup, with "+p.name, p, func() []byte { return b.backup }, true))
	}
	return all
}

func (b *backedUp) trial(kind, name string, p place, backup func() []byte, refused bool) trial {
	return trial{kind, name, func(ctx context.Context, dir string) (outcome string, broken []string) {
		if err := lay(dir, p.folder); err != nil {
			return "", []string{err.Error()}
		}
		outcome = "nothing"
		broken, err := within(patience, func() ([]string, error) {
			if err := app.RestoreFolder(ctx, dir, bytes.NewReader(backup()), p.spare); err != nil {
				outcome, broken = named(err)
				return append(broken, untouched(dir, p.folder)...), nil
			}
			if refused {
				return []string{"WRONG: it was restored"}, nil
			}
			outcome, broken = b.open(ctx, dir)
			if !served(outcome) {
				broken = append(broken, "it was restored, and does not open: "+outcome)
			}
			return broken, nil
		})
		if err != nil {
			broken = append(broken, err.Error())
		}
		return outcome, broken
	}}
}

// untouched sees that a restore that was refused left a folder as it was, and
// nothing of the backup in it.
func untouched(dir string, was map[string][]byte) (broken []string) {
	now, err := filesOf(dir)
	if err != nil {
		return []string{err.Error()}
	}
	for name, content := range was {
		if !bytes.Equal(now[name], content) {
			broken = append(broken, fmt.Sprintf("it was refused, and %s is not as it was", name))
		}
	}
	for name := range now {
		if _, there := was[name]; !there {
			broken = append(broken, fmt.Sprintf("it was refused, and left %s behind", name))
		}
	}
	return broken
}
