package adminapi_test

import (
	"net/http"
	"slices"
	"testing"
)

// The operator roles as the documentation promises them: for each operation the
// least role, and a request that is well formed. Nothing it names exists, so
// that whoever may ask is told that, and the store stays as it is.
var promised = map[string]struct {
	least string // viewer, admin, owner, local; nobody = everybody
	path  string
	body  string
}{
	"GET /status":            {viewer, "/status", ""},
	"PUT /listener":          {owner, "/listener", `{"address":"127.0.0.1:9999"}`},
	"GET /listener":          {owner, "/listener", ""},
	"POST /listener/start":   {owner, "/listener/start", ""},
	"POST /listener/stop":    {owner, "/listener/stop", ""},
	"POST /listener/restart": {owner, "/listener/restart", ""},
	"POST /setup-link":       {owner, "/setup-link", ""},
	"POST /stop":             {local, "/stop", ""},
	"POST /setup":            {nobody, "/setup", `{"token":"x","username":"x","password":"x"}`},
	"POST /session":          {nobody, "/session", `{"username":"x","password":"x"}`},
	"GET /session":           {viewer, "/session", ""},
	"DELETE /session":        {viewer, "/session", ""},
	"POST /session/touch":    {viewer, "/session/touch", ""},
	"POST /first-run":        {admin, "/first-run", `{}`},

	"GET /sessions":                         {viewer, "/sessions", ""},
	"POST /sessions/end-others":             {viewer, "/sessions/end-others", ""},
	"DELETE /sessions/{id}":                 {viewer, "/sessions/x", ""},
	"GET /me":                               {viewer, "/me", ""},
	"PUT /me/password":                      {viewer, "/me/password", `{"current":"x","password":"x"}`},
	"POST /me/second-factor":                {viewer, "/me/second-factor", `{"password":"x"}`},
	"POST /me/second-factor/confirm":        {viewer, "/me/second-factor/confirm", `{"code":"x"}`},
	"POST /me/second-factor/recovery-codes": {viewer, "/me/second-factor/recovery-codes", `{"code":"x"}`},
	"POST /me/second-factor/remove":         {viewer, "/me/second-factor/remove", `{"password":"x","code":"x"}`},

	"GET /accounts":                               {viewer, "/accounts", ""},
	"POST /accounts":                              {admin, "/accounts", `{"name":"\u0000"}`},
	"GET /accounts/{ref}":                         {viewer, "/accounts/x", ""},
	"PATCH /accounts/{ref}":                       {admin, "/accounts/x", `{}`},
	"DELETE /accounts/{ref}":                      {admin, "/accounts/x", ""},
	"GET /accounts/{ref}/members":                 {viewer, "/accounts/x/members", ""},
	"PUT /accounts/{ref}/members/{user}":          {admin, "/accounts/x/members/x", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false}`},
	"DELETE /accounts/{ref}/members/{user}":       {admin, "/accounts/x/members/x", ""},
	"POST /accounts/{ref}/members/{user}/preview": {admin, "/accounts/x/members/x/preview", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false}`},
	"GET /words":                                  {viewer, "/words", ""},

	"GET /users":                            {viewer, "/users", ""},
	"POST /users":                           {admin, "/users", `{"username":"a b"}`},
	"GET /users/{ref}":                      {viewer, "/users/x", ""},
	"PATCH /users/{ref}":                    {admin, "/users/x", `{}`},
	"DELETE /users/{ref}":                   {admin, "/users/x", ""},
	"POST /users/{ref}/disable":             {admin, "/users/x/disable", ""},
	"POST /users/{ref}/enable":              {admin, "/users/x/enable", ""},
	"POST /users/{ref}/unlock":              {admin, "/users/x/unlock", ""},
	"POST /users/{ref}/expire-password":     {admin, "/users/x/expire-password", ""},
	"POST /users/{ref}/end-sessions":        {owner, "/users/x/end-sessions", ""},
	"POST /users/{ref}/reset-second-factor": {owner, "/users/x/reset-second-factor", ""},

	"GET /keys":                 {viewer, "/keys", ""},
	"POST /keys":                {admin, "/keys", `{"name":"x","user":"x"}`},
	"GET /keys/{ref}":           {viewer, "/keys/x", ""},
	"PATCH /keys/{ref}":         {admin, "/keys/x", `{}`},
	"POST /keys/{ref}/activate": {admin, "/keys/x/activate", ""},
	"POST /keys/{ref}/pause":    {admin, "/keys/x/pause", ""},
	"POST /keys/{ref}/resume":   {admin, "/keys/x/resume", ""},
	"POST /keys/{ref}/revoke":   {admin, "/keys/x/revoke", ""},

	"POST /keys/{ref}/renew":           {admin, "/keys/x/renew", ""},
	"POST /keys/{ref}/extend":          {admin, "/keys/x/extend", `{"span":"1h"}`},
	"POST /keys/{ref}/rotate":          {admin, "/keys/x/rotate", ""},
	"POST /keys/{ref}/rotation/end":    {admin, "/keys/x/rotation/end", ""},
	"POST /keys/{ref}/rotation/extend": {admin, "/keys/x/rotation/extend", `{"span":"1h"}`},
	"POST /keys/{ref}/token":           {local, "/keys/x/token", ""},
	"GET /keys.csv":                    {viewer, "/keys.csv", ""},
	"GET /labels":                      {viewer, "/labels", ""},
	"GET /jobs":                        {viewer, "/jobs", ""},
	"POST /jobs":                       {admin, "/jobs", `{"action":"key.pause","keys":["x"]}`},
	"GET /jobs/{id}":                   {viewer, "/jobs/x", ""},
	"DELETE /jobs/{id}":                {admin, "/jobs/x", ""},
	"GET /authheaders.csv":             {viewer, "/authheaders.csv", ""},
	"GET /audit.csv":                   {viewer, "/audit.csv", ""},

	"GET /authheaders":          {viewer, "/authheaders", ""},
	"POST /authheaders":         {admin, "/authheaders", `{"name":"x","user":"x"}`},
	"GET /authheaders/{ref}":    {viewer, "/authheaders/x", ""},
	"PATCH /authheaders/{ref}":  {admin, "/authheaders/x", `{}`},
	"DELETE /authheaders/{ref}": {admin, "/authheaders/x", ""},

	"GET /signing-keys":              {viewer, "/signing-keys", ""},
	"POST /signing-keys":             {owner, "/signing-keys", `{"use":"x","secret":"x"}`},
	"POST /signing-keys/rotate":      {owner, "/signing-keys/rotate", `{"use":"x"}`},
	"POST /signing-keys/{id}/reveal": {owner, "/signing-keys/x/reveal", ""},

	"GET /settings":   {viewer, "/settings", ""},
	"PATCH /settings": {owner, "/settings", `{"changes":[{"name":"x","value":null}]}`},

	"GET /audit":          {viewer, "/audit", ""},
	"GET /audit/verify":   {viewer, "/audit/verify", ""},
	"POST /seed":          {owner, "/seed", `{}`},
	"POST /import":        {owner, "/import", `{}`},
	"GET /import/{id}":    {owner, "/import/x", ""},
	"DELETE /import/{id}": {owner, "/import/x", ""},

	"GET /backups":                   {owner, "/backups", ""},
	"POST /backups":                  {owner, "/backups", `{"path":"relative"}`},
	"GET /backups/{name}":            {owner, "/backups/x", ""},
	"DELETE /backups/{name}":         {owner, "/backups/x", ""},
	"POST /restore":                  {owner, "/restore", "no store"},
	"GET /restore":                   {owner, "/restore", ""},
	"DELETE /restore":                {owner, "/restore", ""},
	"POST /restore/from":             {owner, "/restore/from", `{"backup":"x"}`},
	"POST /restore/unlock":           {owner, "/restore/unlock", `{"key":"x"}`},
	"POST /restore/apply":            {owner, "/restore/apply", `{"confirm":"RESTORE"}`},
	"GET /store":                     {owner, "/store", ""},
	"POST /store/recovery-key":       {owner, "/store/recovery-key", ""},
	"POST /store/recovery-key/saved": {owner, "/store/recovery-key/saved", ""},
	"PUT /store/source":              {owner, "/store/source", `{"source":"x"}`},
	"POST /store/rekey":              {owner, "/store/rekey", ""},
	"POST /store/compact":            {owner, "/store/compact", ""},
	"POST /store/check":              {owner, "/store/check", ""},

	"GET /activity":         {viewer, "/activity", ""},
	"GET /activity/{id}":    {viewer, "/activity/1", ""},
	"PUT /activity/capture": {owner, "/activity/capture", `{"on":false}`},
	"GET /usage":            {viewer, "/usage", ""},
	"GET /usage.csv":        {viewer, "/usage.csv", ""},
	"GET /overview":         {viewer, "/overview", ""},

	"GET /openapi.yaml": {viewer, "/openapi.yaml", ""},
}

// tellRoles asks everything as everybody.
func tellRoles(t *testing.T) *world {
	w := newWorld(t)
	ranks := []string{nobody, viewer, admin, owner, local}
	for _, route := range w.api.Routes() {
		name := route.Method + " " + route.Pattern[len("/api/v1"):]
		promise, ok := promised[name]
		if !ok {
			t.Errorf("%s: nobody promised who may", name)
			continue
		}
		for _, as := range ranks {
			x := w.do(as, route.Method, "/api/v1"+promise.path, promise.body)
			refused := x.status == http.StatusUnauthorized || x.status == http.StatusForbidden
			if name == "DELETE /session" {
				if as == local {
					continue // has no session to end
				}
				if as != nobody {
					w.signIn(as)
				}
			}
			may := slices.Index(ranks, as) >= slices.Index(ranks, promise.least)
			switch {
			case may && refused && promise.least != nobody:
				t.Errorf("%s as %q: %d, but this role may", name, as, x.status)
			case !may && as == nobody && x.status != http.StatusUnauthorized:
				t.Errorf("%s as nobody: %d, want 401", name, x.status)
			case !may && as != nobody && x.status != http.StatusForbidden:
				t.Errorf("%s as %q: %d, want 403: %s", name, as, x.status, x.body)
			}
		}
	}
	if len(promised) != len(w.api.Routes()) {
		t.Errorf("%d promises for %d routes", len(promised), len(w.api.Routes()))
	}
	return w
}
