package access_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/secret"
)

var (
	local  = accesstest.Local
	client = accesstest.Client
)

// fixture is a core with one member and one active key.
type fixture struct {
	*accesstest.Core
	clock  *accesstest.Clock
	key    *access.KeyView
	secret string
}

const password = "SecurePass123!"

func newFixture(t *testing.T) *fixture {
	t.Helper()
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	c.Member(t, "Acme Logistics", "john.doe", password, access.MemberSpec{Roles: []string{"PartnerAdmin", "Partner"}, Permissions: []string{"read", "write"}})
	k, text := c.NewKey(t, access.KeySpec{Name: "billing-batch", User: "john.doe", Expires: "90d"})
	return &fixture{Core: c, clock: clock, key: k, secret: text}
}

func (f *fixture) login(t *testing.T) (access.KeyLogin, error) {
	t.Helper()
	return f.LoginKey(t.Context(), client, f.key.AccessKey, f.secret)
}

// wantReason fails unless err is a refusal for that reason; "" means no refusal.
func wantReason(t *testing.T, what string, err error, want access.Reason) {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		return
	}
	var e *access.Error
	if !errors.As(err, &e) || e.Reason != want || e.Code != access.CodeUnauthenticated {
		t.Errorf("%s: %#v, want a refusal because %s", what, err, want)
	}
}

func wantCode(t *testing.T, what string, err error, want access.Code) {
	t.Helper()
	if err == nil || access.AsError(err).Code != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

func claims(t *testing.T, token string) map[string]any {
	t.Helper()
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(payload, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestKeyLoginGivesTheDocumentedClaims(t *testing.T) {
	f := newFixture(t)
	in, err := f.login(t)
	if err != nil {
		t.Fatal(err)
	}
	account, err := f.Account(t.Context(), accesstest.Local, f.key.AccountID)
	if err != nil {
		t.Fatal(err)
	}
	got := claims(t, in.Token)
	delete(got, "jti")
	now := float64(f.clock.Now().Unix())
	want := map[string]any{
		"uid": f.key.UserID, "ar": []any{"Partner", "PartnerAdmin"}, "ak": f.key.ID, "realm": "Partner", "ca": account.ID,
		"cid": account.CustomerID, "domain": "/acme-logistics", "iat": now, "exp": now + 3600, "iss": "http://localhost:8417",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTokenNeverOutlivesItsKey(t *testing.T) {
	f := newFixture(t)
	f.clock.Advance(90*24*time.Hour - 20*time.Minute)
	in, err := f.login(t)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := int64(claims(t, in.Token)["exp"].(float64)), f.key.Expires.Unix(); got != want {
		t.Errorf("exp %d, want the key's own %d", got, want)
	}
}

func TestEveryRefusedLoginLooksTheSame(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	states := map[access.Reason]func(k string) error{
		access.ReasonPaused:  func(k string) error { _, err := f.PauseKey(ctx, local, k); return err },
		access.ReasonRevoked: func(k string) error { _, err := f.RevokeKey(ctx, local, k, "leaked"); return err },
	}
	var texts []string
	check := func(name string, want access.Reason, ak, text string) {
		_, err := f.LoginKey(ctx, client, ak, text)
		wantReason(t, name, err, want)
		texts = append(texts, access.AsError(err).Public)
	}
	for reason, do := range states {
		k, text := f.NewKey(t, access.KeySpec{Name: "k", User: "john.doe"})
		if err := do(k.ID); err != nil {
			t.Fatal(err)
		}
		check(string(reason), reason, k.AccessKey, text)
	}
	k, text := f.NewKey(t, access.KeySpec{Name: "pending", User: "john.doe", Pending: true})
	check("pending", access.ReasonPending, k.AccessKey, text)
	k, text = f.NewKey(t, access.KeySpec{Name: "later", User: "john.doe", NotBefore: "1h"})
	check("not yet", access.ReasonPending, k.AccessKey, text)
	check("unknown", access.ReasonUnknown, secret.NewAccessKey(), text)
	check("wrong secret", access.ReasonSecret, f.key.AccessKey, secret.NewSecret())
	check("empty", access.ReasonUnknown, "", "")
	check("secret of another key", access.ReasonSecret, f.key.AccessKey, text)
	check("access key in another case", access.ReasonUnknown, strings.ToUpper(f.key.AccessKey), f.secret)
	f.clock.Advance(91 * 24 * time.Hour)
	check("expired", access.ReasonExpired, f.key.AccessKey, f.secret)
	if len(slices.Compact(texts)) != 1 {
		t.Errorf("refusals differ: %q", texts)
	}
}

func TestKeyOfADisabledUserIsRefusedUntilEnabled(t *testing.T) {
	f := newFixture(t)
	if _, err := f.DisableUser(t.Context(), local, "john.doe"); err != nil {
		t.Fatal(err)
	}
	_, err := f.login(t)
	wantReason(t, "disabled", err, access.ReasonUserDisabled)
	if _, err := f.EnableUser(t.Context(), local, "john.doe"); err != nil {
		t.Fatal(err)
	}
	_, err = f.login(t)
	wantReason(t, "enabled again", err, "")
}

func TestKeyOfAnEndedMembershipIsRefused(t *testing.T) {
	f := newFixture(t)
	if err := f.RemoveMember(t.Context(), local, "Acme Logistics", "john.doe"); err != nil {
		t.Fatal(err)
	}
	_, err := f.login(t)
	wantReason(t, "no member", err, access.ReasonNoMembership)
}

func TestKeyGivesOutOnlyWhatTheMembershipHoldsNow(t *testing.T) {
	f := newFixture(t)
	k, text := f.NewKey(t, access.KeySpec{Name: "part", User: "john.doe", Roles: []string{"Partner"}, Permissions: []string{}})
	in, err := f.LoginKey(t.Context(), client, k.AccessKey, text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{"Partner"}, claims(t, in.Token)["ar"]); diff != "" {
		t.Error(diff)
	}
	if _, err := f.SetMember(t.Context(), local, "Acme Logistics", "john.doe", access.MemberSpec{Roles: []string{"PartnerAdmin"}, Permissions: []string{"read"}}); err != nil {
		t.Fatal(err)
	}
	id, err := f.Verify(t.Context(), client, in.Token, access.Requirement{})
	if err != nil {
		t.Fatal(err)
	}
	if len(id.Roles) != 0 || len(id.Permissions) != 0 {
		t.Errorf("still gives %v and %v", id.Roles, id.Permissions)
	}
}

func TestTokenIsRefusedWhileItsKeyIsPausedAndHonouredAfter(t *testing.T) {
	f := newFixture(t)
	in, err := f.login(t)
	if err != nil {
		t.Fatal(err)
	}
	verify := func() error {
		_, err := f.Verify(t.Context(), client, in.Token, access.Requirement{})
		return err
	}
	wantReason(t, "active", verify(), "")
	_, _ = f.PauseKey(t.Context(), local, f.key.ID)
	wantReason(t, "paused", verify(), access.ReasonPaused)
	_, _ = f.ResumeKey(t.Context(), local, f.key.ID)
	wantReason(t, "resumed", verify(), "")
	_, _ = f.RevokeKey(t.Context(), local, f.key.ID, "")
	wantReason(t, "revoked", verify(), access.ReasonRevoked)
}

func TestRevokedKeyIsRefusedAfterRestart(t *testing.T) {
	f := newFixture(t)
	if _, err := f.RevokeKey(t.Context(), local, f.key.ID, "laptop lost"); err != nil {
		t.Fatal(err)
	}
	f.Reopen()
	_, err := f.login(t)
	wantReason(t, "after restart", err, access.ReasonRevoked)
	k, err := f.Key(t.Context(), local, f.key.ID)
	if err != nil {
		t.Fatal(err)
	}
	if k.RevokedFor != "laptop lost" || k.RevokedBy != "local" {
		t.Errorf("revoked by %q for %q", k.RevokedBy, k.RevokedFor)
	}
}

func TestRevocationIsFinal(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	_, _ = f.RevokeKey(ctx, local, f.key.ID, "first")
	_, err := f.RevokeKey(ctx, local, f.key.ID, "second")
	wantReason(t, "revoking again", err, "")
	for name, do := range map[string]func(context.Context, access.Caller, string) (*access.KeyView, error){"resume": f.ResumeKey, "activate": f.ActivateKey, "pause": f.PauseKey} {
		_, err := do(ctx, local, f.key.ID)
		wantCode(t, name, err, access.CodeConflict)
	}
	expires := access.When("1y")
	_, err = f.EditKey(ctx, local, f.key.ID, access.KeyPatch{Expires: &expires})
	wantCode(t, "extend", err, access.CodeConflict)
	k, _ := f.Key(ctx, local, f.key.ID)
	if k.RevokedFor != "first" {
		t.Errorf("the reason became %q", k.RevokedFor)
	}
}

func TestExpiredKeyIsRenewedNotResumed(t *testing.T) {
	f := newFixture(t)
	f.clock.Advance(91 * 24 * time.Hour)
	_, err := f.ResumeKey(t.Context(), local, f.key.ID)
	wantCode(t, "resume", err, access.CodeConflict)
	if !strings.Contains(err.Error(), "renew it") {
		t.Errorf("the error does not say to renew it: %v", err)
	}
	expires := access.When("30d")
	if _, err := f.EditKey(t.Context(), local, f.key.ID, access.KeyPatch{Expires: &expires}); err != nil {
		t.Fatal(err)
	}
	_, err = f.login(t)
	wantReason(t, "renewed", err, "")
}

func TestProfileListsEveryMembershipPrimaryFirst(t *testing.T) {
	f := newFixture(t)
	f.Member(t, "Aaa", "john.doe", "", access.MemberSpec{Roles: []string{"Auditor"}, Permissions: []string{"read", "audit"}})
	f.Member(t, "Zzz", "john.doe", "", access.MemberSpec{AccountAdmin: true})
	p, err := f.LoginProfile(t.Context(), client, f.key.AccessKey, f.secret)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	primary := 0
	for _, m := range p.Memberships {
		names = append(names, m.Account.Name)
		if m.Primary {
			primary++
		}
	}
	if diff := cmp.Diff([]string{"Acme Logistics", "Aaa", "Zzz"}, names); diff != "" || primary != 1 {
		t.Errorf("%d primary, %s", primary, diff)
	}
	if diff := cmp.Diff([]string{"Auditor", "Partner", "PartnerAdmin"}, p.Roles); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"audit", "read", "write"}, p.Permissions); diff != "" {
		t.Error(diff)
	}
}

func TestUserLoginRefusesAllAlike(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	if _, err := f.CreateUser(ctx, local, access.UserSpec{Username: "nopass"}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.CreateUser(ctx, local, access.UserSpec{Username: "off", Password: password}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.DisableUser(ctx, local, "off"); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		username, password string
		want               access.Reason
	}{
		{"john.doe", password, ""},
		{"JOHN.DOE", password, ""},
		{"john.doe", "wrong", access.ReasonSecret},
		{"john.doe", "", access.ReasonSecret},
		{"john.doe", strings.Repeat("x", 5000), access.ReasonSecret},
		{"nobody", password, access.ReasonUnknown},
		{"not a username", password, access.ReasonUnknown},
		{"nopass", "", access.ReasonNoPassword},
		{"nopass", password, access.ReasonNoPassword},
		{"off", password, access.ReasonUserDisabled},
	} {
		_, err := f.LoginUser(ctx, client, tc.username, tc.password)
		wantReason(t, tc.username, err, tc.want)
	}
}

func TestExpiredPasswordIsSaidOnlyToWhoKnowsIt(t *testing.T) {
	f := newFixture(t)
	expires := access.When("1d")
	if _, err := f.EditUser(t.Context(), local, "john.doe", access.UserPatch{PasswordExpires: &expires}); err != nil {
		t.Fatal(err)
	}
	f.clock.Advance(24 * time.Hour)
	_, err := f.LoginUser(t.Context(), client, "john.doe", password)
	wantCode(t, "right password", err, access.CodePasswordExpired)
	_, err = f.LoginUser(t.Context(), client, "john.doe", "wrong password")
	wantCode(t, "wrong password", err, access.CodeUnauthenticated)
}

func TestNewPasswordEndsTokensOfTheOldOneToTheMoment(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	in, err := f.LoginUser(ctx, client, "john.doe", password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.UserByToken(ctx, client, in.Token); err != nil {
		t.Fatal(err)
	}
	next := "another good password"
	if _, err := f.EditUser(ctx, local, "john.doe", access.UserPatch{Password: &next}); err != nil {
		t.Fatal(err)
	}
	_, err = f.UserByToken(ctx, client, in.Token)
	wantReason(t, "old token", err, access.ReasonOldPassword)
	// Within the same second: the clock did not move.
	in, err = f.LoginUser(ctx, client, "john.doe", next)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.UserByToken(ctx, client, in.Token); err != nil {
		t.Errorf("the token of the new password: %v", err)
	}
}

func TestMachineTokenAndAuthHeaderDoNotOpenAuthHeaders(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	in, _ := f.login(t)
	_, err := f.UserByToken(ctx, client, in.Token)
	wantCode(t, "machine token", err, access.CodeDenied)
	h, err := f.AddAuthHeader(ctx, local, access.AuthHeaderSpec{Name: "ci", User: "john.doe"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.UserByToken(ctx, client, h.Token)
	wantCode(t, "auth header", err, access.CodeDenied)
	for _, bad := range []string{"", "x", in.Token + "x"} {
		_, err = f.UserByToken(ctx, client, bad)
		wantCode(t, "no token", err, access.CodeUnauthenticated)
	}
}

func TestAuthHeaderBelongsToItsUserAlone(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	f.Member(t, "Acme Logistics", "jane", password, access.MemberSpec{})
	callers := map[string]access.Caller{}
	for _, name := range []string{"john.doe", "jane"} {
		in, err := f.LoginUser(ctx, client, name, password)
		if err != nil {
			t.Fatal(err)
		}
		if callers[name], err = f.UserByToken(ctx, client, in.Token); err != nil {
			t.Fatal(err)
		}
	}
	first, err := f.AddAuthHeader(ctx, callers["john.doe"], access.AuthHeaderSpec{Name: "one", User: "jane"})
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.AddAuthHeader(ctx, callers["john.doe"], access.AuthHeaderSpec{Name: "one"})
	if err != nil {
		t.Fatal(err)
	}
	own, err := f.OwnAuthHeaders(ctx, callers["john.doe"])
	if err != nil || len(own) != 2 || own[0].Token != first.Token || own[1].Token != second.Token {
		t.Errorf("john has %d, %v", len(own), err)
	}
	if list, err := f.OwnAuthHeaders(ctx, callers["jane"]); err != nil || len(list) != 0 {
		t.Errorf("jane sees %d, %v", len(list), err)
	}
	wantCode(t, "foreign delete", f.DeleteOwnAuthHeader(ctx, callers["jane"], first.Token), access.CodeNotFound)
	if err := f.DeleteOwnAuthHeader(ctx, callers["john.doe"], first.Token); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "second delete", f.DeleteOwnAuthHeader(ctx, callers["john.doe"], first.Token), access.CodeNotFound)
	_, err = f.Verify(ctx, client, first.Token, access.Requirement{})
	wantReason(t, "deleted", err, access.ReasonDeleted)
	f.Reopen()
	_, err = f.Verify(ctx, client, first.Token, access.Requirement{})
	wantReason(t, "deleted, after restart", err, access.ReasonDeleted)
	id, err := f.Verify(ctx, client, second.Token, access.Requirement{Roles: []string{"Partner"}})
	if err != nil || id.Username != "john.doe" || id.CredentialID != second.ID {
		t.Errorf("%+v, %v", id, err)
	}
}

func TestVerifyDemandsWhatIsRequired(t *testing.T) {
	f := newFixture(t)
	in, _ := f.login(t)
	_, err := f.Verify(t.Context(), client, in.Token, access.Requirement{Roles: []string{"Partner", "Owner"}})
	wantCode(t, "a role it lacks", err, access.CodeDenied)
	_, err = f.Verify(t.Context(), client, in.Token, access.Requirement{Permissions: []string{"delete"}})
	wantCode(t, "a permission it lacks", err, access.CodeDenied)
	if _, err = f.Verify(t.Context(), client, in.Token, access.Requirement{Roles: []string{"Partner"}, Permissions: []string{"read"}}); err != nil {
		t.Error(err)
	}
}

func TestFailedPasswordsAreBoundedAndARightOneClears(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	c.Member(t, "Acme", "john", password, access.MemberSpec{})
	try := func(p string) error { _, err := c.LoginUser(t.Context(), client, "john", p); return err }
	for range 9 {
		wantCode(t, "wrong", try("wrong"), access.CodeUnauthenticated)
	}
	if err := try(password); err != nil {
		t.Fatalf("the tenth, right: %v", err)
	}
	for range 10 {
		wantCode(t, "wrong", try("wrong"), access.CodeUnauthenticated)
	}
	err := try(password)
	wantCode(t, "the eleventh, right", err, access.CodeRateLimited)
	if wait := access.AsError(err).RetryAfter; wait <= 0 || wait > time.Minute {
		t.Errorf("retry after %s", wait)
	}
	clock.Advance(31 * time.Second)
	if err := try(password); err != nil {
		t.Errorf("after half a minute: %v", err)
	}
}

func TestLastUseSurvivesARestart(t *testing.T) {
	f := newFixture(t)
	if _, err := f.login(t); err != nil {
		t.Fatal(err)
	}
	f.Reopen()
	k, err := f.Key(t.Context(), local, f.key.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := &access.Use{At: f.clock.Now(), Addr: client.Addr, Agent: client.Agent, Count: 1}
	if diff := cmp.Diff(want, k.LastUsed); diff != "" {
		t.Error(diff)
	}
}
