package servertest

import (
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// Do changes the world's state, as a line of a transcript says it:
//
//	advance 90m
//	pause|resume|activate|revoke KEY
//	disable|enable USER
//	password USER NEW
//	expires USER WHEN
//	leave|join ACCOUNT USER
//	fail N        wrong secrets of the one access key at /login
//	roles ACCOUNT USER ROLE…
func (w *World) Do(line string) {
	w.t.Helper()
	words := strings.Fields(line)
	ctx, args := w.t.Context(), words[1:]
	var err error
	switch words[0] {
	case "advance":
		var d time.Duration
		if d, err = time.ParseDuration(args[0]); err == nil {
			w.Clock.Advance(d)
		}
	case "pause":
		_, err = w.Core.PauseKey(ctx, accesstest.Local, args[0])
	case "resume":
		_, err = w.Core.ResumeKey(ctx, accesstest.Local, args[0])
	case "activate":
		_, err = w.Core.ActivateKey(ctx, accesstest.Local, args[0])
	case "revoke":
		_, err = w.Core.RevokeKey(ctx, accesstest.Local, args[0], "no longer needed")
	case "disable":
		_, err = w.Core.DisableUser(ctx, accesstest.Local, args[0])
	case "enable":
		_, err = w.Core.EnableUser(ctx, accesstest.Local, args[0])
	case "password":
		_, err = w.Core.EditUser(ctx, accesstest.Local, args[0], access.UserPatch{Password: &args[1]})
	case "expires":
		when := access.When(args[1])
		_, err = w.Core.EditUser(ctx, accesstest.Local, args[0], access.UserPatch{PasswordExpires: &when})
	case "leave":
		err = w.Core.RemoveMember(ctx, accesstest.Local, args[0], args[1])
	case "join":
		_, err = w.Core.SetMember(ctx, accesstest.Local, args[0], args[1], access.MemberSpec{})
	case "fail":
		var n int
		n, err = strconv.Atoi(args[0])
		for range n {
			r := httptest.NewRequest("POST", "/login", strings.NewReader(`{"accessKey":"986d8167a9b9a15e37db4ab4ad50877b01347a94","secret":"wrong"}`))
			r.Host, r.RemoteAddr = "localhost", ""
			w.Call(r)
		}
	case "roles":
		_, err = w.Core.SetMember(ctx, accesstest.Local, args[0], args[1], access.MemberSpec{Roles: args[2:]})
	default:
		w.t.Fatalf("no such change of state: %s", line)
	}
	if err != nil {
		w.t.Fatalf("%s: %v", line, err)
	}
}
