package server_test

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// pair is an access key as its client holds it.
type pair struct{ id, accessKey, secret string }

// withKey makes the account Acme, its member alice with a password, and a key.
func withKey(t *testing.T) (*program, pair) {
	t.Helper()
	p := start(t)
	p.must("POST", "/api/v1/accounts", `{"name":"Acme"}`)
	p.must("POST", "/api/v1/users", `{"username":"alice","password":"alice-password","email":"alice@example.org"}`)
	p.must("PUT", "/api/v1/accounts/Acme/members/alice", `{"roles":["Partner","PartnerAdmin"],"permissions":["orders:read"],"primary":true,"accountAdmin":true}`)
	return p, p.newKey("batch")
}

func (p *program) newKey(name string) pair {
	p.t.Helper()
	k := p.must("POST", "/api/v1/keys", `{"name":`+quoted(name)+`,"user":"alice"}`)
	return pair{id: k["id"].(string), accessKey: k["accessKey"].(string), secret: k["secret"].(string)}
}

// login is a partner's: a token, or "" where it was refused as every refused
// login is.
func (p *program) login(k pair) string {
	p.t.Helper()
	x := p.client("POST", "/login", `{"accessKey":`+quoted(k.accessKey)+`,"secret":`+quoted(k.secret)+`}`)
	const refused = `{"statusCode":"Error","error":{"message":"Service was unable to complete your request.","name":"AuthenticationError","code":"AuthenticationError","details":{"reason":"AccessKeyUnauthorized"}}}`
	switch x.status {
	case 201:
		return x.received
	case 401:
		if x.received != refused {
			p.t.Errorf("a refused login answers %s", x.received)
		}
		return ""
	}
	p.t.Fatalf("login: %d %s", x.status, x.received)
	return ""
}

func (p *program) profile(k pair) exchange {
	p.t.Helper()
	return p.client("POST", "/auth/login", `{"apiKey":`+quoted(k.accessKey)+`,"apiSecret":`+quoted(k.secret)+`}`)
}

func (p *program) userLogin(username, password string) exchange {
	p.t.Helper()
	return p.client("POST", "/user/login", `{"username":`+quoted(username)+`,"password":`+quoted(password)+`}`)
}

// honoured asks /verify about a credential.
func (p *program) honoured(credential string) bool {
	p.t.Helper()
	x := p.client("GET", "/verify", "", "Authorization", "Bearer "+credential)
	if x.status != 200 && x.status != 401 {
		p.t.Fatalf("verify: %d %s", x.status, x.received)
	}
	return x.status == 200
}

// check fails the test unless a key logs in at both doors, and its token is
// honoured, or nothing of it.
func (p *program) check(when string, k pair, token string, good bool) {
	p.t.Helper()
	if got := p.login(k) != ""; got != good {
		p.t.Errorf("%s: /login lets in: %t, want %t", when, got, good)
	}
	if x := p.profile(k); x.status == 200 != good {
		p.t.Errorf("%s: /auth/login answers %d", when, x.status)
	}
	if got := p.honoured(token); got != good {
		p.t.Errorf("%s: /verify honours the token: %t, want %t", when, got, good)
	}
}

func TestOneKeyOpensEveryDialect(t *testing.T) {
	p, k := withKey(t)
	token := p.login(k)
	p.check("a new key", k, token, true)
	profile := p.profile(k)
	if profile.text("email") != "alice@example.org" || !p.honoured(profile.text("token")) {
		t.Errorf("/auth/login answers %s", profile.received)
	}
	user := p.userLogin("alice", "alice-password").text("Token")
	added := p.client("POST", "/authheader/add", `{"name":"ci"}`, "Authorization", user)
	if !p.honoured(user) || !p.honoured(added.text("token")) {
		t.Errorf("/authheader/add answers %d %s", added.status, added.received)
	}
	verified := p.client("GET", "/verify", "", "Authorization", "Bearer "+token)
	got := map[string]string{}
	for _, name := range []string{"Remote-User", "Remote-Groups", "X-Latchkey-Permissions", "X-Latchkey-Key"} {
		got[name] = verified.header.Get(name)
	}
	want := map[string]string{"Remote-User": "alice", "Remote-Groups": "Partner,PartnerAdmin", "X-Latchkey-Permissions": "orders:read", "X-Latchkey-Key": k.id}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("/verify: wanted (-), got (+):\n%s", diff)
	}
}

func TestRevealedSecretVerifiesATokenWithoutUs(t *testing.T) {
	p, k := withKey(t)
	token := p.login(k)
	var secret string
	for _, item := range p.must("GET", "/api/v1/signing-keys", "")["items"].([]any) {
		if key := item.(map[string]any); key["use"] == "machine" {
			secret = p.must("POST", "/api/v1/signing-keys/"+key["id"].(string)+"/reveal", "")["secret"].(string)
		}
	}
	signed, signature, _ := cutLast(token, ".")
	mac := hmac.New(sha512.New384, []byte(secret))
	mac.Write([]byte(signed))
	if base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) != signature {
		t.Error("the revealed secret does not verify the token")
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func TestRevokedKeyIsRefusedAfterRestart(t *testing.T) {
	p, k := withKey(t)
	other := p.newKey("other")
	token, otherToken := p.login(k), p.login(other)
	p.must("POST", "/api/v1/keys/"+k.id+"/revoke", `{"reason":"leaked"}`)
	p.check("revoked", k, token, false)
	p.restart()
	p.check("revoked, after a restart", k, token, false)
	p.check("another key, after a restart", other, otherToken, true)
	if key := p.must("GET", "/api/v1/keys/"+k.id, ""); key["state"] != "revoked" || key["revokedReason"] != "leaked" {
		t.Errorf("after a restart the portal shows %v, %v", key["state"], key["revokedReason"])
	}
}

func TestPausedKeyTokenIsRefusedByVerifyAndHonouredAfterResume(t *testing.T) {
	p, k := withKey(t)
	token := p.login(k)
	p.must("POST", "/api/v1/keys/"+k.id+"/pause", "")
	p.check("paused", k, token, false)
	p.restart()
	p.check("paused, after a restart", k, token, false)
	p.must("POST", "/api/v1/keys/"+k.id+"/resume", "")
	p.check("resumed", k, token, true)
	p.clock.Advance(time.Hour)
	if p.honoured(token) {
		t.Error("the token outlives its hour")
	}
}

func TestPendingKeyOpensNothingUntilActivated(t *testing.T) {
	p, k := withKey(t)
	made := p.must("POST", "/api/v1/keys", `{"name":"later","user":"alice","pending":true}`)
	later := pair{id: made["id"].(string), accessKey: made["accessKey"].(string), secret: made["secret"].(string)}
	if p.login(later) != "" {
		t.Error("a pending key logs in")
	}
	p.must("POST", "/api/v1/keys/later/activate", "")
	if p.login(later) == "" {
		t.Error("an activated key does not log in")
	}
	if p.login(pair{accessKey: later.accessKey, secret: k.secret}) != "" {
		t.Error("a key logs in with the secret of another")
	}
}

func TestExpiredKeyIsRefusedAndRenewedByALaterExpiry(t *testing.T) {
	p, k := withKey(t)
	p.must("PATCH", "/api/v1/keys/"+k.id, `{"expires":"10m"}`)
	token := p.login(k)
	p.check("ten minutes before its expiry", k, token, true)
	p.clock.Advance(10 * time.Minute)
	p.check("at its expiry", k, token, false)
	p.must("PATCH", "/api/v1/keys/"+k.id, `{"expires":"90d"}`)
	if p.login(k) == "" {
		t.Error("a renewed key does not log in")
	}
	if p.honoured(token) {
		t.Error("a token outlives the expiry its key had when it was made")
	}
}

func TestDisabledUserOpensNothingUntilEnabled(t *testing.T) {
	p, k := withKey(t)
	token, user := p.login(k), p.userLogin("alice", "alice-password").text("Token")
	header := p.client("POST", "/authheader/add", `{"name":"ci"}`, "Authorization", user).text("token")
	all := func(when string, good bool) {
		t.Helper()
		p.check(when, k, token, good)
		if x := p.userLogin("alice", "alice-password"); x.status == 200 != good {
			t.Errorf("%s: /user/login answers %d", when, x.status)
		}
		if x := p.client("GET", "/authheader/list", "", "Authorization", user); x.status == 200 != good {
			t.Errorf("%s: /authheader/list answers %d", when, x.status)
		}
		if p.honoured(user) != good || p.honoured(header) != good {
			t.Errorf("%s: /verify honours the user's token: %t, the auth header: %t, want %t", when, p.honoured(user), p.honoured(header), good)
		}
	}
	all("enabled", true)
	p.must("POST", "/api/v1/users/alice/disable", "")
	all("disabled", false)
	p.restart()
	all("disabled, after a restart", false)
	p.must("POST", "/api/v1/users/alice/enable", "")
	all("enabled again", true)
}

func TestKeyOfAFormerMemberOpensNothing(t *testing.T) {
	p, k := withKey(t)
	token := p.login(k)
	p.must("DELETE", "/api/v1/accounts/Acme/members/alice", "")
	p.check("taken out of the account", k, token, false)
	p.must("PUT", "/api/v1/accounts/Acme/members/alice", `{"roles":["Other"],"permissions":[],"primary":true,"accountAdmin":false}`)
	p.check("back in the account", k, token, true)
	if x := p.client("GET", "/verify", "", "Authorization", token); x.header.Get("Remote-Groups") == "Partner,PartnerAdmin" {
		t.Error("/verify gives out roles that the membership no longer has")
	}
}

func TestNewPasswordEndsTokensOfTheOldOneAndLeavesAuthHeaders(t *testing.T) {
	p, _ := withKey(t)
	old := p.userLogin("alice", "alice-password").text("Token")
	header := p.client("POST", "/authheader/add", `{"name":"ci"}`, "Authorization", old).text("token")
	p.must("PATCH", "/api/v1/users/alice", `{"password":"a-new-passphrase"}`)
	if p.honoured(old) || p.client("GET", "/authheader/list", "", "Authorization", old).status != 401 {
		t.Error("a token of the old password is honoured")
	}
	if x := p.userLogin("alice", "alice-password"); x.status != 401 {
		t.Errorf("the old password: %d", x.status)
	}
	if fresh := p.userLogin("alice", "a-new-passphrase").text("Token"); !p.honoured(fresh) {
		t.Error("the new password opens nothing")
	}
	if !p.honoured(header) {
		t.Error("the auth header is refused")
	}
}

func TestDeletedAuthHeaderIsRefusedAfterRestart(t *testing.T) {
	p, _ := withKey(t)
	made := p.must("POST", "/api/v1/authheaders", `{"name":"ci","user":"alice"}`)
	token := made["token"].(string)
	if !p.honoured(token) {
		t.Error("a new auth header is refused")
	}
	p.must("DELETE", "/api/v1/authheaders/"+made["id"].(string), "")
	if p.honoured(token) {
		t.Error("a deleted auth header is honoured")
	}
	p.restart()
	if p.honoured(token) {
		t.Error("a deleted auth header is honoured after a restart")
	}
}

func TestRotatedSigningKeyStillVerifiesWhatItSigned(t *testing.T) {
	p, k := withKey(t)
	before := p.login(k)
	p.must("POST", "/api/v1/signing-keys/rotate", `{"use":"machine"}`)
	after := p.login(k)
	p.restart()
	if !p.honoured(before) || !p.honoured(after) {
		t.Errorf("honoured after a rotation and a restart: the old token %t, the new one %t", p.honoured(before), p.honoured(after))
	}
}

func TestRestartKeepsEverything(t *testing.T) {
	p, k := withKey(t)
	p.must("POST", "/api/v1/authheaders", `{"name":"ci","user":"alice","expires":"90d"}`)
	p.must("POST", "/api/v1/users", `{"username":"boss","password":"boss-password","operator":"owner"}`)
	p.newKey("paused")
	p.must("POST", "/api/v1/keys/paused/pause", "")
	token := p.login(k)
	p.userLogin("alice", "alice-password")
	p.honoured(token)
	look := func() map[string]string {
		seen := map[string]string{}
		for _, path := range []string{"/accounts", "/accounts/Acme/members", "/users", "/keys", "/authheaders", "/signing-keys", "/audit", "/status"} {
			seen[path] = p.owner("GET", "/api/v1"+path, "").received
		}
		return seen
	}
	before := look()
	if !strings.Contains(before["/keys"], `"lastUsed":{"at":"2026-11-22T14:03:00Z"`) {
		t.Errorf("no last use in %s", before["/keys"])
	}
	p.restart()
	if diff := cmp.Diff(before, look()); diff != "" {
		t.Errorf("before (-) and after (+) a restart:\n%s", diff)
	}
	p.check("after a restart", k, token, true)
}
