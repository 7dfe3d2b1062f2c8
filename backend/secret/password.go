package secret

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/secure/precis"
)

// Params are what an argon2id hash costs.
type Params struct {
	MemoryKiB uint32
	Time      uint32
	Threads   uint8
}

// DefaultParams are OWASP's minimum for argon2id: 19 MiB, t=2, p=1.
var DefaultParams = Params{MemoryKiB: 19 << 10, Time: 2, Threads: 1}

// Limits of a password.
const (
	MinPasswordLength = 10   // characters
	MaxPasswordBytes  = 1024 // before hashing
)

// The largest costs a stored hash may name, so that an imported one cannot
// stall the process.
const (
	maxMemoryKiB = 1 << 20
	maxTime      = 16
	maxThreads   = 16
	saltSize     = 16
	hashSize     = 32
)

var (
	// ErrBusy says that too many passwords are being checked at once.
	ErrBusy = errors.New("secret: too many passwords are being checked")
	// ErrHash says that a stored hash is not an argon2id PHC string within bounds.
	ErrHash = errors.New("secret: not an argon2id hash in PHC form")
)

// Passwords hashes and checks passwords: as many at once as leave a processor
// free for logins with keys, and a bounded queue. Each costs 19 MiB and 30 ms,
// and without a bound a flood of them takes the whole machine.
type Passwords struct {
	costs atomic.Pointer[costs]
	slots chan struct{}
	queue chan struct{}
}

// costs are what new hashes cost, and a hash of nothing that costs as much.
type costs struct {
	params Params
	dummy  string
}

// NewPasswords makes a Passwords with these costs; zero Params are DefaultParams.
func NewPasswords(params Params) *Passwords {
	slots := max(1, min(runtime.GOMAXPROCS(0)-1, 4))
	p := &Passwords{slots: make(chan struct{}, slots), queue: make(chan struct{}, slots+32)}
	p.SetParams(params)
	return p
}

// SetParams changes what hashes cost from now on; zero Params are DefaultParams.
// Those made before stay good until they are checked next, and are stale then.
func (p *Passwords) SetParams(params Params) {
	if params == (Params{}) {
		params = DefaultParams
	}
	if old := p.costs.Load(); old != nil && old.params == params {
		return
	}
	p.costs.Store(&costs{params: params, dummy: params.encode(random(saltSize), random(hashSize))})
}

// CheckNew says what is wrong with a password somebody chose; "" when nothing.
func CheckNew(password string) string {
	switch {
	case !utf8.ValidString(password):
		return "the password is not valid UTF-8"
	case utf8.RuneCountInString(password) < MinPasswordLength:
		return fmt.Sprintf("the password has fewer than %d characters", MinPasswordLength)
	case len(password) > MaxPasswordBytes:
		return fmt.Sprintf("the password is longer than %d bytes", MaxPasswordBytes)
	}
	if _, err := precis.OpaqueString.String(password); err != nil {
		return "the password has characters that cannot be typed again reliably, such as control characters"
	}
	return ""
}

// prepare puts a password into the form that is hashed (RFC 8265 OpaqueString).
// What has no such form is hashed as it is: it never matched anything.
func prepare(password string) []byte {
	if p, err := precis.OpaqueString.String(password); err == nil {
		return []byte(p)
	}
	return []byte(password)
}

// Hash gives the PHC string of a new password. ErrBusy, or ctx's error.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt, params := random(saltSize), p.costs.Load().params
	sum, err := p.run(ctx, prepare(password), salt, params, hashSize)
	if err != nil {
		return "", err
	}
	return params.encode(salt, sum), nil
}

// Check compares a password with a stored PHC string. An empty stored hash is
// nobody's: the same work is done and the answer is no. stale says that the
// hash was made with smaller costs than today's and should be made anew. Until
// it is, what today's costs more is done on top of it, or the time of an answer
// would tell users of long ago from names that nobody has.
func (p *Passwords) Check(ctx context.Context, stored, password string) (ok, stale bool, err error) {
	known, today := stored != "", p.costs.Load()
	if !known {
		stored = today.dummy
	}
	params, salt, want, err := decode(stored)
	if err != nil {
		return false, false, err
	}
	if len(password) > MaxPasswordBytes {
		password, known = password[:MaxPasswordBytes], false
	}
	got, err := p.run(ctx, prepare(password), salt, params, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	if rest, some := today.params.beyond(params); some {
		if _, err := p.run(ctx, nil, salt, rest, hashSize); err != nil {
			return false, false, err
		}
	}
	if subtle.ConstantTimeCompare(got, want) != 1 || !known {
		return false, false, nil
	}
	return true, params.less(today.params), nil
}

// CheckHash says whether a hash somebody brings along can be used.
func CheckHash(stored string) error {
	_, _, _, err := decode(stored)
	return err
}

func (p *Passwords) run(ctx context.Context, password, salt []byte, params Params, size uint32) ([]byte, error) {
	select {
	case p.queue <- struct{}{}:
		defer func() { <-p.queue }()
	default:
		return nil, ErrBusy
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey(password, salt, params.Time, params.MemoryKiB, params.Threads, size), nil
}

func (a Params) less(b Params) bool {
	return a.MemoryKiB < b.MemoryKiB || a.Time < b.Time || a.Threads < b.Threads
}

// work is what a hash goes through, in KiB: its memory as often as its passes.
func (a Params) work() uint64 { return uint64(a.MemoryKiB) * uint64(a.Time) }

// beyond gives the costs of the work that a is more than b.
func (a Params) beyond(b Params) (rest Params, some bool) {
	if a.work() <= b.work() {
		return Params{}, false
	}
	rest = a
	rest.MemoryKiB = uint32((a.work() - b.work()) / uint64(a.Time))
	return rest, rest.MemoryKiB >= 8*uint32(a.Threads) // argon2's least
}

func (a Params) encode(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		a.MemoryKiB, a.Time, a.Threads, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// decode reads a PHC string. Costs out of bounds are refused: whoever can write
// a hash must not be able to write one that takes all memory or none.
func decode(phc string) (params Params, salt, sum []byte, err error) {
	fields := strings.Split(phc, "$")
	if len(fields) != 6 || fields[0] != "" || fields[1] != "argon2id" || fields[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return Params{}, nil, nil, ErrHash
	}
	n, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &params.MemoryKiB, &params.Time, &params.Threads)
	if err != nil || n != 3 {
		return Params{}, nil, nil, ErrHash
	}
	if params.Time < 1 || params.Time > maxTime || params.Threads < 1 || params.Threads > maxThreads ||
		params.MemoryKiB < 8*uint32(params.Threads) || params.MemoryKiB > maxMemoryKiB {
		return Params{}, nil, nil, ErrHash
	}
	b64 := base64.RawStdEncoding.Strict()
	if salt, err = b64.DecodeString(fields[4]); err != nil || len(salt) < 8 || len(salt) > 64 {
		return Params{}, nil, nil, ErrHash
	}
	if sum, err = b64.DecodeString(fields[5]); err != nil || len(sum) < 16 || len(sum) > 64 {
		return Params{}, nil, nil, ErrHash
	}
	if params.encode(salt, sum) != phc { // the decoder skips line breaks
		return Params{}, nil, nil, ErrHash
	}
	return params, salt, sum, nil
}
