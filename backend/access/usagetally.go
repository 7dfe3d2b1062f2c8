package access

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"time"
)

// usageTallies are the logins of one kind of things in a span of time, by their
// numbers: a row of counts for each range of numbers that any of was used, so
// that a million things used take no map and no memory each.
type usageTallies map[int]*[chunkSize]LoginCount // by chunk

func (t usageTallies) row(chunk int) *[chunkSize]LoginCount {
	row := t[chunk]
	if row == nil {
		row = new([chunkSize]LoginCount)
		t[chunk] = row
	}
	return row
}

// of gives the logins of one thing.
func (t usageTallies) of(number int64) LoginCount {
	if row := t[int(number/chunkSize)]; row != nil {
		return row[number%chunkSize]
	}
	return LoginCount{}
}

// each goes through the things that were used, in the order of their numbers.
func (t usageTallies) each() iter.Seq2[int64, LoginCount] {
	return func(yield func(int64, LoginCount) bool) {
		for _, chunk := range slices.Sorted(maps.Keys(t)) {
			row := t[chunk]
			for slot := range row {
				if row[slot] != (LoginCount{}) && !yield(int64(chunk)*chunkSize+int64(slot), row[slot]) {
					return
				}
			}
		}
	}
}

// usageTallies adds up the counts of a kind.
func (s *Service) usageTallies(ctx context.Context, kind int, from, to time.Time) (usageTallies, error) {
	t := usageTallies{}
	return t, s.usageChunks(ctx, kind, from, to, -1, func(_ time.Time, part usagePart) error {
		row := t.row(part.chunk)
		if c := part.live; c != nil {
			for slot := range c.counts {
				row[slot].add(c.counts[slot].tally())
			}
			return nil
		}
		r := usageReader{rest: part.stored}
		for r.next() {
			row[r.slot].add(r.tally)
		}
		return r.failed()
	})
}

// mostUsed are the things of a kind that were used most, those of the lowest
// numbers first where that is alike: no more of them than a table shows.
type mostUsed []usedOften

type usedOften struct {
	number int64
	LoginCount
}

func (m *mostUsed) add(u usedOften) {
	if len(*m) == maxUsageRows && compareUse(u, (*m)[maxUsageRows-1]) > 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(*m, u, compareUse)
	*m = slices.Insert(*m, at, u)
	*m = (*m)[:min(len(*m), maxUsageRows)]
}

func compareUse(a, b usedOften) int {
	return cmp.Or(byTally(a.LoginCount, b.LoginCount), cmp.Compare(a.number, b.number))
}

// usageTables counts by key, auth header and user, and gives what it counted of
// keys.
func (s *Service) usageTables(ctx context.Context, u *Usage) (usageTallies, error) {
	var of [usageKinds]usageTallies
	for kind := range of {
		var err error
		if of[kind], err = s.usageTallies(ctx, kind, u.From, u.To); err != nil {
			return nil, err
		}
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	st := s.state
	var keys, headers, users mostUsed
	for n, t := range of[usageOfHeader].each() {
		if st.headerNumbered(n) != nil {
			headers.add(usedOften{n, t})
		}
	}
	byUser := map[int64]LoginCount{}
	for n, t := range of[usageOfUser].each() {
		byUser[n] = t
	}
	credit := make([]LoginCount, len(st.keys.ids))
	place := uint32(nowhere)
	for n, t := range of[usageOfKey].each() {
		if place = st.keys.placeAfter(place, n); place != nowhere {
			keys.add(usedOften{n, t})
			credit[st.keys.card(place).user].add(t)
		}
	}
	for id, t := range credit {
		if user := st.users[st.keys.ids[id]]; user != nil && t != (LoginCount{}) {
			sum := byUser[user.Number]
			sum.add(t)
			byUser[user.Number] = sum
		}
	}
	for n, t := range byUser {
		if st.userNumbered(n) != nil {
			users.add(usedOften{n, t})
		}
	}
	u.Keys, u.Headers, u.Users = st.usageRows(usageOfKey, keys), st.usageRows(usageOfHeader, headers), st.usageRows(usageOfUser, users)
	return of[usageOfKey], nil
}

// usageRows names the things of a table.
func (st *state) usageRows(kind int, most mostUsed) []UsageSubject {
	var rows []UsageSubject
	for _, m := range most {
		var of Subject
		switch kind {
		case usageOfKey:
			k := st.keyNumbered(m.number)
			of = Subject{Kind: "key", ID: k.ID, Name: k.Name, Hint: k.AccessKey, User: st.username(k.UserID)}
		case usageOfHeader:
			h := st.headerNumbered(m.number)
			of = Subject{Kind: "authheader", ID: h.ID, Name: h.Name, Hint: hint(h.Token), User: st.username(h.UserID)}
		case usageOfUser:
			u := st.userNumbered(m.number)
			of = Subject{Kind: "user", ID: u.ID, Name: u.Username, User: u.Username}
		}
		rows = append(rows, UsageSubject{of, m.LoginCount})
	}
	return rows
}

func byTally(a, b LoginCount) int { return cmp.Compare(b.OK+b.Refused, a.OK+a.Refused) }
