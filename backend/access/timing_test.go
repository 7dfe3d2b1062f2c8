package access_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/secret"
)

// Whoever asks ten thousand times learns from the clock neither that a key is
// there nor what became of it: the difference between refusals is far under that
// of two requests for the same. Medians of calls by turns, so that whatever else
// the machine does falls on all alike; and measured again where it did not.
func TestRefusalsTakeAsLongWhateverIsWrong(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	c.Member(t, "Acme", "john", "", access.MemberSpec{Roles: []string{"Partner"}})
	key := func(name string) string {
		k, _ := c.NewKey(t, access.KeySpec{Name: name, User: "john"})
		return k.AccessKey
	}
	good, revoked, paused := key("good"), key("revoked"), key("paused")
	if _, err := c.RevokeKey(t.Context(), local, "revoked", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := c.PauseKey(t.Context(), local, "paused"); err != nil {
		t.Fatal(err)
	}
	asked := []struct{ what, accessKey string }{
		{"a key that is there", good}, {"nobody's", secret.NewAccessKey()}, {"a revoked one", revoked}, {"a paused one", paused},
	}
	wrong := secret.NewSecret()
	var least, most time.Duration
	for range 4 {
		took := make([][]time.Duration, len(asked))
		for range 20_000 {
			i := rand.IntN(len(asked))
			begun := time.Now()
			_, err := c.LoginKey(t.Context(), client, asked[i].accessKey, wrong)
			took[i] = append(took[i], time.Since(begun))
			if access.AsError(err).Code != access.CodeUnauthenticated {
				t.Fatal(err)
			}
		}
		least, most = time.Hour, 0
		for i := range took {
			slices.Sort(took[i])
			median := took[i][len(took[i])/2]
			t.Logf("%s: %s", asked[i].what, median)
			least, most = min(least, median), max(most, median)
		}
		if most <= least*5/4 {
			return
		}
	}
	t.Errorf("the slowest takes %s, the fastest %s", most, least)
}
