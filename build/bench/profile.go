//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// pgoFile is the profile that the programs are built by. It is taken from the
// paths that machines ask for all the time.
var pgoFile = filepath.Join("build", "bench", "login.pgo")

// takeProfile takes it anew.
func takeProfile(ctx context.Context, dir, bin string, o options, _ *report) error {
	w, err := openWorld(ctx, dir, bin, o, "--pprof")
	if err != nil {
		return err
	}
	defer w.close()
	const lasts = 20 * time.Second
	took := make(chan error, 1)
	go func() {
		body, _, err := ownerOf(w.latchkey, filepath.Join(dir, "data")).get(ctx, fmt.Sprintf("/debug/pprof/profile?seconds=%d", int(lasts.Seconds())))
		if err == nil {
			err = os.WriteFile(pgoFile, body, 0o644)
		}
		took <- err
	}()
	began := time.Now()
	for turns := w.turns(o); time.Since(began) < lasts; {
		for _, t := range turns {
			if t.server != w.latchkey || t.load.conns != o.conns || t.beside != nil {
				continue
			}
			say("profile: %s", t.name)
			if _, err := t.measure(ctx, time.Second); err != nil {
				return err
			}
		}
	}
	return <-took
}
