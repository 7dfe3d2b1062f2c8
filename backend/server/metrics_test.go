package server_test

import (
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// metricsOf reads an answer as Prometheus does.
func metricsOf(t *testing.T, x exchange) map[string]*dto.MetricFamily {
	t.Helper()
	if x.status != 200 || !strings.HasPrefix(x.header.Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Fatalf("/metrics: %d %s %s", x.status, x.header.Get("Content-Type"), x.received)
	}
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(x.received))
	if err != nil {
		t.Fatalf("Prometheus cannot read it: %v\n%s", err, x.received)
	}
	return families
}

// value gives the one sample that has these labels, by turns of name and value;
// -1 where there is none.
func value(f *dto.MetricFamily, labels ...string) float64 {
	for _, m := range f.GetMetric() {
		fits := true
		for i := 0; i+1 < len(labels); i += 2 {
			fits = fits && slices.ContainsFunc(m.GetLabel(), func(l *dto.LabelPair) bool { return l.GetName() == labels[i] && l.GetValue() == labels[i+1] })
		}
		if fits {
			return m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	return -1
}

// operator makes one and signs them in; it gives the headers of the session.
func (p *program) operator(name, role string) []string {
	p.t.Helper()
	p.must("POST", "/api/v1/users", `{"username":`+quoted(name)+`,"password":"`+name+`-password","operator":`+quoted(role)+`}`)
	x := p.client("POST", "/api/v1/session", `{"username":`+quoted(name)+`,"password":"`+name+`-password"}`)
	if x.status != 201 {
		p.t.Fatalf("sign-in: %d %s", x.status, x.received)
	}
	cookie, _, _ := strings.Cut(x.header.Get("Set-Cookie"), ";")
	return []string{"Cookie", cookie, "Latchkey-Session", x.text("session")}
}

func TestMetricsAreForOwnersAndWhoeverCarriesThePermission(t *testing.T) {
	p, plain := withKey(t)
	p.must("POST", "/api/v1/users", `{"username":"prometheus","password":"prometheus-password"}`)
	p.must("PUT", "/api/v1/accounts/Acme/members/prometheus", `{"roles":["Reader"],"permissions":["latchkey:metrics"],"primary":true,"accountAdmin":false}`)
	k := p.must("POST", "/api/v1/keys", `{"name":"scrape","user":"prometheus"}`)
	scrape := pair{id: k["id"].(string), accessKey: k["accessKey"].(string), secret: k["secret"].(string)}
	header := p.must("POST", "/api/v1/authheaders", `{"name":"scrape","user":"prometheus"}`)["token"].(string)
	with, without := p.login(scrape), p.login(plain)
	owner, admin, viewer := p.operator("olga", "owner"), p.operator("adam", "admin"), p.operator("vera", "viewer")
	bearer := func(token string) []string { return []string{"Authorization", "Bearer " + token} }
	for _, test := range []struct {
		who    string
		header []string
		want   int
	}{
		{"an owner", owner, 200}, {"an admin", admin, 403}, {"a viewer", viewer, 403}, {"nobody", nil, 401},
		{"half a session", owner[:2], 401},
		{"a token with the permission", bearer(with), 200}, {"an auth header with it", bearer(header), 200},
		{"a token without it", bearer(without), 403}, {"an altered token", bearer(with[:len(with)-2] + "AA"), 401},
		{"a bad token beside an owner's session", append(bearer("x"), owner...), 401},
	} {
		x := p.client("GET", "/metrics", "", test.header...)
		if x.status != test.want {
			t.Errorf("%s: %d, want %d: %s", test.who, x.status, test.want, x.received)
		}
		if challenge := x.header.Get("WWW-Authenticate"); (challenge == "Bearer") != (test.want == 401) {
			t.Errorf("%s: challenge %q", test.who, challenge)
		}
	}
	if x := p.owner("GET", "/metrics", ""); x.status != 200 {
		t.Errorf("the socket: %d %s", x.status, x.received)
	}
	if x := p.client("POST", "/metrics", "", owner...); x.status != 405 {
		t.Errorf("POST: %d", x.status)
	}
	p.must("POST", "/api/v1/keys/"+scrape.id+"/revoke", `{}`)
	if x := p.client("GET", "/metrics", "", bearer(with)...); x.status != 401 {
		t.Errorf("the token of a revoked key: %d", x.status)
	}
}

func TestMetricsCountWhatWasAnsweredAndNameNobody(t *testing.T) {
	p, k := withKey(t)
	p.core.Vault(nil)
	const canary = "canary-7f3a"
	p.newKey(canary)
	p.must("POST", "/api/v1/keys/"+p.newKey("gone").id+"/revoke", `{}`)
	token := p.login(k)
	p.login(k)
	p.login(pair{accessKey: k.accessKey, secret: canary})
	p.login(pair{accessKey: canary, secret: canary})
	p.honoured(token)
	p.honoured(canary)
	p.client("GET", "/"+canary, "")
	p.client("POST", "/login?"+canary, `{`, "User-Agent", canary)
	x := p.owner("GET", "/metrics", "")
	families := metricsOf(t, x)
	for _, test := range []struct {
		name   string
		labels []string
		want   float64
	}{
		{"latchkey_requests_total", []string{"route", "/login", "status", "2xx", "reason", ""}, 2},
		{"latchkey_requests_total", []string{"route", "/login", "status", "4xx", "reason", "secret"}, 1},
		{"latchkey_requests_total", []string{"route", "/login", "status", "4xx", "reason", "unknown"}, 1},
		{"latchkey_requests_total", []string{"route", "/login", "status", "4xx", "reason", ""}, 1},
		{"latchkey_requests_total", []string{"route", "/verify", "status", "2xx"}, 1},
		{"latchkey_requests_total", []string{"route", "/verify", "status", "4xx"}, 1},
		{"latchkey_requests_total", []string{"route", "-", "status", "4xx"}, 1},
		{"latchkey_requests_total", []string{"route", "/metrics"}, -1},
		{"latchkey_keys", []string{"state", "active"}, 2}, {"latchkey_keys", []string{"state", "revoked"}, 1}, {"latchkey_keys", []string{"state", "paused"}, 0},
		{"latchkey_accounts", nil, 1}, {"latchkey_users", nil, 1}, {"latchkey_auth_headers", nil, 0}, {"latchkey_sessions", nil, 0},
		{"latchkey_build_info", []string{"version", "test"}, 1},
	} {
		if got := value(families[test.name], test.labels...); got != test.want {
			t.Errorf("%s %q is %v, want %v", test.name, test.labels, got, test.want)
		}
	}
	for _, name := range []string{"latchkey_store_size_bytes", "latchkey_store_epoch", "go_goroutines", "go_memory_classes_heap_objects_bytes", "process_start_time_seconds"} {
		if f := families[name]; f == nil || value(f) == 0 && name != "process_start_time_seconds" {
			t.Errorf("%s is not there, or 0", name)
		}
	}
	for _, text := range []string{canary, k.id, k.accessKey, k.secret, token, "alice", "Acme", "batch"} {
		if strings.Contains(x.received, text) {
			t.Errorf("the metrics say %s", text)
		}
	}
}
