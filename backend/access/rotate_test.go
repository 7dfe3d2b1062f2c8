package access_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// rotating is a core with one key of ada's.
func oneKey(t *testing.T, spec access.KeySpec) (*accesstest.Core, *accesstest.Clock, *access.KeyView, string) {
	t.Helper()
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{Roles: []string{"Partner"}})
	spec.Name, spec.User = "billing", "ada"
	key, text := core.NewKey(t, spec)
	return core, clock, key, text
}

func logsIn(t *testing.T, core *accesstest.Core, key *access.KeyView, text string) bool {
	t.Helper()
	return loginReason(t, core, accesstest.Client, key, text) == ""
}

func loginReason(t *testing.T, core *accesstest.Core, c access.Caller, key *access.KeyView, text string) access.Reason {
	t.Helper()
	_, err := core.LoginKey(t.Context(), c, key.AccessKey, text)
	if err == nil {
		return ""
	}
	e := access.AsError(err)
	if e.Code != access.CodeUnauthenticated || e.Reason == "" {
		t.Fatal(err)
	}
	return e.Reason
}

func codeOf(err error) access.Code {
	if err == nil {
		return ""
	}
	return access.AsError(err).Code
}

func TestBothSecretsLogInUntilTheGraceEnds(t *testing.T) {
	core, clock, key, first := oneKey(t, access.KeySpec{})
	v, second, err := core.RotateKey(t.Context(), accesstest.Local, "billing", "1h")
	if err != nil {
		t.Fatal(err)
	}
	if second == first || v.AccessKey != key.AccessKey || v.ID != key.ID {
		t.Error("a rotation gives a new secret to the same key")
	}
	for range 2 {
		if !logsIn(t, core, key, first) || !logsIn(t, core, key, second) {
			t.Fatal("both secrets work during the grace")
		}
		core.Reopen()
	}
	clock.Advance(time.Hour - time.Millisecond)
	if !logsIn(t, core, key, first) {
		t.Error("the old secret ended before its grace")
	}
	clock.Advance(time.Millisecond)
	if got := loginReason(t, core, accesstest.Client, key, first); got != access.ReasonSecret {
		t.Errorf("the old secret after its grace: %q", got)
	}
	if !logsIn(t, core, key, second) {
		t.Error("the new secret is refused")
	}
	if v, err = core.Key(t.Context(), accesstest.Local, key.ID); err != nil || v.Rotation != nil {
		t.Errorf("still rotating: %v %v", v.Rotation, err)
	}
}

func TestRotationTellsWhoUsesWhichSecret(t *testing.T) {
	core, clock, key, first := oneKey(t, access.KeySpec{})
	logsIn(t, core, key, first)
	for range 2 { // the second rotation begins its counts anew
		clock.Advance(25 * time.Hour)
		_, second, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		began := clock.Now()
		v, err := core.Key(t.Context(), accesstest.Local, key.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := &access.Rotation{Since: began, Until: began.Add(24 * time.Hour)}
		if diff := cmp.Diff(want, v.Rotation); diff != "" {
			t.Errorf("just rotated: %s", diff)
		}
		clock.Advance(time.Minute)
		old := access.Caller{Addr: "10.0.0.9", Agent: "etl-loader/2.3"}
		for range 3 {
			if loginReason(t, core, old, key, first) != "" {
				t.Fatal("the old secret is refused")
			}
		}
		if !logsIn(t, core, key, second) {
			t.Fatal("the new secret is refused")
		}
		core.Reopen()
		if v, err = core.Key(t.Context(), accesstest.Local, key.ID); err != nil {
			t.Fatal(err)
		}
		got := v.Rotation
		if got.Old.Logins != 3 || got.New.Logins != 1 || got.Old.Last.Addr != "10.0.0.9" || got.Old.Last.Agent != "etl-loader/2.3" || !got.Old.Last.At.Equal(clock.Now()) || got.New.Last.Addr != accesstest.Client.Addr {
			t.Errorf("old %+v %+v, new %+v %+v", got.Old.Logins, got.Old.Last, got.New.Logins, got.New.Last)
		}
		first = second
	}
}

func TestTokensStayValidThroughARotation(t *testing.T) {
	core, _, key, first := oneKey(t, access.KeySpec{})
	in, err := core.LoginKey(t.Context(), accesstest.Client, key.AccessKey, first)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, access.Immediately); err != nil {
		t.Fatal(err)
	}
	if logsIn(t, core, key, first) {
		t.Error("the old secret works after a rotation without grace")
	}
	if _, err := core.Verify(t.Context(), accesstest.Client, in.Token, access.Requirement{}); err != nil {
		t.Errorf("a token of before the rotation: %v", err)
	}
}

func TestRotatingKeyIsNotRotatedAgainButAtOnce(t *testing.T) {
	core, _, key, first := oneKey(t, access.KeySpec{})
	_, second, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, "24h")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, "24h"); codeOf(err) != access.CodeConflict {
		t.Errorf("a second rotation with grace: %v", err)
	}
	if !logsIn(t, core, key, first) || !logsIn(t, core, key, second) {
		t.Error("a refused rotation changed a secret")
	}
	_, third, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, access.Immediately)
	if err != nil {
		t.Fatal(err)
	}
	if logsIn(t, core, key, first) || logsIn(t, core, key, second) || !logsIn(t, core, key, third) {
		t.Error("a rotation at once leaves its own secret only")
	}
}

func TestRotationEndsAndExtends(t *testing.T) {
	core, clock, key, first := oneKey(t, access.KeySpec{})
	if _, err := core.ExtendRotation(t.Context(), accesstest.Local, key.ID, "1h"); codeOf(err) != access.CodeConflict {
		t.Errorf("extending where there is no old secret: %v", err)
	}
	if v, err := core.EndRotation(t.Context(), accesstest.Local, key.ID); err != nil || v.Version != key.Version {
		t.Errorf("ending nothing: %v", err)
	}
	if _, _, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, "1h"); err != nil {
		t.Fatal(err)
	}
	v, err := core.ExtendRotation(t.Context(), accesstest.Local, key.ID, "24h")
	if err != nil || !v.Rotation.Until.Equal(clock.Now().Add(25*time.Hour)) {
		t.Fatalf("%v %v", v, err)
	}
	clock.Advance(2 * time.Hour)
	if !logsIn(t, core, key, first) {
		t.Error("the old secret is refused in its extended grace")
	}
	if _, err := core.ExtendRotation(t.Context(), accesstest.Local, key.ID, "30d"); codeOf(err) != access.CodeInvalid {
		t.Errorf("longer than two secrets may work: %v", err)
	}
	if _, err := core.EndRotation(t.Context(), accesstest.Local, key.ID); err != nil {
		t.Fatal(err)
	}
	if logsIn(t, core, key, first) {
		t.Error("the old secret works after it was ended")
	}
	core.Reopen()
	if logsIn(t, core, key, first) {
		t.Error("an ended secret came back with a restart")
	}
}

func TestGraceIsHeldToItsBounds(t *testing.T) {
	core, _, key, _ := oneKey(t, access.KeySpec{})
	for _, grace := range []access.When{"31d", "never", "2099-01-01", "0s", "-1h", "soon"} {
		_, _, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, grace)
		var e *access.Error
		if !errors.As(err, &e) || e.Code != access.CodeInvalid || e.Field != "grace" {
			t.Errorf("%q: %v", grace, err)
		}
	}
	v, err := core.Key(t.Context(), accesstest.Local, key.ID)
	if err != nil || v.Version != key.Version {
		t.Error("a refused rotation changed the key")
	}
}

func TestEndedKeysAreNotRotated(t *testing.T) {
	core, clock, key, _ := oneKey(t, access.KeySpec{Expires: "1h"})
	clock.Advance(time.Hour)
	if _, _, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, ""); codeOf(err) != access.CodeConflict {
		t.Errorf("an expired one: %v", err)
	}
	if _, err := core.RevokeKey(t.Context(), accesstest.Local, key.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, ""); codeOf(err) != access.CodeConflict {
		t.Errorf("a revoked one: %v", err)
	}
}

func TestRevokingARotatingKeyEndsBothSecrets(t *testing.T) {
	core, _, key, first := oneKey(t, access.KeySpec{})
	_, second, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := core.RevokeKey(t.Context(), accesstest.Local, key.ID, ""); err != nil {
		t.Fatal(err)
	}
	if logsIn(t, core, key, first) || logsIn(t, core, key, second) {
		t.Error("a secret of a revoked key logs in")
	}
}
