package suite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"latchkey/app"
	"latchkey/backend/access"
	"latchkey/backend/kv"
	"latchkey/build/torture/ledger"
)

// Flip damages the files of a store, one way at a time, and opens each: what is
// wrong is refused by name, or it did not matter and everything is as it was,
// also after the store was written to.
func Flip(ctx context.Context, o Options) (Result, error) {
	var r Result
	began := time.Now()
	s, err := newSubject(ctx, o)
	if err != nil {
		return r, err
	}
	var all []trial
	for _, d := range s.damages(o) {
		all = append(all, trial{d.kind, d.name, func(ctx context.Context, dir string) (string, []string) { return s.suffer(ctx, dir, d) }})
	}
	o.trials(ctx, &r, "flip", s.dir, all)
	r.Took = time.Since(began)
	return r, ctx.Err()
}

// subject is a store that is damaged again and again, and all that it held.
type subject struct {
	dir     string            // where it is kept, to be damaged again
	files   map[string][]byte // of the folder
	earlier map[string][]byte // the same, some changes before
	book    *ledger.Ledger
	entries map[string]string // of the audit log, by key
}

// newSubject makes one, or takes that of an earlier run: the same seed makes the
// same changes, but keys and nonces are new each time, and with them the pages.
func newSubject(ctx context.Context, o Options) (*subject, error) {
	dir := o.Subject
	if dir == "" {
		dir = filepath.Join(o.Dir, "subject")
		if err := makeSubject(ctx, o, dir); err != nil {
			return nil, fmt.Errorf("make a store to damage: %w", err)
		}
	}
	s := &subject{dir: dir, book: ledger.New()}
	var err error
	if s.earlier, err = filesOf(filepath.Join(dir, "before")); err != nil {
		return nil, err
	}
	if s.files, err = filesOf(filepath.Join(dir, "now")); err != nil {
		return nil, err
	}
	// What it holds is read from a copy: opening it may write to it.
	work := filepath.Join(o.Dir, "read")
	if err := lay(work, s.files); err != nil {
		return nil, err
	}
	opened, err := app.OpenFolder(ctx, work)
	if err != nil {
		return nil, err
	}
	found, err := inside{opened}.find(ctx)
	if err != nil {
		return nil, err
	}
	for object, is := range found.Objects {
		s.book.Acknowledge(ledger.Change{Object: object, After: is})
	}
	if s.entries, err = dump(ctx, opened.Store(), "audit/"); err != nil {
		return nil, err
	}
	return s, opened.Close()
}

// makeSubject makes a store with some of everything, and keeps it as it was half
// way.
func makeSubject(ctx context.Context, o Options, dir string) error {
	work := filepath.Join(o.Dir, "work")
	book := ledger.New()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for part, name := range []string{"before", "now"} {
		opened, err := app.OpenFolder(ctx, work)
		if err != nil {
			return err
		}
		d := inside{opened}
		if err := d.prepare(ctx); err != nil {
			return err
		}
		chance := o.rand(uint64(part))
		for range 60 {
			c := book.Next(chance, part)
			book.Begin(c)
			if err := d.do(ctx, c); err != nil {
				return err
			}
			book.Acknowledge(c)
		}
		if err := opened.Close(); err != nil {
			return err
		}
		files, err := filesOf(work)
		if err == nil {
			err = lay(filepath.Join(dir, name), files)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func filesOf(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		if f.Type().IsRegular() {
			if files[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

// dump reads all that a store holds under a prefix.
func dump(ctx context.Context, store kv.Store, prefix string) (map[string]string, error) {
	all := map[string]string{}
	for after := ""; ; {
		page, err := store.Scan(ctx, prefix, after, 1000, 0)
		if err != nil {
			return nil, err
		}
		for _, e := range page.Entries {
			all[e.Key] = string(e.Value)
			after = e.Key
		}
		if !page.More {
			return all, nil
		}
	}
}

// damage is one way to change the files.
type damage struct {
	kind string
	name string
	do   func(files map[string][]byte)
}

const page = 4096

// The files of a folder that decide what it is, and how often each is hit.
var targets = []struct {
	name  string
	share int
}{{"latchkey.db", 16}, {"latchkey.anchor", 3}, {"master.key", 1}}

func (s *subject) damages(o Options) []damage {
	chance := o.rand(99)
	file := func() string {
		n := chance.IntN(20)
		for _, t := range targets {
			if n -= t.share; n < 0 {
				return t.name
			}
		}
		return targets[0].name
	}
	all := s.hits(o.Rounds, chance, file)
	all = append(all, s.wholes()...)
	// Every bit of what the first two pages say; all of both pages when it runs long.
	const told = 16 + 64
	length, step := told, max(1, 3000/o.Rounds)
	if o.Rounds >= 10_000 {
		length = page
	}
	for start := 0; start < 2*page; start += page {
		for bit := 0; bit < 8*length; bit += step {
			d := flip("latchkey.db", 8*start+bit)
			d.kind = "flips of each bit of the first pages"
			all = append(all, d)
		}
	}
	return all
}

// hits are flips, cuts, and scribbles over the store, as often as it is one of
// the files that are hit.
func (s *subject) hits(rounds int, chance *rand.Rand, file func() string) []damage {
	var all []damage
	for range rounds {
		name := file()
		bit := chance.IntN(8 * len(s.files[name]))
		if name == "latchkey.db" && chance.IntN(3) == 0 {
			// The first bytes of a page decide most about how it is read.
			bit = 8*(chance.IntN(len(s.files[name])/page)*page) + chance.IntN(8*64)
		}
		all = append(all, flip(name, bit))
	}
	for range rounds / 10 {
		name := file()
		size := chance.IntN(len(s.files[name]))
		if chance.IntN(3) == 0 {
			size = size / page * page
		}
		all = append(all, damage{"truncations", fmt.Sprintf("%s cut to %d bytes", name, size), func(files map[string][]byte) { files[name] = files[name][:size] }})
	}
	for range rounds / 20 {
		all = append(all, s.scribble(chance))
	}
	return all
}

func flip(name string, bit int) damage {
	return damage{"flips", fmt.Sprintf("bit %d of %s", bit, name), func(files map[string][]byte) {
		content := bytes.Clone(files[name])
		content[bit/8] ^= 1 << (bit % 8)
		files[name] = content
	}}
}

// scribble changes more than a bit of the store.
func (s *subject) scribble(chance *rand.Rand) damage {
	const name, kind = "latchkey.db", "bytes, pages zeroed, swapped, of before"
	pages := len(s.files[name]) / page
	a, b := chance.IntN(pages), chance.IntN(pages)
	edit := func(what string, do func(content []byte)) damage {
		return damage{kind, what, func(files map[string][]byte) {
			content := bytes.Clone(files[name])
			do(content)
			files[name] = content
		}}
	}
	switch chance.IntN(4) {
	case 0:
		at, n := chance.IntN(len(s.files[name])-64), 2+chance.IntN(62)
		noise := make([]byte, n)
		for i := range noise {
			noise[i] = byte(chance.Uint32())
		}
		return edit(fmt.Sprintf("%d bytes at %d", n, at), func(c []byte) { copy(c[at:], noise) })
	case 1:
		return edit(fmt.Sprintf("page %d zeroed", a), func(c []byte) { clear(c[a*page : (a+1)*page]) })
	case 2:
		return edit(fmt.Sprintf("pages %d and %d swapped", a, b), func(c []byte) {
			kept := bytes.Clone(c[a*page : (a+1)*page])
			copy(c[a*page:], c[b*page:(b+1)*page])
			copy(c[b*page:], kept)
		})
	}
	a = min(a, len(s.earlier[name])/page-1)
	return edit(fmt.Sprintf("page %d as it was before", a), func(c []byte) { copy(c[a*page:], s.earlier[name][a*page:(a+1)*page]) })
}

// wholes are damages to whole files.
func (s *subject) wholes() []damage {
	var all []damage
	one := func(what string, do func(files map[string][]byte)) {
		all = append(all, damage{"whole files", what, do})
	}
	for _, t := range targets {
		one(t.name+" gone", func(f map[string][]byte) { delete(f, t.name) })
		one(t.name+" empty", func(f map[string][]byte) { f[t.name] = nil })
		one(t.name+" all zeros", func(f map[string][]byte) { f[t.name] = make([]byte, len(f[t.name])) })
		one(t.name+" a text", func(f map[string][]byte) { f[t.name] = []byte("hello, this is something else\n") })
	}
	one("latchkey.db as it was before", func(f map[string][]byte) { f["latchkey.db"] = s.earlier["latchkey.db"] })
	one("latchkey.anchor as it was before", func(f map[string][]byte) { f["latchkey.anchor"] = s.earlier["latchkey.anchor"] })
	one("db and key gone", func(f map[string][]byte) { delete(f, "latchkey.db"); delete(f, "master.key") })
	one("anchor and key gone", func(f map[string][]byte) { delete(f, "latchkey.anchor"); delete(f, "master.key") })
	return all
}

// suffer lays a damaged store out and sees what becomes of it.
func (s *subject) suffer(ctx context.Context, dir string, d damage) (outcome string, broken []string) {
	files := maps.Clone(s.files)
	d.do(files)
	if err := lay(dir, files); err != nil {
		return "", []string{err.Error()}
	}
	outcome = "nothing"
	broken, err := within(patience, func() ([]string, error) {
		outcome, broken = s.open(ctx, dir)
		return broken, nil
	})
	if err != nil {
		broken = append(broken, err.Error())
	}
	if !served(outcome) && len(broken) == 0 {
		broken = leftAlone(dir, files)
	}
	return outcome, broken
}

func served(outcome string) bool { return strings.HasPrefix(outcome, "served") }

// leftAlone sees that what was refused was left as it was found.
func leftAlone(dir string, files map[string][]byte) []string {
	now, err := filesOf(dir)
	if err != nil {
		return []string{err.Error()}
	}
	for _, t := range targets {
		if was, is := files[t.name], now[t.name]; !bytes.Equal(was, is) {
			return []string{fmt.Sprintf("%s was refused and not left as it was found: %d bytes, now %d", t.name, len(was), len(is))}
		}
	}
	return nil
}

func (s *subject) open(ctx context.Context, dir string) (outcome string, broken []string) {
	opened, err := app.OpenFolder(ctx, dir)
	if err != nil {
		return named(err)
	}
	closing := func() {
		if err := opened.Close(); err != nil && !isNamed(err) {
			broken = append(broken, "closing: "+err.Error())
		}
	}
	found := s.compare(ctx, opened)
	if len(found) > 0 {
		closing()
		return "served", append(broken, found...)
	}
	outcome = "served, all as it was"
	verdict, err := inside{opened}.verify(ctx)
	switch {
	case err != nil:
		outcome, broken = named(err)
		closing()
		return "served; log: " + outcome, broken
	case verdict != "":
		outcome = "served; audit log found to be " + strings.SplitN(verdict, ":", 2)[0]
	default:
		if lost := s.lostOfLog(ctx, opened); lost != "" {
			closing()
			return "served", append(broken, "WRONG: the audit log passes for whole and is not: "+lost)
		}
	}
	// Writing shows what reading does not, such as a page that is in use and
	// counts as free.
	change := ledger.Change{Writer: 7, Object: "key/w7-0", Do: "create", After: ledger.Object{Version: 1, State: "active"}}
	if err := (inside{opened}).do(ctx, change); err != nil {
		closing()
		if isNamed(err) {
			return "served, then refused to write", broken
		}
		return outcome, append(broken, "writing: "+err.Error())
	}
	closing()
	again, err := app.OpenFolder(ctx, dir)
	if err != nil {
		return outcome, append(broken, "after a change it does not open: "+err.Error())
	}
	broken = append(broken, s.compare(ctx, again, "key/w7-0")...)
	if err := again.Close(); err != nil {
		broken = append(broken, "closing again: "+err.Error())
	}
	return outcome, broken
}

// compare holds the state against what it was: every object, and who logs in.
func (s *subject) compare(ctx context.Context, opened *app.Opened, beside ...string) (broken []string) {
	found, err := inside{opened}.find(ctx)
	if err != nil {
		if isNamed(err) {
			return nil // the audit log cannot be read: verifying says so
		}
		return []string{"looking at it: " + err.Error()}
	}
	for _, b := range beside {
		if _, there := found.Objects[b]; !there {
			broken = append(broken, "LOST: "+b+" was acknowledged")
		}
		delete(found.Objects, b)
	}
	found.Entries = nil // its own verification speaks for the log
	broken = append(broken, s.book.Clone().Check(found)...)
	for object, is := range found.Objects {
		in, known, err := inside{opened}.login(ctx, object)
		if err != nil || known && in != (is.State == "active") {
			broken = append(broken, fmt.Sprintf("LOGIN: %s is %s, and whether it logs in is %v, %v", object, is.State, in, err))
		}
	}
	return broken
}

// lostOfLog names an entry of the audit log that is not as it was.
func (s *subject) lostOfLog(ctx context.Context, opened *app.Opened) string {
	now, err := dump(ctx, opened.Store(), "audit/")
	if err != nil {
		return err.Error()
	}
	for key, value := range s.entries {
		if now[key] != value {
			return key
		}
	}
	return ""
}

// isNamed reports whether an error says what is wrong, in words of ours.
func isNamed(err error) bool {
	var e *access.Error
	return errors.As(err, &e) && e.Code != access.CodeInternal && e.Public != ""
}

// named sorts a refusal by what it says.
func named(err error) (outcome string, broken []string) {
	var e *access.Error
	if !errors.As(err, &e) || e.Code == access.CodeInternal || e.Public == "" {
		return "refused without a name", []string{fmt.Sprintf("UNNAMED: %v", err)}
	}
	for _, class := range []string{
		"is gone", "is missing", "older", "damaged", "not a latchkey store", "newer", "not the one of the store", "holds nothing",
		"master key", "cannot be read", "anchor",
	} {
		if strings.Contains(e.Public, class) {
			return "refused: " + class, nil
		}
	}
	return "refused: " + e.Public, nil
}
