package access

import (
	"context"
	"crypto/rand"
	"fmt"
	"math"
	"time"

	"latchkey/backend/kv"
)

// allow is the first line of every operation of the portal: it decides whether
// the caller may, and a refusal of somebody known is in the audit log.
func (s *Service) allow(ctx context.Context, c Caller, need Role, action string) error {
	switch c.Kind {
	case CallerLocal, CallerSystem:
		return nil
	case CallerOperator:
		if c.MustEnrol {
			return Errorf(CodeDenied, "a second factor is required, and you have not set one up yet").WithHint("set it up under My account")
		}
		if c.Role.rank() >= need.rank() {
			return nil
		}
	default:
		return signedOut()
	}
	return s.denied(ctx, c, need, action)
}

// allowSelf is the first line of what operators may do about themselves,
// whatever their role: sessions, password, second factor.
func (s *Service) allowSelf(ctx context.Context, c Caller, action string) error {
	if c.Kind == CallerOperator {
		return nil
	}
	return s.allow(ctx, c, RoleViewer, action)
}

func (s *Service) denied(ctx context.Context, c Caller, need Role, action string) error {
	entry := entryOf(c, s.now(), action, "", "", "", "denied", "needs "+string(need))
	if err := s.writeAudit(ctx, entry); err != nil {
		s.log.Error("a refusal could not be written to the audit log", "action", action, "err", err)
	}
	return Errorf(CodeDenied, "your role %s may not do this", c.Role).WithHint("ask an operator with the role %s", need)
}

// Permit decides about what the core itself does not carry out:
// "listener.…" is for owners, "core.stop" for the owner's socket. Whoever
// carries it out calls Record when it is done. Codes: unauthenticated, denied.
func (s *Service) Permit(ctx context.Context, c Caller, action string) error {
	if err := s.allow(ctx, c, RoleOwner, action); err != nil {
		return err
	}
	if action == "core.stop" && c.Kind == CallerOperator {
		return Errorf(CodeDenied, "only the machine that runs latchkey stops it").WithHint("stop it there, by its window, its service, or Ctrl+C")
	}
	if action == "backup.path" && c.Kind == CallerOperator {
		return Errorf(CodeDenied, "only the machine that runs latchkey names files of its own").WithHint("leave the path out, or use the command line there")
	}
	return nil
}

// Record writes down that something permitted was done. Codes: full, unavailable.
func (s *Service) Record(ctx context.Context, c Caller, action, object string) error {
	return s.writeAudit(ctx, entryOf(c, s.now(), action, "core", "", object, "done", ""))
}

// AuditEntry is one line of the audit log. It never holds a secret.
type AuditEntry struct {
	ID         string    `json:"-"` // sorts newest first
	At         time.Time `json:"at"`
	Actor      string    `json:"actor"`
	Action     string    `json:"action"` // "key.revoke"
	Object     string    `json:"object,omitzero"`
	ObjectID   string    `json:"objectId,omitzero"`
	ObjectName string    `json:"objectName,omitzero"`
	Result     string    `json:"result"` // "done" or "denied"
	Detail     string    `json:"detail,omitzero"`
	Addr       string    `json:"addr,omitzero"`
	RequestID  string    `json:"requestId,omitzero"`
	Changes    []Change  `json:"changes,omitzero"` // what members were and became, where that is harmless to keep
}

func entryOf(c Caller, now time.Time, action, object, id, name, result, detail string) AuditEntry {
	return AuditEntry{
		At: now.UTC().Truncate(time.Millisecond), Actor: c.Name, Action: action, Object: object, ObjectID: id, ObjectName: name,
		Result: result, Detail: detail, Addr: c.Addr, RequestID: c.RequestID,
	}
}

// audit makes the entry part of the change's own commit.
func (t *txn) audit(action, object, id, name, detail string) {
	t.auditChanges(action, object, id, name, detail, nil)
}

func (t *txn) auditChanges(action, object, id, name, detail string, changes []Change) {
	entry := entryOf(t.caller, t.now, action, object, id, name, "done", detail)
	entry.Changes = changes
	t.auditEntry(entry)
}

// auditDenied notes a refusal that is itself part of a change.
func (t *txn) auditDenied(action, object, id, name, detail string) {
	t.auditEntry(entryOf(t.caller, t.now, action, object, id, name, "denied", detail))
}

func (t *txn) auditEntry(entry AuditEntry) {
	key := t.auditKey(t.now)
	if value, err := t.chain.encodeAudit(key, entry); err == nil { // text and times always encode
		t.ops = append(t.ops, kv.Put(key, value, kv.Absent))
	}
}

func (s *Service) writeAudit(ctx context.Context, entry AuditEntry) error {
	key := s.auditKey(entry.At)
	value, err := s.chain.encodeAudit(key, entry)
	if err != nil {
		return err
	}
	if _, err := s.store.Commit(ctx, []kv.Op{kv.Put(key, value, kv.Absent)}); err != nil {
		return storeError(err)
	}
	return nil
}

// auditKey counts time downwards, so that the store's order is newest first, and
// chance keeps the entries of two nodes apart. A clock that is set back does not
// disturb the order: no entry is sorted before one that was there already,
// though it says the time the clock showed.
func (s *Service) auditKey(at time.Time) string {
	var chance [8]byte
	_, _ = rand.Read(chance[:])
	for {
		last := s.auditTime.Load()
		nanos := max(at.UnixNano(), last+1)
		if s.auditTime.CompareAndSwap(last, nanos) {
			return fmt.Sprintf("%s%016x%x", auditPrefix, math.MaxInt64-nanos, chance)
		}
	}
}
