package token

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
)

// recent are tokens that were found genuine and came again: a service asks about
// the same one for as long as it lives, and need not have it hashed and taken
// apart each time. What a token says never changes while its ring lives; its
// times, and whether it is still honoured, are asked every time.
//
// A place holds one token, whichever came last, so there is no more of it than
// there are places.
type recent struct {
	seed   maphash.Seed // so that nobody makes tokens that share a place
	places [recentPlaces]struct {
		seen  atomic.Uint64 // the hash of the last one that was found genuine
		token atomic.Pointer[recentToken]
	}
}

const recentPlaces = 1 << 10

// recentToken is never changed.
type recentToken struct {
	hash uint64
	raw  string
	by   *signer
	says Verified
}

func newRecent() *recent { return &recent{seed: maphash.MakeSeed()} }

// hash is that of the end of a token, which of all that are genuine is their MAC.
func (c *recent) hash(raw string) uint64 {
	const end = 64
	return maphash.String(c.seed, raw[max(0, len(raw)-end):])
}

// find tells in v what a token says that came before; nil where none did.
func (c *recent) find(v *Verified, raw string, hash uint64) *signer {
	t := c.places[hash%recentPlaces].token.Load()
	if t == nil || t.hash != hash || t.raw != raw {
		return nil
	}
	roles, payload := append(v.Roles[:0], t.says.Roles...), v.payload
	*v = t.says
	v.Roles, v.payload = roles, payload // of v's own
	return t.by
}

// keep notes a genuine token: the second time it comes, with all it says.
func (c *recent) keep(v *Verified, raw string, hash uint64, by *signer) {
	p := &c.places[hash%recentPlaces]
	if p.seen.Swap(hash) != hash {
		return
	}
	t := &recentToken{hash: hash, raw: strings.Clone(raw), by: by, says: v.clone()}
	p.token.Store(t)
}

// clone gives what v says in memory of its own.
func (v *Verified) clone() Verified {
	c := *v
	c.payload = nil
	for _, text := range []*[]byte{&c.UserID, &c.ID, &c.AccessKeyID, &c.Realm, &c.AccountID, &c.Customer, &c.Domain, &c.Username, &c.Issuer} {
		*text = append([]byte(nil), *text...)
	}
	c.Roles = make([][]byte, len(v.Roles))
	for i, role := range v.Roles {
		c.Roles[i] = append([]byte(nil), role...)
	}
	return c
}
