package access

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/secure/precis"

	"latchkey/backend/secret"
	"latchkey/backend/token"
)

// state is everything in memory, with the indexes that logins, lists and
// searches want. The records in it are never changed, only replaced, so that a
// reader may keep one after it let go of the lock.
type state struct {
	rev int64 // of the store this shows

	accounts     map[string]*Account
	accountNames map[string]*Account // by comparable name; without the removed
	users        map[string]*User
	usernames    map[string]*User                  // by canonical username; without the removed
	members      map[string]map[string]*Membership // by user, then account
	byAccount    map[string]map[string]*Membership // by account, then user
	keys         *keyIndex
	headers      map[string]*AuthHeader
	tokens       map[[secret.Size]byte]*AuthHeader // by keyed hash of the token
	userHeaders  map[string]map[string]*AuthHeader
	signing      map[string]*SigningKey
	sessions     map[string]*session
	jobs         map[string]*Job
	settings     map[string]setting
	settingRevs  map[string]int64
	policy       policy // of settings

	// By number, which is all that requests and counts are noted under.
	userNumbers   map[int64]*User
	headerNumbers map[int64]*AuthHeader

	// identities are users as a whole, as far as somebody asked, of *User to
	// *Identity. What a user is made of forgets the one it was.
	identities sync.Map

	ring *token.Ring // of signing; nil until there is a first key
}

func newState() *state {
	return &state{
		accounts: map[string]*Account{}, accountNames: map[string]*Account{},
		users: map[string]*User{}, usernames: map[string]*User{},
		members: map[string]map[string]*Membership{}, byAccount: map[string]map[string]*Membership{},
		keys:    newKeyIndex(),
		headers: map[string]*AuthHeader{}, tokens: map[[secret.Size]byte]*AuthHeader{}, userHeaders: map[string]map[string]*AuthHeader{},
		signing: map[string]*SigningKey{}, sessions: map[string]*session{}, jobs: map[string]*Job{},
		settings: map[string]setting{}, settingRevs: map[string]int64{},
		userNumbers: map[int64]*User{}, headerNumbers: map[int64]*AuthHeader{},
	}
}

// apply takes one stored record in, or out when it was deleted.
func (st *state) apply(key string, value []byte, deleted bool, rev int64, s *Service) error {
	if _, cared := stateKinds[kind(key)]; !cared {
		return nil
	}
	if deleted {
		st.remove(key)
		return nil
	}
	switch kind(key) {
	case "account":
		a := &Account{rev: rev}
		if err := decode(value, a); err != nil {
			return err
		}
		st.putAccount(a)
	case "user":
		u := &User{rev: rev}
		if err := decode(value, u); err != nil {
			return err
		}
		s.sawNumber(userNumber, u.Number)
		return st.putUser(u)
	case "member":
		m := &Membership{rev: rev}
		if err := decode(value, m); err != nil {
			return err
		}
		m.subject = token.SubjectPart(m.UserID, m.Roles)
		put2(st.members, m.UserID, m.AccountID, m)
		put2(st.byAccount, m.AccountID, m.UserID, m)
		st.identities.Delete(st.users[m.UserID])
	case "key":
		var batch keyBatch
		if err := batch.add(value, rev); err != nil {
			return err
		}
		s.sawNumber(keyNumber, batch.highest)
		st.keys.put(&batch)
	case "header":
		h := &AuthHeader{rev: rev}
		if err := decode(value, h); err != nil {
			return err
		}
		s.sawNumber(headerNumber, h.Number)
		st.headers[h.ID], st.tokens[s.tokenHash(h.Token)], st.headerNumbers[h.Number] = h, h, h
		put2(st.userHeaders, h.UserID, h.ID, h)
	case "signing":
		k := &SigningKey{rev: rev}
		if err := decode(value, k); err != nil {
			return err
		}
		st.signing[k.ID] = k
		return st.makeRing()
	case "session":
		x := &session{rev: rev}
		if err := decode(value, x); err != nil {
			return err
		}
		x.see(x.CreatedAt)
		if old := st.sessions[x.ID]; old != nil {
			x.see(old.seen())
		}
		st.sessions[x.ID] = x
	case "job":
		j := &Job{rev: rev}
		if err := decode(value, j); err != nil {
			return err
		}
		st.jobs[j.ID] = j
	case "setting":
		var v setting
		if err := decode(value, &v); err != nil {
			return err
		}
		name := strings.TrimPrefix(key, settingPrefix)
		st.settings[name], st.settingRevs[name] = v, rev
		s.setPolicy(st)
	}
	return nil
}

// stateKinds are the kinds that apply knows.
var stateKinds = func() map[string]bool {
	kinds := map[string]bool{}
	for _, p := range statePrefixes {
		kinds[kind(p)] = true
	}
	return kinds
}()

// remove takes out the kinds that are deleted for good: memberships, sessions,
// jobs, and auth headers that were deleted long ago. The others stay, as records that say so.
func (st *state) remove(key string) {
	rest := strings.TrimPrefix(key, kind(key)+"/")
	switch kind(key) {
	case "member":
		user, account, _ := strings.Cut(rest, "/")
		delete(st.members[user], account)
		delete(st.byAccount[account], user)
		st.identities.Delete(st.users[user])
	case "header":
		number, _ := strconv.ParseInt(rest, 16, 64)
		if h := st.headerNumbers[number]; h != nil {
			delete(st.headers, h.ID)
			delete(st.headerNumbers, number)
			delete(st.userHeaders[h.UserID], h.ID)
			maps.DeleteFunc(st.tokens, func(_ [secret.Size]byte, of *AuthHeader) bool { return of == h })
		}
	case "session":
		delete(st.sessions, rest)
	case "job":
		delete(st.jobs, rest)
	}
}

func (st *state) putAccount(a *Account) {
	if old := st.accounts[a.ID]; old != nil {
		delete(st.accountNames, comparableName(old.Name))
	}
	a.claims = token.AccountPart(a.Realm, a.ID, a.CustomerID, a.Domain)
	st.accounts[a.ID] = a
	if a.Removed == nil {
		st.accountNames[comparableName(a.Name)] = a
	}
}

func (st *state) putUser(u *User) error {
	canonical, err := secret.Username(u.Username)
	if err != nil {
		return err
	}
	u.canonical = canonical
	if old := st.users[u.ID]; old != nil {
		st.identities.Delete(old)
		delete(st.usernames, old.canonical)
	}
	st.users[u.ID], st.userNumbers[u.Number] = u, u
	if u.Removed == nil {
		st.usernames[canonical] = u
	}
	return nil
}

// makeRing builds the ring anew. While loading, a use may still lack its key.
func (st *state) makeRing() error {
	keys := make([]token.Key, 0, len(st.signing))
	for _, id := range slices.Sorted(maps.Keys(st.signing)) {
		keys = append(keys, st.signing[id].ring())
	}
	ring, err := token.NewRing(keys)
	if err != nil {
		// Between the two records of one rotation there are two active keys.
		return nil
	}
	st.ring = ring
	return nil
}

func (st *state) activeSigning(use token.Use) *SigningKey {
	for _, k := range st.signing {
		if k.Use == use && k.RetiredAt == nil {
			return k
		}
	}
	return nil
}

// keepSeen carries what only memory knows into a state that was loaded anew.
func (st *state) keepSeen(old *state) {
	for id, x := range st.sessions {
		if was := old.sessions[id]; was != nil {
			x.see(was.seen())
		}
	}
}

// What requests were about, by number; nil where there is none.
func (st *state) userNumbered(n int64) *User         { return st.userNumbers[n] }
func (st *state) headerNumbered(n int64) *AuthHeader { return st.headerNumbers[n] }

// account finds by id or name.
func (st *state) account(ref string) *Account {
	if a := st.accounts[ref]; a != nil && a.Removed == nil {
		return a
	}
	return st.accountNames[comparableName(ref)]
}

// user finds by id or username.
func (st *state) user(ref string) *User {
	if u := st.users[ref]; u != nil && u.Removed == nil {
		return u
	}
	canonical, err := secret.Username(ref)
	if err != nil {
		return nil
	}
	return st.usernames[canonical]
}

// comparableName is the form names of accounts are compared in (RFC 8266).
func comparableName(name string) string {
	if isPlain(name) {
		return strings.ToLower(name)
	}
	if key, err := precis.Nickname.CompareKey(name); err == nil {
		return key
	}
	return name
}

// isPlain reports whether a name is printable ASCII with single spaces between
// words, as nearly all are.
func isPlain(name string) bool {
	space := true // one may not follow
	for _, c := range []byte(name) {
		if c < ' ' || c > '~' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space
}

func (s *Service) tokenHash(tok string) [secret.Size]byte { return s.index.Sum("auth header", tok) }

func put2[V any](m map[string]map[string]V, a, b string, v V) {
	if m[a] == nil {
		m[a] = map[string]V{}
	}
	m[a][b] = v
}

// words gives a list sorted and without repeats.
func words(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

// within gives the words of chosen that all has as well; all itself where
// nothing was chosen.
func within(chosen, all []string) []string {
	if chosen == nil {
		return all
	}
	out := make([]string, 0, len(chosen))
	for _, w := range chosen {
		if slices.Contains(all, w) {
			out = append(out, w)
		}
	}
	return out
}

var emptyObject = []byte("{}")

func isObject(b []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) }
