package app

import (
	"bytes"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatTakesOverASecondSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := errors.New("failed")
		for _, c := range []struct {
			takes time.Duration
			json  bool
			want  string
		}{
			{900 * time.Millisecond, false, ""},
			{3500 * time.Millisecond, false, "checking: 1 s\nchecking: 2 s\nchecking: 3 s\n"},
			{3500 * time.Millisecond, true, ""},
		} {
			var stderr bytes.Buffer
			p := alone()
			p.stderr, p.json = &stderr, c.json
			err := p.during("checking", func() error {
				time.Sleep(c.takes)
				return failed
			})
			if !errors.Is(err, failed) || stderr.String() != c.want {
				t.Errorf("%v, --json %v: %v, %q", c.takes, c.json, err, stderr.String())
			}
		}
	})
}
