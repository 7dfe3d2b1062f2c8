package access

import (
	"encoding/binary"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/backend/secret"
)

// limits counts failed logins by address and by account, and refuses further
// tries for a while. Nobody is locked out for good, because that would let
// anybody lock anybody out. The tables are of fixed size: names hash into them,
// so no flood of invented names takes memory.
type limits struct {
	index     *secret.Hasher
	accounts  table // tries of a password by username; a right one clears it
	addresses table // failures of any kind by address
}

const tableSize = 1 << 14

type table struct {
	mu    sync.Mutex
	every rate.Limit
	burst int
	rows  [tableSize]*rate.Limiter
}

func newLimits(index *secret.Hasher) *limits {
	l := &limits{index: index}
	// Ten tries, then one each half minute: far under the hundred consecutive
	// failures that NIST SP 800-63B allows.
	l.accounts.every, l.accounts.burst = rate.Every(30*time.Second), 10
	// Wider, since a whole office may come from one address.
	l.addresses.every, l.addresses.burst = rate.Every(time.Second), 100
	return l
}

func (l *limits) row(label, name string) int {
	sum := l.index.Sum(label, name)
	return int(binary.BigEndian.Uint32(sum[:4]) % tableSize)
}

// admit says whether a login may be tried. account is the canonical username,
// "" for logins with a secret that cannot be guessed. A try with a password is
// charged at once, so that many at the same moment do not slip through.
func (l *limits) admit(account, addr string, now time.Time) *Error {
	if l == nil {
		return nil
	}
	wait := l.addresses.peek(l.row("address", addr), now)
	if wait == 0 && account != "" {
		wait = l.accounts.charge(l.row("account", account), now)
	}
	if wait == 0 {
		return nil
	}
	e := Errorf(CodeRateLimited, "too many failed logins").WithHint("wait and try again")
	e.RetryAfter, e.Reason = wait.Round(time.Second)+time.Second, ReasonLimited
	return e
}

// failed counts a failure.
func (l *limits) failed(addr string, now time.Time) {
	if l != nil {
		l.addresses.charge(l.row("address", addr), now)
	}
}

// succeeded forgets the tries of an account.
func (l *limits) succeeded(account string) {
	if l == nil || account == "" {
		return
	}
	row := l.row("account", account)
	l.accounts.mu.Lock()
	l.accounts.rows[row] = nil
	l.accounts.mu.Unlock()
}

// charge takes one, or says how long until there is one.
func (t *table) charge(row int, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rows[row] == nil {
		t.rows[row] = rate.NewLimiter(t.every, t.burst)
	}
	if t.rows[row].AllowN(now, 1) {
		return 0
	}
	return t.wait(row, now)
}

// peek says how long until there is one, without taking it.
func (t *table) peek(row int, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rows[row] == nil || t.rows[row].TokensAt(now) >= 1 {
		return 0
	}
	return t.wait(row, now)
}

func (t *table) wait(row int, now time.Time) time.Duration {
	missing := 1 - t.rows[row].TokensAt(now)
	return max(time.Duration(missing/float64(t.every)*float64(time.Second)), time.Millisecond)
}
