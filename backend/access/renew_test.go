package access_test

import (
	"errors"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func expiresIn(t *testing.T, core *accesstest.Core, clock *accesstest.Clock) time.Duration {
	t.Helper()
	v, err := core.Key(t.Context(), accesstest.Local, "billing")
	if err != nil {
		t.Fatal(err)
	}
	return v.Expires.Sub(clock.Now())
}

func TestRenewedKeyWorksAgainForTheTermItHad(t *testing.T) {
	core, clock, key, text := oneKey(t, access.KeySpec{Expires: "30d"})
	clock.Advance(33 * 24 * time.Hour)
	if loginReason(t, core, accesstest.Client, key, text) != access.ReasonExpired {
		t.Fatal("the key should have expired")
	}
	if _, err := core.RenewKey(t.Context(), accesstest.Local, "billing", ""); err != nil {
		t.Fatal(err)
	}
	if got := expiresIn(t, core, clock); got != 30*24*time.Hour {
		t.Errorf("renewed for %s", got)
	}
	core.Reopen()
	if !logsIn(t, core, key, text) {
		t.Error("a renewed key is refused with its own secret")
	}
	if _, err := core.RenewKey(t.Context(), accesstest.Local, "billing", "90d"); err != nil {
		t.Fatal(err)
	}
	clock.Advance(100 * 24 * time.Hour)
	if _, err := core.RenewKey(t.Context(), accesstest.Local, "billing", ""); err != nil {
		t.Fatal(err)
	}
	if got := expiresIn(t, core, clock); got != 90*24*time.Hour {
		t.Errorf("the last term was 90 days, renewed for %s", got)
	}
	if _, err := core.RenewKey(t.Context(), accesstest.Local, "billing", "7d"); codeOf(err) != access.CodeInvalid {
		t.Errorf("a renewal that ends the key earlier: %v", err)
	}
}

func TestExtensionCountsFromTheEndAndKeepsTheTerm(t *testing.T) {
	core, clock, key, text := oneKey(t, access.KeySpec{Expires: "30d"})
	if _, err := core.ExtendKey(t.Context(), accesstest.Local, "billing", "1h"); err != nil {
		t.Fatal(err)
	}
	if got := expiresIn(t, core, clock); got != 30*24*time.Hour+time.Hour {
		t.Errorf("extended to %s from now", got)
	}
	clock.Advance(40 * 24 * time.Hour)
	v, err := core.ExtendKey(t.Context(), accesstest.Local, "billing", "1h")
	if err != nil {
		t.Fatal(err)
	}
	if got := expiresIn(t, core, clock); got != time.Hour {
		t.Errorf("an expired key was extended to %s from now", got)
	}
	if v.Term() != 30*24*time.Hour {
		t.Errorf("an extension changed the term to %s", v.Term())
	}
	if !logsIn(t, core, key, text) {
		t.Error("an extended key is refused")
	}
	for _, span := range []access.When{"", "never", "2099-01-01", "0h"} {
		if _, err := core.ExtendKey(t.Context(), accesstest.Local, "billing", span); codeOf(err) != access.CodeInvalid {
			t.Errorf("by %q: %v", span, err)
		}
	}
}

func TestKeysWithoutEndAndRevokedOnesAreNeitherRenewedNorExtended(t *testing.T) {
	core, _, key, _ := oneKey(t, access.KeySpec{})
	for range 2 {
		if _, err := core.RenewKey(t.Context(), accesstest.Local, "billing", "30d"); codeOf(err) != access.CodeConflict {
			t.Errorf("renew: %v", err)
		}
		if _, err := core.ExtendKey(t.Context(), accesstest.Local, "billing", "30d"); codeOf(err) != access.CodeConflict {
			t.Errorf("extend: %v", err)
		}
		if _, err := core.RevokeKey(t.Context(), accesstest.Local, key.ID, ""); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMaximumLifetimeBindsEveryWayToAnEnd(t *testing.T) {
	core, clock, _, _ := oneKey(t, access.KeySpec{Expires: "60d"})
	setSetting(t, core, access.SettingMaxLifetime, "90d")
	refused := func(what string, err error) {
		t.Helper()
		var e *access.Error
		if !errors.As(err, &e) || e.Code != access.CodeInvalid || e.Field != "expires" || e.Hint == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
	never, longer := access.Never, access.When("91d")
	_, _, err := core.CreateKey(t.Context(), accesstest.Local, access.KeySpec{Name: "b", User: "ada"})
	refused("a key without end", err)
	_, _, err = core.CreateKey(t.Context(), accesstest.Local, access.KeySpec{Name: "b", User: "ada", Expires: longer})
	refused("a key of 91 days", err)
	_, err = core.EditKey(t.Context(), accesstest.Local, "billing", access.KeyPatch{Expires: &never})
	refused("an edit to never", err)
	_, err = core.EditKey(t.Context(), accesstest.Local, "billing", access.KeyPatch{Expires: &longer})
	refused("an edit to 91 days", err)
	_, err = core.RenewKey(t.Context(), accesstest.Local, "billing", longer)
	refused("a renewal for 91 days", err)
	_, err = core.ExtendKey(t.Context(), accesstest.Local, "billing", "31d")
	refused("an extension past 90 days", err)
	if _, err := core.ExtendKey(t.Context(), accesstest.Local, "billing", "30d"); err != nil {
		t.Errorf("an extension to 90 days: %v", err)
	}
	name := "renamed"
	clock.Advance(time.Hour)
	setSetting(t, core, access.SettingMaxLifetime, "1d")
	if _, err := core.EditKey(t.Context(), accesstest.Local, "billing", access.KeyPatch{Name: &name}); err != nil {
		t.Errorf("a key that was given longer before is renamed: %v", err)
	}
}

func TestExpiringIsTheLastFortnightOfAnActiveKey(t *testing.T) {
	core, clock, key, _ := oneKey(t, access.KeySpec{Expires: "30d"})
	expiring := func() int {
		t.Helper()
		list, err := core.Keys(t.Context(), accesstest.Local, access.KeyQuery{Expiring: true})
		if err != nil {
			t.Fatal(err)
		}
		v, err := core.Key(t.Context(), accesstest.Local, key.ID)
		if err != nil || v.Expiring != (list.Total == 1) {
			t.Errorf("the key says %v, the list has %d: %v", v.Expiring, list.Total, err)
		}
		return list.Total
	}
	if expiring() != 0 {
		t.Error("30 days before its end")
	}
	clock.Advance(16 * 24 * time.Hour)
	if expiring() != 1 {
		t.Error("14 days before its end")
	}
	if _, err := core.PauseKey(t.Context(), accesstest.Local, key.ID); err != nil {
		t.Fatal(err)
	}
	if expiring() != 0 {
		t.Error("a paused key is not about to end, it stands still already")
	}
}
