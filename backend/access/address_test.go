package access_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func TestKeyLogsInFromItsAddressesOnly(t *testing.T) {
	core, _, key, text := oneKey(t, access.KeySpec{Addresses: []string{"10.0.0.0/24", "192.0.2.9", "2001:db8::/32"}})
	for from, want := range map[string]access.Reason{
		"10.0.0.4": "", "10.0.0.255": "", "192.0.2.9": "", "2001:db8::17": "", "::ffff:10.0.0.4": "", "2001:db8::1%eth0": "",
		"10.0.1.4": access.ReasonAddress, "192.0.2.7": access.ReasonAddress, "2001:db9::1": access.ReasonAddress, "::1": access.ReasonAddress,
		"": access.ReasonAddress, "nonsense": access.ReasonAddress,
	} {
		if got := loginReason(t, core, access.Caller{Addr: from}, key, text); got != want {
			t.Errorf("from %q: %q, want %q", from, got, want)
		}
	}
	// A wrong secret is the cause wherever it comes from: the list must not be probed without one.
	if got := loginReason(t, core, access.Caller{Addr: "192.0.2.7"}, key, text+"x"); got != access.ReasonSecret {
		t.Errorf("a wrong secret from elsewhere: %q", got)
	}
	core.Reopen()
	if got := loginReason(t, core, accesstest.Client, key, text); got != access.ReasonAddress {
		t.Errorf("after a restart: %q", got)
	}
	none := []string{}
	if _, err := core.EditKey(t.Context(), accesstest.Local, key.ID, access.KeyPatch{Addresses: &none}); err != nil {
		t.Fatal(err)
	}
	if !logsIn(t, core, key, text) {
		t.Error("an empty list is any address")
	}
}

func TestAddressesAreWrittenOneWay(t *testing.T) {
	core, _, _, _ := oneKey(t, access.KeySpec{})
	list := []string{" 2001:DB8:0::/32", "10.0.0.4/32", "::ffff:10.0.0.4", "10.0.0.0/24"}
	v, err := core.EditKey(t.Context(), accesstest.Local, "billing", access.KeyPatch{Addresses: &list})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"10.0.0.0/24", "10.0.0.4", "2001:db8::/32"}, access.AddressTexts(v.Addresses)); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"", "10.0.0", "10.0.0.5/24", "10.0.0.0/33", "0.0.0.0/0", "::/0", "example.com", "10.0.0.4:80", "fe80::1%eth0", "::ffff:10.0.0.0/120"} {
		list := []string{bad}
		_, err := core.EditKey(t.Context(), accesstest.Local, "billing", access.KeyPatch{Addresses: &list})
		if e := access.AsError(err); e.Code != access.CodeInvalid || e.Field != "addresses" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	many := slices.Repeat([]string{"10.0.0.4"}, 33)
	if _, err := core.EditKey(t.Context(), accesstest.Local, "billing", access.KeyPatch{Addresses: &many}); codeOf(err) != access.CodeInvalid {
		t.Errorf("33 addresses: %v", err)
	}
}

func TestListFindsKeysByLabelRotationAndUse(t *testing.T) {
	core, _, first, text := oneKey(t, access.KeySpec{Labels: []string{"prod", "eu", "prod"}})
	core.NewKey(t, access.KeySpec{Name: "second", User: "ada", Labels: []string{"test"}})
	logsIn(t, core, first, text)
	if _, _, err := core.RotateKey(t.Context(), accesstest.Local, "billing", ""); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		q    access.KeyQuery
	}{
		{"billing", access.KeyQuery{Label: "prod"}}, {"second", access.KeyQuery{Unused: true}}, {"billing", access.KeyQuery{Rotating: true}},
		{"second", access.KeyQuery{Search: "tes"}}, {"billing", access.KeyQuery{Search: "eu bill"}},
	} {
		list, err := core.Keys(t.Context(), accesstest.Local, tt.q)
		if err != nil || list.Total != 1 || list.Items[0].Name != tt.name {
			t.Errorf("%+v: %+v %v, want %s", tt.q, list, err, tt.name)
		}
	}
	if diff := cmp.Diff([]string{"eu", "prod"}, first.Labels); diff != "" {
		t.Error(diff)
	}
	bad := []string{"two words"}
	if _, err := core.EditKey(t.Context(), accesstest.Local, "billing", access.KeyPatch{Labels: &bad}); codeOf(err) != access.CodeInvalid {
		t.Errorf("a label of two words: %v", err)
	}
}
