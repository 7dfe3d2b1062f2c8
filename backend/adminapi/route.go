package adminapi

import (
	"net/http"
	"slices"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// route is one operation of the API.
type route struct {
	method  string
	pattern string
	handle  func(w http.ResponseWriter, r *http.Request, c access.Caller) error
	params  []string // of the query; any other is refused
	open    bool     // needs no caller: what it takes is its own proof
}

// routes is the whole API. A test holds it against openapi.yaml, both ways.
func (a *API) routes() []route {
	const v1 = "/api/v1"
	page := []string{"search", "sort", "desc", "offset", "limit"}
	order := []string{"sort", "desc", "offset", "limit"}
	keys, headers := slices.Concat(keyFilters, order), slices.Concat(headerFilters, order)
	audit := slices.Concat(auditFilters, []string{"after", "limit"})
	return []route{
		{method: "GET", pattern: v1 + "/status", handle: a.getStatus},
		{method: "GET", pattern: v1 + "/listener", handle: a.getListener, params: []string{"address"}},
		{method: "PUT", pattern: v1 + "/listener", handle: a.setListener},
		{method: "POST", pattern: v1 + "/listener/start", handle: a.startListener},
		{method: "POST", pattern: v1 + "/listener/stop", handle: a.stopListener},
		{method: "POST", pattern: v1 + "/listener/restart", handle: a.restartListener},
		{method: "POST", pattern: v1 + "/setup-link", handle: a.createSetupLink},
		{method: "POST", pattern: v1 + "/stop", handle: a.stop},
		{method: "POST", pattern: v1 + "/setup", handle: a.setUp, open: true},
		{method: "POST", pattern: v1 + "/session", handle: a.signIn, open: true},
		{method: "GET", pattern: v1 + "/session", handle: a.getSession},
		{method: "DELETE", pattern: v1 + "/session", handle: a.signOut},
		{method: "POST", pattern: v1 + "/session/touch", handle: a.touchSession},
		{method: "GET", pattern: v1 + "/sessions", handle: a.listSessions},
		{method: "POST", pattern: v1 + "/sessions/end-others", handle: a.endOtherSessions},
		{method: "DELETE", pattern: v1 + "/sessions/{id}", handle: a.endSession},

		{method: "GET", pattern: v1 + "/me", handle: a.getMe},
		{method: "PUT", pattern: v1 + "/me/password", handle: a.changeOwnPassword},
		{method: "POST", pattern: v1 + "/me/second-factor", handle: a.beginSecondFactor},
		{method: "POST", pattern: v1 + "/me/second-factor/confirm", handle: a.confirmSecondFactor},
		{method: "POST", pattern: v1 + "/me/second-factor/recovery-codes", handle: a.newRecoveryCodes},
		{method: "POST", pattern: v1 + "/me/second-factor/remove", handle: a.removeSecondFactor},

		{method: "POST", pattern: v1 + "/first-run", handle: a.firstRun},

		{method: "GET", pattern: v1 + "/accounts", handle: a.listAccounts, params: page},
		{method: "POST", pattern: v1 + "/accounts", handle: a.createAccount},
		{method: "GET", pattern: v1 + "/accounts/{ref}", handle: a.getAccount},
		{method: "PATCH", pattern: v1 + "/accounts/{ref}", handle: a.editAccount},
		{method: "DELETE", pattern: v1 + "/accounts/{ref}", handle: a.removeAccount},
		{method: "GET", pattern: v1 + "/accounts/{ref}/members", handle: a.listMembers},
		{method: "PUT", pattern: v1 + "/accounts/{ref}/members/{user}", handle: a.setMember},
		{method: "DELETE", pattern: v1 + "/accounts/{ref}/members/{user}", handle: a.removeMember},
		{method: "POST", pattern: v1 + "/accounts/{ref}/members/{user}/preview", handle: a.previewMember},
		{method: "GET", pattern: v1 + "/words", handle: a.listWords},

		{method: "GET", pattern: v1 + "/users", handle: a.listUsers, params: page},
		{method: "POST", pattern: v1 + "/users", handle: a.createUser},
		{method: "GET", pattern: v1 + "/users/{ref}", handle: a.getUser},
		{method: "PATCH", pattern: v1 + "/users/{ref}", handle: a.editUser},
		{method: "DELETE", pattern: v1 + "/users/{ref}", handle: a.removeUser},
		{method: "POST", pattern: v1 + "/users/{ref}/disable", handle: a.disableUser},
		{method: "POST", pattern: v1 + "/users/{ref}/enable", handle: a.enableUser},
		{method: "POST", pattern: v1 + "/users/{ref}/unlock", handle: a.unlockUser},
		{method: "POST", pattern: v1 + "/users/{ref}/expire-password", handle: a.expirePassword},
		{method: "POST", pattern: v1 + "/users/{ref}/end-sessions", handle: a.endSessionsOf},
		{method: "POST", pattern: v1 + "/users/{ref}/reset-second-factor", handle: a.resetSecondFactor},

		{method: "GET", pattern: v1 + "/keys", handle: a.listKeys, params: keys},
		{method: "POST", pattern: v1 + "/keys", handle: a.createKey},
		{method: "GET", pattern: v1 + "/keys/{ref}", handle: a.getKey},
		{method: "PATCH", pattern: v1 + "/keys/{ref}", handle: a.editKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/activate", handle: a.activateKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/pause", handle: a.pauseKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/resume", handle: a.resumeKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/revoke", handle: a.revokeKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/renew", handle: a.renewKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/extend", handle: a.extendKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/rotate", handle: a.rotateKey},
		{method: "POST", pattern: v1 + "/keys/{ref}/rotation/end", handle: a.endRotation},
		{method: "POST", pattern: v1 + "/keys/{ref}/rotation/extend", handle: a.extendRotation},
		{method: "POST", pattern: v1 + "/keys/{ref}/token", handle: a.makeKeyToken},
		{method: "GET", pattern: v1 + "/keys.csv", handle: a.exportKeys, params: append([]string{"ids"}, keyFilters...)},
		{method: "GET", pattern: v1 + "/labels", handle: a.listLabels},
		{method: "POST", pattern: v1 + "/jobs", handle: a.startJob},
		{method: "GET", pattern: v1 + "/jobs", handle: a.listJobs},
		{method: "GET", pattern: v1 + "/jobs/{id}", handle: a.getJob},
		{method: "DELETE", pattern: v1 + "/jobs/{id}", handle: a.stopJob},

		{method: "GET", pattern: v1 + "/authheaders.csv", handle: a.exportAuthHeaders, params: headerFilters},
		{method: "GET", pattern: v1 + "/authheaders", handle: a.listAuthHeaders, params: headers},
		{method: "POST", pattern: v1 + "/authheaders", handle: a.createAuthHeader},
		{method: "GET", pattern: v1 + "/authheaders/{ref}", handle: a.getAuthHeader},
		{method: "PATCH", pattern: v1 + "/authheaders/{ref}", handle: a.editAuthHeader},
		{method: "DELETE", pattern: v1 + "/authheaders/{ref}", handle: a.deleteAuthHeader},

		{method: "GET", pattern: v1 + "/signing-keys", handle: a.listSigningKeys},
		{method: "POST", pattern: v1 + "/signing-keys", handle: a.importSigningKey},
		{method: "POST", pattern: v1 + "/signing-keys/rotate", handle: a.rotateSigningKey},
		{method: "POST", pattern: v1 + "/signing-keys/{id}/reveal", handle: a.revealSigningKey},

		{method: "GET", pattern: v1 + "/settings", handle: a.listSettings},
		{method: "PATCH", pattern: v1 + "/settings", handle: a.changeSettings},

		{method: "GET", pattern: v1 + "/audit/verify", handle: a.verifyAudit, params: []string{"head"}},
		{method: "GET", pattern: v1 + "/audit", handle: a.listAudit, params: audit},
		{method: "GET", pattern: v1 + "/audit.csv", handle: a.exportAudit, params: auditFilters},
		{method: "POST", pattern: v1 + "/seed", handle: a.seed},
		{method: "POST", pattern: v1 + "/import", handle: a.importLines, params: []string{"weak", "dryRun", "user", "account", "firstLine", "id"}},
		{method: "GET", pattern: v1 + "/import/{id}", handle: a.getImport},
		{method: "DELETE", pattern: v1 + "/import/{id}", handle: a.stopImport},
		{method: "GET", pattern: v1 + "/activity", handle: a.listActivity, params: []string{"after", "before", "wait", "limit", "filter"}},
		{method: "GET", pattern: v1 + "/activity/{id}", handle: a.getActivity},
		{method: "PUT", pattern: v1 + "/activity/capture", handle: a.captureBodies},
		{method: "GET", pattern: v1 + "/usage", handle: a.getUsage, params: []string{"range", "from", "to", "key", "authheader", "user"}},
		{method: "GET", pattern: v1 + "/usage.csv", handle: a.exportUsage, params: []string{"range", "from", "to", "key", "authheader", "user", "table"}},
		{method: "GET", pattern: v1 + "/overview", handle: a.getOverview},

		{method: "GET", pattern: v1 + "/backups", handle: a.listBackups},
		{method: "POST", pattern: v1 + "/backups", handle: a.createBackup},
		{method: "GET", pattern: v1 + "/backups/{name}", handle: a.readBackup},
		{method: "DELETE", pattern: v1 + "/backups/{name}", handle: a.removeBackup},
		{method: "POST", pattern: v1 + "/restore", handle: a.stageRestore},
		{method: "GET", pattern: v1 + "/restore", handle: a.getRestore},
		{method: "DELETE", pattern: v1 + "/restore", handle: a.discardRestore},
		{method: "POST", pattern: v1 + "/restore/from", handle: a.stageOwn},
		{method: "POST", pattern: v1 + "/restore/unlock", handle: a.unlockRestore},
		{method: "POST", pattern: v1 + "/restore/apply", handle: a.applyRestore},

		{method: "GET", pattern: v1 + "/store", handle: a.getStoreKey},
		{method: "POST", pattern: v1 + "/store/recovery-key", handle: a.createRecoveryKey},
		{method: "POST", pattern: v1 + "/store/recovery-key/saved", handle: a.confirmRecoveryKey},
		{method: "PUT", pattern: v1 + "/store/source", handle: a.setSource},
		{method: "POST", pattern: v1 + "/store/rekey", handle: a.rekey},
		{method: "POST", pattern: v1 + "/store/compact", handle: a.compact},
		{method: "POST", pattern: v1 + "/store/check", handle: a.checkStore},

		{method: "GET", pattern: v1 + "/openapi.yaml", handle: a.getOpenAPI},
	}
}

// handler is the route as the rest of the program serves it. The caller comes
// first: who may not be here learns nothing about what they sent.
func (t route) handler(arrive func(*http.Request) access.Caller, identify identify) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c := arrive(r)
		if !t.open {
			var err error
			if c, err = identify(r, c); err != nil {
				return err
			}
		}
		if err := checkQuery(r, t.params); err != nil {
			return err
		}
		return t.handle(w, r, c)
	}
}

// fail writes an error of this API. An object that goes with a conflict is
// shown as every other answer shows it; a record as access holds it never
// leaves.
func fail(w http.ResponseWriter, r *http.Request, err *access.Error) {
	shown := *err
	shown.Current = current(err.Current)
	web.Problem(w, r, &shown)
}

func current(v any) any {
	switch v := v.(type) {
	case *access.AccountView:
		return toAccount(v)
	case *access.UserView:
		return toUser(v)
	case *access.KeyView:
		return toKey(v)
	case *access.AuthHeaderView:
		return toAuthHeader(v)
	case *access.MembershipView:
		return toMembership(v)
	case *[]access.SettingView:
		return toWhole(*v, toPortalSetting)
	case *access.SeedReport, *access.ImportReport:
		return v
	}
	return nil
}
