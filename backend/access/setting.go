package access

import (
	"context"
	"slices"
)

// The settings an owner may change from outside. The configuration above them
// (flags, environment, file) is the process's business.
var openSettings = []string{SettingListener, SettingMaxLifetime}

// SettingListener is the address the listener was last moved to.
const SettingListener = "listener"

// Setting gives a setting, "" where none is set.
func (s *Service) Setting(name string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.setting(name)
}

func (st *state) setting(name string) string { return st.settings[name].Value }

// SetSetting keeps one in the store. Codes: unauthenticated, denied, invalid, full.
func (s *Service) SetSetting(ctx context.Context, c Caller, name, value string) error {
	if err := s.allow(ctx, c, RoleOwner, "setting.change"); err != nil {
		return err
	}
	if !slices.Contains(openSettings, name) || !printable(value, 1000) {
		return Invalidf(name, "there is no such setting, or not with that value")
	}
	if name == SettingMaxLifetime && value != "" && !When(value).isSpan() {
		return Invalidf(name, "the longest a key may be good for is a span such as 365d")
	}
	return s.change(ctx, c, func(t *txn) error {
		if t.state.settings[name].Value == value {
			return nil
		}
		t.audit("setting.change", "setting", name, name, value)
		return t.put(settingPrefix+name, t.state.settingRevs[name], setting{Value: value})
	})
}
