package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func TestMemberPreviewSaysWhatTheNextTokensCarry(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	before := access.MemberSpec{Roles: []string{"Partner", "Reader"}, Permissions: []string{"orders:read", "reports:export"}}
	core.Member(t, "Acme", "ada", "", before)
	core.Member(t, "Beta", "ada", "", access.MemberSpec{Roles: []string{"Reader"}, Permissions: []string{"stock:read"}})
	core.NewKey(t, access.KeySpec{Name: "all", User: "ada", Account: "Acme"})
	core.NewKey(t, access.KeySpec{Name: "kept words", User: "ada", Account: "Acme", Roles: []string{"Partner"}, Permissions: []string{"orders:read"}})
	core.NewKey(t, access.KeySpec{Name: "lost word", User: "ada", Account: "Acme", Permissions: []string{"reports:export"}})
	core.NewKey(t, access.KeySpec{Name: "paused", User: "ada", Account: "Acme"})
	core.NewKey(t, access.KeySpec{Name: "elsewhere", User: "ada", Account: "Beta"})
	if _, err := core.PauseKey(t.Context(), accesstest.Local, "paused"); err != nil {
		t.Fatal(err)
	}
	tokens := func() map[string][2]any {
		out := map[string][2]any{}
		list, err := core.Keys(t.Context(), accesstest.Local, access.KeyQuery{States: []access.State{access.StateActive}})
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range list.Items {
			out[k.Name] = [2]any{k.EffectiveRoles, k.EffectivePermissions}
		}
		return out
	}
	after := access.MemberSpec{Roles: []string{"Partner"}, Permissions: []string{"keys:rotate", "orders:read"}}
	preview := func(spec access.MemberSpec) *access.MemberPreview {
		p, err := core.PreviewMember(t.Context(), accesstest.Local, "Acme", "ada", spec)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	p, was := preview(after), tokens()
	if diff := cmp.Diff([]access.WordChange{{Word: "Partner", Fate: access.WordKept}, {Word: "Reader", Fate: access.WordRemoved, Elsewhere: []string{"Beta"}}}, p.Roles); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]access.WordChange{{Word: "keys:rotate", Fate: access.WordAdded}, {Word: "orders:read", Fate: access.WordKept}, {Word: "reports:export", Fate: access.WordRemoved}}, p.Permissions); diff != "" {
		t.Error(diff)
	}
	if p.FlatRoles != 2 || p.FlatPermissions != 3 {
		t.Errorf("over all accounts %d roles and %d permissions", p.FlatRoles, p.FlatPermissions)
	}
	if diff := cmp.Diff(was, tokens()); diff != "" {
		t.Error("a preview changed something", diff)
	}
	if p := preview(before); p.Keys != 3 || p.KeysChanged != 0 {
		t.Errorf("of a change that is none: %+v", p)
	}

	// It promised how many keys give out something else: those that then do.
	if _, err := core.SetMember(t.Context(), accesstest.Local, "Acme", "ada", after); err != nil {
		t.Fatal(err)
	}
	changed := 0
	for name, now := range tokens() {
		if !cmp.Equal(now, was[name]) {
			changed++
		}
	}
	if p.KeysChanged != changed || changed != 2 {
		t.Errorf("%d keys were said to change, %d did", p.KeysChanged, changed)
	}
}

func TestMemberPreviewRefusesWhatSavingRefuses(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{})
	admin := access.Caller{Kind: access.CallerOperator, Name: "a", Role: access.RoleAdmin}
	viewer := access.Caller{Kind: access.CallerOperator, Name: "v", Role: access.RoleViewer}
	for name, c := range map[string]struct {
		by   access.Caller
		spec access.MemberSpec
		user string
	}{
		"no word":        {admin, access.MemberSpec{Roles: []string{"two words"}}, "ada"},
		"a word of ours": {admin, access.MemberSpec{Permissions: []string{access.MetricsPermission}}, "ada"},
		"nobody":         {admin, access.MemberSpec{}, "nobody"},
		"a viewer":       {viewer, access.MemberSpec{}, "ada"},
	} {
		_, preview := core.PreviewMember(t.Context(), c.by, "Acme", c.user, c.spec)
		_, save := core.SetMember(t.Context(), c.by, "Acme", c.user, c.spec)
		if preview == nil || codeOf(preview) != codeOf(save) {
			t.Errorf("%s: preview %v, save %v", name, preview, save)
		}
	}
}

func TestKeysOfAnEndedMembershipAreSaidToWorkAgain(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{})
	core.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
	if err := core.RemoveMember(t.Context(), accesstest.Local, "Acme", "ada"); err != nil {
		t.Fatal(err)
	}
	p, err := core.PreviewMember(t.Context(), accesstest.Local, "Acme", "ada", access.MemberSpec{})
	if err != nil || p.Keys != 1 || p.KeysChanged != 1 {
		t.Errorf("%+v %v", p, err)
	}
}
