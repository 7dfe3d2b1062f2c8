//go:build unix && !darwin

package desktop

import (
	"cmp"
	"os"
	"strings"
)

// systemLanguages are those the session is in, as gettext reads them: the list of
// LANGUAGE goes before the locale, unless that is none.
func systemLanguages() []string {
	locale := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	names := append(strings.Split(os.Getenv("LANGUAGE"), ":"), locale)
	if bare := bareLocale(locale); bare == "" || bare == "C" || bare == "POSIX" {
		return nil
	}
	var out []string
	for _, name := range names {
		if name = bareLocale(name); name != "" {
			out = append(out, strings.ReplaceAll(name, "_", "-"))
		}
	}
	return out
}

// bareLocale: de_DE.UTF-8@euro is de_DE.
func bareLocale(name string) string {
	name, _, _ = strings.Cut(name, "@")
	name, _, _ = strings.Cut(name, ".")
	return name
}
