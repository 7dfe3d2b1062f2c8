package adminapi_test

import (
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// A filter is in the query or it is none: a body beside it is not looked at, and
// nothing of it is kept.
func TestAFilterIsNotReadFromABody(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	w := newWorld(t)
	var body strings.Builder
	parts := multipart.NewWriter(&body)
	_ = parts.WriteField("search", "nobody-of-that-name")
	file, _ := parts.CreateFormFile("file", "large")
	_, _ = io.WriteString(file, strings.Repeat("x", 33<<20)) // more than is kept in memory
	_ = parts.Close()
	r := httptest.NewRequest("GET", "/api/v1/users", strings.NewReader(body.String()))
	r.Header.Set("Content-Type", parts.FormDataContentType())
	b := w.signedIn[viewer]
	r.AddCookie(b.cookie)
	r.Header.Set("Latchkey-Session", b.header)
	rec := httptest.NewRecorder()
	w.sessions.ServeHTTP(rec, r)
	var list struct{ Total int }
	if err := json.Unmarshal(rec.Body.Bytes(), &list); err != nil || list.Total != 3 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if left, err := os.ReadDir(dir); err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), "multipart-") }) {
		t.Errorf("left in the folder for temporary files: %v, %v", left, err)
	}
}
