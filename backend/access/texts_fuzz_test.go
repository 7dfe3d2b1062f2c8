package access

import (
	"strings"
	"testing"
	"time"
)

// Whatever somebody writes for a moment: it is refused, or it is a moment that
// every reader of JSON can hold, the same again for the same clock; and a span
// is never in the past.
func FuzzWhen(f *testing.F) {
	for _, seed := range []string{"90d", "12h", "never", "", "2027-01-31", "2027-01-31T12:00:00+02:00", "99999999999999999999d", "-1d", "0s", "100y", "36600d", "9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00+01:00"} {
		f.Add(seed, int64(1_795_641_237))
	}
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		now := time.Unix(seconds%200_000_000_000, 0).UTC()
		at, err := When(text).resolve("expires", now)
		if err != nil {
			if e := AsError(err); e.Code != CodeInvalid || e.Field != "expires" {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if at == nil {
			if text != "" && text != string(Never) {
				t.Errorf("%q is no moment", text)
			}
			return
		}
		if again, err := When(at.Format(time.RFC3339Nano)).resolve("expires", now); err != nil || !again.Equal(*at) {
			t.Errorf("%q is %s, and that is %v, %v", text, at, again, err)
		}
		if When(text).isSpan() && !at.After(now.Truncate(time.Millisecond)) {
			t.Errorf("the span %q ends %s, now is %s", text, at, now)
		}
	})
}

// Whatever somebody filters by: an error that does not repeat it, or a filter
// that decides about every entry, and its opposite the other way round.
func FuzzActivityFilter(f *testing.F) {
	for _, seed := range []string{"status:4xx", "-addr:10.0.0.0/8", "key:986d user:ada", "reason:", "canary:x", "status:canary", "addr:canary/99", "-", "--", "ä ß", "status:99999999999999999999"} {
		f.Add(seed)
	}
	entries := []*ActivityEntry{{}, {Subject: Subject{Kind: "key", Name: "batch", Hint: "986d81", User: "ada"}}}
	entries[1].Addr, entries[1].Status, entries[1].Route, entries[1].Agent = "10.0.0.7", 401, "/login", "curl"
	f.Fuzz(func(t *testing.T, text string) {
		match, err := parseActivityFilter(text)
		if err != nil {
			if e := AsError(err); e.Code != CodeInvalid || strings.Contains(text, "canary") && strings.Contains(e.Hint, "canary") {
				t.Errorf("%q: %v, %s", text, err, e.Hint)
			}
			return
		}
		words := strings.Fields(text)
		for _, e := range entries {
			got := match.matches(e)
			if len(words) == 1 && !strings.HasPrefix(words[0], "-") {
				if not, err := parseActivityFilter("-" + words[0]); err == nil && not.matches(e) == got {
					t.Errorf("%q and its opposite both say %v", text, got)
				}
			}
		}
	})
}
