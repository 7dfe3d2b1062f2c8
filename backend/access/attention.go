package access

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"latchkey/backend/kv"
)

// AttentionKind is a reason to look at something.
type AttentionKind string

// The kinds, the most urgent first.
const (
	AttentionStoreFull      AttentionKind = "store_full"         // changes are refused
	AttentionClock          AttentionKind = "clock_wrong"        // the newest entry of the audit log lies ahead of the clock
	AttentionExpiredCalled  AttentionKind = "key_expired_called" // somebody still sends it
	AttentionBlockedCalled  AttentionKind = "key_blocked_called" // active, still sent, and refused for its user or account
	AttentionExpiring       AttentionKind = "key_expiring"
	AttentionRotation       AttentionKind = "rotation_ending" // and its old secret is still in use
	AttentionHeaderExpiring AttentionKind = "header_expiring"
	AttentionPasswords      AttentionKind = "passwords_expiring"
	AttentionRecoveryKey    AttentionKind = "recovery_key_missing"
	AttentionBackupFailed   AttentionKind = "backup_failed"
	AttentionBackup         AttentionKind = "backup_old"
	AttentionBackupMissing  AttentionKind = "backup_missing"
	AttentionSigningKey     AttentionKind = "signing_key_old"
	AttentionUnused         AttentionKind = "keys_unused"
)

var attentionOrder = []AttentionKind{
	AttentionStoreFull, AttentionClock, AttentionExpiredCalled, AttentionBlockedCalled, AttentionExpiring, AttentionRotation, AttentionHeaderExpiring,
	AttentionPasswords, AttentionRecoveryKey, AttentionBackupFailed, AttentionBackup, AttentionBackupMissing, AttentionSigningKey, AttentionUnused,
}

// Attention is one thing that needs somebody to look at it: one subject, or how
// many there are of a kind.
type Attention struct {
	Kind    AttentionKind
	Subject Subject // of one thing; else that of the first of them
	Count   int     // how many things it stands for
	At      *time.Time
	Last    *Use       // the last use there was
	Logins  LoginCount // of the last day
	Detail  string
}

const (
	unusedAfter         = 90 * 24 * time.Hour
	signingKeyOld       = 365 * 24 * time.Hour
	rotationEndsSoon    = 7 * 24 * time.Hour
	backupOldAfter      = 7 * 24 * time.Hour
	clockTolerance      = 5 * time.Minute
	maxAttentionPerKind = 5
)

// Health is what the process around the core knows and the core does not.
type Health struct {
	RecoveryKey *bool      // whether there is one; nil = it is not known
	Backups     *bool      // whether any is known of; nil = it is not known
	LastBackup  *time.Time // the last that went well
	BackupError string     // why the last attempt failed; "" where it did not
	BackupFails *time.Time // when that was
	BackupTo    string     // where it went
	StoreSize   int64      // of the store's file in bytes; 0 = it is not known
	StoreEpoch  uint64     // how many groups of changes its state has seen
}

// health keeps it.
type health struct {
	mu   sync.Mutex
	from func() Health
	full bool // the last write of counts found the store full
}

// SetHealth names whom to ask about the process; called at each look.
func (s *Service) SetHealth(from func() Health) {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	s.health.from = from
}

// askHealth asks the process; where there is none to ask, nothing is known.
func (s *Service) askHealth() Health {
	s.health.mu.Lock()
	from := s.health.from
	s.health.mu.Unlock()
	if from == nil {
		return Health{}
	}
	return from()
}

// sawStore notes how a write that nobody waits for went.
func (s *Service) sawStore(err error) {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	s.health.full = errors.Is(err, kv.ErrFull)
}

// Overview is what the start page shows.
type Overview struct {
	Now        time.Time
	ActiveKeys int
	Keys       int
	Usage      *Usage // of 24 hours
	Attention  []Attention
	Changes    []AuditEntry // the newest
}

const overviewChanges = 6

// Overview gives the whole of it. Codes: unauthenticated, denied.
func (s *Service) Overview(ctx context.Context, c Caller) (*Overview, error) {
	if err := s.allow(ctx, c, RoleViewer, "overview.read"); err != nil {
		return nil, err
	}
	o := &Overview{Now: s.now().UTC()}
	var err error
	if o.Usage, err = s.usageSpan(UsageQuery{Range: "24h"}); err != nil {
		return nil, err
	}
	today, err := s.usageOfAll(ctx, o.Usage, true)
	if err != nil {
		return nil, err
	}
	changes, err := s.Audit(ctx, c, AuditQuery{Limit: overviewChanges})
	if err != nil {
		return nil, err
	}
	o.Changes = changes.Entries
	s.attend(o, today)
	return o, nil
}

// attend counts the keys and finds what needs attention.
func (s *Service) attend(o *Overview, today usageTallies) {
	now := s.now()
	found := attentions{}
	s.mu.RLock()
	st := s.state
	s.mu.RUnlock()
	s.attendKeys(o, found, st, today, now)
	s.mu.RLock()
	for _, h := range s.state.headers {
		if h.Expires != nil && h.State(now) == StateActive && h.Expires.Sub(now) <= expiringSoon {
			subject := Subject{Kind: "authheader", ID: h.ID, Name: h.Name, Hint: hint(h.Token), User: s.state.username(h.UserID)}
			found.add(Attention{Kind: AttentionHeaderExpiring, Subject: subject, At: h.Expires, Last: s.stamps.last(stampOfHeader, h.Number)})
		}
	}
	passwords := Attention{Kind: AttentionPasswords}
	for _, u := range s.state.users {
		if u.Removed != nil || u.Disabled || u.PasswordHash == "" {
			continue
		}
		if ends := s.state.policy.passwordEnds(u); ends != nil && ends.Sub(now) <= expiringSoon && now.Sub(*ends) < expiringSoon {
			passwords.group(Subject{Kind: "user", ID: u.ID, Name: u.Username, User: u.Username}, *ends)
		}
	}
	found.addGroup(passwords)
	for _, k := range s.state.signing {
		if k.RetiredAt == nil && now.Sub(k.CreatedAt) > signingKeyOld {
			found.add(Attention{Kind: AttentionSigningKey, Subject: Subject{Kind: "signing-key", ID: k.ID, Name: k.ID}, At: &k.CreatedAt, Detail: string(k.Use)})
		}
	}
	s.mu.RUnlock()
	s.attendProcess(found, now)
	o.Attention = found.sorted()
}

// attendProcess asks what the process and the store say.
func (s *Service) attendProcess(found attentions, now time.Time) {
	s.health.mu.Lock()
	full := s.health.full
	s.health.mu.Unlock()
	if full {
		found.add(Attention{Kind: AttentionStoreFull})
	}
	if newest := time.Unix(0, s.auditTime.Load()).UTC(); newest.Sub(now) > clockTolerance {
		found.add(Attention{Kind: AttentionClock, At: &newest})
	}
	h := s.askHealth()
	if h.RecoveryKey != nil && !*h.RecoveryKey {
		found.add(Attention{Kind: AttentionRecoveryKey})
	}
	switch {
	case h.BackupFails != nil:
		found.add(Attention{Kind: AttentionBackupFailed, At: h.BackupFails, Detail: h.BackupError})
	case h.LastBackup != nil && now.Sub(*h.LastBackup) > backupOldAfter:
		found.add(Attention{Kind: AttentionBackup, At: h.LastBackup, Detail: h.BackupTo})
	case h.LastBackup == nil && h.Backups != nil && !*h.Backups:
		found.add(Attention{Kind: AttentionBackupMissing})
	}
}

// attentions collects, and keeps a kind from filling the page, or the memory: of
// each it has the first few, and how many there are.
type attentions map[AttentionKind]*attentionsOfKind

type attentionsOfKind struct {
	first []Attention // by their moments, at most maxAttentionPerKind
	n     int
}

func (f attentions) add(a Attention) {
	if a.Count == 0 {
		a.Count = 1
	}
	k := f.of(a.Kind)
	k.n++
	if at, _ := slices.BinarySearchFunc(k.first, a, compareAttentions); at < maxAttentionPerKind {
		k.first = slices.Insert(k.first, at, a)
		k.first = k.first[:min(len(k.first), maxAttentionPerKind)]
	}
}

func (f attentions) of(kind AttentionKind) *attentionsOfKind {
	k := f[kind]
	if k == nil {
		k = &attentionsOfKind{}
		f[kind] = k
	}
	return k
}

// passes counts one of a moment that comes too late to be shown, and reports
// whether it did.
func (f attentions) passes(kind AttentionKind, at time.Time) bool {
	k := f.of(kind)
	if len(k.first) < maxAttentionPerKind || !at.After(*k.first[maxAttentionPerKind-1].At) {
		return false
	}
	k.n++
	return true
}

func (f attentions) addGroup(a Attention) {
	if a.Count > 0 {
		f.add(a)
	}
}

// group counts one more, and keeps the one with the earliest moment.
func (a *Attention) group(subject Subject, at time.Time) {
	if a.Count == 0 || at.Before(*a.At) {
		a.Subject, a.At = subject, &at
	}
	a.Count++
}

func compareAttentions(a, b Attention) int {
	return cmp.Or(compareTimes(a.At, b.At), cmp.Compare(a.Subject.Name, b.Subject.Name), cmp.Compare(a.Subject.ID, b.Subject.ID))
}

// sorted gives the most urgent first; of each kind the first few one by one, and
// the rest as one.
func (f attentions) sorted() []Attention {
	out := []Attention{}
	for _, kind := range attentionOrder {
		k := f[kind]
		if k == nil {
			continue
		}
		if k.n > maxAttentionPerKind {
			k.first[maxAttentionPerKind-1].Count = k.n - maxAttentionPerKind + 1
		}
		out = append(out, k.first...)
	}
	return out
}
