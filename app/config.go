package app

import (
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/web"
)

// config is how the core of one data folder is set up. Only this package reads
// flags, the environment and files; every other one is handed what it needs.
type config struct {
	folder       string
	listen       string
	adminListen  string // "" = the admin plane is on the same listener
	portal       bool
	publicURLs   []*url.URL
	corsOrigins  []string
	behindProxy  []netip.Prefix
	tlsCert      string
	tlsKey       string
	plainHTTP    bool
	limits       bool
	profiles     bool
	logLevel     slog.Level
	seed         string
	ephemeral    bool                    // a temporary folder that is gone at exit
	detached     bool                    // started by the window, which nobody reads the output of
	given        map[string]access.Given // settings that win over those in the store
	values       []adminapi.Setting      // as they are in effect: from "--listen", "LATCHKEY_LISTEN", "latchkey.yaml", "portal" or "default"
	listenChosen bool                    // listen is not the default
}

// setting is one row of the table of settings: a flag of serve, a variable
// LATCHKEY_… and a key of latchkey.yaml, all of the same name.
type setting struct {
	name     string
	kind     settingKind
	fallback string
	kept     bool   // a setting of the store, given here
	usage    string // the word in backquotes is what stands for the value
	read     func(c *config, values []string) error
}

type settingKind int

const (
	single settingKind = iota
	list               // repeatable; in the environment separated by commas or blanks
	toggle             // a flag without a value
)

var settings = []setting{
	{name: "listen", fallback: "127.0.0.1:8417", usage: "the `ADDR` that serves logins and the portal", read: func(c *config, v []string) (err error) {
		c.listen, err = parseAddress(v[0])
		return err
	}},
	{name: "admin-listen", usage: "an `ADDR` of its own for the portal and its API", read: func(c *config, v []string) (err error) {
		c.adminListen, err = parseAddress(v[0])
		return err
	}},
	{name: "portal", fallback: "on", usage: "`on|off`: off leaves the portal's API on the data folder's socket only", read: func(c *config, v []string) (err error) {
		c.portal, err = parseSwitch(v[0])
		return err
	}},
	{name: "public-url", kind: list, usage: "a `URL` clients reach it under; the first is the issuer of tokens (repeatable)", read: func(c *config, v []string) (err error) {
		c.publicURLs, err = parseEach(v, web.ParsePublicURL)
		return err
	}},
	{name: "cors-origin", kind: list, usage: "an `ORIGIN` whose pages may call the logins (repeatable)", read: func(c *config, v []string) (err error) {
		c.corsOrigins, err = parseEach(v, web.ParseOrigin)
		return err
	}},
	{name: "behind-proxy", kind: list, usage: "a `CIDR` of proxies whose X-Forwarded-For is believed (repeatable)", read: func(c *config, v []string) (err error) {
		c.behindProxy, err = parseEach(v, parsePrefix)
		return err
	}},
	{name: "tls-cert", usage: "a `FILE` with the certificate chain, PEM", read: func(c *config, v []string) error {
		c.tlsCert = v[0]
		return nil
	}},
	{name: "tls-key", usage: "a `FILE` with the certificate's private key, PEM", read: func(c *config, v []string) error {
		c.tlsKey = v[0]
		return nil
	}},
	{name: "plain-http", kind: toggle, fallback: "off", usage: "listen beyond this machine without TLS", read: func(c *config, v []string) (err error) {
		c.plainHTTP, err = parseSwitch(v[0])
		return err
	}},
	{name: "limits", fallback: "on", usage: "`on|off`: count failed logins by address, account and access key", read: func(c *config, v []string) (err error) {
		c.limits, err = parseSwitch(v[0])
		return err
	}},
	{name: "pprof", kind: toggle, fallback: "off", usage: "serve profiles of this process at /debug/pprof/, to owners", read: func(c *config, v []string) (err error) {
		c.profiles, err = parseSwitch(v[0])
		return err
	}},
	{name: "log-level", fallback: "info", usage: "`LEVEL` of the log on stderr: debug, info, warn or error", read: func(c *config, v []string) error {
		if err := c.logLevel.UnmarshalText([]byte(v[0])); err != nil {
			return fmt.Errorf("%q is none of debug, info, warn and error", v[0])
		}
		return nil
	}},
	{name: "seed", usage: "a seed `FILE` to apply at start", read: func(c *config, v []string) error {
		c.seed = v[0]
		return nil
	}},
}

// The settings that the store keeps can be given here as well, and win then. One
// the process has a flag of its own for is the business of that flag.
func init() {
	for _, d := range access.Registry() {
		if d.Name == access.SettingIssuer {
			continue
		}
		settings = append(settings, setting{
			name: d.Name, kept: true, usage: usageOf(d),
			read: func(_ *config, v []string) error { return d.Check(v[0]) },
		})
	}
}

// usageOf is a kept setting in the help of serve.
func usageOf(d access.Setting) string {
	stands := map[access.SettingKind]string{access.SettingSpan: "SPAN", access.SettingNumber: "NUMBER", access.SettingURL: "URL"}[d.Kind]
	if d.Kind == access.SettingChoice {
		stands = strings.Join(d.Choices, "|")
	}
	return fmt.Sprintf("`%s`: %s", stands, d.About)
}

// addSettings gives a command the flag of every setting.
func addSettings(flags *pflag.FlagSet) {
	for _, s := range settings {
		switch s.kind {
		case list:
			flags.StringArray(s.name, nil, s.usage)
		case toggle:
			flags.Bool(s.name, false, s.usage)
		default:
			flags.String(s.name, s.fallback, s.usage)
		}
		if s.kept {
			_ = flags.SetAnnotation(s.name, keptFlag, nil) // it was added just now
		}
	}
}

func (s setting) variable() string {
	return "LATCHKEY_" + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
}

// fromFlags, fromEnv: the values a layer gives, nil for none.
func (s setting) fromFlags(flags *pflag.FlagSet) []string {
	f := flags.Lookup(s.name)
	if f == nil || !f.Changed {
		return nil
	}
	if values, ok := f.Value.(pflag.SliceValue); ok {
		return values.GetSlice()
	}
	return []string{f.Value.String()}
}

func (s setting) fromEnv(lookup func(string) (string, bool)) []string {
	text, ok := lookup(s.variable())
	if text = strings.TrimSpace(text); !ok || text == "" {
		return nil
	}
	if s.kind == list {
		return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' })
	}
	return []string{text}
}

// loadConfig reads all layers: flags, then the environment, then latchkey.yaml,
// then the defaults. It reports every problem at once.
func loadConfig(folder string, flags *pflag.FlagSet, lookup func(string) (string, bool)) (*config, error) {
	c := &config{folder: folder, given: map[string]access.Given{}}
	c.ephemeral, _ = flags.GetBool("ephemeral")
	c.detached, _ = flags.GetBool("detached")
	file, problems := readConfigFile(filepath.Join(folder, configName))
	for _, s := range settings {
		values, origin, where := s.fromFlags(flags), "--"+s.name, "--"+s.name
		if values == nil {
			values, origin, where = s.fromEnv(lookup), s.variable(), s.variable()
		}
		if values == nil {
			values, origin, where = file[s.name], configName, configName+": "+s.name
		}
		if values == nil {
			origin = "default"
			if s.fallback != "" {
				values = []string{s.fallback}
			}
			if s.name == "log-level" && c.detached {
				values = []string{"warn"} // it goes into a file that nobody trims
			}
		}
		if s.kept {
			if len(values) == 1 {
				c.given[s.name] = access.Given{Value: values[0], Origin: origin}
				if err := s.read(c, values); err != nil {
					problems = append(problems, fmt.Sprintf("%s: %v", where, err))
				}
			}
			continue
		}
		c.values = append(c.values, adminapi.Setting{Name: s.name, Value: strings.Join(values, " "), Origin: origin})
		if len(values) == 0 {
			continue
		}
		if err := s.read(c, values); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", where, err))
			continue
		}
		if s.name == "public-url" {
			c.given[access.SettingIssuer] = access.Given{Value: c.publicURLs[0].String(), Origin: origin}
		}
		if s.name == "listen" {
			c.listenChosen = origin != "default"
		}
		if s.kind == single && (s.name == "tls-cert" || s.name == "tls-key" || s.name == "seed") && origin == configName && !filepath.IsAbs(values[0]) {
			problems = append(problems, fmt.Sprintf("%s: the path must be absolute", where))
		}
	}
	if c.ephemeral && !c.listenChosen {
		c.listen = "127.0.0.1:0"
	}
	problems = append(problems, c.check()...)
	if len(problems) > 0 {
		return nil, &usageError{problems: problems, hint: "latchkey serve --help lists the settings; flags win over LATCHKEY_… variables, and those over latchkey.yaml"}
	}
	return c, nil
}

// originPortal is where a setting comes from that is kept in the store.
const originPortal = "portal"

// note puts down where a setting came from after all.
func (c *config) note(name, value, origin string) {
	for i := range c.values {
		if c.values[i].Name == name {
			c.values[i].Value, c.values[i].Origin = value, origin
		}
	}
}

// defaultFolder is the data folder where none is named.
func defaultFolder(goos string, lookup func(string) (string, bool)) (string, error) {
	if state, ok := lookup("STATE_DIRECTORY"); ok && state != "" { // systemd; there may be more than one
		first, _, _ := strings.Cut(state, ":")
		return first, nil
	}
	var base string
	switch goos {
	case "windows":
		base, _ = lookup("LOCALAPPDATA")
	case "darwin":
		if home, err := os.UserHomeDir(); err == nil {
			base = filepath.Join(home, "Library", "Application Support")
		}
	default:
		base, _ = lookup("XDG_DATA_HOME")
		if home, err := os.UserHomeDir(); !filepath.IsAbs(base) && err == nil {
			base = filepath.Join(home, ".local", "share")
		}
	}
	if base == "" {
		return "", usagef("there is no home folder to keep the data folder in").withHint("name one with --data DIR")
	}
	return filepath.Join(base, "latchkey"), nil
}

// folder is the data folder a command is about, absolute: --data, else
// LATCHKEY_DATA, else the default.
func (p *program) folder() (string, error) {
	dir := p.data
	if dir == "" {
		dir, _ = p.lookupEnv("LATCHKEY_DATA")
	}
	if dir == "" {
		return absolute(defaultFolder(goos, p.lookupEnv))
	}
	return absolute(dir, nil)
}

func absolute(dir string, err error) (string, error) {
	if err != nil {
		return "", err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the data folder %s: %w", dir, err)
	}
	return abs, nil
}
