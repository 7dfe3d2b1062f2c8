package adminapi

import "time"

// Time is a moment as the API writes it: RFC 3339 in UTC, with milliseconds
// where there are any.
type Time struct{ time.Time }

// MarshalJSON writes the moment.
func (t Time) MarshalJSON() ([]byte, error) {
	u := t.UTC().Truncate(time.Millisecond)
	if u.Nanosecond() == 0 {
		return u.AppendFormat(nil, `"2006-01-02T15:04:05Z"`), nil
	}
	return u.AppendFormat(nil, `"2006-01-02T15:04:05.000Z"`), nil
}

// some is the moment, null where there is none.
func some(t *time.Time) *Time {
	if t == nil {
		return nil
	}
	return &Time{*t}
}

// set is the moment, null where it is the zero one.
func set(t time.Time) *Time {
	if t.IsZero() {
		return nil
	}
	return &Time{t}
}
