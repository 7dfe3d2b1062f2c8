package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// past is a core as it was backed up, and what was done to it since.
type past struct {
	core   *accesstest.Core
	backup string
	pairs  map[string][2]string // by name of the key
	token  string               // of an auth header
}

func newPast(t *testing.T) *past {
	p := &past{core: accesstest.Open(t, accesstest.Options{}), pairs: map[string][2]string{}}
	ctx, local, core := t.Context(), accesstest.Local, p.core
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	spec := access.MemberSpec{Roles: []string{"Partner", "PartnerAdmin"}}
	for _, name := range []string{"ada", "bob", "cyd", "dan"} {
		core.Member(t, "Acme", name, "a long "+name+" password", spec)
	}
	core.Member(t, "Elsewhere", "dan", "", spec)
	must(core.EditUser(ctx, local, "cyd", access.UserPatch{Operator: ptr(access.RoleOwner)}))
	must(core.EditUser(ctx, local, "ada", access.UserPatch{Operator: ptr(access.RoleOwner)}))
	for _, name := range []string{"revoked", "paused", "rotated", "shortened", "untouched", "of bob", "narrowed", "postponed"} {
		user := "ada"
		if name == "of bob" {
			user = "bob"
		}
		k, secret := core.NewKey(t, access.KeySpec{Name: name, User: user, Account: "Acme"})
		p.pairs[name] = [2]string{k.AccessKey, secret}
	}
	dans, secret := core.NewKey(t, access.KeySpec{Name: "of dan", User: "dan", Account: "Elsewhere"})
	p.pairs["of dan"] = [2]string{dans.AccessKey, secret}
	h, err := core.AddAuthHeader(ctx, local, access.AuthHeaderSpec{Name: "ci", User: "ada"})
	must(h, err)
	p.token = h.Token
	change := func(name, value string) {
		t.Helper()
		must(core.ChangeSettings(ctx, local, []access.SettingChange{{Name: name, Value: &value}}))
	}
	change("session-life", "20h")
	change("password-length", "10")
	p.backup = core.Copy()

	change("session-life", "1h") // less is allowed
	change("operator-second-factor", "required")
	change("token-life", "2h")   // more is allowed
	change("backup-every", "6h") // neither
	must(core.RevokeKey(ctx, local, "revoked", "leaked"))
	must(core.PauseKey(ctx, local, "paused"))
	_, fresh, err := core.RotateKey(ctx, local, "rotated", access.Immediately)
	must(nil, err)
	p.pairs["rotated again"] = [2]string{p.pairs["rotated"][0], fresh}
	must(core.EditKey(ctx, local, "shortened", access.KeyPatch{Expires: ptr(access.When("1h"))}))
	must(core.EditKey(ctx, local, "narrowed", access.KeyPatch{Roles: ptr([]string{"Partner"})}))
	must(core.EditKey(ctx, local, "postponed", access.KeyPatch{NotBefore: ptr(access.When("2d"))}))
	must(core.ExpirePassword(ctx, local, "dan"))
	must(core.DisableUser(ctx, local, "bob"))
	must(core.EditUser(ctx, local, "cyd", access.UserPatch{Password: ptr("another long password"), Operator: ptr(access.RoleViewer)}))
	must(nil, core.RemoveMember(ctx, local, "Elsewhere", "dan"))
	must(core.SetMember(ctx, local, "Acme", "dan", access.MemberSpec{Roles: []string{"Partner"}}))
	must(core.DeleteAuthHeader(ctx, local, h.ID))
	must(core.RotateSigningKey(ctx, local, "user"))
	core.NewKey(t, access.KeySpec{Name: "made since", User: "ada", Account: "Acme"})
	core.Member(t, "Acme", "newcomer", "", access.MemberSpec{})
	return p
}

func ptr[T any](v T) *T { return &v }

func words(items []access.UndoneItem) []string {
	out := []string{}
	for _, i := range items {
		name := i.Name
		if i.Kind == "signing-key" {
			name = "user"
		}
		out = append(out, fmt.Sprint(i.Kind, " ", name, ": ", i.What))
	}
	slices.Sort(out)
	return out
}

func TestRestoreNamesWhatItWouldUndo(t *testing.T) {
	p := newPast(t)
	backup, _ := accesstest.Snapshot(t, p.backup, accesstest.Options{})
	got, err := p.core.Undone(t.Context(), accesstest.Local, backup)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"authheader ci: deleted", "key narrowed: restricted", "key paused: paused", "key postponed: restricted", "key revoked: revoked", "key rotated: rotated", "key shortened: shortened",
		"membership dan in Acme: restricted", "membership dan in Elsewhere: removed", "setting operator-second-factor: restricted", "setting session-life: restricted", "signing-key user: replaced",
		"user bob: disabled", "user cyd: operator", "user cyd: password", "user dan: shortened",
	}
	if diff := cmp.Diff(want, words(got.Returning)); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"key made since: ", "user newcomer: "}, words(got.Lost)); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
	if got.Present.Keys != 10 || got.Backup.Keys != 9 || got.Backup.At.After(got.Present.At) || got.Backup.At.IsZero() {
		t.Errorf("%+v, %+v", got.Present, got.Backup)
	}
	viewer := access.Caller{Kind: access.CallerOperator, Role: access.RoleAdmin, Name: "x"}
	if _, err := p.core.Undone(t.Context(), viewer, backup); access.AsError(err).Code != access.CodeDenied {
		t.Errorf("an admin was told: %v", err)
	}
}

func TestRestoreEndsAgainWhatWasEnded(t *testing.T) {
	p := newPast(t)
	present := p.core.Copy()
	now, closeNow := accesstest.Snapshot(t, present, accesstest.Options{})
	then, closeThen := accesstest.Snapshot(t, p.backup, accesstest.Options{})
	if err := then.Restore(t.Context(), accesstest.Local, now, "a test"); err != nil {
		t.Fatal(err)
	}
	closeThen()
	closeNow()
	core := accesstest.At(t, p.backup, accesstest.Options{})
	for name, works := range map[string]bool{
		"revoked": false, "paused": false, "rotated": false, "rotated again": true, "shortened": true, "untouched": true, "of bob": false, "of dan": false, "postponed": false,
	} {
		_, err := core.LoginKey(t.Context(), accesstest.Client, p.pairs[name][0], p.pairs[name][1])
		if works != (err == nil) {
			t.Errorf("%s: %v, want it to log in: %v", name, err, works)
		}
	}
	if k, err := core.Key(t.Context(), accesstest.Local, "shortened"); err != nil || k.Expires == nil || time.Until(*k.Expires) > time.Hour {
		t.Errorf("shortened: %v", err)
	}
	if k, err := core.Key(t.Context(), accesstest.Local, "revoked"); err != nil || k.RevokedFor != "leaked" {
		t.Errorf("the revoked one lost its reason: %v", err)
	}
	if _, err := core.LoginUser(t.Context(), accesstest.Client, "dan", "a long dan password"); access.AsError(err).Code != access.CodePasswordExpired {
		t.Errorf("dan's password, which was made to expire: %v", err)
	}
	for password, right := range map[string]bool{"a long cyd password": false, "another long password": true} {
		if _, err := core.LoginUser(t.Context(), accesstest.Client, "cyd", password); right != (err == nil) {
			t.Errorf("cyd: %v, want the password to be right: %v", err, right)
		}
	}
	if u, err := core.User(t.Context(), accesstest.Local, "dan"); err != nil || len(u.Memberships) != 1 || !u.Memberships[0].Primary {
		t.Errorf("dan has no primary membership any more: %+v, %v", u, err)
	}
	if _, err := core.Verify(t.Context(), accesstest.Client, p.token, access.Requirement{}); err == nil {
		t.Error("the deleted auth header is taken again")
	}
	settings, err := core.Settings(t.Context(), accesstest.Local)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range settings {
		want, one := map[string]string{"session-life": "1h", "operator-second-factor": "required", "token-life": "1h", "backup-every": "1d"}[v.Name]
		if one && v.Value != want {
			t.Errorf("%s is %s, want %s", v.Name, v.Value, want)
		}
	}
	log, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{Limit: 1})
	if err != nil || len(log.Entries) != 1 || log.Entries[0].Action != "backup.restore" {
		t.Errorf("the audit log does not begin with the restore: %+v, %v", log.Entries, err)
	}
	again := core.Copy()
	snapshot, _ := accesstest.Snapshot(t, again, accesstest.Options{})
	if findings, err := snapshot.References(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("%v, %v", findings, err)
	}
}

// An old copy of the folder is there, and the backup is newer: what was replaced
// in between does not come back by being compared with what is there now.
func TestRestoreOfANewerBackupBringsNoReplacedSecretBack(t *testing.T) {
	p := newPast(t)
	newer := p.core.Copy()
	signing := func(core *accesstest.Core) string {
		keys, err := core.SigningKeys(t.Context(), accesstest.Local)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(keys, func(k access.SigningKeyView) bool { return k.Use == "user" && k.State == "active" })
		return keys[i].ID
	}
	want := signing(p.core)
	now, closeNow := accesstest.Snapshot(t, p.backup, accesstest.Options{})
	then, closeThen := accesstest.Snapshot(t, newer, accesstest.Options{})
	undone, err := now.Undone(then)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words(undone.Returning) {
		if strings.HasPrefix(w, "key rotated") || strings.HasPrefix(w, "signing-key") || strings.HasPrefix(w, "setting token-life") {
			t.Errorf("it names %s", w)
		}
	}
	if err := then.Restore(t.Context(), accesstest.Local, now, "a test"); err != nil {
		t.Fatal(err)
	}
	closeThen()
	closeNow()
	core := accesstest.At(t, newer, accesstest.Options{})
	for name, works := range map[string]bool{"revoked": false, "paused": false, "rotated": false, "rotated again": true, "untouched": true, "of bob": false} {
		if _, err := core.LoginKey(t.Context(), accesstest.Client, p.pairs[name][0], p.pairs[name][1]); works != (err == nil) {
			t.Errorf("%s: %v, want it to log in: %v", name, err, works)
		}
	}
	if got := signing(core); got != want {
		t.Error("tokens are signed with the key that was replaced")
	}
}

func TestRestoreAcceptsOlderWhenItIsMeant(t *testing.T) {
	p := newPast(t)
	then, closeThen := accesstest.Snapshot(t, p.backup, accesstest.Options{})
	if err := then.Restore(t.Context(), accesstest.Local, nil, "a test"); err != nil {
		t.Fatal(err)
	}
	closeThen()
	core := accesstest.At(t, p.backup, accesstest.Options{})
	for name, works := range map[string]bool{"revoked": true, "paused": true, "rotated": true, "rotated again": false, "of bob": true, "of dan": true} {
		if _, err := core.LoginKey(t.Context(), accesstest.Client, p.pairs[name][0], p.pairs[name][1]); works != (err == nil) {
			t.Errorf("%s: %v, want it to log in: %v", name, err, works)
		}
	}
}

// A recovery code is good once, also where the store of before is put back.
func TestRestoreBringsNoUsedRecoveryCodeBack(t *testing.T) {
	clock := accesstest.NewClock()
	options := accesstest.Options{Now: clock.Now}
	core := accesstest.Open(t, options)
	ctx := t.Context()
	const password = "a long ada password"
	view, err := core.CreateUser(ctx, accesstest.Local, access.UserSpec{Username: "ada", Password: password, Operator: access.RoleOwner})
	if err != nil {
		t.Fatal(err)
	}
	ada := access.Caller{Kind: access.CallerOperator, UserID: view.ID, Name: "ada", Role: access.RoleOwner}
	begun, err := core.BeginSecondFactor(ctx, ada, password)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(begun.Secret, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	codes, err := core.ConfirmSecondFactor(ctx, ada, code)
	if err != nil {
		t.Fatal(err)
	}
	backup := core.Copy()
	signIn := func(core *accesstest.Core, code string) error {
		_, err := core.SignIn(ctx, accesstest.Client, access.SignInSpec{Username: "ada", Password: password, Code: code})
		return err
	}
	if err := signIn(core, codes[0]); err != nil {
		t.Fatal(err)
	}
	now, closeNow := accesstest.Snapshot(t, core.Copy(), options)
	then, closeThen := accesstest.Snapshot(t, backup, options)
	if err := then.Restore(ctx, accesstest.Local, now, "a test"); err != nil {
		t.Fatal(err)
	}
	closeThen()
	closeNow()
	restored := accesstest.At(t, backup, options)
	if err := signIn(restored, codes[0]); err == nil {
		t.Error("the code that was used is taken again")
	}
	if err := signIn(restored, codes[1]); err != nil {
		t.Errorf("a code that was not used: %v", err)
	}
}
