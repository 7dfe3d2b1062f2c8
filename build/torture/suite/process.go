package suite

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a core under torture, as `latchkey serve` makes it.
type process struct {
	*outside
	cmd   *exec.Cmd
	said  bytes.Buffer // on stderr; read it when the process has ended
	ended chan struct{}
	err   error         // of Wait
	ready chan struct{} // closed when it serves
	began time.Time
	after time.Duration // it was ready so long after it was started
}

// command is the program with arguments, or this one playing it.
func (o Options) command(args ...string) (*exec.Cmd, error) {
	if o.Program != "" {
		return exec.Command(o.Program, args...), nil
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), envCore+"=1")
	return cmd, nil
}

func freePort() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

// serve starts a core and does not wait for it.
func (o Options) serve(folder, address string, secrets *sync.Map) (*process, error) {
	cmd, err := o.command("serve", "--data", folder, "--listen", address, "--limits", "off", "--log-level", "warn")
	if err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, ended: make(chan struct{}), ready: make(chan struct{}), began: time.Now()}
	cmd.Stderr = &p.said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.outside = newOutside(filepath.Join(folder, "latchkey.sock"), "http://"+address, secrets)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "listening on ") {
				p.after = time.Since(p.began)
				close(p.ready)
			}
		}
		p.err = cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// wait waits until it serves.
func (p *process) wait(ctx context.Context) error {
	select {
	case <-p.ready:
		return nil
	case <-p.ended:
		return fmt.Errorf("the core ended: %w: %s", errors.Join(p.err), p.said.String())
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(30 * time.Second):
		p.kill()
		return fmt.Errorf("the core does not serve within 30 s: %s", p.said.String())
	}
}

// kill ends it the hard way.
func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.ended
	p.close()
}

// stop asks it to end.
func (p *process) stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.close()
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		p.kill()
		return fmt.Errorf("the core does not end: %s", p.said.String())
	}
	if p.err != nil {
		return fmt.Errorf("the core ended with %w: %s", p.err, p.said.String())
	}
	return nil
}
