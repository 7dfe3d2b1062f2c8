package desktop

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"latchkey/backend/access"
)

// words are what the window says itself, where its page cannot or must not be the
// one to say it: notices, the system's dialogs, entries of the desktop. They stand
// in window.LANGUAGE.json beside the page's own texts, with the same plurals and
// {{values}}, and are said in the language the page was last shown in; before the
// first page, in the system's.
type words struct {
	files fs.FS
	now   atomic.Pointer[speech]
}

// speech is one language: its texts over the English ones.
type speech struct {
	name  string
	plain map[string]string
	rules language.Tag
}

// newWords speaks the first of the wanted languages that there is.
func newWords(files fs.FS, wanted ...string) *words {
	w := &words{files: files}
	w.speak(wanted...)
	return w
}

// speak changes the language, to English where none of the wanted is there.
func (w *words) speak(wanted ...string) {
	english := w.texts("en")
	for _, name := range append(wanted, "en") {
		for _, one := range []string{name, strings.Split(name, "-")[0]} {
			theirs := w.texts(one)
			if theirs == nil {
				continue
			}
			for key, text := range english { // text by text
				if theirs[key] == "" {
					theirs[key] = text
				}
			}
			w.now.Store(&speech{name: one, plain: theirs, rules: language.Make(one)})
			return
		}
	}
	panic("there is no English") // it is part of the program
}

// texts gives those of a language, nil where nobody wrote any.
func (w *words) texts(name string) map[string]string {
	text, err := fs.ReadFile(w.files, "window."+name+".json")
	if err != nil {
		return nil
	}
	out := map[string]string{}
	if json.Unmarshal(text, &out) != nil {
		return nil
	}
	return out
}

// say gives a text, filled in with pairs of a name and its value.
func (w *words) say(key string, pairs ...string) string {
	return w.now.Load().say(key, pairs...)
}

func (s *speech) say(key string, pairs ...string) string {
	fill := make([]string, len(pairs))
	for i, p := range pairs {
		if i%2 == 0 {
			p = "{{" + p + "}}"
		}
		fill[i] = p
	}
	return strings.NewReplacer(fill...).Replace(s.plain[key])
}

var pluralForms = map[plural.Form]string{
	plural.Zero: "_zero", plural.One: "_one", plural.Two: "_two", plural.Few: "_few", plural.Many: "_many", plural.Other: "_other",
}

// count gives the text for that many, filled in with count and the pairs.
func (w *words) count(key string, n int, pairs ...string) string {
	s := w.now.Load()
	form := pluralForms[plural.Cardinal.MatchPlural(s.rules, n, 0, 0, 0, 0)]
	if s.plain[key+form] == "" {
		form = "_other"
	}
	return s.say(key+form, append(pairs, "count", strconv.Itoa(n))...)
}

// moment writes a time of this machine as the page does.
func (w *words) moment(t time.Time) string {
	s, t := w.now.Load(), t.Local()
	month := t.Format("01")
	if months := strings.Fields(s.plain["months"]); len(months) == 12 {
		month = months[t.Month()-1]
	}
	return s.say("moment", "day", strconv.Itoa(t.Day()), "month", month, "year", strconv.Itoa(t.Year()), "time", t.Format("15:04"))
}

// takeLanguage hears from the page which language it is shown in.
func (b *bridge) takeLanguage(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Language string `json:"language"`
	}
	if !readOwn(w, r, &body) {
		return
	}
	if _, err := language.Parse(body.Language); err != nil {
		problem(w, http.StatusBadRequest, http.StatusText(http.StatusBadRequest), access.Errorf(access.CodeInvalid, "the window does not understand this request"))
		return
	}
	if b.desktop.Speak != nil {
		b.desktop.Speak(body.Language)
	}
	if b.known.language() != body.Language {
		if err := b.known.change(func(d *remembered) { d.Language = body.Language }); err != nil {
			b.logger.Warn("the language is not remembered", "error", err)
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// firstLanguages are the page's last one, then the system's.
func firstLanguages(known *memory) []string {
	var out []string
	if last := known.language(); last != "" {
		out = append(out, last)
	}
	for _, name := range systemLanguages() {
		if tag, err := language.Parse(name); err == nil {
			out = append(out, tag.String())
		}
	}
	return out
}
