package access

import (
	"hash/maphash"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// limits counts failed logins by address and by account, and refuses further
// tries for a while. Nobody is locked out for good, because that would let
// anybody lock anybody out. The tables are of fixed size: names hash into them,
// so no flood of invented names takes memory; the hash is seeded anew by each
// process, so nobody can choose names that share a row.
type limits struct {
	accounts  table // tries of a password by username; a right one clears it
	codes     table // tries of a second factor by username; only a right one clears it
	addresses table // failures of any kind by address
}

const tableSize = 1 << 14

// table is read without a lock: a row nobody failed in is nil, and nearly all
// are.
type table struct {
	seed  maphash.Seed
	every rate.Limit
	burst int
	rows  [tableSize]atomic.Pointer[rate.Limiter]
}

func newLimits() *limits {
	l := &limits{}
	l.accounts.seed, l.codes.seed, l.addresses.seed = maphash.MakeSeed(), maphash.MakeSeed(), maphash.MakeSeed()
	// Ten tries, then one each half minute: at that pace the commonest thousand
	// passwords take a working day, and whoever owns the account is let in within
	// half a minute of the last try.
	l.accounts.every, l.accounts.burst = rate.Every(30*time.Second), 10
	// A code has six digits, and three of them are good at any moment: a whole day
	// of tries, one a minute, guesses one with a chance of 0.4 %.
	l.codes.every, l.codes.burst = rate.Every(time.Minute), 5
	// Wider, since a whole office may come from one address.
	l.addresses.every, l.addresses.burst = rate.Every(time.Second), 100
	return l
}

func (t *table) row(name string) *atomic.Pointer[rate.Limiter] {
	return &t.rows[maphash.String(t.seed, name)%tableSize]
}

// admit says whether a login may be tried. account is the canonical username,
// "" for logins with a secret that cannot be guessed. A try with a password is
// charged at once, so that many at the same moment do not slip through.
func (l *limits) admit(account, addr string, now time.Time) *Error {
	if l == nil {
		return nil
	}
	wait := l.addresses.peek(network(addr), now)
	if wait == 0 && account != "" {
		wait = l.accounts.charge(account, now)
	}
	return tooMany(wait)
}

// admitCode says whether a code of an account's second factor may be tried, and
// charges the try. Whoever knows the password must not be able to begin anew.
func (l *limits) admitCode(account, addr string, now time.Time) *Error {
	if l == nil {
		return nil
	}
	wait := l.addresses.peek(network(addr), now)
	if wait == 0 {
		wait = l.codes.charge(account, now)
	}
	return tooMany(wait)
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

// failed counts a failure.
func (l *limits) failed(addr string, now time.Time) {
	if l != nil {
		l.addresses.charge(network(addr), now)
	}
}

// locked says how long until an account may be tried again, 0 for at once.
func (l *limits) locked(account string, now time.Time) time.Duration {
	if l == nil {
		return 0
	}
	return max(l.accounts.peek(account, now), l.codes.peek(account, now))
}

// succeeded forgets the passwords that were tried for an account.
func (l *limits) succeeded(account string) {
	if l != nil && account != "" {
		l.accounts.row(account).Store(nil)
	}
}

// forget forgets everything that was tried for an account.
func (l *limits) forget(account string) {
	l.succeeded(account)
	if l != nil && account != "" {
		l.codes.row(account).Store(nil)
	}
}

// charge takes one, or says how long until there is one.
func (t *table) charge(name string, now time.Time) time.Duration {
	row := t.row(name)
	limiter := row.Load()
	if limiter == nil {
		row.CompareAndSwap(nil, rate.NewLimiter(t.every, t.burst))
		if limiter = row.Load(); limiter == nil {
			return 0 // a right password forgot the tries of the row this very moment
		}
	}
	if limiter.AllowN(now, 1) {
		return 0
	}
	return t.wait(limiter, now)
}

// peek says how long until there is one, without taking it.
func (t *table) peek(name string, now time.Time) time.Duration {
	limiter := t.row(name).Load()
	if limiter == nil || limiter.TokensAt(now) >= 1 {
		return 0
	}
	return t.wait(limiter, now)
}

func (t *table) wait(limiter *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - limiter.TokensAt(now)
	return max(time.Duration(missing/float64(t.every)*float64(time.Second)), time.Millisecond)
}
