package kvtest

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"latchkey/backend/kv"
)

// victimEnv names, to the process that is going to be killed, the folder of the
// store it writes.
const victimEnv = "LATCHKEY_KVTEST_VICTIM"

const victimWriters = 4

// crashKeepsWhatWasAcknowledged kills a process that writes, over and over, and
// holds what it finds against what the process had been promised. Each commit
// writes a numbered entry and the number, so half a commit is seen too.
func crashKeepsWhatWasAcknowledged(t *testing.T, open Opener) {
	const rounds = 8
	dir := t.TempDir()
	open(t, dir).Close()
	acknowledged := make([]int, victimWriters)
	for i := range acknowledged {
		acknowledged[i] = -1
	}
	for range rounds {
		killVictim(t, dir, acknowledged)

		s := open(t, dir)
		for w, n := range acknowledged {
			last := -1
			if e, ok := get(t, s, fmt.Sprintf("%d/last", w)); ok {
				last, _ = strconv.Atoi(string(e.Value))
			}
			if last < n {
				t.Errorf("writer %d: commit %d was acknowledged, the store ends at %d", w, n, last)
			}
			entries := all(t, s, fmt.Sprintf("%d/n/", w))
			if len(entries) != last+1 {
				t.Errorf("writer %d: %d entries of commits up to %d", w, len(entries), last)
			}
			for i, e := range entries {
				if want := fmt.Sprintf("%d/n/%08d", w, i); e.Key != want || string(e.Value) != want {
					t.Fatalf("writer %d: %q holds %q, want %q", w, e.Key, e.Value, want)
				}
			}
		}
		if err := s.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
}

// killVictim starts a process that writes, notes what it acknowledges, and kills
// it after a random number of commits.
func killVictim(t *testing.T, dir string, acknowledged []int) {
	t.Helper()
	top, _, _ := strings.Cut(t.Name(), "/")
	cmd := exec.Command(os.Args[0], "-test.run=^"+top+"$", "-test.count=1")
	cmd.Env = append(os.Environ(), victimEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killAt := 1 + rand.IntN(300)
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); {
		var w, i int
		if _, err := fmt.Sscanf(lines.Text(), "acknowledged %d %d", &w, &i); err != nil {
			t.Errorf("the process said %q", lines.Text())
			continue
		}
		acknowledged[w] = i
		if n++; n == killAt {
			cmd.Process.Kill() // and on reading what it has said until then
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the process ended by itself")
	}
}

// victim writes until it is killed.
func victim(t *testing.T, open Opener, dir string) {
	s := open(t, dir)
	var say sync.Mutex
	var wg sync.WaitGroup
	for w := range victimWriters {
		next := 0
		if e, ok := get(t, s, fmt.Sprintf("%d/last", w)); ok {
			last, err := strconv.Atoi(string(e.Value))
			if err != nil {
				t.Fatal(err)
			}
			next = last + 1
		}
		wg.Go(func() {
			for i := next; ; i++ {
				name := fmt.Sprintf("%d/n/%08d", w, i)
				if _, err := s.Commit(t.Context(), []kv.Op{
					kv.Put(name, []byte(name), kv.Absent),
					kv.Put(fmt.Sprintf("%d/last", w), fmt.Append(nil, i), kv.Anything),
				}); err != nil {
					t.Errorf("commit: %v", err)
					return
				}
				say.Lock()
				fmt.Printf("acknowledged %d %d\n", w, i)
				say.Unlock()
			}
		})
	}
	wg.Wait()
}
