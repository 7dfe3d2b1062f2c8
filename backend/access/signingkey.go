package access

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"latchkey/backend/secret"
	"latchkey/backend/token"
)

// SigningKey signs the tokens of one use. Its secret is sealed under a label of
// its own.
type SigningKey struct {
	ID            string     `json:"id"` // the kid
	Use           token.Use  `json:"use"`
	Secret        string     `json:"secret"`
	RetiredAt     *time.Time `json:"retiredAt,omitzero"`
	VerifiesUntil *time.Time `json:"verifiesUntil,omitzero"` // of a retired one: its last token ends here
	Stamp

	rev int64
}

var signingUses = token.Uses()

// SigningKeyView is what operators see without revealing.
type SigningKeyView struct {
	ID        string
	Alg       string
	Use       string
	State     string // "active" or "retired"
	CreatedAt time.Time
	CreatedBy string
	RetiredAt *time.Time
}

// SigningKeyReveal is a signing key with its secret: the text whose bytes are
// the HMAC key. Who has it verifies tokens, and can make them.
type SigningKeyReveal struct {
	SigningKeyView
	Secret string
}

func (k *SigningKey) view() SigningKeyView {
	v := SigningKeyView{ID: k.ID, Alg: k.Use.Alg(), Use: string(k.Use), State: "active", CreatedAt: k.CreatedAt, CreatedBy: k.CreatedBy, RetiredAt: k.RetiredAt}
	if k.RetiredAt != nil {
		v.State = "retired"
	}
	return v
}

func (k *SigningKey) ring() token.Key {
	r := token.Key{ID: k.ID, Use: k.Use, Secret: k.Secret, Active: k.RetiredAt == nil}
	if k.VerifiesUntil != nil {
		r.Until = *k.VerifiesUntil
	}
	return r
}

// SigningKeys lists, active first, then newest first. Codes: unauthenticated, denied.
func (s *Service) SigningKeys(ctx context.Context, c Caller) ([]SigningKeyView, error) {
	if err := s.allow(ctx, c, RoleViewer, "signing-key.list"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := make([]SigningKeyView, 0, len(s.state.signing))
	for _, k := range s.state.signing {
		list = append(list, k.view())
	}
	slices.SortFunc(list, func(a, b SigningKeyView) int {
		return cmp.Or(strings.Compare(a.State, b.State), strings.Compare(a.Use, b.Use), b.CreatedAt.Compare(a.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	return list, nil
}

// RevealSigningKey gives a key with its secret. That it did is in the audit log
// before the caller sees it. Codes: unauthenticated, denied, not_found, full.
func (s *Service) RevealSigningKey(ctx context.Context, c Caller, id string) (*SigningKeyReveal, error) {
	if err := s.allow(ctx, c, RoleOwner, "signing-key.reveal"); err != nil {
		return nil, err
	}
	var found *SigningKey
	err := s.change(ctx, c, func(t *txn) error {
		if found = t.state.signing[id]; found == nil {
			return Errorf(CodeNotFound, "there is no such signing key").WithHint("list them with: latchkey signing-key list")
		}
		t.audit("signing-key.reveal", "signing-key", found.ID, found.ID, string(found.Use))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &SigningKeyReveal{SigningKeyView: found.view(), Secret: found.Secret}, nil
}

// ImportSigningKey makes a secret that another service already verifies with
// the active one of its use. Codes: unauthenticated, denied, invalid, full.
func (s *Service) ImportSigningKey(ctx context.Context, c Caller, use, text string) (*SigningKeyView, error) {
	if err := s.allow(ctx, c, RoleOwner, "signing-key.import"); err != nil {
		return nil, err
	}
	u, err := signingUse(use)
	if err != nil {
		return nil, err
	}
	if !secret.IsPrintable(text, u.MinSecretBytes(), 1024) {
		return nil, Invalidf("secret", "a signing secret for %s has %d to 1024 printable ASCII characters", u.Alg(), u.MinSecretBytes())
	}
	return s.replaceSigningKey(ctx, c, "signing-key.import", u, func() string { return text })
}

// RotateSigningKey makes a new active key; tokens of the old one are honoured
// until they end. Codes: unauthenticated, denied, invalid, full.
func (s *Service) RotateSigningKey(ctx context.Context, c Caller, use string) (*SigningKeyView, error) {
	if err := s.allow(ctx, c, RoleOwner, "signing-key.rotate"); err != nil {
		return nil, err
	}
	u, err := signingUse(use)
	if err != nil {
		return nil, err
	}
	return s.replaceSigningKey(ctx, c, "signing-key.rotate", u, secret.NewSigningSecret)
}

func signingUse(use string) (token.Use, error) {
	if u := token.Use(use); slices.Contains(signingUses, u) {
		return u, nil
	}
	return "", Invalidf("use", "use is machine (tokens of access keys, HS384) or user (tokens of /user/login, HS256)")
}

func (s *Service) replaceSigningKey(ctx context.Context, c Caller, action string, use token.Use, text func() string) (*SigningKeyView, error) {
	var made *SigningKey
	err := s.change(ctx, c, func(t *txn) error {
		if old := t.state.activeSigning(use); old != nil {
			k, until := *old, t.now.Add(t.longestToken(use)+time.Second)
			k.RetiredAt, k.VerifiesUntil = &t.now, &until
			t.touch(&k.Stamp)
			if err := t.putSigningKey(&k, old.rev); err != nil {
				return err
			}
		}
		made = t.newSigningKey(use, text())
		t.audit(action, "signing-key", made.ID, made.ID, string(use))
		return t.putSigningKey(made, 0)
	})
	if err != nil {
		return nil, err
	}
	v := made.view()
	return &v, nil
}

// maxTokenLife is what no setting goes beyond.
const maxTokenLife = 24 * time.Hour

// longestToken is how long the oldest token signed until now may still be good:
// one life, or more where the life was shortened since it was signed.
func (t *txn) longestToken(use token.Use) time.Duration {
	life, name := t.state.policy.tokenLife, "token-life"
	if use == token.User {
		life, name = t.state.policy.userTokenLife, "user-token-life"
	}
	if changed := t.state.settings[name].UpdatedAt; t.now.Sub(changed) < maxTokenLife {
		return maxTokenLife
	}
	return life
}

func (t *txn) newSigningKey(use token.Use, text string) *SigningKey {
	var id [10]byte
	_, _ = rand.Read(id[:])
	return &SigningKey{ID: strings.ToLower(base32.StdEncoding.EncodeToString(id[:])), Use: use, Secret: text, Stamp: t.stamped()}
}

func (t *txn) putSigningKey(k *SigningKey, rev int64) error {
	return t.put(signingPrefix+k.ID, rev, k)
}
