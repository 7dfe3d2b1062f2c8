package adminapi

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"latchkey/backend/access"
)

// Whatever the file: reading it ends, each line is one thing or an error, lines
// are counted upwards, and no error repeats what stands in the file.
func FuzzImportFile(f *testing.F) {
	for _, seed := range []string{
		`{"type":"account","name":"canary"}` + "\n" + `{"accessKey":"canary","secret":"canary"}`, "\n\n{\"type\":\"x\"}\r\n{", "accessKey,secret,user\ncanary,canary,ada\n\"canary", "access key;Secret\na;b;c\n",
		"\xef\xbb\xbfaccesskey\tsecret\nx\ty", `{"type":"user","username":"canary","password":5}`, `{"canary":1}`, "canary", "", "{}", `{"id":"canary","id":"b"}`,
	} {
		f.Add([]byte(seed), 1)
	}
	f.Fuzz(func(t *testing.T, file []byte, first int) {
		quotes := func(e *access.Error) {
			if strings.Contains(e.Public+e.Hint, "canary") && e.Field != "canary" { // a name of a member may be said
				t.Errorf("an error repeats the file: %v", e)
			}
		}
		next, err := readLines(bytes.NewReader(file), max(1, first%1000))
		if err != nil {
			quotes(access.AsError(err))
			return
		}
		last := 0
		for n := 0; ; n++ {
			l, err := next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("a file that is in memory: %v", err)
			}
			if n > len(file) {
				t.Fatal("more lines than bytes")
			}
			if l.Line < last {
				t.Errorf("line %d after line %d", l.Line, last)
			}
			last = l.Line
			set := 0
			for _, there := range []bool{l.Account != nil, l.User != nil, l.Membership != nil, l.Key != nil, l.Err != nil} {
				if there {
					set++
				}
			}
			if set != 1 {
				t.Errorf("line %d is %d things", l.Line, set)
			}
			if l.Err != nil {
				quotes(l.Err)
			}
		}
	})
}
