package access_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// operators makes one operator of each role and gives their callers.
func operators(t *testing.T, c *accesstest.Core) map[access.Role]access.Caller {
	t.Helper()
	callers := map[access.Role]access.Caller{}
	for _, role := range []access.Role{access.RoleOwner, access.RoleAdmin, access.RoleViewer} {
		if _, err := c.CreateUser(t.Context(), local, access.UserSpec{Username: "op-" + string(role), Password: password, Operator: role}); err != nil {
			t.Fatal(err)
		}
		in, err := c.SignIn(t.Context(), client, access.SignInSpec{Username: "op-" + string(role), Password: password})
		if err != nil {
			t.Fatal(err)
		}
		callers[role] = in.Caller
	}
	return callers
}

func TestSetupLinkMakesOneOwnerOnce(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	ctx := t.Context()
	old, _, err := c.NewSetupToken(ctx, local)
	if err != nil {
		t.Fatal(err)
	}
	text, _, err := c.NewSetupToken(ctx, local)
	if err != nil {
		t.Fatal(err)
	}
	spec := access.UserSpec{Username: "m.okafor", Password: password}
	_, err = c.Setup(ctx, client, old, spec)
	wantCode(t, "a link that was replaced", err, access.CodeUnauthenticated)
	_, err = c.Setup(ctx, client, text, access.UserSpec{Username: "m.okafor", Password: "short"})
	wantCode(t, "a short password", err, access.CodeInvalid)
	in, err := c.Setup(ctx, client, text, spec)
	if err != nil {
		t.Fatal(err)
	}
	if in.Caller.Role != access.RoleOwner {
		t.Errorf("role %s", in.Caller.Role)
	}
	if got, err := c.CallerBySession(ctx, client, in.Cookie, in.Value); err != nil || got.Name != "m.okafor" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = c.Setup(ctx, client, text, access.UserSpec{Username: "eve", Password: password})
	wantCode(t, "used again", err, access.CodeUnauthenticated)
	_, _, err = c.NewSetupToken(ctx, local)
	wantCode(t, "a link once there is an operator", err, access.CodeConflict)
}

func TestSetupLinkDiesAfterAnHour(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	text, _, err := c.NewSetupToken(t.Context(), local)
	if err != nil {
		t.Fatal(err)
	}
	clock.Advance(time.Hour)
	_, err = c.Setup(t.Context(), client, text, access.UserSpec{Username: "a", Password: password})
	wantCode(t, "after an hour", err, access.CodeUnauthenticated)
}

func TestSessionNeedsBothValuesAndEnds(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	ctx := t.Context()
	if _, err := c.CreateUser(ctx, local, access.UserSpec{Username: "op", Password: password, Operator: access.RoleAdmin}); err != nil {
		t.Fatal(err)
	}
	begin := func() *access.SignIn {
		in, err := c.SignIn(ctx, client, access.SignInSpec{Username: "op", Password: password})
		if err != nil {
			t.Fatal(err)
		}
		return in
	}
	open := func(in *access.SignIn) error {
		_, err := c.CallerBySession(ctx, client, in.Cookie, in.Value)
		return err
	}
	in := begin()
	for name, pair := range map[string][2]string{"cookie alone": {in.Cookie, ""}, "value alone": {"", in.Value}, "swapped": {in.Value, in.Cookie}, "another's": {in.Cookie, begin().Value}} {
		_, err := c.CallerBySession(ctx, client, pair[0], pair[1])
		wantCode(t, name, err, access.CodeUnauthenticated)
	}
	c.Reopen()
	if err := open(in); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	for range 23 {
		clock.Advance(29 * time.Minute)
		if err := open(in); err != nil {
			t.Fatalf("in use: %v", err)
		}
	}
	in = begin()
	clock.Advance(30 * time.Minute)
	wantCode(t, "idle", open(in), access.CodeUnauthenticated)
	in = begin()
	for range 24 {
		clock.Advance(29 * time.Minute)
		_ = open(in)
	}
	clock.Advance(25 * time.Minute)
	wantCode(t, "twelve hours", open(in), access.CodeUnauthenticated)
	in = begin()
	caller, _ := c.CallerBySession(ctx, client, in.Cookie, in.Value)
	if err := c.SignOut(ctx, caller); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "signed out", open(in), access.CodeUnauthenticated)
	in = begin()
	next := "another good password"
	if _, err := c.EditUser(ctx, local, "op", access.UserPatch{Password: &next}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "after a new password", open(in), access.CodeUnauthenticated)
}

func TestUserWithoutOperatorRightsDoesNotSignIn(t *testing.T) {
	f := newFixture(t)
	_, err := f.SignIn(t.Context(), client, access.SignInSpec{Username: "john.doe", Password: password})
	wantReason(t, "sign in", err, access.ReasonNotAnOperator)
}

func TestOperatorRolesMayWhatTheirTableSays(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	callers := operators(t, f.Core)
	ops := []struct {
		name string
		need access.Role
		do   func(access.Caller) error
	}{
		{"list keys", access.RoleViewer, func(c access.Caller) error { _, err := f.Keys(ctx, c, access.KeyQuery{}); return err }},
		{"read audit", access.RoleViewer, func(c access.Caller) error { _, err := f.Audit(ctx, c, access.AuditQuery{}); return err }},
		{"list signing keys", access.RoleViewer, func(c access.Caller) error { _, err := f.SigningKeys(ctx, c); return err }},
		{"create key", access.RoleAdmin, func(c access.Caller) error {
			_, _, err := f.CreateKey(ctx, c, access.KeySpec{Name: "k", User: "john.doe"})
			return err
		}},
		{"pause key", access.RoleAdmin, func(c access.Caller) error { _, err := f.PauseKey(ctx, c, f.key.ID); return err }},
		{"create auth header", access.RoleAdmin, func(c access.Caller) error {
			_, err := f.AddAuthHeader(ctx, c, access.AuthHeaderSpec{Name: "h", User: "john.doe"})
			return err
		}},
		{"edit user", access.RoleAdmin, func(c access.Caller) error {
			name := "John"
			_, err := f.EditUser(ctx, c, "john.doe", access.UserPatch{FirstName: &name})
			return err
		}},
		{"edit operator", access.RoleOwner, func(c access.Caller) error {
			name := "V"
			_, err := f.EditUser(ctx, c, "op-viewer", access.UserPatch{FirstName: &name})
			return err
		}},
		{"make operator", access.RoleOwner, func(c access.Caller) error {
			_, err := f.CreateUser(ctx, c, access.UserSpec{Username: fmt.Sprintf("made-by-%s", c.Role), Password: password, Operator: access.RoleViewer})
			return err
		}},
		{"promote", access.RoleOwner, func(c access.Caller) error {
			role, pass := access.RoleViewer, password
			_, err := f.EditUser(ctx, c, "john.doe", access.UserPatch{Operator: &role, Password: &pass})
			if err == nil {
				none := access.RoleNone
				_, err = f.EditUser(ctx, c, "john.doe", access.UserPatch{Operator: &none})
			}
			return err
		}},
		{"give our own permission", access.RoleOwner, func(c access.Caller) error {
			_, err := f.SetMember(ctx, c, "Acme Logistics", "john.doe", access.MemberSpec{Permissions: []string{"latchkey:metrics"}})
			if err == nil {
				_, err = f.SetMember(ctx, c, "Acme Logistics", "john.doe", access.MemberSpec{})
			}
			return err
		}},
		{"reveal signing key", access.RoleOwner, func(c access.Caller) error {
			keys, err := f.SigningKeys(ctx, local)
			if err != nil {
				return err
			}
			_, err = f.RevealSigningKey(ctx, c, keys[0].ID)
			return err
		}},
		{"rotate signing key", access.RoleOwner, func(c access.Caller) error { _, err := f.RotateSigningKey(ctx, c, "machine"); return err }},
		{"change the listener", access.RoleOwner, func(c access.Caller) error { return f.Permit(ctx, c, "listener.change") }},
	}
	rank := map[access.Role]int{access.RoleViewer: 1, access.RoleAdmin: 2, access.RoleOwner: 3}
	for _, op := range ops {
		for role, caller := range callers {
			err := op.do(caller)
			if allowed := rank[role] >= rank[op.need]; allowed && err != nil {
				t.Errorf("%s as %s: %v", op.name, role, err)
			} else if !allowed {
				wantCode(t, op.name+" as "+string(role), err, access.CodeDenied)
			}
		}
		wantCode(t, op.name+" as nobody", op.do(client), access.CodeUnauthenticated)
	}
	wantCode(t, "stopping the core from a browser", f.Permit(ctx, callers[access.RoleOwner], "core.stop"), access.CodeDenied)
	log, err := f.Audit(ctx, local, access.AuditQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	denied := 0
	for _, e := range log.Entries {
		if e.Result == "denied" {
			denied++
		}
	}
	if denied == 0 {
		t.Error("no refusal is in the audit log")
	}
}

// An owner's right must not be had by way of what an admin may do: a credential
// whose secret is shown.
func TestAdminComesByNoCredentialWithWordsOfOurs(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	callers := operators(t, f.Core)
	if _, err := f.SetMember(ctx, local, "Acme Logistics", "john.doe", access.MemberSpec{Roles: []string{"Partner"}, Permissions: []string{"orders:read", access.MetricsPermission}}); err != nil {
		t.Fatal(err)
	}
	harmless, _, err := f.CreateKey(ctx, local, access.KeySpec{Name: "harmless", User: "john.doe", Permissions: []string{"orders:read"}})
	if err != nil {
		t.Fatal(err)
	}
	secret := password + "2"
	ways := []struct {
		name string
		do   func(c access.Caller) error
	}{
		{"a key with all that the user holds", func(c access.Caller) error {
			_, _, err := f.CreateKey(ctx, c, access.KeySpec{Name: "all", User: "john.doe"})
			return err
		}},
		{"a key with that one permission", func(c access.Caller) error {
			_, _, err := f.CreateKey(ctx, c, access.KeySpec{Name: "one", User: "john.doe", Permissions: []string{access.MetricsPermission}})
			return err
		}},
		{"a new secret of one that has it", func(c access.Caller) error {
			_, _, err := f.RotateKey(ctx, c, f.key.ID, access.Immediately)
			return err
		}},
		{"more for a key that is known already", func(c access.Caller) error {
			more := []string{access.MetricsPermission, "orders:read"}
			_, err := f.EditKey(ctx, c, harmless.ID, access.KeyPatch{Permissions: &more})
			if err == nil {
				less := []string{"orders:read"}
				_, err = f.EditKey(ctx, c, harmless.ID, access.KeyPatch{Permissions: &less})
			}
			return err
		}},
		{"an auth header", func(c access.Caller) error {
			_, err := f.AddAuthHeader(ctx, c, access.AuthHeaderSpec{Name: "h", User: "john.doe"})
			return err
		}},
		{"a password", func(c access.Caller) error {
			_, err := f.EditUser(ctx, c, "john.doe", access.UserPatch{Password: &secret})
			return err
		}},
	}
	for _, way := range ways {
		wantCode(t, way.name+", by an admin", way.do(callers[access.RoleAdmin]), access.CodeDenied)
		if err := way.do(callers[access.RoleOwner]); err != nil {
			t.Errorf("%s, by an owner: %v", way.name, err)
		}
	}
	admin := callers[access.RoleAdmin]
	if _, _, err := f.CreateKey(ctx, admin, access.KeySpec{Name: "a part", User: "john.doe", Permissions: []string{"orders:read"}}); err != nil {
		t.Errorf("a key without it: %v", err)
	}
	if _, _, err := f.RotateKey(ctx, admin, harmless.ID, access.Immediately); err != nil {
		t.Errorf("a new secret of a key without it: %v", err)
	}
	note := "looked at"
	if _, err := f.EditKey(ctx, admin, f.key.ID, access.KeyPatch{Note: &note}); err != nil {
		t.Errorf("a note on a key with it: %v", err)
	}
}

func TestLastOwnerStays(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	ctx := t.Context()
	for _, name := range []string{"one", "two"} {
		if _, err := c.CreateUser(ctx, local, access.UserSpec{Username: name, Password: password, Operator: access.RoleOwner}); err != nil {
			t.Fatal(err)
		}
	}
	// Both at once: one of the two must fail.
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, name := range []string{"one", "two"} {
		wait.Go(func() { _, errs[i] = c.DisableUser(ctx, local, name) })
	}
	wait.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("disabling both owners at once: %v, %v", errs[0], errs[1])
	}
	left, refused := "one", errs[0]
	if refused == nil {
		left, refused = "two", errs[1]
	}
	wantCode(t, "disabling the last", refused, access.CodeConflict)
	none := access.RoleNone
	_, err := c.EditUser(ctx, local, left, access.UserPatch{Operator: &none})
	wantCode(t, "demote", err, access.CodeConflict)
	wantCode(t, "remove", c.RemoveUser(ctx, local, left), access.CodeConflict)
}

func TestEditOfAnOlderVersionConflictsAndShowsTheNewer(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	first, second := "first", "second"
	if _, err := f.EditKey(ctx, local, f.key.ID, access.KeyPatch{Note: &first, Version: f.key.Version}); err != nil {
		t.Fatal(err)
	}
	_, err := f.EditKey(ctx, local, f.key.ID, access.KeyPatch{Note: &second, Version: f.key.Version})
	wantCode(t, "stale edit", err, access.CodeConflict)
	current, ok := access.AsError(err).Current.(*access.KeyView)
	if !ok || current.Note != first {
		t.Errorf("current is %#v", access.AsError(err).Current)
	}
}

func TestFirstRunMakesAllItTakesOnce(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	ctx := t.Context()
	run, err := c.FirstRun(ctx, local, access.FirstRunSpec{})
	if err != nil {
		t.Fatal(err)
	}
	if run.Account.Name != "Default" || run.User.Username != "tester" || run.Key.Name != "My first key" || run.Key.State != access.StateActive {
		t.Errorf("made %s, %s, %s (%s)", run.Account.Name, run.User.Username, run.Key.Name, run.Key.State)
	}
	if _, err := c.LoginKey(ctx, client, run.Key.AccessKey, run.Secret); err != nil {
		t.Error(err)
	}
	if _, err := c.LoginUser(ctx, client, run.User.Username, run.Password); err != nil {
		t.Error(err)
	}
	_, err = c.FirstRun(ctx, local, access.FirstRunSpec{})
	wantCode(t, "a second time", err, access.CodeConflict)
}

func TestFirstRunWorksUnderAPolicyOfLongPasswords(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{Given: map[string]access.Given{"password-length": {Value: "64", Origin: "latchkey.yaml"}}})
	if _, err := c.FirstRun(t.Context(), local, access.FirstRunSpec{}); err != nil {
		t.Error(err)
	}
}

// Before the second factor that is due an owner is nobody but themselves.
func TestOwnerWhoMustEnrolEndsNobodyElsesSession(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	callers := operators(t, c)
	owner := callers[access.RoleOwner]
	owner.MustEnrol = true
	list, err := c.Sessions(t.Context(), owner)
	if err != nil || len(list) != 1 || !list[0].Current {
		t.Errorf("sees %+v, %v; want the own session alone", list, err)
	}
	everybodys, err := c.Sessions(t.Context(), callers[access.RoleOwner])
	if err != nil || len(everybodys) != 3 {
		t.Fatalf("%d sessions, %v", len(everybodys), err)
	}
	for _, x := range everybodys {
		if err := c.EndSession(t.Context(), owner, x.ID); !x.Current {
			wantCode(t, "the session of "+x.Username, err, access.CodeNotFound)
		}
	}
}

func TestFirstRunOfABrowserOwnerUsesTheirOwnUser(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	owner := operators(t, c)[access.RoleOwner]
	run, err := c.FirstRun(t.Context(), owner, access.FirstRunSpec{})
	if err != nil {
		t.Fatal(err)
	}
	if run.User.ID != owner.UserID || run.Password != "" {
		t.Errorf("user %s, a password: %t", run.User.Username, run.Password != "")
	}
	if _, err := c.LoginUser(t.Context(), client, owner.Name, password); err != nil {
		t.Error(err)
	}
}

func TestNamesAreUniqueHoweverTheyAreWritten(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	ctx := t.Context()
	var wait sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		wait.Go(func() {
			name := "Jane"
			if i%2 == 1 {
				name = "JANE"
			}
			_, errs[i] = c.CreateUser(ctx, local, access.UserSpec{Username: name})
		})
	}
	wait.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else {
			wantCode(t, "taken", err, access.CodeConflict)
		}
	}
	if made != 1 {
		t.Errorf("%d users of one name", made)
	}
	if _, err := c.CreateAccount(ctx, local, access.AccountSpec{Name: "Süd Verlag"}); err != nil {
		t.Fatal(err)
	}
	_, err := c.CreateAccount(ctx, local, access.AccountSpec{Name: " süd  VERLAG"})
	wantCode(t, "the same account name", err, access.CodeConflict)
	for _, bad := range []string{"", " ", "a b", strings.Repeat("x", 200), "a\x00b"} {
		_, err := c.CreateUser(ctx, local, access.UserSpec{Username: bad})
		wantCode(t, fmt.Sprintf("%.10q", bad), err, access.CodeInvalid)
	}
}

func TestManyChangesAtOnceAllHappen(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	var wait sync.WaitGroup
	errs := make([]error, 40)
	for i := range errs {
		wait.Go(func() {
			_, _, errs[i] = f.CreateKey(ctx, local, access.KeySpec{Name: fmt.Sprintf("k%02d", i), User: "john.doe"})
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	f.Reopen()
	list, err := f.Keys(ctx, local, access.KeyQuery{Search: "k", Page: access.Page{Limit: 10, Offset: 5}})
	if err != nil || list.Total != 40 || len(list.Items) != 10 {
		t.Errorf("%d of %d, %v", len(list.Items), list.Total, err)
	}
	numbers := map[int64]bool{}
	all, _ := f.Keys(ctx, local, access.KeyQuery{})
	for _, k := range all.Items {
		if numbers[k.Number] {
			t.Errorf("two keys have the number %d", k.Number)
		}
		numbers[k.Number] = true
	}
}

func TestAccountOrUserWithLiveKeysIsNotRemoved(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	err := f.RemoveUser(ctx, local, "john.doe")
	wantCode(t, "user", err, access.CodeConflict)
	if !strings.Contains(err.Error(), "one key") {
		t.Errorf("the keys are not counted: %v", err)
	}
	wantCode(t, "account", f.RemoveAccount(ctx, local, "Acme Logistics"), access.CodeConflict)
	if _, err := f.RevokeKey(ctx, local, f.key.ID, ""); err != nil {
		t.Fatal(err)
	}
	if err := f.RemoveUser(ctx, local, "john.doe"); err != nil {
		t.Fatal(err)
	}
	if err := f.RemoveAccount(ctx, local, "Acme Logistics"); err != nil {
		t.Fatal(err)
	}
	f.Reopen()
	k, err := f.Key(ctx, local, f.key.ID)
	if err != nil || k.Username != "john.doe" || k.AccountName != "Acme Logistics" {
		t.Errorf("the revoked key no longer says whose it was: %+v, %v", k, err)
	}
	// Both names are free again.
	f.Member(t, "Acme Logistics", "john.doe", password, access.MemberSpec{})
}

func TestExactlyOneMembershipIsPrimary(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	ctx := t.Context()
	for _, a := range []string{"A", "B", "C"} {
		c.Member(t, a, "u", "", access.MemberSpec{})
	}
	primary := func() string {
		u, err := c.User(ctx, local, "u")
		if err != nil {
			t.Fatal(err)
		}
		name := ""
		for _, m := range u.Memberships {
			if m.Primary {
				name += m.AccountName
			}
		}
		return name
	}
	if got := primary(); got != "A" {
		t.Errorf("the first is not primary: %q", got)
	}
	if _, err := c.SetMember(ctx, local, "C", "u", access.MemberSpec{Primary: true}); err != nil {
		t.Fatal(err)
	}
	if got := primary(); got != "C" {
		t.Errorf("after making C primary: %q", got)
	}
	if err := c.RemoveMember(ctx, local, "C", "u"); err != nil {
		t.Fatal(err)
	}
	if got := primary(); got != "A" {
		t.Errorf("after C ended: %q", got)
	}
}

func TestSigningKeyRotationKeepsIssuedTokens(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	in, err := f.login(t)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.RotateSigningKey(ctx, local, "machine"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Verify(ctx, client, in.Token, access.Requirement{}); err != nil {
		t.Errorf("a token from before: %v", err)
	}
	text := strings.Repeat("0123456789abcdef", 4)
	v, err := f.ImportSigningKey(ctx, local, "machine", text)
	if err != nil {
		t.Fatal(err)
	}
	f.Reopen()
	r, err := f.RevealSigningKey(ctx, local, v.ID)
	if err != nil || r.Secret != text || r.State != "active" {
		t.Errorf("%s, %v", r.State, err)
	}
	_, err = f.ImportSigningKey(ctx, local, "machine", strings.Repeat("a", 47))
	wantCode(t, "too short", err, access.CodeInvalid)
	_, err = f.ImportSigningKey(ctx, local, "other", text)
	wantCode(t, "an unknown use", err, access.CodeInvalid)
}

func TestImportedPairIsCheckedForStrength(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	for _, tc := range []struct {
		accessKey, secret string
		weak              bool
		want              access.Code
	}{
		{"986d8167a9b9a15e37db4ab4ad50877b01347a94", "79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq", false, ""},
		{"986d8167a9b9a15e37db4ab4ad50877b01347a94", "79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq", false, access.CodeConflict},
		{"legacy-1", "0123456789012345", false, access.CodeInvalid},
		{"legacy-1", "0123456789012345", true, ""},
		{"legacy-2", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false, access.CodeInvalid},
		{"legacy-3", "short", true, access.CodeInvalid},
		{"with space", strings.Repeat("aB3/", 12), false, access.CodeInvalid},
		{"", strings.Repeat("aB3/", 12), false, access.CodeInvalid},
	} {
		k, _, err := f.CreateKey(ctx, local, access.KeySpec{Name: "imported", User: "john.doe", AccessKey: tc.accessKey, Secret: tc.secret, Weak: tc.weak})
		if tc.want != "" {
			wantCode(t, tc.accessKey, err, tc.want)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tc.accessKey, err)
			continue
		}
		if _, err := f.LoginKey(ctx, client, k.AccessKey, tc.secret); err != nil {
			t.Errorf("%s does not log in: %v", tc.accessKey, err)
		}
	}
}

func TestSeedingTwiceChangesNothing(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	ctx := t.Context()
	realm, email, expires := "Partner", "ci@example.org", access.When("90d")
	file := access.SeedFile{
		SigningKeys: []access.SeedSigningKey{{Use: "machine", Secret: strings.Repeat("s", 64)}},
		Accounts:    []access.SeedAccount{{Name: "Acme", Realm: &realm}},
		Users:       []access.SeedUser{{Username: "ci", Email: &email, Password: password, PasswordExpires: &expires}},
		Memberships: []access.SeedMembership{{User: "ci", Account: "Acme", Roles: []string{"b", "a"}}},
		Keys: []access.SeedKey{
			{Name: "own", User: "ci", AccessKey: "ci-key", Secret: strings.Repeat("aB3/", 12), Expires: "2030-01-31"},
			{Name: "made", User: "ci", Account: "Acme", Expires: "1d", Roles: []string{"a"}},
		},
		AuthHeaders: []access.SeedAuthHeader{{Name: "h", User: "ci"}},
	}
	first, err := c.Seed(ctx, local, file)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Created) != 6 || len(first.Changed) != 1 || len(first.Secrets) != 2 {
		t.Errorf("created %d, changed %d, secrets %d", len(first.Created), len(first.Changed), len(first.Secrets))
	}
	second, err := c.Seed(ctx, local, file)
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Created)+len(second.Changed)+len(second.Secrets) != 0 || len(second.Unchanged) != 7 {
		t.Errorf("the second time: %+v", second)
	}
	file.Keys[0].Expires = "2031-01-31"
	file.Memberships[0].Roles = []string{"a"}
	third, err := c.Seed(ctx, local, file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ci in Acme", "own"}, []string{third.Changed[0].Name, third.Changed[1].Name}); diff != "" {
		t.Error(diff)
	}
	file.Keys[0].Secret = strings.Repeat("xY7/", 12)
	_, err = c.Seed(ctx, local, file)
	wantCode(t, "another secret for an existing key", err, access.CodeConflict)
	if e := access.AsError(err); e.Field != "keys[0].secret" || strings.Contains(e.Error(), file.Keys[0].Secret) {
		t.Errorf("field %q: %v", e.Field, e)
	}
	file.MakeNothing, file.Keys = true, []access.SeedKey{{Name: "new", User: "ci"}}
	_, err = c.Seed(ctx, local, file)
	wantCode(t, "a secret that nobody would see", err, access.CodeInvalid)
}

func TestMomentsAreReadAsPeopleWriteThem(t *testing.T) {
	f := newFixture(t)
	now := f.clock.Now()
	for in, want := range map[access.When]time.Time{
		"90d": now.AddDate(0, 0, 90), "12h": now.Add(12 * time.Hour), "1s": now.Add(time.Second), "2w": now.AddDate(0, 0, 14),
		"2027-01-31": time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), "2027-01-31T12:00:00+01:00": time.Date(2027, 1, 31, 11, 0, 0, 0, time.UTC),
	} {
		k, _, err := f.CreateKey(t.Context(), local, access.KeySpec{Name: "k", User: "john.doe", Expires: in})
		if err != nil || !k.Expires.Equal(want) {
			t.Errorf("%s: %v, %v, want %s", in, k, err, want)
		}
	}
	for _, in := range []access.When{"", access.Never} {
		k, _, err := f.CreateKey(t.Context(), local, access.KeySpec{Name: "k", User: "john.doe", Expires: in})
		if err != nil || k.Expires != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
	for _, in := range []access.When{"tomorrow", "90", "-1d", "0d", "d", "1e9d", "99999999999999999999d", "40000d", "2026-13-01", "2020-01-01", "１d"} {
		_, _, err := f.CreateKey(t.Context(), local, access.KeySpec{Name: "k", User: "john.doe", Expires: in})
		wantCode(t, string(in), err, access.CodeInvalid)
		if access.AsError(err).Field != "expires" {
			t.Errorf("%q: field %q", in, access.AsError(err).Field)
		}
	}
}

func TestSeedThatFailsStillShowsWhatItMade(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	c.Member(t, "Acme", "ci", "", access.MemberSpec{})
	_, err := c.Seed(t.Context(), local, access.SeedFile{Keys: []access.SeedKey{{Name: "made", User: "ci"}, {Name: "bad", User: "nobody"}}})
	wantCode(t, "seed", err, access.CodeNotFound)
	report, ok := access.AsError(err).Current.(*access.SeedReport)
	if !ok || len(report.Secrets) != 1 {
		t.Fatalf("the error brings %T", access.AsError(err).Current)
	}
	if _, err := c.LoginKey(t.Context(), client, report.Secrets[0].AccessKey, report.Secrets[0].Secret); err != nil {
		t.Error(err)
	}
}

func TestAuditLogIsInOrderWithinAMoment(t *testing.T) {
	f := newFixture(t) // its clock stands still
	for range 20 {
		if _, err := f.PauseKey(t.Context(), local, f.key.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := f.ResumeKey(t.Context(), local, f.key.ID); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for after := ""; len(got) < 40; {
		page, err := f.Audit(t.Context(), local, access.AuditQuery{After: after, Limit: 7})
		if err != nil || len(page.Entries) != 7 {
			t.Fatalf("%d entries, %v", len(page.Entries), err)
		}
		for _, e := range page.Entries {
			got = append(got, e.Action)
		}
		after = page.Next
	}
	for i, action := range got[:40] {
		if want := []string{"key.resume", "key.pause"}[i%2]; action != want {
			t.Fatalf("entry %d is %s, want %s", i, action, want)
		}
	}
}

func TestAccountWithAFormerMembersLiveKeyIsNotRemoved(t *testing.T) {
	f := newFixture(t)
	if err := f.RemoveMember(t.Context(), local, "Acme Logistics", "john.doe"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "remove", f.RemoveAccount(t.Context(), local, "Acme Logistics"), access.CodeConflict)
	a, err := f.Account(t.Context(), local, "Acme Logistics")
	if err != nil || a.Keys.Total != 1 {
		t.Errorf("%d keys, %v", a.Keys.Total, err)
	}
}
