package access

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"latchkey/backend/activity"
	"latchkey/backend/secret"
	"latchkey/backend/token"
)

// KeyLogin is what a login with an access key gives.
type KeyLogin struct {
	Token   string
	Expires time.Time
}

// grant is a key that was found good, with all a token says.
type grant struct {
	key     *Key
	held    *heldKey // where the key is, to be given back; nil = nowhere in particular
	user    *User
	account *Account
	member  *Membership
	ring    *token.Ring
	issuer  string
	life    time.Duration // of the token
}

// refuse is a login that failed: the client learns nothing but that.
func refuse(reason Reason) *Error {
	return &Error{Code: CodeUnauthenticated, Public: "unauthorized", Reason: reason}
}

// LoginKey checks an access key and its secret and gives a token. Whatever is
// wrong, the same work is done and the same error comes back; only its Reason
// differs. Codes: unauthenticated, rate_limited, internal.
func (s *Service) LoginKey(ctx context.Context, c Caller, accessKey, text string) (KeyLogin, error) {
	now := s.now()
	g, err := s.checkSecret(c, accessKey, text, now)
	defer g.release()
	if err != nil {
		return KeyLogin{}, err
	}
	signed, expires, err := s.signKey(&g, now)
	if err != nil {
		return KeyLogin{}, err
	}
	return KeyLogin{Token: signed, Expires: expires}, nil
}

// heldKeys are keys that were read for one request, kept to be used again. Texts
// of a key may be kept after its release, nothing else.
var heldKeys = sync.Pool{New: func() any { return new(heldKey) }}

// heldGrant is grantOf the key at a place, which has to be released.
func (st *state) heldGrant(place uint32) grant {
	if place == nowhere {
		return st.grantOf(nil)
	}
	h := heldKeys.Get().(*heldKey)
	st.keys.read(h, place)
	g := st.grantOf(&h.Key)
	g.held = h
	return g
}

func (g *grant) release() {
	if g.held != nil {
		heldKeys.Put(g.held)
		*g = grant{}
	}
}

// checkSecret gives what a key grants whose secret is right. It has to be
// released, whether there is an error or not.
func (s *Service) checkSecret(c Caller, accessKey, text string, now time.Time) (grant, error) {
	try, limited := s.limits.admitKey(accessKey, c.Addr, now)
	if limited != nil {
		c.decided(limitedVerdict)
		return grant{}, limited
	}
	sum := s.secretHash(accessKey, text)
	lock := s.hot.RLock()
	place := s.state.keys.placeOfAccessKey(accessKey)
	known := place != nowhere
	if !known {
		place = s.state.keys.decoy(sum)
	}
	g := s.state.heldGrant(place)
	g.issuer, g.life = s.state.policy.issuer, s.state.policy.tokenLife
	lock.RUnlock()
	right, old := g.key.matches(sum, now)
	reason := g.refusal(now)
	switch {
	case !known:
		reason = ReasonUnknown
	case !right:
		reason = ReasonSecret
	case reason == "" && !g.key.admits(c.Addr):
		reason = ReasonAddress
	}
	if try.crowded > 0 {
		// Whoever was let in from there last is no part of the crowd. Everybody else
		// is refused alike, right or wrong, so nothing is learnt of any secret.
		regular := g.key != nil && s.stamps.last(stampOfKey, g.key.Number).from(try.network) && known
		if !regular || reason != "" {
			if regular {
				try.failed(now)
			}
			c.decided(limitedVerdict)
			return g, tooMany(try.crowded)
		}
	}
	if reason != "" {
		try.failed(now)
		v := g.secretVerdict(reason, right, old, c.Addr, now)
		if !known {
			v = unknownVerdict
		}
		c.decided(v)
		return g, refuse(reason)
	}
	c.accepted(activity.Key, g.key.Number)
	s.noteLogin(g.key, old, c.use(now))
	return g, nil
}

// noHash is compared with where there is no key. No secret hashes to it.
var noHash [secret.Size]byte

func (st *state) grantOf(k *Key) grant {
	g := grant{key: k, ring: st.ring}
	if k != nil {
		g.user, g.account, g.member = st.users[k.UserID], st.accounts[k.AccountID], st.members[k.UserID][k.AccountID]
	}
	return g
}

// refusal is why a key is refused now, "" when it is good.
func (g *grant) refusal(now time.Time) Reason {
	if g.key == nil {
		return ReasonUnknown
	}
	switch g.key.State(now) {
	case StateRevoked:
		return ReasonRevoked
	case StateExpired:
		return ReasonExpired
	case StatePaused:
		return ReasonPaused
	case StatePending:
		return ReasonPending
	}
	if reason := blocked(g.user, g.member); reason != "" {
		return reason
	}
	if g.account == nil || g.account.Removed != nil {
		return ReasonNoMembership
	}
	return ""
}

// maxTokenSize is room for most tokens; a longer one takes another piece of
// memory.
const maxTokenSize = 1 << 10

func (s *Service) signKey(g *grant, now time.Time) (string, time.Time, error) {
	expires := now.Add(g.life)
	if g.key.Expires != nil && g.key.Expires.Before(expires) {
		expires = *g.key.Expires
	}
	subject := g.member.subject
	if g.key.Roles != nil {
		roles, _ := g.key.effective(g.member)
		subject = token.SubjectPart(g.user.ID, roles)
	}
	var buf [maxTokenSize]byte
	var id [token.IDSize]byte
	signed, err := g.ring.SignMachine(buf[:0], token.MachineParts{
		Subject: subject, KeyID: g.key.ID, Account: g.account.claims,
		IssuedAt: now.Unix(), Expires: expires.Unix(), Issuer: g.issuer, ID: string(token.AppendID(id[:0])),
	})
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign the token of a key: %w", err)
	}
	return string(signed), time.Unix(expires.Unix(), 0).UTC(), nil
}

// Profile is a login with everything the user has.
type Profile struct {
	Token       string
	User        *User
	Memberships []ProfileAccount // primary first, then by name
	Roles       []string         // of all memberships together, sorted, no repeats
	Permissions []string
}

// ProfileAccount is a membership with its account.
type ProfileAccount struct {
	Membership
	Account *Account
}

// LoginProfile is LoginKey with the user's accounts, roles and permissions.
// Codes as LoginKey.
func (s *Service) LoginProfile(ctx context.Context, c Caller, apiKey, apiSecret string) (*Profile, error) {
	now := s.now()
	g, err := s.checkSecret(c, apiKey, apiSecret, now)
	defer g.release()
	if err != nil {
		return nil, err
	}
	p := &Profile{User: g.user, Roles: []string{}, Permissions: []string{}}
	if p.Token, _, err = s.signKey(&g, now); err != nil {
		return nil, err
	}
	lock := s.hot.RLock()
	for id, m := range s.state.members[g.user.ID] {
		if a := s.state.accounts[id]; a != nil && a.Removed == nil {
			p.Memberships = append(p.Memberships, ProfileAccount{Membership: *m, Account: a})
		}
	}
	lock.RUnlock()
	slices.SortFunc(p.Memberships, func(a, b ProfileAccount) int {
		if a.Primary != b.Primary {
			if a.Primary {
				return -1
			}
			return 1
		}
		return compareNames(a.Account.Name, b.Account.Name)
	})
	for _, m := range p.Memberships {
		p.Roles, p.Permissions = append(p.Roles, m.Roles...), append(p.Permissions, m.Permissions...)
	}
	p.Roles, p.Permissions = words(p.Roles), words(p.Permissions)
	return p, nil
}
