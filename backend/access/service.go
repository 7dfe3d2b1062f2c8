// Package access is the core: accounts, users, memberships, access keys, auth
// headers, signing keys, operators' sessions and the audit log, the state of
// them in memory, and every rule over it. Storage is the durable log behind
// that state; a login reads memory only.
//
// It knows who may do what, and when a credential is good. It must not know
// HTTP, JSON of the wire, the command line, or which engine stores it.
package access

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/backend/activity"
	"latchkey/backend/kv"
	"latchkey/backend/secret"
)

// Config is what a Service is made of.
type Config struct {
	Store    kv.Store                  // sealed; closed by whoever opened it
	Subkey   func(label string) []byte // a key of 32 bytes for "secrets", "index hashes" and "audit chain"
	Now      func() time.Time          // nil = time.Now; the one clock of the core
	Logger   *slog.Logger              // nil = none
	Limits   bool                      // count failed logins by address, account and access key
	Given    map[string]Given          // settings that flags, environment or file give; they win over the store's
	Password secret.Params             // costs of a password that win over the settings; zero = none do
	// Node names this process where several serve one store: what each writes by
	// itself (stamps, usage) stands under its name. At most 32 lower-case letters
	// and digits, the same after a restart; "" for the only one.
	Node string
}

const (
	defaultIssuer = "http://localhost:8417"
	// settle bounds how long a committed change may take until memory shows it.
	settle = 10 * time.Second
)

// Service is the core. All methods may be called at once.
type Service struct {
	store  kv.Store
	node   string
	now    func() time.Time
	log    *slog.Logger
	given  map[string]Given
	opened time.Time
	costs  secret.Params // of passwords, whatever the settings say; zero = none

	secrets     *secret.Hasher // of access keys' secrets
	index       *secret.Hasher // of what is looked up or must be unique
	passwords   *secret.Passwords
	limits      *limits // nil = off
	headersKept int     // deleted auth headers of a user
	stamps      *stamps
	// Who was refused at the portal's sign-in, until it is written down.
	turnedAway turnedAway
	activity   *activity.Ring
	usage      *usage
	requests   requests
	capture    capture
	health     health
	setup      setupLink

	jobWaits   chan struct{} // somebody began a job
	stopWork   context.CancelFunc
	worked     sync.WaitGroup
	imports    watchedImports
	jobTrouble sync.Map // why a job waits, by its id

	numbers [3]atomic.Int64 // the highest of each numbered kind, see numbered

	auditTime atomic.Int64 // by which the newest audit entry is sorted
	chain     *chain       // of the audit log

	// What lists, looks and decides about changes holds mu for reading; what logs
	// in or verifies holds hot, and so waits for neither. Who changes the state
	// holds both.
	mu      sync.RWMutex
	hot     readers
	state   *state
	arrived chan struct{} // closed and replaced whenever state.rev rises

	stop context.CancelFunc
	done sync.WaitGroup
}

// Open loads the whole state and keeps it up to date until Close. It makes what
// every store has: signing keys and the issuer.
func Open(ctx context.Context, cfg Config) (*Service, error) {
	if len(cfg.Node) > 32 || strings.Trim(cfg.Node, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return nil, errors.New("a node is named by at most 32 lower-case letters and digits")
	}
	s := newService(cfg)
	s.opened = s.now()
	st, stamps, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	s.state, s.stamps = st, stamps
	if err := s.readAuditTime(ctx); err != nil {
		return nil, err
	}
	s.activity = activity.NewRing(st.policy.activityKeep, s.now())
	if s.usage, err = s.loadUsage(ctx); err != nil {
		return nil, err
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	watcher, err := s.store.Watch(run, st.rev)
	if err != nil {
		stop()
		return nil, fmt.Errorf("watch the store: %w", err)
	}
	s.done.Go(func() { s.follow(run, watcher) })
	s.done.Go(func() { s.flushGathered(run) })
	s.done.Go(func() { s.flushUsage(run) })
	s.done.Go(func() { s.extendChainNowAndThen(run) })
	if err := s.found(ctx); err != nil {
		s.Close()
		return nil, err
	}
	work, stopWork := context.WithCancel(run)
	s.stopWork = stopWork
	s.worked.Go(func() { s.work(work) })
	return s, nil
}

func newService(cfg Config) *Service {
	s := &Service{
		store: cfg.Store, node: cfg.Node, now: cfg.Now, log: cfg.Logger, given: cfg.Given, costs: cfg.Password,
		secrets:     secret.NewHasher(cfg.Subkey("secrets")),
		index:       secret.NewHasher(cfg.Subkey("index hashes")),
		passwords:   secret.NewPasswords(cfg.Password),
		chain:       newChain(cfg.Subkey("audit chain")),
		headersKept: deletedHeadersKept,
		jobWaits:    make(chan struct{}, 1),
		arrived:     make(chan struct{}),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if cfg.Limits {
		s.limits = newLimits(s.index.Sum)
	}
	return s
}

// Close writes what was gathered and stops following the store.
func (s *Service) Close() error {
	if s.stopWork != nil {
		// A step under way is answered by the commit it waits for, so what
		// follows the store goes last.
		s.stopWork()
		s.worked.Wait()
	}
	refused := s.flushRefused(context.Background(), true) // audit entries, for which the chain watches
	s.stop()
	s.done.Wait()
	_, unwritten := s.usage.flush(context.Background(), s.store, s.node)
	if err := errors.Join(s.endChain(context.Background()), s.stamps.flush(context.Background(), s.store), refused, unwritten); err != nil {
		return storeError(fmt.Errorf("write what was gathered: %w", err))
	}
	return nil
}

// found makes what every store has and this one lacks.
func (s *Service) found(ctx context.Context) error {
	return s.change(ctx, Caller{Kind: CallerSystem, Name: "latchkey"}, func(t *txn) error {
		if len(t.state.signing) == 0 { // a new store
			if err := t.put(auditHead, 0, chainHead{Begun: t.now}); err != nil {
				return err
			}
		}
		for _, use := range signingUses {
			if t.state.activeSigning(use) == nil {
				k := t.newSigningKey(use, secret.NewSigningSecret())
				if err := t.putSigningKey(k, 0); err != nil {
					return err
				}
				t.audit("signing-key.create", "signing-key", k.ID, k.ID, string(use))
			}
		}
		if _, ok := t.state.settings[SettingIssuer]; !ok {
			return t.put(settingPrefix+SettingIssuer, 0, setting{Value: defaultIssuer, Stamp: t.stamped()})
		}
		return nil
	})
}

// follow applies every commit to the state, whoever made it. It is the one way
// by which memory changes after loading.
func (s *Service) follow(ctx context.Context, w kv.Watcher) {
	defer func() {
		if w != nil { // resume gave up
			w.Close()
		}
	}()
	for {
		event, err := w.Next(ctx)
		switch {
		case err == nil:
			s.applyEvent(event)
		case ctx.Err() != nil || errors.Is(err, kv.ErrClosed):
			return
		default:
			w.Close()
			if w = s.resume(ctx, err); w == nil {
				return
			}
		}
	}
}

// resume loads the state anew after the watch was lost.
func (s *Service) resume(ctx context.Context, cause error) kv.Watcher {
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		if errors.Is(cause, kv.ErrStopped) || errors.Is(cause, kv.ErrClosed) {
			return nil // nothing can be changed any more, so memory shows all there is
		}
		s.log.Warn("the watch of the store ended, loading the state again", "cause", cause)
		st, stamps, err := s.load(ctx)
		if errors.Is(err, kv.ErrStopped) {
			s.log.Error("the store has stopped: logins go on as they were, nothing can be changed until latchkey is restarted", "cause", err)
		}
		if err == nil {
			var w kv.Watcher
			if w, err = s.store.Watch(ctx, st.rev); err == nil {
				s.mu.Lock()
				s.hot.Lock()
				st.keepSeen(s.state)
				s.state = st
				s.stamps.followAnew(stamps)
				s.announce()
				s.hot.Unlock()
				s.mu.Unlock()
				s.chain.lost()
				return w
			}
		}
		cause = err
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (s *Service) applyEvent(event kv.Event) {
	s.chain.noteEvent(event)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hot.Lock()
	defer s.hot.Unlock()
	for _, c := range event.Changes {
		if kind(c.Key) == kind(stampPrefix) && !c.Deleted {
			if err := s.stamps.follow(c.Key, c.Value); err != nil {
				s.log.Error("last-used stamps of another node cannot be read", "err", err)
			}
			continue
		}
		if err := s.state.apply(c.Key, c.Value, c.Deleted, event.Revision, s); err != nil {
			s.log.Error("a committed record cannot be read and was left out", "record", kind(c.Key), "err", err)
		}
	}
	s.state.rev = event.Revision
	s.activity.Resize(s.state.policy.activityKeep)
	s.announce()
}

// announce wakes who waits for a revision. The lock is held.
func (s *Service) announce() {
	close(s.arrived)
	s.arrived = make(chan struct{})
}

// await returns when memory shows that revision.
func (s *Service) await(ctx context.Context, revision int64) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settle)
	defer cancel()
	for {
		s.mu.RLock()
		reached, arrived := s.state.rev >= revision, s.arrived
		s.mu.RUnlock()
		if reached {
			return nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return Errorf(CodeUnavailable, "the change was stored but is not in effect yet").WithHint("look at the object again before repeating")
		}
	}
}

// Summary is what the portal shows of the whole.
type Summary struct {
	Accounts, Users, Keys, AuthHeaders, Operators int
	Issuer                                        string
	FirstRun                                      bool      // nothing was made yet
	Setup                                         bool      // there is no operator yet
	Now                                           time.Time // by the core's clock
}

// Summary counts. Codes: unauthenticated, denied.
func (s *Service) Summary(ctx context.Context, c Caller) (Summary, error) {
	if err := s.allowSelf(ctx, c, "status.read"); err != nil {
		return Summary{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	sum := Summary{Issuer: s.state.policy.issuer, Keys: s.state.keyCount(), Now: s.now().UTC()}
	for _, a := range s.state.accounts {
		if a.Removed == nil {
			sum.Accounts++
		}
	}
	for _, u := range s.state.users {
		if u.Removed == nil {
			sum.Users++
		}
		if u.isOperator() {
			sum.Operators++
		}
	}
	now := s.now()
	for _, h := range s.state.headers {
		if h.State(now) == StateActive {
			sum.AuthHeaders++
		}
	}
	sum.Setup = sum.Operators == 0
	sum.FirstRun = len(s.state.accounts) == 0 && s.state.keyCount() == 0
	return sum, nil
}
