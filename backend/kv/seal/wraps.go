package seal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"latchkey/backend/kv"
)

var (
	// ErrNoWrap: the store has no such way to be opened.
	ErrNoWrap = errors.New("the store has no such way to be opened")
	// ErrLastWrap: without that one nothing would open the store.
	ErrLastWrap = errors.New("it is the only way to open the store")
)

// Wraps are the ways to open the store, oldest first.
func (s *Store) Wraps() []Wrap { return s.keys.Load().header.public() }

// AddWrap makes a secret another way to open the store. source says where it
// will be looked for. Keep the secret first.
func (s *Store) AddWrap(ctx context.Context, u Unlock, source string) (Wrap, error) {
	return s.ReplaceWrap(ctx, "", u, source)
}

// ReplaceWrap puts a way to open the store in the place of another, at once.
// The other does not open the store any more. Who has it and an older copy of
// the store has the data keys of then, until Rekey makes new ones.
// ErrNoWrap, ErrShortPassphrase.
func (s *Store) ReplaceWrap(ctx context.Context, id string, u Unlock, source string) (Wrap, error) {
	if u == nil {
		return Wrap{}, errNoMaster
	}
	if err := fit(u); err != nil {
		return Wrap{}, err
	}
	added, err := newWrap(u, s.ID(), source, s.opts.now())
	if err != nil {
		return Wrap{}, err
	}
	err = s.rewrite(ctx, func(h *header, _ *ring, _ *tip) error {
		if id == "" {
			h.Wraps = append(h.Wraps, added)
			return nil
		}
		i := h.wrap(id)
		if i < 0 {
			return ErrNoWrap
		}
		h.Wraps[i] = added
		return nil
	})
	if err != nil {
		return Wrap{}, err
	}
	return added.public(), nil
}

// RemoveWrap takes a way to open the store away, as ReplaceWrap does. ErrNoWrap,
// ErrLastWrap.
func (s *Store) RemoveWrap(ctx context.Context, id string) error {
	return s.rewrite(ctx, func(h *header, _ *ring, _ *tip) error {
		i := h.wrap(id)
		if i < 0 {
			return ErrNoWrap
		}
		if len(h.Wraps) == 1 {
			return ErrLastWrap
		}
		h.Wraps = slices.Delete(h.Wraps, i, i+1)
		return nil
	})
}

// Opens reports whether a secret is a way to open the store, without changing
// anything. ErrWrongKey where it is none.
func (s *Store) Opens(u Unlock) error {
	_, err := unlock(s.keys.Load().header, u)
	return err
}

func (h header) wrap(id string) int {
	return slices.IndexFunc(h.Wraps, func(w wrap) bool { return w.ID == id })
}

// rewrite changes the header, in a write of its own that counts as one of the
// state.
func (s *Store) rewrite(ctx context.Context, change func(*header, *ring, *tip) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.underway.Done()
	s.writer.Lock()
	defer s.writer.Unlock()
	now := s.keys.Load()
	h, r, t := now.header, now.ring, s.tip
	h.Wraps = slices.Clone(h.Wraps)
	if err := change(&h, &r, &t); err != nil {
		return err
	}
	k, value, err := newKeys(h, r)
	if err != nil {
		return err
	}
	// What was read before the change is opened after it, too.
	for id, u := range now.sealer.byKey {
		if k.sealer.byKey[id] == nil {
			k.sealer.byKey = maps.Clone(k.sealer.byKey)
			k.sealer.byKey[id] = u
		}
	}
	if err := s.writeAnchor(); err != nil {
		return err
	}
	var next tip
	err = s.inner.Group(ctx, true, func(w kv.Writer) error {
		if next, err = s.nextTip(w); err != nil {
			return err
		}
		next.sum, next.header = t.sum, k.stored
		_, err := w.Commit([]kv.Op{kv.Put(headerKey, value, kv.Anything), kv.Put(tipKey, s.tips.seal(next), kv.Anything)})
		return err
	})
	if err != nil {
		return fmt.Errorf("write the store's header: %w", err)
	}
	s.keys.Store(k)
	s.witness.follow(k.header.Wraps)
	if err := s.advance(next); err != nil {
		return fmt.Errorf("%w: %w", kv.ErrUnknown, err)
	}
	return nil
}
