package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

func load(t *testing.T, file string, env map[string]string, args ...string) (*config, error) {
	t.Helper()
	dir := t.TempDir()
	if file != "" {
		if err := os.WriteFile(filepath.Join(dir, configName), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	flags := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	addSettings(flags)
	flags.Bool("ephemeral", false, "")
	flags.Bool("detached", false, "")
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return loadConfig(dir, flags, func(name string) (string, bool) { v, ok := env[name]; return v, ok })
}

func TestFlagsWinOverVariablesOverTheFile(t *testing.T) {
	file := "listen: 127.0.0.1:1003\nlimits: off\nportal: false\ncors-origin: [https://a.example, https://b.example]\n"
	env := map[string]string{"LATCHKEY_LISTEN": "127.0.0.1:1002", "LATCHKEY_LIMITS": "on", "LATCHKEY_BEHIND_PROXY": "10.0.0.0/8, 127.0.0.1"}
	c, err := load(t, file, env, "--listen", "127.0.0.1:1001")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, v := range c.values {
		got[v.Name] = v.Value + " from " + v.Origin
	}
	want := map[string]string{
		"listen": "127.0.0.1:1001 from --listen", "admin-listen": " from default", "portal": "off from latchkey.yaml", "pprof": "off from default",
		"public-url": " from default", "cors-origin": "https://a.example https://b.example from latchkey.yaml",
		"behind-proxy": "10.0.0.0/8 127.0.0.1 from LATCHKEY_BEHIND_PROXY", "tls-cert": " from default", "tls-key": " from default",
		"plain-http": "off from default", "limits": "on from LATCHKEY_LIMITS", "log-level": "info from default", "seed": " from default",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	if c.listen != "127.0.0.1:1001" || !c.limits || c.portal || len(c.behindProxy) != 2 {
		t.Errorf("the settings in effect are others: %+v", c)
	}
}

func TestConfigurationNamesEveryProblemAtOnce(t *testing.T) {
	for _, c := range []struct {
		name string
		file string
		env  map[string]string
		args []string
		want []string
	}{
		{"unknown keys", "limit: off\nport: 1\n", nil, nil, []string{
			`latchkey.yaml: there is no setting "limit"`, `latchkey.yaml: there is no setting "port"`}},
		{"wrong kinds", "listen: [a, b]\nportal: 7\ntls-cert: {a: b}\n", nil, nil, []string{
			"latchkey.yaml: listen: expected one text", "latchkey.yaml: portal: expected one text", "latchkey.yaml: tls-cert: expected one text"}},
		{"relative paths in the file", "tls-cert: a.pem\n", nil, nil, []string{
			"latchkey.yaml: tls-cert: the path must be absolute", "--tls-cert needs --tls-key"}},
		{"addresses", "", map[string]string{"LATCHKEY_ADMIN_LISTEN": "x:y"}, []string{"--listen", "1.2.3.4"}, []string{
			`--listen: "1.2.3.4" is no address such as 127.0.0.1:8417`, `LATCHKEY_ADMIN_LISTEN: "x:y" has no port between 1 and 65535`}},
		{"beyond this machine", "", nil, []string{"--listen", ":8417", "--admin-listen", "192.0.2.1:8418"}, []string{
			"--listen 0.0.0.0:8417: beyond this machine it needs --tls-cert and --tls-key, --behind-proxy CIDR, or --plain-http",
			"--admin-listen 192.0.2.1:8418: beyond this machine it needs --tls-cert and --tls-key, --behind-proxy CIDR, or --plain-http"}},
		{"contradictions", "", nil, []string{"--admin-listen", "127.0.0.1:8417", "--portal", "off", "--tls-key", "k"}, []string{
			"--admin-listen is the address of --listen; leave it out for one listener",
			"--admin-listen and --portal off contradict each other", "--tls-key needs --tls-cert"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(t, c.file, c.env, c.args...)
			var usage *usageError
			if !errors.As(err, &usage) {
				t.Fatalf("err %v, want a usage error", err)
			}
			if diff := cmp.Diff(c.want, usage.problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestListeningBeyondThisMachineIsAllowedWhereItIsSaidHow(t *testing.T) {
	for _, args := range [][]string{{"--plain-http"}, {"--behind-proxy", "10.0.0.0/8"}} {
		if _, err := load(t, "", nil, append(args, "--listen", "0.0.0.0:8417")...); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
	for _, address := range []string{"127.0.0.1:1", "127.8.8.8:1", "[::1]:1", "localhost:1"} {
		if _, err := load(t, "", nil, "--listen", address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestYAMLErrorsQuoteNothing(t *testing.T) {
	for _, text := range []string{
		"keys: [{secret: \"S-3cret", "secret: S-3cret\nsecret: S-3cret\n", "a: &S-3cret\n- *nowhere", "\t- S-3cret: %", "a: 1\n---\nb: S-3cret\n", "S-3cret",
	} {
		var into map[string]any
		err := decodeYAML([]byte(text), &into)
		if err == nil || strings.Contains(err.Error(), "S-3cret") {
			t.Errorf("%q: %v; want an error that does not quote it", text, err)
		}
	}
}

func TestDefaultFolderFollowsTheSystem(t *testing.T) {
	t.Setenv("HOME", "/home/ada")
	for _, c := range []struct {
		goos string
		env  map[string]string
		want string
	}{
		{"linux", nil, "/home/ada/.local/share/latchkey"},
		{"linux", map[string]string{"XDG_DATA_HOME": "/data"}, "/data/latchkey"},
		{"linux", map[string]string{"XDG_DATA_HOME": "relative"}, "/home/ada/.local/share/latchkey"},
		{"linux", map[string]string{"STATE_DIRECTORY": "/var/lib/latchkey:/var/lib/other", "XDG_DATA_HOME": "/data"}, "/var/lib/latchkey"},
		{"darwin", nil, "/home/ada/Library/Application Support/latchkey"},
		{"windows", map[string]string{"LOCALAPPDATA": "/Users/ada/AppData/Local"}, "/Users/ada/AppData/Local/latchkey"},
	} {
		got, err := defaultFolder(c.goos, func(name string) (string, bool) { v, ok := c.env[name]; return v, ok })
		if err != nil || filepath.ToSlash(got) != c.want {
			t.Errorf("%s with %v: %q, %v; want %q", c.goos, c.env, got, err, c.want)
		}
	}
}

// Whatever stands in a file: it is read, or the error says where it is wrong and
// nothing of what stands there.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{"listen: 127.0.0.1:1", "keys: [{secret: \"canary", "a: &canary\n- *nowhere", "canary: 1\ncanary: 2", "a: 1\n---\nb: canary", "? canary", "!!binary canary", "\t- canary: %", "a: |\n canary\n b", "{canary", "'canary"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var into map[string]any
		if err := decodeYAML(text, &into); err != nil && strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
