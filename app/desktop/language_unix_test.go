//go:build unix && !darwin

package desktop

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFirstLanguageIsThatOfTheSession(t *testing.T) {
	for _, c := range []struct {
		all, messages, lang, list string
		want                      []string
	}{
		{lang: "de_DE.UTF-8", want: []string{"de-DE"}},
		{lang: "de_AT@euro", want: []string{"de-AT"}},
		{messages: "pt_BR.UTF-8", lang: "de_DE.UTF-8", want: []string{"pt-BR"}},
		{all: "fr", messages: "pt_BR.UTF-8", lang: "de_DE.UTF-8", want: []string{"fr"}},
		{lang: "en_GB.UTF-8", list: "de:fr_FR", want: []string{"de", "fr-FR", "en-GB"}},
		{all: "C.UTF-8", lang: "de_DE.UTF-8", list: "de"},
		{lang: "not a locale"},
		{},
	} {
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", c.messages)
		t.Setenv("LANG", c.lang)
		t.Setenv("LANGUAGE", c.list)
		if diff := cmp.Diff(c.want, firstLanguages(recall(""))); diff != "" {
			t.Errorf("%+v: %s", c, diff)
		}
	}
}
