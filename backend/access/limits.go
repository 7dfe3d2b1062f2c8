package access

import (
	"context"
	"errors"
	"hash/maphash"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"latchkey/backend/kv"
	"latchkey/backend/secret"
)

// limits counts failed logins by address, tries of a password by account and
// tries of a secret by access key, and refuses further ones for a while. Nobody
// is locked out for good, because that would let anybody lock anybody out:
// whoever comes from where the account was signed in to last is counted apart
// from strangers, so that those can neither keep its owner out nor profit from it
// that the owner signs in. One access key that fails does not stop another that
// comes from the same address (docs/decisions/0010-failed-logins.md).
type limits struct {
	strangers *tries // of a password by username
	known     *tries // by username and network, from where it was used before
	codes     *tries // of a second factor by username; only a right one clears it
	addresses table  // failures of passwords, codes and setup links by network
	pairs     table  // failures of an access key by key and network
	crowds    table  // failures of all access keys by network
}

func newLimits(sum func(string, ...string) [secret.Size]byte) *limits {
	l := &limits{
		// Ten, then slower and slower: 100 in the first day and 72 in each after it,
		// from however many addresses.
		strangers: newTries("stranger", sum, pace{free: 10, forget: 24 * time.Hour, pauses: []tryPause{
			{10, 30 * time.Second}, {20, 2 * time.Minute}, {30, 20 * time.Minute},
		}}),
		// Ten, then one each half minute: whoever owns the account is let in within
		// half a minute of the last try of others at the same place.
		known: newTries("known", sum, pace{free: 10, forget: 5 * time.Minute, pauses: []tryPause{{10, 30 * time.Second}}}),
		// A code has six digits, and three of them are good at any moment: a whole day
		// of tries, one a minute, guesses one with a chance of 0.4 %.
		codes: newTries("code", sum, pace{free: 5, forget: 5 * time.Minute, pauses: []tryPause{{5, time.Minute}}}),
	}
	// Wider, since a whole office may come from one address.
	l.addresses.init(1, 100)
	l.pairs.init(1, 100)
	// Ten services with a wrong secret each are still no crowd.
	l.crowds.init(10, 1000)
	return l
}

func (l *limits) kept() []*tries { return []*tries{l.strangers, l.known, l.codes} }

// attempt is a try of a password or a code, charged before that is looked at, so
// that many at the same moment do not slip through.
type attempt struct {
	of   *tries // nil = nobody counts
	name string
	was  tryChange
}

// attempt charges a try of a name.
func (t *tries) attempt(name string, now time.Time) (attempt, *Error) {
	was, wait := t.charge(name, now)
	if wait > 0 {
		return attempt{}, tooMany(wait)
	}
	return attempt{t, name, was}, nil
}

// admitPassword says whether a password may be tried for an account, which is a
// canonical username. known says that it is from where the account is used.
func (l *limits) admitPassword(account, addr string, known bool, now time.Time) (attempt, *Error) {
	if l == nil {
		return attempt{}, nil
	}
	if wait := l.addresses.peek(network(addr), "", now); wait > 0 {
		return attempt{}, tooMany(wait)
	}
	if known {
		return l.known.attempt(atNetwork(account, addr), now)
	}
	return l.strangers.attempt(account, now)
}

// atNetwork cannot be mistaken for another name: no username has a line break.
func atNetwork(account, addr string) string { return account + "\n" + network(addr) }

// back undoes an attempt that was not carried out, as if it had never been.
func (a attempt) back() {
	if a.of != nil {
		a.of.back(a.name, a.was)
	}
}

// right forgets the passwords that were tried there.
func (a attempt) right() {
	if a.of != nil {
		a.of.clear(a.name)
	}
}

// admit says whether somebody who brings a secret that cannot be guessed, and
// names nothing it is of, is listened to.
func (l *limits) admit(addr string, now time.Time) *Error {
	if l == nil {
		return nil
	}
	return tooMany(l.addresses.peek(network(addr), "", now))
}

// keyTry is a try of the secret of an access key.
type keyTry struct {
	l                  *limits // nil = nobody counts
	network, accessKey string
	crowded            time.Duration // how long too many fail there; 0 = they do not
}

// admitKey says whether a secret may be tried for an access key. Where too many
// others fail from that network it still may, and whoever asks is told that it is
// crowded.
func (l *limits) admitKey(accessKey, addr string, now time.Time) (keyTry, *Error) {
	if l == nil {
		return keyTry{}, nil
	}
	t := keyTry{l: l, network: network(addr), accessKey: accessKey}
	if wait := l.pairs.peek(t.network, accessKey, now); wait > 0 {
		return keyTry{}, tooMany(wait)
	}
	t.crowded = l.crowds.peek(t.network, "", now)
	return t, nil
}

// failed counts a failure.
func (t *keyTry) failed(now time.Time) {
	if t.l != nil {
		t.l.pairs.charge(t.network, t.accessKey, now)
		t.l.crowds.charge(t.network, "", now)
	}
}

// admitCode says whether a code of an account's second factor may be tried, and
// charges the try. Whoever knows the password must not be able to begin anew.
func (l *limits) admitCode(account, addr string, now time.Time) (attempt, *Error) {
	if l == nil {
		return attempt{}, nil
	}
	if wait := l.addresses.peek(network(addr), "", now); wait > 0 {
		return attempt{}, tooMany(wait)
	}
	return l.codes.attempt(account, now)
}

func tooMany(wait time.Duration) *Error {
	if wait == 0 {
		return nil
	}
	e := Errorf(CodeRateLimited, "too many failed logins").WithHint("wait and try again")
	e.RetryAfter, e.Reason = wait.Round(time.Second)+time.Second, ReasonLimited
	return e
}

// network is what counts as one address: of IPv6 a network of 64 bits, since
// whoever has one address of it has them all.
func network(addr string) string {
	if strings.IndexByte(addr, ':') < 0 {
		return addr
	}
	ip, err := netip.ParseAddr(addr)
	if err != nil {
		return addr
	}
	return Network(ip.WithZone("")).String()
}

// Network is network of an address that was read.
func Network(addr netip.Addr) netip.Addr {
	if addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return addr
}

// failed counts a failure of what is not an access key.
func (l *limits) failed(addr string, now time.Time) {
	if l != nil {
		l.addresses.charge(network(addr), "", now)
	}
}

// locked says how long until an account may be tried again, 0 for at once: by
// strangers, and from the places it is used at.
func (l *limits) locked(account string, places []string, now time.Time) time.Duration {
	wait := max(l.strangers.peek(account, now), l.codes.peek(account, now))
	for _, addr := range places {
		wait = max(wait, l.known.peek(atNetwork(account, addr), now))
	}
	return wait
}

// forget forgets everything that was tried for an account.
func (l *limits) forget(account string, places []string) {
	if l == nil {
		return
	}
	l.strangers.clear(account)
	l.codes.clear(account)
	for _, addr := range places {
		l.known.clear(atNetwork(account, addr))
	}
}

// signedIn forgets what was tried before somebody was let in: not what strangers
// tried, where it is none of them.
func (l *limits) signedIn(account string, a attempt) {
	a.right()
	l.rightCode(account)
}

// rightCode forgets the codes that were tried for an account.
func (l *limits) rightCode(account string) {
	if l != nil {
		l.codes.clear(account)
	}
}

// quiet reports whether nothing was ever tried in vain.
func (l *limits) quiet() bool {
	return l == nil || !l.strangers.begun.Load() && !l.known.begun.Load() && !l.codes.begun.Load()
}

// flush writes what is counted.
func (l *limits) flush(ctx context.Context, store kv.Store, node string, now time.Time) error {
	if l == nil {
		return nil
	}
	var failed error
	for _, t := range l.kept() {
		failed = errors.Join(failed, t.flush(ctx, store, node, now))
	}
	return failed
}

// load takes in what this node had counted before it was started again.
func (l *limits) load(key string, value []byte, node string) error {
	label, part, of, ok := triesPlace(key)
	if !ok {
		return errTries
	}
	if l == nil || of != node {
		return nil
	}
	for _, t := range l.kept() {
		if t.label == label {
			return t.decode(part, value)
		}
	}
	return errTries
}

const tableSize = 1 << 14

// table counts failures by names that come and go; a restart forgets them. It is
// read without a lock: a row nobody failed in is nil, and nearly all are.
type table struct {
	seed  maphash.Seed
	every rate.Limit
	burst int
	begun atomic.Bool // somebody ever failed
	rows  [tableSize]atomic.Pointer[rate.Limiter]
}

func (t *table) init(perSecond rate.Limit, burst int) {
	t.seed, t.every, t.burst = maphash.MakeSeed(), perSecond, burst
}

// row is that of a network, and of a name there.
func (t *table) row(network, name string) *atomic.Pointer[rate.Limiter] {
	h := maphash.String(t.seed, network)
	if name != "" {
		h = h*31 ^ maphash.String(t.seed, name)
	}
	return &t.rows[h%tableSize]
}

// charge takes one where there is one.
func (t *table) charge(network, name string, now time.Time) {
	t.begun.Store(true)
	row := t.row(network, name)
	limiter := row.Load()
	if limiter == nil {
		row.CompareAndSwap(nil, rate.NewLimiter(t.every, t.burst))
		limiter = row.Load()
	}
	limiter.AllowN(now, 1)
}

// peek says how long until there is one, without taking it.
func (t *table) peek(network, name string, now time.Time) time.Duration {
	if !t.begun.Load() {
		return 0
	}
	limiter := t.row(network, name).Load()
	if limiter == nil {
		return 0
	}
	missing := 1 - limiter.TokensAt(now)
	if missing <= 0 {
		return 0
	}
	return max(time.Duration(missing/float64(t.every)*float64(time.Second)), time.Millisecond)
}
