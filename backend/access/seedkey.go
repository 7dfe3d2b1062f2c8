package access

import (
	"context"
	"slices"

	"latchkey/backend/secret"
)

func (r *seeding) key(ctx context.Context, in SeedKey) error {
	old, err := r.s.seededKey(in)
	if err != nil {
		return err
	}
	if old == nil {
		v, text, err := r.s.CreateKey(ctx, r.c, KeySpec{
			Name: in.Name, Note: deref(in.Note), User: in.User, Account: in.Account, Roles: in.Roles, Permissions: in.Permissions,
			NotBefore: in.NotBefore, Expires: in.Expires, Pending: in.Pending, AccessKey: in.AccessKey, Secret: in.Secret, Weak: in.Weak,
		})
		if err != nil {
			return err
		}
		r.note(&r.report.Created, "key", v.Name, v.ID)
		if in.Secret == "" {
			r.report.Secrets = append(r.report.Secrets, SeedSecret{Kind: "key", Name: v.Name, AccessKey: v.AccessKey, Secret: text})
		}
		return nil
	}
	if in.AccessKey != "" && in.AccessKey != old.AccessKey {
		return fieldOf(Errorf(CodeConflict, "the key %s exists with another access key", in.Name).WithHint("give the key another name, or revoke the old one"), "accessKey")
	}
	if in.Secret != "" && !secret.Equal(old.SecretHash, r.s.secretHash(old.AccessKey, in.Secret)) {
		return fieldOf(Errorf(CodeConflict, "the key %s exists with another secret", in.Name).WithHint("give the key another name, or revoke the old one"), "secret")
	}
	patch := KeyPatch{Note: in.Note}
	same := kept(in.Note, old.Note)
	if in.Roles != nil && !slices.Equal(words(in.Roles), words(old.Roles)) {
		patch.Roles, same = &in.Roles, false
	}
	if in.Permissions != nil && !slices.Equal(words(in.Permissions), words(old.Permissions)) {
		patch.Permissions, same = &in.Permissions, false
	}
	if in.Expires != "" {
		changes, err := r.moves("expires", in.Expires, old.Expires)
		if err != nil {
			return err
		}
		if changes {
			patch.Expires, same = &in.Expires, false
		}
	}
	after := old.Version
	if !same {
		v, err := r.s.EditKey(ctx, r.c, old.ID, patch)
		if err != nil {
			return err
		}
		after = v.Version
	}
	r.outcome("key", old.Name, old.ID, old.Version, after)
	return nil
}

// seededKey finds the key a seed file means: by user, account and name, and
// never a revoked one, which nothing brings back.
func (s *Service) seededKey(in SeedKey) (*Key, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u := s.state.user(in.User)
	if u == nil {
		return nil, fieldOf(noUser(), "user")
	}
	t := &txn{Service: s, state: s.state, now: s.now()}
	m, err := t.membershipFor(u, in.Account)
	if err != nil {
		return nil, err
	}
	var found *Key
	for k := range s.state.keysNamed(in.Name) {
		if k.UserID == u.ID && k.AccountID == m.AccountID && k.RevokedAt == nil && (found == nil || k.Number < found.Number) {
			found = k
		}
	}
	return found, nil
}

func (r *seeding) authHeader(ctx context.Context, in SeedAuthHeader) error {
	old := r.s.seededHeader(in)
	if old == nil {
		h, err := r.s.AddAuthHeader(ctx, r.c, AuthHeaderSpec(in))
		if err != nil {
			return err
		}
		r.note(&r.report.Created, "authheader", h.Name, h.ID)
		if in.Token == "" {
			r.report.Secrets = append(r.report.Secrets, SeedSecret{Kind: "authheader", Name: h.Name, Token: h.Token})
		}
		return nil
	}
	if in.Token != "" && r.s.tokenHash(in.Token) != r.s.tokenHash(old.Token) {
		return fieldOf(Errorf(CodeConflict, "the auth header %s exists with another token", in.Name).WithHint("give it another name, or delete the old one"), "token")
	}
	r.note(&r.report.Unchanged, "authheader", old.Name, old.ID)
	return nil
}

// seededHeader finds the auth header a seed file means, nil for none.
func (s *Service) seededHeader(in SeedAuthHeader) *AuthHeader {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found *AuthHeader
	if u := s.state.user(in.User); u != nil {
		for _, h := range s.state.userHeaders[u.ID] {
			if h.Name == in.Name && h.DeletedAt == nil && (found == nil || h.Number < found.Number) {
				found = h
			}
		}
	}
	return found
}
