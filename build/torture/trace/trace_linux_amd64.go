package trace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Supported says why programs cannot be watched here; "" where they can.
var Supported = sync.OnceValue(func() string {
	_, err := Run(context.Background(), exec.Command("true"), "/nonexistent", nil)
	if err != nil {
		return "this system does not let a program be watched: " + err.Error()
	}
	return ""
})

// Run runs a command to its end and gives what it did to the files below a
// folder. Its standard output must be a pipe or a file: lines written there are
// calls too, see Said.
func Run(ctx context.Context, cmd *exec.Cmd, folder string, fault Fault) ([]Call, error) {
	type outcome struct {
		calls []Call
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		runtime.LockOSThread() // the tracer is a thread; it ends with this goroutine
		t := &tracer{folder: folder, fault: fault, threads: map[int]*thread{}, files: map[uint64]int{}}
		err := t.run(ctx, cmd)
		done <- outcome{t.calls, err}
	}()
	out := <-done
	return out.calls, out.err
}

const (
	wall      = 0x40000000 // __WALL: threads too
	noThread  = 0x20000000 // __WNOTHREAD: only what this thread watches
	sysStop   = syscall.SIGTRAP | 0x80
	noSyscall = ^uint64(0) // no call has this number: made with it, a call does nothing
)

type tracer struct {
	folder  string
	fault   Fault
	pid     int
	threads map[int]*thread
	files   map[uint64]int // inode -> number of the file
	last    int
	calls   []Call
	counted int
	broken  error
}

// thread is a thread of the program, and the call it is in.
type thread struct {
	inCall bool
	regs   unix.PtraceRegs // as it was made
	begun  int
	deny   syscall.Errno
	before bool // of an open: the name existed
}

func (t *tracer) run(ctx context.Context, cmd *exec.Cmd) error {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	// A group of its own is what can be waited for: other children of this
	// process are somebody else's to wait for.
	cmd.SysProcAttr.Ptrace, cmd.SysProcAttr.Setpgid = true, true
	if err := cmd.Start(); err != nil {
		return err
	}
	t.pid = cmd.Process.Pid
	defer cmd.Process.Kill()
	stop := context.AfterFunc(ctx, func() { cmd.Process.Kill() })
	defer stop()
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(t.pid, &status, wall, nil); err != nil {
		return err
	}
	if err := unix.PtraceSetOptions(t.pid, unix.PTRACE_O_TRACESYSGOOD|unix.PTRACE_O_TRACECLONE|unix.PTRACE_O_EXITKILL); err != nil {
		return err
	}
	t.threads[t.pid] = &thread{}
	if err := unix.PtraceSyscall(t.pid, 0); err != nil {
		return err
	}
	for {
		tid, err := syscall.Wait4(-t.pid, &status, wall|noThread, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return fmt.Errorf("wait for the program: %w", err)
		case tid == t.pid && status.Exited():
			return errors.Join(ctx.Err(), t.broken, exitError(status.ExitStatus()))
		case tid == t.pid && status.Signaled():
			return errors.Join(ctx.Err(), t.broken, fmt.Errorf("the program was ended by %v", status.Signal()))
		case !status.Stopped():
			delete(t.threads, tid)
			continue
		}
		signal := t.stopped(tid, status)
		if err := unix.PtraceSyscall(tid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("let the program go on: %w", err)
		}
	}
}

func exitError(code int) error {
	if code == 0 {
		return nil
	}
	return ExitError(code)
}

// stopped handles a stop of a thread and says which signal it goes on with.
func (t *tracer) stopped(tid int, status syscall.WaitStatus) int {
	th := t.threads[tid]
	if th == nil {
		th = &thread{}
		t.threads[tid] = th
		if status.StopSignal() == syscall.SIGSTOP {
			return 0 // how a thread begins
		}
	}
	switch status.StopSignal() {
	case sysStop:
		th.inCall = !th.inCall
		if th.inCall {
			t.enter(tid, th)
		} else {
			t.leave(tid, th)
		}
		return 0
	case syscall.SIGTRAP:
		return 0 // a new thread, or the program itself begins
	}
	return int(status.StopSignal())
}

func (t *tracer) fail(err error) {
	if t.broken == nil {
		t.broken = err
	}
}

func (t *tracer) enter(tid int, th *thread) {
	if err := unix.PtraceGetRegs(tid, &th.regs); err != nil {
		if !errors.Is(err, syscall.ESRCH) {
			t.fail(err)
		}
		return
	}
	th.begun, th.deny = len(t.calls), 0
	kind, path, ours := t.what(th)
	if kind == Open || kind == Create {
		_, err := os.Lstat(filepath.Join(t.folder, path))
		th.before = err == nil
		if th.before {
			return
		}
		kind = Create
	}
	if !ours || t.fault == nil || kind == Said {
		return
	}
	th.deny = t.fault(t.counted, kind, path)
	t.counted++
	if th.deny != 0 {
		regs := th.regs
		regs.Orig_rax = noSyscall
		if err := unix.PtraceSetRegs(tid, &regs); err != nil {
			t.fail(err)
		}
	}
}

func (t *tracer) leave(tid int, th *thread) {
	if th.deny != 0 {
		var regs unix.PtraceRegs
		if err := unix.PtraceGetRegs(tid, &regs); err != nil {
			t.fail(err)
			return
		}
		regs.Rax = uint64(-int64(th.deny))
		if err := unix.PtraceSetRegs(tid, &regs); err != nil {
			t.fail(err)
		}
		return
	}
	kind, path, ours := t.what(th)
	if !ours {
		return
	}
	var regs unix.PtraceRegs
	if err := unix.PtraceGetRegs(tid, &regs); err != nil {
		return // it is gone, and with it what it had to tell
	}
	result := int64(regs.Rax)
	if result < 0 {
		return
	}
	a := th.regs
	c := Call{Kind: kind, Path: path, Begun: th.begun}
	switch kind {
	case Create, Open:
		c.File = t.file(int(result))
		if c.Kind = Open; !th.before {
			c.Kind = Create
			t.last++
			c.File = t.last
			t.files[t.inode(int(result))] = c.File
		}
		if a.Orig_rax == unix.SYS_OPENAT && a.Rdx&unix.O_TRUNC != 0 && th.before {
			t.calls = append(t.calls, c)
			c = Call{Kind: Truncate, Path: path, File: c.File, Begun: th.begun}
		}
	case Write, Said:
		if kind == Write {
			c.File = t.file(int(a.Rdi))
		}
		c.Data = t.read(uintptr(a.Rsi), int(result))
		switch a.Orig_rax {
		case unix.SYS_PWRITE64:
			c.Offset = int64(a.R10)
		case unix.SYS_WRITE:
			c.Offset = t.position(int(a.Rdi)) - result
		}
	case Truncate:
		c.File, c.Offset = t.file(int(a.Rdi)), int64(a.Rsi)
	case Allocate:
		c.File, c.Offset = t.file(int(a.Rdi)), int64(a.Rdx+a.R10)
	case Sync:
		c.File = t.file(int(a.Rdi))
	case Rename, Link:
		c.To = t.second(a)
	}
	t.calls = append(t.calls, c)
}

// what says what a call does, by its number and arguments, and whether that is
// in the folder.
func (t *tracer) what(th *thread) (kind Kind, path string, ours bool) {
	a := th.regs
	fd := func(n uint64) (string, bool) { return t.below(t.link(int(n))) }
	at := func(dir, name uint64) (string, bool) {
		text := t.text(uintptr(name))
		if !filepath.IsAbs(text) {
			from := t.link(int(int32(dir)))
			if int32(dir) == unix.AT_FDCWD {
				from, _ = os.Readlink(fmt.Sprintf("/proc/%d/cwd", t.pid))
			}
			text = filepath.Join(from, text)
		}
		return t.below(text)
	}
	switch a.Orig_rax {
	case unix.SYS_OPENAT:
		if a.Rdx&(unix.O_WRONLY|unix.O_RDWR|unix.O_CREAT) == 0 {
			return Open, "", false
		}
		path, ours = at(a.Rdi, a.Rsi)
		return Open, path, ours
	case unix.SYS_WRITE, unix.SYS_PWRITE64:
		if a.Rdi == 1 {
			return Said, "", true
		}
		path, ours = fd(a.Rdi)
		return Write, path, ours
	case unix.SYS_FTRUNCATE:
		path, ours = fd(a.Rdi)
		return Truncate, path, ours
	case unix.SYS_FSYNC, unix.SYS_FDATASYNC:
		path, ours = fd(a.Rdi)
		if info, err := os.Stat(filepath.Join(t.folder, path)); ours && err == nil && info.IsDir() {
			return SyncDir, path, ours
		}
		return Sync, path, ours
	case unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2:
		path, ours = at(a.Rdi, a.Rsi)
		return Rename, path, ours
	case unix.SYS_LINKAT:
		path, ours = at(a.Rdi, a.Rsi)
		return Link, path, ours
	case unix.SYS_UNLINKAT:
		path, ours = at(a.Rdi, a.Rsi)
		return Remove, path, ours
	case unix.SYS_MKDIRAT:
		path, ours = at(a.Rdi, a.Rsi)
		return Mkdir, path, ours
	case unix.SYS_FALLOCATE:
		if path, ours = fd(a.Rdi); a.Rsi == 0 {
			return Allocate, path, ours
		}
		return Unknown, "fallocate of " + path, ours
	case unix.SYS_PWRITEV, unix.SYS_WRITEV, unix.SYS_COPY_FILE_RANGE, unix.SYS_SENDFILE:
		n := a.Rdi
		if a.Orig_rax == unix.SYS_COPY_FILE_RANGE {
			n = a.Rdx
		}
		if path, ours = fd(n); ours {
			path = fmt.Sprintf("call %d on %s", a.Orig_rax, path)
		}
		return Unknown, path, ours
	}
	return 0, "", false
}

// second is the other name of a rename or a link.
func (t *tracer) second(a unix.PtraceRegs) string {
	text := t.text(uintptr(a.R10))
	if !filepath.IsAbs(text) {
		text = filepath.Join(t.link(int(int32(a.Rdx))), text)
	}
	path, _ := t.below(text)
	return path
}

func (t *tracer) below(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, t.folder)
	if !ok || rest != "" && rest[0] != '/' {
		return "", false
	}
	return strings.TrimSuffix(strings.TrimPrefix(rest, "/"), " (deleted)"), true
}

func (t *tracer) link(fd int) string {
	path, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", t.pid, fd))
	return path
}

func (t *tracer) inode(fd int) uint64 {
	var stat unix.Stat_t
	if err := unix.Stat(fmt.Sprintf("/proc/%d/fd/%d", t.pid, fd), &stat); err != nil {
		t.fail(err)
	}
	return stat.Ino
}

// file is the number of an open file; one that was there before gets one now.
func (t *tracer) file(fd int) int {
	inode := t.inode(fd)
	if t.files[inode] == 0 {
		t.last++
		t.files[inode] = t.last
	}
	return t.files[inode]
}

// position is where a descriptor writes next.
func (t *tracer) position(fd int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", t.pid, fd))
	var at int64
	if err == nil {
		_, err = fmt.Sscanf(string(text), "pos: %d", &at)
	}
	if err != nil {
		t.fail(err)
	}
	return at
}

func (t *tracer) read(at uintptr, n int) []byte {
	data := make([]byte, n)
	if n == 0 {
		return data
	}
	local := []unix.Iovec{{Base: &data[0]}}
	local[0].SetLen(n)
	got, err := unix.ProcessVMReadv(t.pid, local, []unix.RemoteIovec{{Base: at, Len: n}}, 0)
	if err != nil || got != n {
		t.fail(fmt.Errorf("read %d bytes of the program: %d, %w", n, got, err))
	}
	return data
}

// text reads a string that ends with a zero.
func (t *tracer) text(at uintptr) string {
	const page = 4096
	var text []byte
	for len(text) < page {
		n := page - int(at%page) // not over the end of a page: the next may be none
		part := t.read(at, n)
		if end := strings.IndexByte(string(part), 0); end >= 0 {
			return string(append(text, part[:end]...))
		}
		text, at = append(text, part...), at+uintptr(n)
	}
	return string(text)
}
