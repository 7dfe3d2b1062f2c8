package adminapi_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// step is one request of a story and what must come back: the status, and the
// members named in want. That the answer has every described member and no
// other is checked for all of them.
type step struct {
	name         string
	as           string
	method, path string
	body         string
	status       int
	want         string // JSON; members that are not named may be anything
}

// tell sends the requests of a story one after the other.
func (w *world) tell(steps ...step) {
	w.t.Helper()
	whole := w.t
	defer func() { w.t = whole }()
	for _, s := range steps {
		whole.Run(strconv.Itoa(s.status)+" "+s.name, func(t *testing.T) {
			w.t = t
			x := w.do(s.as, s.method, "/api/v1"+s.path, s.body)
			if x.status != s.status {
				t.Fatalf("%s %s as %q: status %d, want %d\n%s", s.method, s.path, s.as, x.status, s.status, x.body)
			}
			if s.want != "" {
				checkAnswer(t, x.body, s.want)
			}
		})
	}
}

func checkAnswer(t *testing.T, body []byte, want string) {
	t.Helper()
	var got, wanted any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatalf("the test's own JSON: %v", err)
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if diff := cmp.Diff(wanted, pick(got, wanted)); diff != "" {
		t.Errorf("wanted (-), got (+):\n%s", diff)
	}
}

// pick takes from got the members that like names.
func pick(got, like any) any {
	switch like := like.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return got
		}
		out := map[string]any{}
		for name, l := range like {
			if v, there := object[name]; there {
				out[name] = pick(v, l)
			}
		}
		return out
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(like) {
			return got
		}
		out := make([]any, len(list))
		for i := range list {
			out[i] = pick(list[i], like[i])
		}
		return out
	}
	return got
}

// TestEveryOperationAnswersAsDescribed tells every story and then asks whether
// each answer that openapi.yaml describes was given at least once.
func TestEveryOperationAnswersAsDescribed(t *testing.T) {
	given := map[string]bool{}
	for _, story := range []struct {
		name string
		tell func(t *testing.T) *world
	}{
		{"process", tellProcess},
		{"accounts", tellAccounts},
		{"members", tellMembers},
		{"users", tellUsers},
		{"keys", tellKeys},
		{"the life of a key", tellKeyLife},
		{"jobs", tellJobs},
		{"exports", tellExports},
		{"auth headers", tellAuthHeaders},
		{"signing keys", tellSigningKeys},
		{"settings", tellSettings},
		{"first run", tellFirstRun},
		{"sessions", tellSessions},
		{"open sessions", tellOpenSessions},
		{"own account", tellOwnAccount},
		{"security of users", tellUserSecurity},
		{"limits", tellLimits},
		{"seed", tellSeed},
		{"import", tellImport},
		{"backups", tellBackups},
		{"the store", tellStore},
		{"audit", tellAudit},
		{"activity", tellActivity},
		{"roles", tellRoles},
		{"queries", tellQueries},
	} {
		t.Run(story.name, func(t *testing.T) {
			for _, x := range story.tell(t).seen {
				given[x.route+" "+strconv.Itoa(x.status)] = true
			}
		})
	}
	t.Run("all described answers were given", func(t *testing.T) {
		s := loadSpec(t)
		var missing []string
		for path, item := range s.object("paths") {
			if !strings.HasPrefix(path, "/api/v1/") {
				continue
			}
			for method, op := range item.(map[string]any) {
				for status := range op.(map[string]any)["responses"].(map[string]any) {
					answer := strings.ToUpper(method) + " " + path + " " + status
					if status != "default" && !given[answer] {
						missing = append(missing, answer)
					}
				}
			}
		}
		slices.Sort(missing)
		if len(missing) > 0 {
			t.Errorf("described and never given:\n%s", strings.Join(missing, "\n"))
		}
	})
}

// tellQueries sends each route a parameter that it does not take.
func tellQueries(t *testing.T) *world {
	w := newWorld(t)
	for _, r := range w.api.Routes() {
		path := strings.NewReplacer("/api/v1", "", "{ref}", "x", "{user}", "x", "{id}", "x").Replace(r.Pattern)
		w.tell(step{
			name: "unknown parameter of " + r.Method + " " + path, as: owner, method: r.Method, path: path + "?nonsense=1",
			status: http.StatusBadRequest, want: `{"code":"invalid","field":"nonsense"}`,
		})
	}
	w.tell(
		step{"query that is none", owner, "GET", "/keys?search=%zz", "", 400, `{"code":"invalid"}`},
		step{"parameter given twice", owner, "GET", "/keys?search=a&search=b", "", 400, `{"field":"search"}`},
		step{"a value where a name should be", owner, "GET", "/keys?a%20value%20without%20a%20name", "", 400, `{"code":"invalid","detail":"a parameter of the query is not a parameter of this request"}`},
		step{"limit that is no number", owner, "GET", "/keys?limit=ten", "", 400, `{"field":"limit","detail":"limit must be a whole number from 1 to 1000"}`},
		step{"limit of nothing", owner, "GET", "/accounts?limit=0", "", 400, `{"field":"limit"}`},
		step{"limit over the limit", owner, "GET", "/users?limit=1001", "", 400, `{"field":"limit"}`},
		step{"limit of the audit log", owner, "GET", "/audit?limit=-1", "", 400, `{"field":"limit"}`},
		step{"empty limit", owner, "GET", "/users?limit=", "", 400, `{"field":"limit"}`},
		step{"offset below nothing", owner, "GET", "/authheaders?offset=-1", "", 400, `{"field":"offset"}`},
		step{"desc that is neither", owner, "GET", "/keys?desc=1", "", 400, `{"field":"desc"}`},
		step{"sort by no column", owner, "GET", "/keys?sort=secret", "", 400, `{"field":"sort"}`},
		step{"state that is none", owner, "GET", "/keys?state=active,bogus", "", 400, `{"field":"state"}`},
		step{"state of another kind", owner, "GET", "/authheaders?state=paused", "", 400, `{"field":"state"}`},
		step{"everything at its edge", owner, "GET", "/keys?limit=1000&offset=2147483647&desc=false&sort=created&search=", "", 200, `{"items":[],"total":0,"limit":1000,"offset":2147483647}`},
	)
	return w
}
