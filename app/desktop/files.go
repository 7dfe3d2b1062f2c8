package desktop

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"latchkey/backend/access"
)

// picked are the files the user chose in a dialog, under names that say nothing:
// the page gets at these and at no others.
type picked struct {
	mu    sync.Mutex
	files map[string]string
}

const maxPicked = 16

func (p *picked) add(path string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files == nil || len(p.files) >= maxPicked {
		p.files = map[string]string{}
	}
	name := rand.Text()
	p.files[name] = path
	return name
}

func (p *picked) path(name string) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	path, ok := p.files[name]
	return path, ok
}

// saved is a file that was written.
type saved struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
}

// save asks where an answer of the core is to be kept, and writes it there as it
// comes: no size is too large, and the page never holds it.
func (b *bridge) save(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Path   string `json:"path"` // of the core
		Name   string `json:"name"` // that is proposed
		Method string `json:"method"`
		Body   string `json:"body"`
	}
	if !readOwn(w, r, &body) {
		return
	}
	if b.desktop.SaveAs == nil || !strings.HasPrefix(body.Path, "/") {
		problem(w, http.StatusBadRequest, http.StatusText(http.StatusBadRequest), access.Errorf(access.CodeInvalid, "there is nothing to save there"))
		return
	}
	path, err := b.desktop.SaveAs(r.Context(), filepath.Base(body.Name))
	if err != nil {
		b.failOwn(w, access.Errorf(access.CodeUnavailable, "the dialog could not be shown"), err)
		return
	}
	if path == "" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	res, err := b.send(r.Context(), cmp.Or(body.Method, http.MethodGet), body.Path, strings.NewReader(body.Body), "application/json")
	if err != nil {
		unreachable(w, err)
		return
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		pass(w, res)
		return
	}
	size, err := writeWhole(path, res.Body)
	if err != nil {
		b.failOwn(w, access.Errorf(access.CodeUnavailable, "the file could not be written: %s", reasonOf(err)), err)
		return
	}
	writeOwn(w, saved{Path: path, Size: size})
}

// replace puts a small file in the place of another, or none.
func replace(path string, text []byte) error {
	_, err := writeWhole(path, bytes.NewReader(text))
	return err
}

// writeWhole writes a file beside its place and moves it there when it is all
// there: a half one never carries the name.
func writeWhole(path string, from io.Reader) (int64, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	size, err := io.Copy(f, from)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, err
	}
	return size, os.Rename(f.Name(), path)
}

// reasonOf is the system's reason without the path, which the user knows.
func reasonOf(err error) string {
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	var linkError *os.LinkError
	if errors.As(err, &linkError) {
		return linkError.Err.Error()
	}
	return "the connection to the core was lost"
}

// opened is a file the user chose.
type openedFile struct {
	File string `json:"file"` // by which the page names it
	Name string `json:"name"`
	Size int64  `json:"size"`
}

func (b *bridge) open(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Pattern string `json:"pattern"`
	}
	if !readOwn(w, r, &body) {
		return
	}
	if b.desktop.Open == nil {
		problem(w, http.StatusNotFound, http.StatusText(http.StatusNotFound), access.Errorf(access.CodeNotFound, "this window has no dialog for that"))
		return
	}
	path, err := b.desktop.Open(r.Context(), body.Pattern)
	if err != nil {
		b.failOwn(w, access.Errorf(access.CodeUnavailable, "the dialog could not be shown"), err)
		return
	}
	if path == "" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		b.failOwn(w, access.Errorf(access.CodeUnavailable, "that is no file that can be read"), err)
		return
	}
	writeOwn(w, openedFile{File: b.picked.add(path), Name: info.Name(), Size: info.Size()})
}

// sendPicked sends a file the user chose to the core, as an octet-stream, and
// gives the core's answer.
func (b *bridge) sendPicked(w http.ResponseWriter, r *http.Request) {
	f, to, ok := b.openPicked(w, r)
	if !ok {
		return
	}
	defer f.Close()
	res, err := b.send(r.Context(), cmp.Or(to.Method, http.MethodPost), to.Path, f, "application/octet-stream")
	if err != nil {
		unreachable(w, err)
		return
	}
	defer res.Body.Close()
	pass(w, res)
}

// maxRead is the longest file that a page gets as text.
const maxRead = 16 << 20

func (b *bridge) readPicked(w http.ResponseWriter, r *http.Request) {
	f, _, ok := b.openPicked(w, r)
	if !ok {
		return
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() > maxRead {
		problem(w, http.StatusRequestEntityTooLarge, http.StatusText(http.StatusRequestEntityTooLarge),
			access.Errorf(access.CodeTooLarge, "the file is larger than %d MiB", maxRead>>20))
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.Copy(w, f)
}

// pickedFile names a file the user chose, and where in the core it is to go.
type pickedFile struct {
	File   string `json:"file"`
	Path   string `json:"path"`   // of the core; not for reading
	Method string `json:"method"` // POST where nothing is said
}

// openPicked opens the file that the page names.
func (b *bridge) openPicked(w http.ResponseWriter, r *http.Request) (f *os.File, asked pickedFile, ok bool) {
	if !readOwn(w, r, &asked) {
		return nil, asked, false
	}
	path, ok := b.picked.path(asked.File)
	if !ok {
		problem(w, http.StatusNotFound, http.StatusText(http.StatusNotFound),
			access.Errorf(access.CodeNotFound, "no such file was chosen").WithHint("choose it again"))
		return nil, asked, false
	}
	f, err := os.Open(path)
	if err != nil {
		b.failOwn(w, access.Errorf(access.CodeUnavailable, "the file cannot be read: %s", reasonOf(err)), err)
		return nil, asked, false
	}
	return f, asked, true
}

// send asks the place the bridge is at.
func (b *bridge) send(ctx context.Context, method, path string, body io.Reader, contentType string) (*http.Response, error) {
	at, err := b.ready(ctx)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(context.WithValue(ctx, placeKey{}, at), method, at.url()+path, body)
	if err != nil {
		return nil, access.Errorf(access.CodeInvalid, "that is no path of the core")
	}
	if method != http.MethodGet {
		r.Header.Set("Content-Type", contentType)
	} else {
		r.Body, r.ContentLength = nil, 0
	}
	if f, ok := body.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			r.ContentLength = info.Size()
		}
	}
	at.address(r)
	res, err := at.transport.RoundTrip(r)
	if err != nil {
		b.logger.Warn("the core did not answer", "method", method, "error", err)
		if at.remote() {
			return nil, at.failure(err)
		}
		return nil, errNoCore()
	}
	return res, nil
}

// pass gives the core's answer to the page.
func pass(w http.ResponseWriter, res *http.Response) {
	for _, name := range []string{"Content-Type", "Retry-After", "X-Request-Id"} {
		if v := res.Header.Get(name); v != "" {
			w.Header().Set(name, v)
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(res.StatusCode)
	_, _ = io.Copy(w, res.Body)
}
