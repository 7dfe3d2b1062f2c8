package access_test

import (
	"testing"
	"testing/synctest"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// A poll waits for seconds; whoever's session is ended meanwhile sees nothing of
// what comes after.
func TestWaitingForActivityEndsWithTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := accesstest.Open(t, accesstest.Options{Now: time.Now})
		viewer := operators(t, c)[access.RoleViewer]
		ended := make(chan error, 1)
		begun := time.Now()
		go func() {
			_, err := c.Activity(t.Context(), viewer, access.ActivityQuery{After: 1 << 60, Wait: 20 * time.Second})
			ended <- err
		}()
		time.Sleep(time.Second)
		if _, err := c.DisableUser(t.Context(), local, viewer.Name); err != nil {
			t.Fatal(err)
		}
		wantCode(t, "the poll of somebody who was disabled", <-ended, access.CodeUnauthenticated)
		if waited := time.Since(begun); waited > 2*time.Second {
			t.Errorf("it went on for %s", waited)
		}
	})
}
