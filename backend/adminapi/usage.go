package adminapi

import (
	"cmp"
	"net/http"
	"strconv"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Usage is what was counted in a span of time.
type Usage struct {
	From    Time           `json:"from"`
	To      Time           `json:"to"`
	Step    int64          `json:"stepSeconds"`
	Buckets []UsageBucket  `json:"buckets"`
	Total   Tally          `json:"total"`
	Before  Tally          `json:"before"`
	Checks  Tally          `json:"checks"`
	Took    UsageTook      `json:"took"`
	Reasons []UsageReason  `json:"reasons"`
	Keys    []UsageSubject `json:"keys"`
	Headers []UsageSubject `json:"authHeaders"`
	Users   []UsageSubject `json:"users"`
	Addrs   []UsageAddress `json:"addresses"`
}

// Tally is how many were accepted and refused.
type Tally struct {
	OK      int `json:"ok"`
	Refused int `json:"refused"`
}

// UsageBucket is one bar.
type UsageBucket struct {
	At Time `json:"at"`
	Tally
}

// UsageTook is how long logins with a key took, null where there were none.
type UsageTook struct {
	P50   *float64 `json:"p50Ms"`
	P95   *float64 `json:"p95Ms"`
	Worst *float64 `json:"worstMs"`
}

// UsageReason is how often something was refused for a reason.
type UsageReason struct {
	Reason access.Reason `json:"reason"`
	Count  int           `json:"count"`
}

// UsageSubject is how much of it one thing was.
type UsageSubject struct {
	Subject Subject `json:"subject"`
	Tally
}

// UsageAddress is how much came from one address.
type UsageAddress struct {
	Address string `json:"address"`
	Tally
}

func toUsage(u *access.Usage) Usage {
	return Usage{
		From: Time{u.From}, To: Time{u.To}, Step: int64(u.Step / time.Second), Total: Tally(u.Total), Before: Tally(u.Before), Checks: Tally(u.Checks),
		Buckets: showAll(u.Buckets, func(b *access.UsageBucket) UsageBucket { return UsageBucket{Time{b.At}, Tally(b.LoginCount)} }),
		Took:    UsageTook{ms(u.P50), ms(u.P95), ms(u.Worst)},
		Reasons: showAll(u.Reasons, func(r *access.UsageReason) UsageReason { return UsageReason(*r) }),
		Keys:    showAll(u.Keys, toUsageSubject), Headers: showAll(u.Headers, toUsageSubject), Users: showAll(u.Users, toUsageSubject),
		Addrs: showAll(u.Addrs, func(a *access.UsageAddr) UsageAddress { return UsageAddress{a.Addr, Tally(a.LoginCount)} }),
	}
}

func toUsageSubject(s *access.UsageSubject) UsageSubject {
	return UsageSubject{*toSubject(s.Subject), Tally(s.LoginCount)}
}

// ms is a duration in milliseconds, null where nothing was measured.
func ms(d time.Duration) *float64 {
	if d == 0 {
		return nil
	}
	out := float64(d.Microseconds()) / 1000
	return &out
}

func usageQuery(r *http.Request) (access.UsageQuery, error) {
	q := access.UsageQuery{Range: param(r, "range"), Key: param(r, "key"), AuthHeader: param(r, "authheader"), User: param(r, "user")}
	var err error
	if q.From, err = moment(r, "from"); err != nil {
		return q, err
	}
	if q.To, err = moment(r, "to"); err != nil {
		return q, err
	}
	if q.Range == "" && q.From.IsZero() {
		q.Range = "24h"
	}
	return q, nil
}

func (a *API) getUsage(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	q, err := usageQuery(r)
	if err != nil {
		return err
	}
	u, err := a.access.Usage(r.Context(), c, q)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toUsage(u))
}

// exportUsage gives one table of the usage as CSV.
func (a *API) exportUsage(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	q, err := usageQuery(r)
	if err != nil {
		return err
	}
	kind := cmp.Or(param(r, "table"), "time")
	write, ok := usageSheets[kind]
	if !ok {
		return access.Invalidf("table", "table is one of time, keys, users, authheaders, reasons, addresses")
	}
	u, err := a.access.Usage(r.Context(), c, q)
	if err != nil {
		return err
	}
	t := &sheet{w: w, name: "usage-" + kind, heading: write.heading}
	for _, cells := range write.rows(u) {
		if err := t.row(cells...); err != nil {
			return t.end(err)
		}
	}
	return t.end(nil)
}

type usageSheet struct {
	heading []string
	rows    func(u *access.Usage) [][]string
}

var usageSheets = map[string]usageSheet{
	"time": {[]string{"from", "accepted", "refused"}, func(u *access.Usage) [][]string {
		return cellsOf(u.Buckets, func(b *access.UsageBucket) []string { return append([]string{stamp(&b.At)}, counts(b.LoginCount)...) })
	}},
	"keys":        {subjectHeading, func(u *access.Usage) [][]string { return cellsOf(u.Keys, subjectCells) }},
	"users":       {subjectHeading, func(u *access.Usage) [][]string { return cellsOf(u.Users, subjectCells) }},
	"authheaders": {subjectHeading, func(u *access.Usage) [][]string { return cellsOf(u.Headers, subjectCells) }},
	"reasons": {[]string{"reason", "refused"}, func(u *access.Usage) [][]string {
		return cellsOf(u.Reasons, func(r *access.UsageReason) []string { return []string{string(r.Reason), strconv.Itoa(r.Count)} })
	}},
	"addresses": {[]string{"address", "accepted", "refused"}, func(u *access.Usage) [][]string {
		return cellsOf(u.Addrs, func(a *access.UsageAddr) []string { return append([]string{a.Addr}, counts(a.LoginCount)...) })
	}},
}

var subjectHeading = []string{"name", "id", "user", "accepted", "refused"}

func subjectCells(s *access.UsageSubject) []string {
	return append([]string{s.Subject.Name, s.Subject.ID, s.Subject.User}, counts(s.LoginCount)...)
}

func counts(c access.LoginCount) []string {
	return []string{strconv.Itoa(c.OK), strconv.Itoa(c.Refused)}
}

func cellsOf[T any](list []T, cells func(*T) []string) [][]string {
	out := make([][]string, len(list))
	for i := range list {
		out[i] = cells(&list[i])
	}
	return out
}
