package access

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Setting is one row of the table of what an owner can set: once in the store,
// for every node, or above it by flag, environment or file for one process.
type Setting struct {
	Name    string
	Kind    SettingKind
	Default string
	Least   string   // the bounds, written as the values are; "" = none
	Most    string   //
	Never   bool     // "never" is a value too
	Choices []string // of a choice
	Tighter Tightening
	About   string // what it means, in one line
	apply   func(p *policy, v value)
}

// SettingKind is how a setting is written.
type SettingKind string

const (
	SettingSpan   SettingKind = "span"   // "90d", "12h", "1s"
	SettingNumber SettingKind = "number" // a whole number
	SettingChoice SettingKind = "choice" // one of Choices
	SettingURL    SettingKind = "url"    // http or https
)

// Tightening is which of two values of a setting allows less. A restore does not
// take it back.
type Tightening int8

const (
	NeitherTighter Tightening = iota
	LessIsTighter
	MoreIsTighter // of choices, the later one
)

// The table. A new setting is a row here, with a member of policy that the rules
// read; the API, the command line and serve's flags follow from it.
var registry = []Setting{
	{Name: SettingIssuer, Kind: SettingURL, Default: defaultIssuer, About: "the claim iss of every token, by which verifiers know who signed it",
		apply: func(p *policy, v value) { p.issuer = v.text }},
	{Name: "token-life", Kind: SettingSpan, Default: "1h", Least: "1m", Most: "24h", Tighter: LessIsTighter, About: "how long a token of an access key is good; never past the key's own end",
		apply: func(p *policy, v value) { p.tokenLife = v.span }},
	{Name: "user-token-life", Kind: SettingSpan, Default: "1h", Least: "1m", Most: "24h", Tighter: LessIsTighter, About: "how long a token of /user/login is good",
		apply: func(p *policy, v value) { p.userTokenLife = v.span }},
	{Name: SettingMaxLifetime, Kind: SettingSpan, Default: string(Never), Least: "1h", Most: "10y", Never: true, Tighter: LessIsTighter, About: "the longest an access key may be good for from now",
		apply: func(p *policy, v value) { p.keyLife = v.span }},
	{Name: "session-life", Kind: SettingSpan, Default: "12h", Least: "10m", Most: "30d", Tighter: LessIsTighter, About: "how long an operator stays signed in at most",
		apply: func(p *policy, v value) { p.sessionLife = v.span }},
	{Name: "session-idle", Kind: SettingSpan, Default: "30m", Least: "1m", Most: "24h", Tighter: LessIsTighter, About: "how long an operator stays signed in without doing anything",
		apply: func(p *policy, v value) { p.sessionIdle = v.span }},
	{Name: SettingWindowLock, Kind: SettingChoice, Default: "off", Choices: []string{"off", "on"}, Tighter: MoreIsTighter, About: "whether the window asks for an operator before it shows the portal",
		apply: func(p *policy, v value) { p.windowLock = v.text == "on" }},
	{Name: "window-lock-after", Kind: SettingSpan, Default: "10m", Least: "1m", Most: "12h", Tighter: LessIsTighter, About: "how long that window stays open while nobody touches it",
		apply: func(p *policy, v value) { p.windowLockAfter = v.span }},
	{Name: "password-length", Kind: SettingNumber, Default: "10", Least: "10", Most: "128", Tighter: MoreIsTighter, About: "the fewest characters a user's new password has",
		apply: func(p *policy, v value) { p.users.length = v.number }},
	{Name: "password-age", Kind: SettingSpan, Default: string(Never), Least: "1d", Most: "10y", Never: true, Tighter: LessIsTighter, About: "how long a user's password is good",
		apply: func(p *policy, v value) { p.users.age = v.span }},
	{Name: "operator-password-length", Kind: SettingNumber, Default: "10", Least: "10", Most: "128", Tighter: MoreIsTighter, About: "the fewest characters an operator's new password has",
		apply: func(p *policy, v value) { p.operators.length = v.number }},
	{Name: "operator-password-age", Kind: SettingSpan, Default: string(Never), Least: "1d", Most: "10y", Never: true, Tighter: LessIsTighter, About: "how long an operator's password is good",
		apply: func(p *policy, v value) { p.operators.age = v.span }},
	{Name: "operator-second-factor", Kind: SettingChoice, Default: "optional", Choices: []string{"optional", "required"}, Tighter: MoreIsTighter, About: "whether operators need a code of an authenticator app to sign in",
		apply: func(p *policy, v value) { p.secondFactor = v.text == "required" }},
	{Name: "second-factor-grace", Kind: SettingSpan, Default: "7d", Least: "1h", Most: "90d", Tighter: LessIsTighter, About: "how long an operator has to set the second factor up once it is required",
		apply: func(p *policy, v value) { p.secondFactorGrace = v.span }},
	{Name: "password-memory", Kind: SettingNumber, Default: "19", Least: "19", Most: "1024", Tighter: MoreIsTighter, About: "the MiB of memory that hashing a password takes (argon2id)",
		apply: func(p *policy, v value) { p.costs.MemoryKiB = uint32(v.number) << 10 }},
	{Name: "password-passes", Kind: SettingNumber, Default: "2", Least: "2", Most: "16", Tighter: MoreIsTighter, About: "how many passes hashing a password makes over its memory (argon2id)",
		apply: func(p *policy, v value) { p.costs.Time = uint32(v.number) }},
	{Name: "activity-keep", Kind: SettingNumber, Default: "5000", Least: "100", Most: "50000", About: "how many of the last requests the inspector can show",
		apply: func(p *policy, v value) { p.activityKeep = v.number }},
	{Name: "backup-every", Kind: SettingSpan, Default: "1d", Least: "15m", Most: "30d", Never: true, About: "how often a backup is made in the folder backups",
		apply: func(p *policy, v value) { p.backup.Every = v.span }},
	{Name: "backup-keep-daily", Kind: SettingNumber, Default: "7", Least: "0", Most: "366", About: "of how many days the newest backup is kept",
		apply: func(p *policy, v value) { p.backup.Daily = v.number }},
	{Name: "backup-keep-weekly", Kind: SettingNumber, Default: "4", Least: "0", Most: "520", About: "of how many weeks the newest backup is kept",
		apply: func(p *policy, v value) { p.backup.Weekly = v.number }},
}

const (
	// SettingIssuer is the claim iss. It is written at first run and stays when
	// the port changes.
	SettingIssuer = "issuer"
	// SettingListener is the address the listener was last moved to. It is no row
	// of the table: the listener has an operation of its own, that tries first.
	SettingListener = "listener"
	// SettingMaxLifetime is the longest a key may be good for from now.
	SettingMaxLifetime = "key-max-life"
)

// Registry lists every setting.
func Registry() []Setting { return slices.Clone(registry) }

func settingNamed(name string) (Setting, bool) {
	i := slices.IndexFunc(registry, func(d Setting) bool { return d.Name == name })
	if i < 0 {
		return Setting{}, false
	}
	return registry[i], true
}

// value is what a text stands for. never is a span of 0.
type value struct {
	text   string
	span   time.Duration
	number int
}

// Check says what is wrong with a value; nil when nothing is.
func (d Setting) Check(text string) error {
	_, err := d.parse(text)
	return err
}

func (d Setting) parse(text string) (value, error) {
	v := value{text: text}
	wrong := Invalidf(d.Name, "%s is %s", d.Name, d.expects())
	switch d.Kind {
	case SettingSpan:
		if d.Never && text == string(Never) {
			return v, nil
		}
		span, ok := parseSpan(text)
		if least, _ := parseSpan(d.Least); !ok || d.Least != "" && span < least {
			return v, wrong
		}
		if most, _ := parseSpan(d.Most); d.Most != "" && span > most {
			return v, wrong
		}
		v.span = span
	case SettingNumber:
		n, err := strconv.Atoi(text)
		if least, _ := strconv.Atoi(d.Least); err != nil || d.Least != "" && n < least {
			return v, wrong
		}
		if most, _ := strconv.Atoi(d.Most); d.Most != "" && n > most {
			return v, wrong
		}
		v.number = n
	case SettingChoice:
		if !slices.Contains(d.Choices, text) {
			return v, wrong
		}
	case SettingURL:
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !printable(text, 200) {
			return v, wrong
		}
	}
	return v, nil
}

// tighter reports whether a value allows less than another. One that is none
// counts as the default, as it does in effect.
func (d Setting) tighter(a, b string) bool {
	order := cmp.Compare(d.size(a), d.size(b))
	return d.Tighter == LessIsTighter && order < 0 || d.Tighter == MoreIsTighter && order > 0
}

func (d Setting) size(text string) int64 {
	v, err := d.parse(text)
	if err != nil {
		v, _ = d.parse(d.Default)
	}
	switch {
	case d.Kind == SettingChoice:
		return int64(slices.Index(d.Choices, v.text))
	case v.text == string(Never):
		return math.MaxInt64
	}
	return int64(v.span) + int64(v.number) // one of them is 0
}

// expects is a value in words.
func (d Setting) expects() string {
	out := map[SettingKind]string{
		SettingSpan: "a span such as 90d, 12h or 30m", SettingNumber: "a whole number", SettingURL: "an address such as https://keys.example.com",
	}[d.Kind]
	if d.Kind == SettingChoice {
		out = "one of " + strings.Join(d.Choices, ", ")
	}
	if d.Least != "" {
		out += fmt.Sprintf(" from %s to %s", d.Least, d.Most)
	}
	if d.Never {
		out += ", or never"
	}
	return out
}

// Given is a value set above the store, and by what: "--token-life",
// "LATCHKEY_TOKEN_LIFE", "latchkey.yaml".
type Given struct{ Value, Origin string }

// Where a value comes from when nothing above the store gives it.
const (
	OriginPortal  = "portal" // kept in the store
	OriginDefault = "default"
)

// SettingView is a setting as it is in effect.
type SettingView struct {
	Setting
	Value     string
	Origin    string
	Editable  bool  // nothing above the store gives it
	Version   int64 // of the value in the store; from 1, so that none is older than any
	UpdatedAt time.Time
	UpdatedBy string
}

// setting is the record of one.
type setting struct {
	Value string `json:"value"`
	Unset bool   `json:"unset,omitzero"` // it was set once, and is the default again
	Stamp
}

// kept is the value of a setting as the store has it.
func (st *state) kept(d Setting) string {
	if v, there := st.settings[d.Name]; there && !v.Unset {
		return v.Value
	}
	return d.Default
}

// Setting gives what the store keeps under a name, "" where that is nothing.
func (s *Service) Setting(name string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.settings[name].Value
}

// Settings lists what is in effect and where it comes from. Codes:
// unauthenticated, denied.
func (s *Service) Settings(ctx context.Context, c Caller) ([]SettingView, error) {
	if err := s.allow(ctx, c, RoleViewer, "setting.list"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.settingViews(s.state), nil
}

func (s *Service) settingViews(st *state) []SettingView {
	out := make([]SettingView, len(registry))
	for i, d := range registry {
		out[i] = s.settingView(st, d)
	}
	return out
}

func (s *Service) settingView(st *state, d Setting) SettingView {
	kept, there := st.settings[d.Name]
	v := SettingView{Setting: d, Value: d.Default, Origin: OriginDefault, Editable: true, Version: kept.Version + 1, UpdatedAt: kept.UpdatedAt, UpdatedBy: kept.UpdatedBy}
	if there && !kept.Unset {
		v.Value, v.Origin = kept.Value, OriginPortal
	}
	if given, above := s.given[d.Name]; above {
		v.Value, v.Origin, v.Editable = given.Value, given.Origin, false
	}
	return v
}

// SettingChange gives one setting a value, nil = its default again. Version is
// that of the SettingView it was decided on; 0 = whatever is there.
type SettingChange struct {
	Name    string
	Value   *string
	Version int64
}

// ChangeSettings changes some in one go, or none of them. Codes:
// unauthenticated, denied, invalid, not_found, conflict, full.
func (s *Service) ChangeSettings(ctx context.Context, c Caller, changes []SettingChange) ([]SettingView, error) {
	if err := s.allow(ctx, c, RoleOwner, "setting.change"); err != nil {
		return nil, err
	}
	for i, ch := range changes {
		if slices.ContainsFunc(changes[:i], func(other SettingChange) bool { return other.Name == ch.Name }) {
			return nil, Invalidf(ch.Name, "%s is changed twice", ch.Name)
		}
		if err := s.checkSettingChange(ch); err != nil {
			return nil, err
		}
	}
	err := s.change(ctx, c, func(t *txn) error {
		for _, ch := range changes {
			if err := t.changeSetting(ch); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Settings(ctx, c)
}

func (s *Service) checkSettingChange(ch SettingChange) error {
	d, known := settingNamed(ch.Name)
	if !known {
		return Errorf(CodeNotFound, "there is no such setting").WithHint("list them with: latchkey setting list")
	}
	if given, above := s.given[ch.Name]; above {
		e := Errorf(CodeConflict, "%s is set by %s, which wins over what is kept here", ch.Name, given.Origin).WithHint("change it there, or take it away there and start again")
		e.Field = ch.Name
		return e
	}
	if ch.Value == nil {
		return nil
	}
	return d.Check(*ch.Value)
}

func (t *txn) changeSetting(ch SettingChange) error {
	d, _ := settingNamed(ch.Name)
	before := t.settingView(t.state, d)
	if ch.Version != 0 && ch.Version != before.Version {
		e := conflictOfVersions("the setting "+d.Name, Stamp{UpdatedBy: cmp.Or(before.UpdatedBy, "somebody")}, ptr(t.settingViews(t.state)))
		e.Field = d.Name
		return e
	}
	kept, there := t.state.settings[d.Name]
	after := kept
	after.Value, after.Unset = d.Default, ch.Value == nil
	if ch.Value != nil {
		after.Value = *ch.Value
	}
	if d.Name == SettingWindowLock {
		if err := t.checkWindowLock(after.Value); err != nil {
			return err
		}
	}
	if there && kept.Value == after.Value && kept.Unset == after.Unset || !there && after.Unset {
		return nil
	}
	if !there {
		after.Stamp = t.stamped()
	} else {
		t.touch(&after.Stamp)
	}
	t.audit("setting.change", "setting", d.Name, d.Name, "from "+before.Value+" to "+after.Value)
	return t.put(settingPrefix+d.Name, t.state.settingRevs[d.Name], after)
}

// KeepListener keeps the address the listener was moved to for the next start.
// Codes: denied, invalid, full.
func (s *Service) KeepListener(ctx context.Context, c Caller, address string) error {
	if err := s.allow(ctx, c, RoleOwner, "setting.change"); err != nil {
		return err
	}
	if !printable(address, 1000) {
		return Invalidf("address", "that is no address")
	}
	return s.change(ctx, c, func(t *txn) error {
		kept, there := t.state.settings[SettingListener]
		if kept.Value == address {
			return nil
		}
		after := kept
		after.Value = address
		if !there {
			after.Stamp = t.stamped()
		} else {
			t.touch(&after.Stamp)
		}
		t.audit("setting.change", "setting", SettingListener, SettingListener, address)
		return t.put(settingPrefix+SettingListener, t.state.settingRevs[SettingListener], after)
	})
}
