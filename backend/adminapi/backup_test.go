package adminapi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func tellBackups(t *testing.T) *world {
	w := newWorld(t)
	w.core.Member(t, "Acme", "alice", "", access.MemberSpec{})
	leaked, _ := w.core.NewKey(t, access.KeySpec{Name: "leaked", User: "alice"})
	made := w.must(owner, "POST", "/api/v1/backups", "")
	name := made["name"].(string)
	w.clock.Advance(time.Minute)
	if _, err := w.core.RevokeKey(t.Context(), accesstest.Local, leaked.ID, "in a log"); err != nil {
		t.Fatal(err)
	}
	w.core.NewKey(t, access.KeySpec{Name: "since", User: "alice"})
	elsewhere := filepath.Join(t.TempDir(), "a.backup")
	w.tell(
		step{"another one", owner, "POST", "/backups", `{}`, 201, `{"manual":true}`},
		step{"where the owner of the machine says", local, "POST", "/backups", `{"path":"` + elsewhere + `"}`, 201, `{"path":"` + elsewhere + `"}`},
		step{"there again", local, "POST", "/backups", `{"path":"` + elsewhere + `"}`, 409, `{"code":"conflict"}`},
		step{"there again, on purpose", local, "POST", "/backups", `{"path":"` + elsewhere + `","force":true}`, 201, ""},
		step{"where an owner in a browser says", owner, "POST", "/backups", `{"path":"` + elsewhere + `"}`, 403, `{"code":"denied"}`},
		step{"over the store", local, "POST", "/backups", `{"path":"` + filepath.Join(w.core.Dir, "latchkey.db") + `","force":true}`, 400, `{"field":"path"}`},
		step{"a path that is none", local, "POST", "/backups", `{"path":"x"}`, 400, `{"field":"path"}`},
		step{"the list", owner, "GET", "/backups", "", 200, `{"every":86400,"keepDaily":7,"keepWeekly":4,"failure":"","lastRestore":null}`},
		step{"as admin", admin, "GET", "/backups", "", 403, ""},
		step{"one itself", owner, "GET", "/backups/" + name, "", 200, ""},
		step{"one that is not there", owner, "GET", "/backups/latchkey-2020-01-01T00-00-00Z.backup", "", 404, ""},
		step{"a name that is none", owner, "GET", "/backups/latchkey.db", "", 404, ""},

		step{"nothing waits", owner, "GET", "/restore", "", 404, ""},
		step{"nothing to unlock", owner, "POST", "/restore/unlock", `{"key":"x"}`, 404, ""},
		step{"nothing to apply", owner, "POST", "/restore/apply", `{"confirm":"RESTORE"}`, 404, ""},
		step{"what is no backup", owner, "POST", "/restore", "a letter", 400, `{"code":"invalid"}`},
		step{"one that is not there", owner, "POST", "/restore/from", `{"backup":"latchkey-2020-01-01T00-00-00Z.backup"}`, 404, ""},
		step{"none at all", owner, "POST", "/restore/from", `{}`, 400, `{"field":"backup"}`},
		step{"a path from a browser", owner, "POST", "/restore/from", `{"path":"` + elsewhere + `"}`, 403, ""},
		step{"one of the list", owner, "POST", "/restore/from", `{"backup":"` + name + `"}`, 201, `{"locked":false,"foreign":false,"returningCount":1,"lostCount":1,
			"returning":[{"kind":"key","name":"leaked","what":"revoked","by":"local"}],"lost":[{"kind":"key","name":"since","what":""}],"present":{"keys":2},"backup":{"keys":1}}`},
		step{"what waits", owner, "GET", "/restore", "", 200, `{"returningCount":1}`},
		step{"without the word", owner, "POST", "/restore/apply", `{"confirm":"yes"}`, 400, `{"field":"confirm"}`},
		step{"let go", owner, "DELETE", "/restore", "", 204, ""},
		step{"and again", owner, "DELETE", "/restore", "", 204, ""},
		step{"removed", owner, "DELETE", "/backups/" + name, "", 204, ""},
		step{"removed again", owner, "DELETE", "/backups/" + name, "", 404, ""},
	)
	file, err := os.ReadFile(elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	other := accesstest.Open(t, accesstest.Options{})
	strange, _, err := other.Vault(nil).Backup(t.Context(), accesstest.Local, "", false)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(filepath.Join(other.Folder().Backups, strange.Name))
	if err != nil {
		t.Fatal(err)
	}
	w.tell(
		step{"of another store", owner, "POST", "/restore", string(foreign), 201, `{"locked":true}`},
		step{"while it is locked", owner, "POST", "/restore/apply", `{"confirm":"RESTORE"}`, 409, ""},
		step{"a wrong key", owner, "POST", "/restore/unlock", `{"key":"a long wrong passphrase"}`, 400, `{"field":"key"}`},
		step{"its own key", owner, "POST", "/restore/unlock", `{"key":"` + other.Master().Text() + `"}`, 200, `{"locked":false,"foreign":true}`},
		step{"in the place of this one", owner, "POST", "/restore/apply", `{"confirm":"RESTORE"}`, 409, `{"code":"conflict"}`},
		step{"one that was handed over", owner, "POST", "/restore", string(file), 201, `{"locked":false,"foreign":false}`},
		step{"a cut one", owner, "POST", "/restore", string(file[:len(file)/2]), 400, `{"code":"invalid"}`},
		step{"nothing waits after that", owner, "POST", "/restore/apply", `{"confirm":"RESTORE"}`, 404, ""},
		step{"the whole one again", owner, "POST", "/restore", string(file), 201, ""},
		step{"in the place of the store", owner, "POST", "/restore/apply", `{"confirm":"RESTORE"}`, 202, ""},
	)
	if w.restarts != 1 {
		t.Errorf("the core was asked %d times to step aside", w.restarts)
	}
	return w
}

func tellStore(t *testing.T) *world {
	w := newWorld(t)
	w.tell(
		step{"what opens it", owner, "GET", "/store", "", 200, `{"source":"file","where":"master.key","recovery":false,"recoverySaved":false,"rekeying":{"running":false,"unfinished":false}}`},
		step{"as admin", admin, "GET", "/store", "", 403, ""},
		step{"no recovery key is kept", owner, "POST", "/store/recovery-key/saved", "", 409, ""},
	)
	first := w.must(owner, "POST", "/api/v1/store/recovery-key", "")["recoveryKey"].(string)
	if !strings.HasPrefix(first, "lkr1-") {
		t.Errorf("a recovery key of %d characters", len(first))
	}
	w.tell(
		step{"it is kept", owner, "POST", "/store/recovery-key/saved", "", 200, `{"recovery":true,"recoverySaved":true}`},
		step{"a new one", owner, "POST", "/store/recovery-key", "", 201, ""},
		step{"nobody kept that", owner, "GET", "/store", "", 200, `{"recovery":true,"recoverySaved":false}`},
		step{"where it is already", owner, "PUT", "/store/source", `{"source":"file"}`, 409, ""},
		step{"nowhere", owner, "PUT", "/store/source", `{"source":"pocket"}`, 400, `{"field":"source"}`},
		step{"a passphrase that is none", owner, "PUT", "/store/source", `{"source":"passphrase","passphrase":"short"}`, 400, `{"field":"passphrase"}`},
		step{"no keychain", owner, "PUT", "/store/source", `{"source":"keychain"}`, 503, `{"code":"unavailable"}`},
		step{"a passphrase", owner, "PUT", "/store/source", `{"source":"passphrase","passphrase":"a long enough passphrase"}`, 200, `{"source":"passphrase"}`},
		step{"and back", owner, "PUT", "/store/source", `{"source":"file"}`, 200, `{"source":"file"}`},
		step{"a new data key", owner, "POST", "/store/rekey", "", 202, ""},
		step{"all is well", owner, "POST", "/store/check", "", 200, `{"findings":[],"anchored":true}`},
		step{"smaller", owner, "POST", "/store/compact", "", 202, ""},
	)
	if w.restarts != 1 {
		t.Errorf("the core was asked %d times to step aside", w.restarts)
	}
	return w
}
