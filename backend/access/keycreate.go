package access

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/backend/secret"
)

// CreateKey makes one and gives its secret, which is stored only as a keyed
// hash: nobody can show it again. Codes: unauthenticated, denied, invalid,
// not_found, conflict, full.
func (s *Service) CreateKey(ctx context.Context, c Caller, spec KeySpec) (*KeyView, string, error) {
	if err := s.allow(ctx, c, RoleAdmin, "key.create"); err != nil {
		return nil, "", err
	}
	var made *Key
	var text string
	err := s.change(ctx, c, func(t *txn) error {
		u := t.state.user(spec.User)
		if u == nil {
			return fieldOf(noUser(), "user")
		}
		m, err := t.membershipFor(u, spec.Account)
		if err != nil {
			return err
		}
		if made, text, err = t.createKey(spec, u, m); err != nil {
			return err
		}
		// The membership must still be there when this is committed.
		return t.hold(memberKey(m.UserID, m.AccountID), m.rev, m)
	})
	if err != nil {
		return nil, "", err
	}
	v, err := s.Key(ctx, c, made.ID)
	return v, text, err
}

// membershipFor finds what a key of that user acts for; without an account
// named, the only one the user has.
func (t *txn) membershipFor(u *User, account string) (*Membership, error) {
	if account == "" {
		members := t.state.members[u.ID]
		for _, m := range members {
			if len(members) == 1 {
				return m, nil
			}
		}
		if len(members) == 0 {
			return nil, Invalidf("account", "%s is a member of no account, and a key acts for one", u.Username).WithHint("latchkey account member ACCOUNT %s", u.Username)
		}
		return nil, Invalidf("account", "%s is a member of %d accounts: name the one the key acts for", u.Username, len(members))
	}
	a := t.state.account(account)
	if a == nil {
		return nil, fieldOf(noAccount(), "account")
	}
	m := t.state.members[u.ID][a.ID]
	if m == nil {
		return nil, Invalidf("account", "%s is no member of %s", u.Username, a.Name).WithHint("latchkey account member %q %s", a.Name, u.Username)
	}
	return m, nil
}

// createKey makes a key with its audit entry.
func (t *txn) createKey(spec KeySpec, u *User, m *Membership) (*Key, string, error) {
	k, text, err := t.newKey(spec, u, m)
	if err == nil {
		t.audit("key.create", "key", k.ID, k.Name, "for "+u.Username)
	}
	return k, text, err
}

// newKey checks a key, claims what is its own, and puts it into the change.
func (t *txn) newKey(spec KeySpec, u *User, m *Membership) (*Key, string, error) {
	k := &Key{
		ID: cmp.Or(spec.ID, uuid.NewString()), Number: t.next(keyNumber), AccessKey: spec.AccessKey, Name: strings.TrimSpace(spec.Name), Note: spec.Note,
		UserID: u.ID, AccountID: m.AccountID, Roles: spec.Roles, Permissions: spec.Permissions, Activated: !spec.Pending, Stamp: t.stamped(),
	}
	text := spec.Secret
	switch {
	case k.AccessKey == "" && text == "":
		k.AccessKey, text = secret.NewAccessKey(), secret.NewSecret()
	case k.AccessKey == "":
		return nil, "", Invalidf("accessKey", "a secret that is brought along needs its access key")
	case text == "":
		text = secret.NewSecret()
	}
	if err := checkPair(k.AccessKey, text, spec.Weak); err != nil {
		return nil, "", err
	}
	if t.state.keyByAccessKey(k.AccessKey) != nil {
		e := Errorf(CodeConflict, "that access key exists already")
		e.Field = "accessKey"
		return nil, "", e
	}
	var err error
	if k.NotBefore, err = spec.NotBefore.resolve("notBefore", t.now); err != nil {
		return nil, "", err
	}
	if k.Expires, err = spec.Expires.resolve("expires", t.now); err != nil {
		return nil, "", err
	}
	if k.Expires != nil && !k.Expires.After(t.now) {
		return nil, "", Invalidf("expires", "the key would be expired at once").WithHint("choose a later moment")
	}
	if err := t.checkLifetime(k); err != nil {
		return nil, "", err
	}
	k.startTerm(t.now)
	if k.Labels, err = checkLabels(spec.Labels); err != nil {
		return nil, "", err
	}
	if k.Addresses, err = parseAddresses(spec.Addresses); err != nil {
		return nil, "", err
	}
	if err := k.check(m); err != nil {
		return nil, "", err
	}
	if err := t.mayTakeKey(k, m); err != nil {
		return nil, "", err
	}
	sum := t.secretHash(k.AccessKey, text)
	k.SecretHash = sum[:]
	t.claim("access key", k.AccessKey)
	return k, text, t.put(keyKey(k.Number), 0, k)
}

// mayTakeKey is mayTake of a key whose secret the caller gets to know.
func (t *txn) mayTakeKey(k *Key, m *Membership) error {
	roles, permissions := k.effective(m)
	err := t.mayTake(roles, permissions)
	if err == nil {
		return nil
	}
	return AsError(err).WithHint("choose the roles and permissions the key carries, or ask an owner")
}

// minImportedBits is what NIST SP 800-63B asks of a secret that is hashed fast.
const minImportedBits = 112

func checkPair(accessKey, text string, weak bool) error {
	if !secret.IsPrintable(accessKey, 1, 128) {
		return Invalidf("accessKey", "an access key has 1 to 128 printable ASCII characters without spaces")
	}
	if !secret.IsPrintable(text, 16, 256) {
		return Invalidf("secret", "a secret has 16 to 256 printable ASCII characters without spaces")
	}
	if !weak && secret.Bits(text) < minImportedBits {
		return Invalidf("secret", "the secret has fewer than %d bits by its length and alphabet, so a thief of the store could guess it", minImportedBits).WithHint("use a longer one, or accept it as weak")
	}
	return nil
}

func (s *Service) secretHash(accessKey, text string) [secret.Size]byte {
	return s.secrets.Sum("access key secret", accessKey, text)
}

// check holds a key against its membership; what it may carry must be there.
func (k *Key) check(m *Membership) error {
	if k.Name == "" || !printable(k.Name, 200) {
		return Invalidf("name", "a key's name has 1 to 200 printable characters")
	}
	if !printable(strings.NewReplacer("\n", " ", "\t", " ").Replace(k.Note), 2000) {
		return Invalidf("note", "a note has at most 2000 printable characters")
	}
	if k.NotBefore != nil && k.Expires != nil && !k.NotBefore.Before(*k.Expires) {
		return Invalidf("notBefore", "the key would start when it has already expired")
	}
	if k.Roles != nil {
		k.Roles = words(k.Roles)
	}
	if k.Permissions != nil {
		k.Permissions = words(k.Permissions)
	}
	for _, w := range k.Roles {
		if m != nil && !slices.Contains(m.Roles, w) {
			return Invalidf("roles", "the membership does not have the role %s, so the key cannot carry it", w).WithHint("add it to the membership first")
		}
	}
	for _, w := range k.Permissions {
		if m != nil && !slices.Contains(m.Permissions, w) {
			return Invalidf("permissions", "the membership does not have the permission %s, so the key cannot carry it", w).WithHint("add it to the membership first")
		}
	}
	return nil
}
