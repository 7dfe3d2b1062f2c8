package access_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/secret"
)

// lines gives them one by one, as a file does.
func lines(all ...access.ImportLine) func() (access.ImportLine, error) {
	i := 0
	return func() (access.ImportLine, error) {
		if i == len(all) {
			return access.ImportLine{}, io.EOF
		}
		i++
		l := all[i-1]
		if l.Line == 0 {
			l.Line = i
		}
		return l, nil
	}
}

const anID = "29263739-2cf8-483d-af15-6151dc8448b4"

// mixed is an import in the worst order: keys before what they need.
func mixed(pairs [][2]string) []access.ImportLine {
	var all []access.ImportLine
	for i, p := range pairs {
		all = append(all, access.ImportLine{Key: &access.SeedKey{Name: fmt.Sprint("key ", i), User: fmt.Sprint("user", i%40), Account: "Acme", AccessKey: p[0], Secret: p[1]}})
	}
	for i := range 40 {
		all = append(all, access.ImportLine{Membership: &access.SeedMembership{User: fmt.Sprint("user", i), Account: "Acme", Roles: []string{"Partner"}}})
		all = append(all, access.ImportLine{User: &access.SeedUser{Username: fmt.Sprint("user", i)}})
	}
	return append(all, access.ImportLine{ID: anID, Account: &access.SeedAccount{Name: "Acme"}})
}

func newPairs(n int) [][2]string {
	pairs := make([][2]string, n)
	for i := range pairs {
		pairs[i] = [2]string{secret.NewAccessKey(), secret.NewSecret()}
	}
	return pairs
}

func TestImportedPairsLogInAfterRestart(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	pairs := newPairs(500)
	got, err := core.Import(t.Context(), accesstest.Local, access.ImportOptions{}, lines(mixed(pairs)...))
	if err != nil {
		t.Fatal(err)
	}
	want := &access.ImportReport{
		Lines: 581, Accounts: access.ImportCount{Created: 1}, Users: access.ImportCount{Created: 40},
		Memberships: access.ImportCount{Created: 40}, Keys: access.ImportCount{Created: 500}, Errors: []access.ImportError{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("want (-), got (+):\n%s", diff)
	}
	core.Reopen()
	for _, p := range pairs {
		if _, err := core.LoginKey(t.Context(), accesstest.Client, p[0], p[1]); err != nil {
			t.Fatalf("an imported pair does not log in: %v", err)
		}
	}
	if a, err := core.Account(t.Context(), accesstest.Local, anID); err != nil || a.Name != "Acme" {
		t.Errorf("the account lost the id it brought: %v", err)
	}
}

func TestImportingAgainChangesNothing(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	pairs := newPairs(100)
	// Interrupted after 50 of the keys.
	first := mixed(pairs)
	half := append(append([]access.ImportLine{}, first[:50]...), first[100:]...)
	if _, err := core.Import(t.Context(), accesstest.Local, access.ImportOptions{}, lines(half...)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []access.ImportCount{{Created: 50, Unchanged: 50}, {Unchanged: 100}} {
		got, err := core.Import(t.Context(), accesstest.Local, access.ImportOptions{}, lines(first...))
		if err != nil || got.Failed != 0 {
			t.Fatalf("%v, %+v", err, got)
		}
		if got.Keys != want {
			t.Errorf("keys %+v, want %+v", got.Keys, want)
		}
		if got.Users.Created+got.Memberships.Created+got.Accounts.Created != 0 {
			t.Errorf("something was made twice: %+v", got)
		}
	}
}

func TestDryRunFindsWhatTheImportFinds(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	bad := mixed(newPairs(30))
	bad = append(bad,
		access.ImportLine{Key: &access.SeedKey{AccessKey: "known", Secret: "short", User: "user1"}},
		access.ImportLine{Key: &access.SeedKey{AccessKey: "weak", Secret: "aaaaaaaaaaaaaaaaaaaa", User: "user1"}},
		access.ImportLine{Key: &access.SeedKey{AccessKey: "stranger", Secret: secret.NewSecret(), User: "nobody"}},
		access.ImportLine{Key: &access.SeedKey{AccessKey: bad[0].Key.AccessKey, Secret: secret.NewSecret(), User: "user1"}},
		access.ImportLine{Key: bad[1].Key},
		access.ImportLine{User: &access.SeedUser{Username: "a b"}},
		access.ImportLine{Membership: &access.SeedMembership{User: "user1", Account: "Elsewhere"}},
		access.ImportLine{Err: access.Errorf(access.CodeSyntax, "no JSON")},
	)
	var reports []*access.ImportReport
	for _, dry := range []bool{true, false} {
		got, err := core.Import(t.Context(), accesstest.Local, access.ImportOptions{DryRun: dry}, lines(bad...))
		if err != nil {
			t.Fatal(err)
		}
		got.DryRun = false
		reports = append(reports, got)
		if list, err := core.Keys(t.Context(), accesstest.Local, access.KeyQuery{}); dry && (err != nil || list.Total != 0) {
			t.Fatalf("the dry run made %d keys (%v)", list.Total, err)
		}
	}
	if diff := cmp.Diff(reports[0], reports[1]); diff != "" {
		t.Errorf("dry (-) and real (+) differ:\n%s", diff)
	}
	if reports[1].Failed != 7 || reports[1].Keys != (access.ImportCount{Created: 30, Unchanged: 1}) {
		t.Errorf("%+v", reports[1])
	}
}

func TestOnlyOwnersImport(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	for _, role := range []access.Role{access.RoleViewer, access.RoleAdmin} {
		c := access.Caller{Kind: access.CallerOperator, Name: "x", Role: role}
		_, err := core.Import(t.Context(), c, access.ImportOptions{}, func() (access.ImportLine, error) {
			t.Error("a line was read")
			return access.ImportLine{}, io.EOF
		})
		if access.AsError(err).Code != access.CodeDenied {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// One thing has many names: an id, a username in capitals. Lines about the same
// one are carried out one after the other, whatever they call it.
func TestLinesAboutTheSameThingUnderOtherNamesHoldUpNothing(t *testing.T) {
	for _, dry := range []bool{false, true} {
		t.Run(fmt.Sprint("dry run ", dry), func(t *testing.T) {
			core := accesstest.Open(t, accesstest.Options{})
			account := func(name string) access.ImportLine {
				return access.ImportLine{Account: &access.SeedAccount{Name: name}}
			}
			member := func(user, account string) access.ImportLine {
				return access.ImportLine{Membership: &access.SeedMembership{User: user, Account: account}}
			}
			user := func(name string) access.ImportLine { return access.ImportLine{User: &access.SeedUser{Username: name}} }
			withID := func(l access.ImportLine) access.ImportLine {
				l.ID = anID
				return l
			}
			got, err := core.Import(t.Context(), local, access.ImportOptions{DryRun: dry}, lines(
				account("Acme"), account("Beta"), account("ACME"), withID(account("Gamma")), withID(account("Delta")),
				user("ada"), user("Ada"), user("ADA"), user("bob"),
				member("ada", "Acme"), member("Ada", "Beta"), member("ADA", "acme"), member("bob", "Beta"),
			))
			if err != nil {
				t.Fatal(err)
			}
			if got.Accounts != (access.ImportCount{Created: 3, Unchanged: 1}) || got.Users != (access.ImportCount{Created: 2, Unchanged: 2}) || got.Memberships != (access.ImportCount{Created: 3, Unchanged: 1}) {
				t.Errorf("%+v", got)
			}
			if got.Failed != 1 || got.Errors[0].Line != 5 || got.Errors[0].Field != "id" {
				t.Errorf("failed %d: %+v, want the line that brings the id of another", got.Failed, got.Errors)
			}
			if dry {
				return
			}
			u, err := core.User(t.Context(), local, "ada")
			if err != nil || len(u.Memberships) != 2 || !u.Memberships[0].Primary || u.Memberships[1].Primary {
				t.Errorf("ada: %+v, %v; want two memberships, of which one is primary", u, err)
			}
		})
	}
}
