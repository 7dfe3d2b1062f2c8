package app

import (
	"context"
	"errors"
	"io"
	"os"

	"latchkey/backend/access"
)

// openInput opens a file that is to be read as it is, - for stdin; the size is
// 0 where it is not known.
func (p *program) openInput(ctx context.Context, path string) (io.ReadCloser, int64, error) {
	if path == "-" {
		return newPatientReader(ctx, io.NopCloser(p.stdin)), 0, nil
	}
	file, err := openPatiently(ctx, path)
	if ctx.Err() != nil {
		return nil, 0, endedReading(path)
	}
	var info os.FileInfo
	if err == nil {
		if info, err = file.Stat(); err == nil && info.IsDir() {
			err = errors.New("it is a folder")
		}
		if err == nil && !info.Mode().IsRegular() {
			return newPatientReader(ctx, file), 0, nil
		}
		if err == nil {
			return file, info.Size(), nil
		}
		file.Close()
	}
	var named *os.PathError
	if errors.As(err, &named) {
		err = named.Err
	}
	return nil, 0, access.Errorf(access.CodeInvalid, "the file %s cannot be read: %v", path, err).WithHint("name a file that is there, or - for stdin")
}

func endedReading(path string) error {
	return access.Errorf(access.CodeUnavailable, "interrupted while nobody wrote into %s", path).WithHint("nothing was changed")
}

// openPatiently opens a file. A pipe opens when somebody writes into it, which
// may be never, and whoever ends the command does not wait for that.
func openPatiently(ctx context.Context, path string) (*os.File, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		file, err := os.Open(path)
		done <- opened{file, err}
	}()
	select {
	case o := <-done:
		return o.file, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// patientReader reads what comes when it comes: stdin, or a pipe. Whoever ends
// the command does not wait for more of it.
type patientReader struct {
	*io.PipeReader
	from io.Closer
	stop func() bool
}

func newPatientReader(ctx context.Context, from io.ReadCloser) *patientReader {
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, from)
		w.CloseWithError(err)
	}()
	stop := context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	return &patientReader{r, from, stop}
}

func (r *patientReader) Close() error {
	r.stop()
	return errors.Join(r.PipeReader.Close(), r.from.Close())
}
