package seal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"latchkey/backend/kv"
)

// Schema 1 had one key, the master key, from which every subkey came, and no
// epoch. Its header is two lines: JSON and the HMAC of it.
type header1 struct {
	Store  string `json:"store"`
	Schema int    `json:"schema"`
	Key    string `json:"key"`   // key id of the master key, hex
	Check  string `json:"check"` // HMAC under a subkey: is the master key at hand the right one?
}

// parseHeader1 reports whether a header is one of schema 1.
func parseHeader1(value []byte) (h header1, ok bool) {
	line, _, _ := strings.Cut(string(value), "\n")
	if strings.Count(string(value), "\n") != 2 || len(value) > headerMax || json.Unmarshal([]byte(line), &h) != nil {
		return header1{}, false
	}
	return h, h.Schema == 1 && h.Store != "" && h.Check != ""
}

// openHeader1 opens a header of schema 1 as a ring: its master key becomes the
// root, so that hashes made with its subkeys stay good, and the first data key,
// so that its records open as they are.
func openHeader1(value []byte, h header1, u Unlock) (ring, error) {
	m, ok := u.(Master)
	if !ok || m.key == nil {
		return ring{}, fmt.Errorf("%w: it has no %s", ErrWrongKey, strings.ReplaceAll(string(u.Kind()), "-", " "))
	}
	if !hmac.Equal([]byte(h.Check), []byte(tag(m.Subkey(h.Store, labelKeyCheck), h.Key))) {
		return ring{}, ErrWrongKey
	}
	line, rest, _ := strings.Cut(string(value), "\n")
	id := keyIDOf(m, h.Store)
	if !hmac.Equal([]byte(rest), []byte(tag(m.Subkey(h.Store, labelHeader), line)+"\n")) || h.Key != hex.EncodeToString(id[:]) {
		return ring{}, &DamagedError{headerKey, "its seal does not fit"}
	}
	return ring{root: m, keys: []Master{m}, storeID: h.Store}, nil
}

// migrate makes a store of this schema out of one of schema 1: it opens every
// record, computes the digest of the state, and writes header and epoch in one
// commit. So a crash leaves the one or the other, and the records stay as they
// are. opts.BeforeMigration runs first; it keeps a copy.
func migrate(ctx context.Context, inner kv.Engine, found own, u Unlock, opts Options) error {
	old, _ := parseHeader1(found.header)
	r, err := openHeader1(found.header, old, u)
	if err != nil {
		return err
	}
	sealing, err := r.sealer()
	if err != nil {
		return err
	}
	tips, err := newTips(r)
	if err != nil {
		return err
	}
	// A store that has an anchor has been migrated before: this is an older copy.
	if opts.Anchor != "" && !opts.Adopt {
		if _, err := tips.holdAgainst(opts.Anchor, tip{}, true); err != nil {
			return err
		}
	}
	if opts.BeforeMigration == nil {
		return fmt.Errorf("%w: schema 1, this program writes %d", ErrOlder, schema)
	}
	if err := opts.BeforeMigration(ctx, 1); err != nil {
		return fmt.Errorf("keep a copy before migrating the store: %w", err)
	}
	l := loader{inner: inner, open: sealing.open, digestKey: tips.digestKey, state: opts.State}
	loaded, err := l.load(ctx, []string{""}, nil)
	if err != nil {
		return err
	}
	w, err := newWrap(u, old.Store, opts.Source, opts.now())
	if err != nil {
		return err
	}
	k, value, err := newKeys(header{Store: old.Store, Schema: schema, State: opts.State, Wraps: []wrap{w}}, r)
	if err != nil {
		return err
	}
	first := tip{epoch: 1, sum: loaded.sum, header: k.stored}
	return inner.Group(ctx, true, func(w kv.Writer) error {
		held, ok, err := w.Get(headerKey)
		if err != nil {
			return err
		}
		if !ok || sha256.Sum256(held.Value) != sha256.Sum256(found.header) {
			return &DamagedError{headerKey, "it changed while the store was being migrated"}
		}
		_, err = w.Commit([]kv.Op{
			kv.Put(headerKey, value, kv.At(held.Revision)),
			kv.Put(tipKey, tips.seal(first), kv.Absent),
		})
		return err
	})
}
