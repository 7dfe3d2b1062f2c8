//go:build unix

package app

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

func TestFolderOfAnotherUserIsRefused(t *testing.T) {
	dir := "/" // root's
	if os.Geteuid() == 0 {
		dir = t.TempDir()
		if err := os.Chown(dir, 65534, -1); err != nil {
			t.Fatal(err)
		}
	}
	err := prepareFolder(dir)
	if err == nil || !strings.Contains(err.Error(), "belongs to") {
		t.Errorf("prepare %s: %v; want its owner named", dir, err)
	}
}

func TestCoreThatHangsIsNamedByPidAndProgram(t *testing.T) {
	t.Parallel()
	p := serveProcess(t, folder(t))
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer p.cmd.Process.Signal(syscall.SIGCONT)
	out, err := exec.Command("latchkey", "account", "list", "--data", p.folder).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "is in use by latchkey serve (process ") {
		t.Errorf("a command beside a core that hangs: %v, %s; want its pid and program named", err, out)
	}
}
