package access

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"latchkey/backend/token"
)

// Account is what keys act for: the customer's side of a token. The values are
// immutable; a change makes a new one.
type Account struct {
	ID           string          `json:"id"`         // UUID; the claim ca
	Name         string          `json:"name"`       // unique, compared without case
	Realm        string          `json:"realm"`      // the claim realm
	Domain       string          `json:"domain"`     // the claim domain, a path
	CustomerID   string          `json:"customerId"` // the claim cid, a UUID
	Repcode      string          `json:"repcode,omitzero"`
	ServicePhone string          `json:"phone,omitzero"`
	ServiceEmail string          `json:"email,omitzero"`
	Whitelabel   json.RawMessage `json:"whitelabel,omitzero"` // a JSON object
	Stamp
	Removed *time.Time `json:"removed,omitzero"` // set when it was removed; its revoked keys still name it

	claims token.Part // what its tokens say of it
	rev    int64
}

// Stamp is who made and last changed a record, and its version: a number that
// rises with each change, sent back by a form so that two edits do not
// overwrite each other.
type Stamp struct {
	CreatedAt time.Time `json:"createdAt"`
	CreatedBy string    `json:"createdBy"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy string    `json:"updatedBy"`
	Version   int64     `json:"version"`
}

// AccountSpec is a new account. Only Name is required: the customer id is then
// a new UUID, the realm "Partner", and the domain "/" and the name in lower
// case with "-" for what is not a letter or digit.
type AccountSpec struct {
	Name         string
	Realm        string
	Domain       string
	CustomerID   string
	Repcode      string
	ServicePhone string
	ServiceEmail string
	Whitelabel   json.RawMessage
	ID           string // of an import; "" = a new one
}

// AccountPatch changes the members that are not nil.
type AccountPatch struct {
	Name, Realm, Domain, CustomerID, Repcode, ServicePhone, ServiceEmail *string
	Whitelabel                                                           json.RawMessage
	Version                                                              int64 // 0 = whatever it is; else a conflict when it is another
}

// AccountView is an account with what the lists show beside it.
type AccountView struct {
	Account
	Members int
	Keys    KeyCount
}

// KeyCount counts the keys of an account or user.
type KeyCount struct{ Total, Active int }

// AccountQuery asks for a part of the accounts.
type AccountQuery struct {
	Search string // in name, realm, domain, ids, repcode
	Page          // Sort: name (default), created, members, keys
}

// Accounts lists. Codes: unauthenticated, denied, invalid.
func (s *Service) Accounts(ctx context.Context, c Caller, q AccountQuery) (List[AccountView], error) {
	if err := s.allow(ctx, c, RoleViewer, "account.list"); err != nil {
		return List[AccountView]{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	look, now := searcher(q.Search), s.now()
	var found []AccountView
	for _, a := range s.state.accounts {
		if a.Removed == nil && look(a.Name, a.Realm, a.Domain, a.ID, a.CustomerID, a.Repcode) {
			found = append(found, s.state.accountView(a, now))
		}
	}
	return page(found, q.Page, accountOrders, "name")
}

var accountOrders = orders[AccountView]{
	"name":    func(a, b *AccountView) int { return compareNames(a.Name, b.Name) },
	"created": func(a, b *AccountView) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"members": func(a, b *AccountView) int { return a.Members - b.Members },
	"keys":    func(a, b *AccountView) int { return a.Keys.Total - b.Keys.Total },
}

// Account gives one by id or name. Codes: unauthenticated, denied, not_found.
func (s *Service) Account(ctx context.Context, c Caller, ref string) (*AccountView, error) {
	if err := s.allow(ctx, c, RoleViewer, "account.read"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := s.state.account(ref)
	if a == nil {
		return nil, noAccount()
	}
	v := s.state.accountView(a, s.now())
	return &v, nil
}

// CreateAccount makes one. Codes: unauthenticated, denied, invalid, conflict, full.
func (s *Service) CreateAccount(ctx context.Context, c Caller, spec AccountSpec) (*AccountView, error) {
	if err := s.allow(ctx, c, RoleAdmin, "account.create"); err != nil {
		return nil, err
	}
	var made *Account
	err := s.change(ctx, c, func(t *txn) (err error) {
		made, err = t.createAccount(spec)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Account(ctx, c, made.ID)
}

func (t *txn) createAccount(spec AccountSpec) (*Account, error) {
	a := &Account{
		ID: cmp.Or(spec.ID, uuid.NewString()), Name: strings.TrimSpace(spec.Name), Realm: spec.Realm, Domain: spec.Domain, CustomerID: spec.CustomerID,
		Repcode: spec.Repcode, ServicePhone: spec.ServicePhone, ServiceEmail: spec.ServiceEmail, Whitelabel: spec.Whitelabel, Stamp: t.stamped(),
	}
	if a.CustomerID == "" {
		a.CustomerID = uuid.NewString()
	}
	if a.Realm == "" {
		a.Realm = "Partner"
	}
	if a.Domain == "" {
		a.Domain = domainOf(a.Name)
	}
	if a.Whitelabel == nil {
		a.Whitelabel = emptyObject
	}
	if err := a.check(); err != nil {
		return nil, err
	}
	if t.state.accountNames[comparableName(a.Name)] != nil {
		return nil, accountTaken(a.Name)
	}
	t.claim("account", comparableName(a.Name))
	if err := t.put(accountKey(a.ID), 0, a); err != nil {
		return nil, err
	}
	t.audit("account.create", "account", a.ID, a.Name, "")
	return a, nil
}

// EditAccount changes one. Codes: unauthenticated, denied, invalid, not_found, conflict, full.
func (s *Service) EditAccount(ctx context.Context, c Caller, ref string, patch AccountPatch) (*AccountView, error) {
	if err := s.allow(ctx, c, RoleAdmin, "account.edit"); err != nil {
		return nil, err
	}
	var id string
	err := s.change(ctx, c, func(t *txn) error {
		old := t.state.account(ref)
		if old == nil {
			return noAccount()
		}
		if id = old.ID; stale(patch.Version, old.Stamp) {
			return conflictOfVersions("the account", old.Stamp, ptr(t.state.accountView(old, t.now)))
		}
		a := *old
		set(&a.Realm, patch.Realm)
		set(&a.Domain, patch.Domain)
		set(&a.CustomerID, patch.CustomerID)
		set(&a.Repcode, patch.Repcode)
		set(&a.ServicePhone, patch.ServicePhone)
		set(&a.ServiceEmail, patch.ServiceEmail)
		if patch.Name != nil {
			a.Name = strings.TrimSpace(*patch.Name)
		}
		if patch.Whitelabel != nil {
			a.Whitelabel = patch.Whitelabel
		}
		if err := a.check(); err != nil {
			return err
		}
		if before, after := comparableName(old.Name), comparableName(a.Name); before != after {
			if t.state.accountNames[after] != nil {
				return accountTaken(a.Name)
			}
			t.release("account", before)
			t.claim("account", after)
		}
		t.touch(&a.Stamp)
		t.audit("account.edit", "account", a.ID, a.Name, "")
		return t.put(accountKey(a.ID), old.rev, &a)
	})
	if err != nil {
		return nil, err
	}
	return s.Account(ctx, c, id)
}

// RemoveAccount takes an account away whose keys are all ended. Codes:
// unauthenticated, denied, not_found, conflict, full.
func (s *Service) RemoveAccount(ctx context.Context, c Caller, ref string) error {
	if err := s.allow(ctx, c, RoleAdmin, "account.remove"); err != nil {
		return err
	}
	return s.change(ctx, c, func(t *txn) error {
		old := t.state.account(ref)
		if old == nil {
			return noAccount()
		}
		if _, n := t.state.countKeysOfAccount(old.ID, t.now); n > 0 {
			return accountHasKeys(old.Name, n).WithHint("revoke them first")
		}
		members := t.state.byAccount[old.ID]
		if len(members) > maxRemovedMembers {
			return Errorf(CodeConflict, "the account %s has %d members", old.Name, len(members)).WithHint("remove members until at most %d are left", maxRemovedMembers)
		}
		for _, m := range members {
			t.drop(memberKey(m.UserID, m.AccountID), m.rev)
			if err := t.passPrimaryOn(m); err != nil {
				return err
			}
		}
		a := *old
		a.Removed = &t.now
		t.touch(&a.Stamp)
		t.release("account", comparableName(a.Name))
		t.audit("account.remove", "account", a.ID, a.Name, "")
		return t.put(accountKey(a.ID), old.rev, &a)
	})
}

// maxRemovedMembers is how many memberships one commit ends; each may take a
// second record, the one that becomes primary.
const maxRemovedMembers = 28

func (a *Account) check() error {
	if a.Name == "" || !printable(a.Name, 200) {
		return Invalidf("name", "an account's name has 1 to 200 printable characters")
	}
	if a.Realm == "" || !printable(a.Realm, 200) {
		return Invalidf("realm", "a realm has 1 to 200 printable characters")
	}
	if !strings.HasPrefix(a.Domain, "/") || !printable(a.Domain, 200) {
		return Invalidf("domain", "a domain is a path: it begins with / and has at most 200 printable characters")
	}
	if len(a.CustomerID) != 36 || uuid.Validate(a.CustomerID) != nil { // Parse takes other forms too, which verifiers may not
		return Invalidf("customerId", "a customer id is a UUID such as 29263739-2cf8-483d-af15-6151dc8448b4")
	}
	for field, text := range map[string]string{"repcode": a.Repcode, "customerServicePhone": a.ServicePhone, "customerServiceEmail": a.ServiceEmail} {
		if !printable(text, 200) {
			return Invalidf(field, "%s has at most 200 printable characters", field)
		}
	}
	if len(a.Whitelabel) > 16<<10 || !isObject(a.Whitelabel) || !json.Valid(a.Whitelabel) {
		return Invalidf("whitelabelSettings", "white-label settings are a JSON object of at most 16 KiB")
	}
	return nil
}

// domainOf is the domain of an account that names none.
func domainOf(name string) string {
	return "/" + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, name)
}

func (st *state) accountView(a *Account, now time.Time) AccountView {
	v := AccountView{Account: *a, Members: len(st.byAccount[a.ID])}
	v.Keys, _ = st.countKeysOfAccount(a.ID, now)
	return v
}

func noAccount() *Error {
	return Errorf(CodeNotFound, "there is no such account").WithHint("list them with: latchkey account list")
}

func accountTaken(name string) *Error {
	e := Errorf(CodeConflict, "there is an account named %s already", name).WithHint("choose another name")
	e.Field = "name"
	return e
}

func compareNames(a, b string) int {
	if n := strings.Compare(comparableName(a), comparableName(b)); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

// printable reports whether text is UTF-8 of at most so many characters that
// all can be seen.
func printable(text string, most int) bool {
	n := 0
	for _, r := range text {
		if n++; n > most || r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// set takes a patched member over.
func set[T any](into *T, patched *T) {
	if patched != nil {
		*into = *patched
	}
}

func accountHasKeys(name string, n int) *Error {
	if n == 1 {
		return Errorf(CodeConflict, "the account %s has one key that is neither revoked nor expired", name)
	}
	return Errorf(CodeConflict, "the account %s has %d keys that are neither revoked nor expired", name, n)
}
