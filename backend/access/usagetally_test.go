package access_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// The tables are what counting each login by itself gives, from memory and from
// the store, also where more keys were used than a table shows.
func TestUsageTablesAreWhatCountingEachLoginFinds(t *testing.T) {
	w := newWatched(t)
	w.Member(t, "Acme", "bob", "", access.MemberSpec{})
	random := rand.New(rand.NewPCG(7, 2))
	type key struct {
		*access.KeyView
		secret, user string
		order        int
		access.LoginCount
	}
	keys := make([]*key, 130)
	users := map[string]access.LoginCount{}
	for i := range keys {
		k := &key{order: i, user: []string{"ada", "bob"}[random.IntN(2)]}
		k.KeyView, k.secret = w.NewKey(t, access.KeySpec{Name: fmt.Sprint("k", i), User: k.user})
		keys[i] = k
	}
	add := func(to access.LoginCount, refused bool) access.LoginCount {
		if refused {
			to.Refused++
		} else {
			to.OK++
		}
		return to
	}
	for round := range 4 {
		for range 300 {
			k := keys[random.IntN(len(keys))]
			refused, secret := random.IntN(3) == 0, k.secret
			if refused {
				secret = "wrong"
			}
			if err := w.login(k.AccessKey, secret, fmt.Sprint("10.0.0.", random.IntN(200))); (err != nil) != refused {
				t.Fatal(err)
			}
			k.LoginCount, users[k.user] = add(k.LoginCount, refused), add(users[k.user], refused)
		}
		if round == 2 {
			w.Reopen()
		}
		w.clock.Advance(time.Hour)
	}
	var want []access.UsageSubject
	byUse := slices.SortedFunc(slices.Values(keys), func(a, b *key) int {
		return cmp.Or(cmp.Compare(b.OK+b.Refused, a.OK+a.Refused), cmp.Compare(a.order, b.order))
	})
	for _, k := range byUse[:100] {
		want = append(want, access.UsageSubject{Subject: access.Subject{Kind: "key", ID: k.ID, Name: k.Name, Hint: k.AccessKey, User: k.user}, LoginCount: k.LoginCount})
	}
	o, err := w.Overview(t.Context(), accesstest.Local)
	if err != nil {
		t.Fatal(err)
	}
	for name, u := range map[string]*access.Usage{"usage": w.usage(access.UsageQuery{Range: "24h"}), "overview": o.Usage} {
		if diff := gocmp.Diff(want, u.Keys); diff != "" {
			t.Errorf("%s: keys (-each login +table):\n%s", name, diff)
		}
		for _, row := range u.Users {
			if row.LoginCount != users[row.Subject.Name] {
				t.Errorf("%s: %s logged in %+v, want %+v", name, row.Subject.Name, row.LoginCount, users[row.Subject.Name])
			}
		}
		if len(u.Users) != 2 || u.Users[0].OK+u.Users[0].Refused < u.Users[1].OK+u.Users[1].Refused {
			t.Errorf("%s: users %+v", name, u.Users)
		}
	}
}
