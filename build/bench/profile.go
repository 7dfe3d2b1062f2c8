//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// pgoFile is the profile that the programs are built by. It is taken from the
// paths that machines ask for all the time.
var pgoFile = filepath.Join("build", "bench", "login.pgo")

// takeProfile writes where the time of the paths goes: of all of them what the
// programs are built by, of some what somebody wants to look at.
func takeProfile(ctx context.Context, dir, bin string, o options, _ *report) error {
	w, err := openWorld(ctx, dir, bin, o, "--pprof")
	if err != nil {
		return err
	}
	defer w.close()
	const lasts = 20 * time.Second
	turns := slices.DeleteFunc(w.turns(o), func(t turn) bool {
		return t.server != w.latchkey || t.load.conns != o.conns || t.beside != nil || !o.wants(t.name)
	})
	if len(turns) == 0 {
		return fmt.Errorf("-turns %s: there is nothing to profile", o.turns)
	}
	took := make(chan error, 1)
	go func() {
		body, _, err := ownerOf(w.latchkey, filepath.Join(dir, "data")).get(ctx, fmt.Sprintf("/debug/pprof/profile?seconds=%d", int(lasts.Seconds())))
		if err == nil {
			err = os.WriteFile(o.profile, body, 0o644)
		}
		took <- err
	}()
	for began := time.Now(); time.Since(began) < lasts; {
		for _, t := range turns {
			say("profile: %s", t.name)
			if _, err := t.measure(ctx, time.Second); err != nil {
				return err
			}
		}
	}
	return <-took
}
