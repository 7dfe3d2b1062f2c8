package access

import (
	"fmt"
	"strconv"
	"time"
)

// When is a moment as people write it: a span from now ("90d", "12h", "1s"),
// RFC 3339 ("2027-01-31T12:00:00Z"), or a date ("2027-01-31", its first moment
// in UTC). "" and "never" mean no such moment. A span counts from the moment
// the command is decided, so it is resolved by the core and by nobody else.
type When string

// Never is no moment at all.
const Never When = "never"

// maxSpanDays keeps moments inside what every JSON reader can hold.
const maxSpanDays = 100 * 366

// resolve gives the moment, nil for none. field names the member in errors.
func (w When) resolve(field string, now time.Time) (*time.Time, error) {
	if w == "" || w == Never {
		return nil, nil
	}
	at, ok := w.parse(now)
	if !ok {
		return nil, Invalidf(field, "%s is neither a span such as 90d or 12h, nor a date such as 2027-01-31, nor a time such as 2027-01-31T12:00:00Z", field)
	}
	at = at.UTC().Truncate(time.Millisecond)
	if at.Year() < 1970 || at.Year() > 9999 {
		return nil, Invalidf(field, "%s lies outside the years 1970 to 9999", field)
	}
	return &at, nil
}

func (w When) parse(now time.Time) (time.Time, bool) {
	s := string(w)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, true
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, true
	}
	span, ok := parseSpan(s)
	if !ok {
		return time.Time{}, false
	}
	return now.Add(span), true
}

var spanUnits = map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour, 'y': 365 * 24 * time.Hour}

// parseSpan reads "90d", "12h", "1s".
func parseSpan(s string) (time.Duration, bool) {
	if s == "" {
		return 0, false
	}
	unit, ok := spanUnits[s[len(s)-1]]
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(s[:len(s)-1], 10, 64)
	if err != nil || n <= 0 || n > int64(maxSpanDays*24*time.Hour/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// after gives the moment a span later than another; nothing but a span will do.
func (w When) after(field string, from time.Time) (*time.Time, error) {
	if !w.isSpan() {
		return nil, Invalidf(field, "%s is a span such as 1h, 24h or 7d", field)
	}
	return w.resolve(field, from)
}

// isSpan reports whether it counts from now: two moments give two results.
func (w When) isSpan() bool {
	if w == "" || w == Never {
		return false
	}
	a, ok := w.parse(time.Unix(0, 0))
	b, _ := w.parse(time.Unix(1, 0))
	return ok && !a.Equal(b)
}

// spanText writes a span as it is read.
func spanText(d time.Duration) string {
	for _, unit := range []byte("dhm") {
		if d%spanUnits[unit] == 0 {
			return fmt.Sprintf("%d%c", d/spanUnits[unit], unit)
		}
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
