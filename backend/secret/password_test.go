package secret_test

import (
	"testing"
	"time"

	"latchkey/backend/secret"
)

// The time of an answer must not tell a user of long ago from a name that
// nobody has. Without the work that makes up for it this is 24 to 1.
func TestOldHashIsRefusedAsSlowlyAsNobodys(t *testing.T) {
	passwords := secret.NewPasswords(secret.Params{MemoryKiB: 2 << 10, Time: 1, Threads: 1})
	old, err := passwords.Hash(t.Context(), "a long password")
	if err != nil {
		t.Fatal(err)
	}
	passwords.SetParams(secret.Params{MemoryKiB: 16 << 10, Time: 3, Threads: 1})
	check := func(stored string) time.Duration {
		began := time.Now()
		if ok, _, err := passwords.Check(t.Context(), stored, "not that password"); ok || err != nil {
			t.Fatal(ok, err)
		}
		return time.Since(began)
	}
	// The quickest of several by turns: what the machine does beside it only adds.
	olds, nobodys := time.Hour, time.Hour
	for turn := 0; turn < 20 && (turn < 3 || olds < nobodys/2 || olds > nobodys*2); turn++ {
		olds, nobodys = min(olds, check(old)), min(nobodys, check(""))
	}
	if olds < nobodys/2 || olds > nobodys*2 {
		t.Errorf("%s for an old hash, %s for nobody's", olds, nobodys)
	}
	if ok, stale, err := passwords.Check(t.Context(), old, "a long password"); !ok || !stale || err != nil {
		t.Errorf("the right password: %v, stale %v, %v", ok, stale, err)
	}
}
