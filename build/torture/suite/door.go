package suite

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"latchkey/app"
	"latchkey/backend/access"
	"latchkey/build/torture/ledger"
)

// door is a way to a core: its own calls, or the API of a process.
type door interface {
	// prepare makes what the objects hang on, where it is not there yet.
	prepare(ctx context.Context) error
	// do carries a change out. A nil error is a promise. errRefused says that
	// it did not happen; any other error leaves it open.
	do(ctx context.Context, c ledger.Change) error
	// find shows everything, with the audit log.
	find(ctx context.Context) (ledger.Found, error)
	// login tries the secret of a key; known is false where nobody knows it.
	login(ctx context.Context, object string) (in, known bool, err error)
	// verify is the verdict over the audit log, "" where it is whole.
	verify(ctx context.Context) (string, error)
}

// errRefused wraps what a core refused by name.
var errRefused = errors.New("refused")

const (
	ownAccount = "Torture"
	ownUser    = "owner-of-keys"
)

// pairOf is the access key and secret of a key of that name.
func pairOf(name string) (accessKey, secret string) {
	sum := sha512.Sum384([]byte(name))
	return hex.EncodeToString(sum[:20]), base64.RawURLEncoding.EncodeToString(append([]byte{1}, sum[12:47]...))
}

func split(object string) (kind, name string) {
	kind, name, _ = strings.Cut(object, "/")
	return kind, name
}

// objectOf names what an entry of the audit log is about.
func objectOf(kind, name string) (string, bool) {
	switch {
	case kind == "authheader":
		return "header/" + name, true
	case kind == "user" && name != ownUser, kind == "key":
		return kind + "/" + name, true
	}
	return "", false
}

// stateOf is the state of an object as the ledger calls it.
func stateOf(kind, state string, disabled bool) string {
	switch {
	case kind == "user" && disabled:
		return "disabled"
	case kind == "user":
		return "enabled"
	}
	return state
}

// inside is the door of a core in this process.
type inside struct{ *app.Opened }

var me = access.Caller{Kind: access.CallerLocal, Name: "local:torture", Role: access.RoleOwner, Addr: "127.0.0.1"}

func (d inside) prepare(ctx context.Context) error {
	if _, err := d.Account(ctx, me, ownAccount); err == nil {
		return nil
	}
	if _, err := d.CreateAccount(ctx, me, access.AccountSpec{Name: ownAccount}); err != nil {
		return err
	}
	if _, err := d.CreateUser(ctx, me, access.UserSpec{Username: ownUser}); err != nil {
		return err
	}
	_, err := d.SetMember(ctx, me, ownAccount, ownUser, access.MemberSpec{Roles: []string{"R"}})
	return err
}

func (d inside) do(ctx context.Context, c ledger.Change) error {
	kind, name := split(c.Object)
	var err error
	switch kind + " " + c.Do {
	case "key create":
		accessKey, secret := pairOf(name)
		_, _, err = d.CreateKey(ctx, me, access.KeySpec{Name: name, User: ownUser, Account: ownAccount, AccessKey: accessKey, Secret: secret})
	case "key edit":
		note := fmt.Sprint("changed ", c.After.Version, " times")
		_, err = d.EditKey(ctx, me, name, access.KeyPatch{Note: &note})
	case "key pause":
		_, err = d.PauseKey(ctx, me, name)
	case "key resume":
		_, err = d.ResumeKey(ctx, me, name)
	case "key revoke":
		_, err = d.RevokeKey(ctx, me, name, "tortured")
	case "user create":
		_, err = d.CreateUser(ctx, me, access.UserSpec{Username: name})
	case "user edit":
		email := fmt.Sprintf("v%d@example.com", c.After.Version)
		_, err = d.EditUser(ctx, me, name, access.UserPatch{Email: &email})
	case "user disable":
		_, err = d.DisableUser(ctx, me, name)
	case "user enable":
		_, err = d.EnableUser(ctx, me, name)
	case "header create":
		_, err = d.AddAuthHeader(ctx, me, access.AuthHeaderSpec{Name: name, User: ownUser})
	case "header edit":
		expires := access.When(fmt.Sprint(1000+c.After.Version, "d"))
		_, err = d.EditAuthHeader(ctx, me, name, access.AuthHeaderPatch{Expires: &expires})
	case "header delete":
		_, err = d.DeleteAuthHeader(ctx, me, name)
	default:
		return fmt.Errorf("nobody knows how to %s a %s", c.Do, kind)
	}
	var refusal *access.Error
	if errors.As(err, &refusal) && refusal.Code != access.CodeUnavailable && refusal.Code != access.CodeInternal {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	return err
}

func (d inside) find(ctx context.Context) (ledger.Found, error) {
	f := ledger.Found{Objects: map[string]ledger.Object{}, Entries: map[string]int{}}
	const many = 1 << 20
	keys, err := d.Keys(ctx, me, access.KeyQuery{Page: access.Page{Limit: many}})
	if err != nil {
		return f, err
	}
	for _, k := range keys.Items {
		f.Objects["key/"+k.Name] = ledger.Object{Version: k.Version, State: string(k.State)}
	}
	users, err := d.Users(ctx, me, access.UserQuery{Page: access.Page{Limit: many}})
	if err != nil {
		return f, err
	}
	for _, u := range users.Items {
		if u.Username != ownUser {
			f.Objects["user/"+u.Username] = ledger.Object{Version: u.Version, State: stateOf("user", "", u.Disabled)}
		}
	}
	headers, err := d.AuthHeaders(ctx, me, access.AuthHeaderQuery{Page: access.Page{Limit: many}})
	if err != nil {
		return f, err
	}
	for _, h := range headers.Items {
		f.Objects["header/"+h.Name] = ledger.Object{Version: h.Version, State: string(h.State)}
	}
	for after := ""; ; {
		page, err := d.Audit(ctx, me, access.AuditQuery{After: after, Limit: 1000})
		if err != nil {
			return f, err
		}
		for _, e := range page.Entries {
			if object, ours := objectOf(e.Object, e.ObjectName); ours && e.Result == "done" {
				f.Entries[object]++
			}
		}
		if after = page.Next; after == "" {
			return f, nil
		}
	}
}

func (d inside) login(ctx context.Context, object string) (in, known bool, err error) {
	kind, name := split(object)
	if kind != "key" {
		return false, false, nil
	}
	accessKey, secret := pairOf(name)
	_, err = d.LoginKey(ctx, access.Caller{Addr: "192.0.2.1"}, accessKey, secret)
	if err != nil && access.AsError(err).Code != access.CodeUnauthenticated {
		return false, true, err
	}
	return err == nil, true, nil
}

func (d inside) verify(ctx context.Context) (string, error) {
	r, err := d.VerifyAudit(ctx, me, "")
	if err != nil || r.Verdict == access.AuditWhole {
		return "", err
	}
	return fmt.Sprintf("%s: %+v", r.Verdict, r.Findings[0]), nil
}

// outside is the door of a process: the socket in its folder, and its listener
// for the logins.
type outside struct {
	admin  *http.Client
	logins *http.Client
	url    string // of the listener
	// secrets are those that were shown when keys were made.
	secrets *sync.Map // name -> [2]string
}

func newOutside(socket, listener string, secrets *sync.Map) *outside {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}
	return &outside{
		admin:  &http.Client{Transport: &http.Transport{DialContext: dial}, Timeout: 20 * time.Second},
		logins: &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second},
		url:    listener, secrets: secrets,
	}
}

func (d *outside) close() {
	d.admin.CloseIdleConnections()
	d.logins.CloseIdleConnections()
}

// call asks the API. A status of 4xx and 507 is a refusal.
func (d *outside) call(ctx context.Context, method, path string, body, out any) error {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		payload = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://latchkey/api/v1"+path, payload)
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := d.admin.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return err
	case resp.StatusCode == http.StatusInsufficientStorage:
		return fmt.Errorf("%w: %w: %s", errRefused, errFull, answer)
	case resp.StatusCode >= 400 && resp.StatusCode < 500:
		return fmt.Errorf("%w: %d %s", errRefused, resp.StatusCode, answer)
	case resp.StatusCode >= 300:
		return fmt.Errorf("%s %s: %d %s", method, path, resp.StatusCode, answer)
	case out != nil:
		return json.Unmarshal(answer, out)
	}
	return nil
}

// errFull is the refusal of a store without room.
var errFull = errors.New("the store is full")

func (d *outside) prepare(ctx context.Context) error {
	if err := d.call(ctx, "GET", "/accounts/"+ownAccount, nil, nil); err == nil {
		return nil
	}
	if err := d.call(ctx, "POST", "/accounts", map[string]any{"name": ownAccount}, nil); err != nil {
		return err
	}
	if err := d.call(ctx, "POST", "/users", map[string]any{"username": ownUser}, nil); err != nil {
		return err
	}
	return d.call(ctx, "PUT", "/accounts/"+ownAccount+"/members/"+ownUser, map[string]any{"roles": []string{"R"}, "permissions": []string{}, "primary": true, "accountAdmin": false}, nil)
}

func (d *outside) do(ctx context.Context, c ledger.Change) error {
	kind, name := split(c.Object)
	ref := url.PathEscape(name)
	switch kind + " " + c.Do {
	case "key create":
		var made struct{ AccessKey, Secret string }
		if err := d.call(ctx, "POST", "/keys", map[string]any{"name": name, "user": ownUser, "account": ownAccount}, &made); err != nil {
			return err
		}
		d.secrets.Store(name, [2]string{made.AccessKey, made.Secret})
		return nil
	case "key edit":
		return d.call(ctx, "PATCH", "/keys/"+ref, map[string]any{"note": fmt.Sprint("changed ", c.After.Version, " times")}, nil)
	case "key revoke":
		return d.call(ctx, "POST", "/keys/"+ref+"/revoke", map[string]any{"reason": "tortured"}, nil)
	case "key pause", "key resume":
		return d.call(ctx, "POST", "/keys/"+ref+"/"+c.Do, nil, nil)
	case "user create":
		return d.call(ctx, "POST", "/users", map[string]any{"username": name}, nil)
	case "user edit":
		return d.call(ctx, "PATCH", "/users/"+ref, map[string]any{"email": fmt.Sprintf("v%d@example.com", c.After.Version)}, nil)
	case "user disable", "user enable":
		return d.call(ctx, "POST", "/users/"+ref+"/"+c.Do, nil, nil)
	case "header create":
		return d.call(ctx, "POST", "/authheaders", map[string]any{"name": name, "user": ownUser}, nil)
	case "header edit":
		return d.call(ctx, "PATCH", "/authheaders/"+ref, map[string]any{"expires": fmt.Sprint(1000+c.After.Version, "d")}, nil)
	case "header delete":
		return d.call(ctx, "DELETE", "/authheaders/"+ref, nil, nil)
	}
	return fmt.Errorf("nobody knows how to %s a %s", c.Do, kind)
}

// shown is what the lists of the API have in common.
type shown struct {
	ID, Name, Username, State, Object, ObjectName, Result string
	Version                                               int64
	Disabled                                              bool
}

func (d *outside) find(ctx context.Context) (ledger.Found, error) {
	f := ledger.Found{Objects: map[string]ledger.Object{}, Entries: map[string]int{}}
	for kind, path := range map[string]string{"key": "/keys", "user": "/users", "header": "/authheaders"} {
		for offset := 0; ; offset += 1000 {
			var page struct{ Items []shown }
			if err := d.call(ctx, "GET", fmt.Sprintf("%s?limit=1000&offset=%d", path, offset), nil, &page); err != nil {
				return f, err
			}
			for _, x := range page.Items {
				name := x.Name
				if kind == "user" {
					name = x.Username
				}
				if name != ownUser {
					f.Objects[kind+"/"+name] = ledger.Object{Version: x.Version, State: stateOf(kind, x.State, x.Disabled)}
				}
			}
			if len(page.Items) < 1000 {
				break
			}
		}
	}
	for after := ""; ; {
		var page struct {
			Items []shown
			Next  string
		}
		if err := d.call(ctx, "GET", "/audit?limit=1000&after="+after, nil, &page); err != nil {
			return f, err
		}
		for _, e := range page.Items {
			if object, ours := objectOf(e.Object, e.ObjectName); ours && e.Result == "done" {
				f.Entries[object]++
			}
		}
		if after = page.Next; after == "" {
			return f, nil
		}
	}
}

func (d *outside) login(ctx context.Context, object string) (in, known bool, err error) {
	kind, name := split(object)
	pair, known := d.secrets.Load(name)
	if kind != "key" || !known {
		return false, false, nil
	}
	p := pair.([2]string)
	body, _ := json.Marshal(map[string]string{"accessKey": p[0], "secret": p[1]})
	req, err := http.NewRequestWithContext(ctx, "POST", d.url+"/login", bytes.NewReader(body))
	if err != nil {
		return false, true, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := d.logins.Do(req)
	if err != nil {
		return false, true, err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	switch resp.StatusCode {
	case http.StatusCreated:
		return true, true, nil
	case http.StatusUnauthorized:
		return false, true, nil
	}
	return false, true, fmt.Errorf("POST /login: %d", resp.StatusCode)
}

func (d *outside) verify(ctx context.Context) (string, error) {
	var report struct {
		Verdict  string
		Findings []json.RawMessage
	}
	if err := d.call(ctx, "GET", "/audit/verify", nil, &report); err != nil || report.Verdict == string(access.AuditWhole) {
		return "", err
	}
	return fmt.Sprintf("%s: %s", report.Verdict, report.Findings[0]), nil
}

// judge holds everything a core shows against the ledger: objects, audit log,
// its chain, and the logins of the keys.
func judge(ctx context.Context, d door, book *ledger.Ledger, logins func(object string) bool) ([]string, error) {
	found, err := d.find(ctx)
	if err != nil {
		return nil, fmt.Errorf("look at what is there: %w", err)
	}
	broken := book.Check(found)
	unsound, err := sound(ctx, d, found, logins)
	return append(broken, unsound...), err
}

// sound holds what was found against what the same core says elsewhere: the
// chain of its audit log, and the logins of the keys.
func sound(ctx context.Context, d door, found ledger.Found, logins func(object string) bool) (broken []string, err error) {
	verdict, err := d.verify(ctx)
	if err != nil {
		return nil, fmt.Errorf("verify the audit log: %w", err)
	}
	if verdict != "" {
		broken = append(broken, "AUDIT CHAIN: "+verdict)
	}
	for object, is := range found.Objects {
		if !logins(object) {
			continue
		}
		in, known, err := d.login(ctx, object)
		if err != nil {
			return nil, fmt.Errorf("log in with %s: %w", object, err)
		}
		if known && in != (is.State == "active") {
			broken = append(broken, fmt.Sprintf("LOGIN: %s is %s, and whether it logs in is %v", object, is.State, in))
		}
	}
	return broken, nil
}
