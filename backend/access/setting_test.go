package access_test

import (
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func setSetting(t *testing.T, c *accesstest.Core, name, value string) {
	t.Helper()
	if _, err := c.ChangeSettings(t.Context(), local, []access.SettingChange{{Name: name, Value: &value}}); err != nil {
		t.Fatal(err)
	}
}

func TestEverySettingHasADefaultWithinItsBounds(t *testing.T) {
	for _, d := range access.Registry() {
		for _, v := range []string{d.Default, d.Least, d.Most} {
			if v == "" {
				continue
			}
			if err := d.Check(v); err != nil {
				t.Errorf("%s: %q is refused: %v", d.Name, v, err)
			}
		}
		if d.Check("") == nil || d.Check("nonsense") == nil {
			t.Errorf("%s takes anything", d.Name)
		}
		if never := d.Check("never") == nil; never != d.Never && d.Kind != access.SettingChoice {
			t.Errorf("%s: never is taken: %v", d.Name, never)
		}
	}
}

func TestTokenLifeIsTheSettingAndNeverPassesTheKey(t *testing.T) {
	f := newFixture(t)
	setSetting(t, f.Core, "token-life", "10m")
	setSetting(t, f.Core, "user-token-life", "20m")
	_, text := f.NewKey(t, access.KeySpec{Name: "long", User: "john.doe"})
	_, short := f.NewKey(t, access.KeySpec{Name: "short", User: "john.doe", Expires: "1m"})
	for _, c := range []struct {
		key  string
		text string
		want time.Duration
	}{{"long", text, 10 * time.Minute}, {"short", short, time.Minute}} {
		v, err := f.Key(t.Context(), local, c.key)
		if err != nil {
			t.Fatal(err)
		}
		in, err := f.LoginKey(t.Context(), client, v.AccessKey, c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := in.Expires.Sub(f.clock.Now()); got != c.want {
			t.Errorf("the token of %s is good for %v, want %v", c.key, got, c.want)
		}
	}
	in, err := f.LoginUser(t.Context(), client, "john.doe", password)
	if err != nil {
		t.Fatal(err)
	}
	if got := in.Expires.Sub(f.clock.Now()); got != 20*time.Minute {
		t.Errorf("a user's token is good for %v", got)
	}
}

func TestPasswordPolicyAsksMoreOfOperators(t *testing.T) {
	f := newFixture(t)
	setSetting(t, f.Core, "operator-password-length", "16")
	_, err := f.CreateUser(t.Context(), local, access.UserSpec{Username: "boss", Password: "fifteen-letters", Operator: access.RoleViewer})
	wantCode(t, "an operator with 15 characters", err, access.CodeInvalid)
	if _, err := f.CreateUser(t.Context(), local, access.UserSpec{Username: "anna", Password: "fifteen-letters"}); err != nil {
		t.Errorf("a user with 15 characters: %v", err)
	}
}

func TestPasswordAgeEndsPasswordsThatAreOldAlready(t *testing.T) {
	f := newFixture(t)
	if _, err := f.LoginUser(t.Context(), client, "john.doe", password); err != nil {
		t.Fatal(err)
	}
	f.clock.Advance(31 * 24 * time.Hour)
	setSetting(t, f.Core, "password-age", "30d")
	_, err := f.LoginUser(t.Context(), client, "john.doe", password)
	wantCode(t, "a password of 31 days", err, access.CodePasswordExpired)
	setSetting(t, f.Core, "password-age", "60d")
	in, err := f.LoginUser(t.Context(), client, "john.doe", password)
	if err != nil {
		t.Fatal(err)
	}
	if in.User.PasswordExpires == nil || !in.User.PasswordExpires.Equal(in.User.PasswordSetAt.Add(60*24*time.Hour)) {
		t.Errorf("the login says the password ends %v", in.User.PasswordExpires)
	}
}

func TestShorterSessionsEndThoseThatAreOpen(t *testing.T) {
	f := newFixture(t)
	who := operators(t, f.Core)
	in, err := f.SignIn(t.Context(), client, access.SignInSpec{Username: "op-owner", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	f.clock.Advance(20 * time.Minute)
	if _, err := f.CallerBySession(t.Context(), client, in.Cookie, in.Value); err != nil {
		t.Fatal(err)
	}
	short := "15m"
	if _, err := f.ChangeSettings(t.Context(), who[access.RoleOwner], []access.SettingChange{{Name: "session-life", Value: &short}}); err != nil {
		t.Fatal(err)
	}
	_, err = f.CallerBySession(t.Context(), client, in.Cookie, in.Value)
	wantCode(t, "a session of 20 minutes", err, access.CodeUnauthenticated)
}

func TestRetiredSigningKeyVerifiesWhatItSignedUnderALongerLife(t *testing.T) {
	f := newFixture(t)
	setSetting(t, f.Core, "token-life", "12h")
	k, text := f.NewKey(t, access.KeySpec{Name: "k", User: "john.doe"})
	in, err := f.LoginKey(t.Context(), client, k.AccessKey, text)
	if err != nil {
		t.Fatal(err)
	}
	setSetting(t, f.Core, "token-life", "5m")
	if _, err := f.RotateSigningKey(t.Context(), local, "machine"); err != nil {
		t.Fatal(err)
	}
	f.clock.Advance(11 * time.Hour)
	if _, err := f.Verify(t.Context(), client, in.Token, access.Requirement{}); err != nil {
		t.Errorf("a token that is good for another hour: %v", err)
	}
}
