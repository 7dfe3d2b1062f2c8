package adminapi

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// maxImportLine is more than the largest account has.
const maxImportLine = 64 << 10

// readLines reads an import file: lines of JSON, or a table of key pairs with a
// heading. Which of them it is its first character says. first is the number
// of its first line, for a part of a larger file.
func readLines(r io.Reader, first int) (func() (access.ImportLine, error), error) {
	in := bufio.NewReaderSize(r, maxImportLine)
	if start, _ := in.Peek(3); bytes.Equal(start, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	start, err := in.Peek(1)
	if errors.Is(err, io.EOF) {
		return nil, access.Errorf(access.CodeInvalid, "the file is empty").WithHint("give lines of JSON, or a CSV table with a heading")
	}
	if err != nil {
		return nil, notArrived(err)
	}
	if start[0] == '{' || start[0] == '\n' || start[0] == '\r' || start[0] == ' ' {
		return (&jsonLines{in: in, line: first - 1}).next, nil
	}
	return newTable(in, first)
}

func notArrived(err error) error {
	return access.Errorf(access.CodeUnavailable, "the file did not arrive whole").WithHint("import it again: what was made is left as it is").Wrap(err)
}

type jsonLines struct {
	in   *bufio.Reader
	line int
}

func (j *jsonLines) next() (access.ImportLine, error) {
	for {
		j.line++
		text, err := j.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = j.in.ReadSlice('\n')
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return access.ImportLine{}, notArrived(err)
			}
			return access.ImportLine{Line: j.line, Err: access.Errorf(access.CodeInvalid, "the line has more than %d bytes", maxImportLine)}, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return access.ImportLine{}, notArrived(err)
		}
		text = bytes.TrimSpace(text)
		if len(text) == 0 {
			if err != nil {
				return access.ImportLine{}, io.EOF
			}
			continue
		}
		return parseLine(text, j.line), nil
	}
}

// parseLine reads one object. Its type says which members it has; without one
// it is a key.
func parseLine(text []byte, n int) access.ImportLine {
	l := access.ImportLine{Line: n}
	var kind struct {
		Type string `json:"type"`
	}
	if err := web.DecodeJSON(text, &kind, web.ReadOptions{}); err != nil {
		l.Err = access.Errorf(access.CodeSyntax, "the line is no JSON object")
		return l
	}
	var err error
	switch kind.Type {
	case "account":
		l.Account, l.ID, err = parseAs[access.SeedAccount](text)
	case "user":
		l.User, l.ID, err = parseAs[access.SeedUser](text)
	case "membership":
		l.Membership, l.ID, err = parseAs[access.SeedMembership](text)
	case "key", "":
		l.Key, l.ID, err = parseAs[access.SeedKey](text)
	default:
		err = access.Invalidf("type", "type is one of account, user, membership, key")
	}
	if err != nil {
		e := *access.AsError(err)
		e.Hint = "" // of a request, which this is not
		l = access.ImportLine{Line: n, Err: &e}
	}
	return l
}

func parseAs[T any](text []byte) (*T, string, error) {
	var object struct {
		Type string `json:"type"`
		ID   string `json:"id"`
		Of   T      `json:",embed"`
	}
	err := web.DecodeJSON(text, &object, web.ReadOptions{RefuseUnknown: true})
	return &object.Of, object.ID, err
}

// table is a CSV file of key pairs.
type table struct {
	in      *csv.Reader
	columns []string
	offset  int
	ended   bool
}

var tableColumns = []string{"accesskey", "secret", "user", "account", "name", "note", "expires", "notbefore", "roles", "permissions", "id"}

func newTable(in *bufio.Reader, first int) (func() (access.ImportLine, error), error) {
	heading, _ := in.Peek(4096)
	heading, _, _ = bytes.Cut(heading, []byte("\n"))
	t := &table{in: csv.NewReader(in), offset: first - 1}
	t.in.ReuseRecord = true
	for _, comma := range ",;\t" {
		if bytes.ContainsRune(heading, comma) {
			t.in.Comma = comma
			break
		}
	}
	row, err := t.in.Read()
	if err != nil {
		return nil, access.Errorf(access.CodeInvalid, "the file is neither lines of JSON nor a CSV table").WithHint("a table begins with a heading such as accessKey,secret,user,account,name")
	}
	for _, name := range row {
		column := strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(name)))
		if column == "username" {
			column = "user"
		}
		if !slices.Contains(tableColumns, column) || slices.Contains(t.columns, column) {
			return nil, access.Errorf(access.CodeInvalid, "the heading of the table has a column that is not known, or one twice").
				WithHint("columns are accessKey, secret, user, account, name, note, expires, notBefore, roles, permissions, id")
		}
		t.columns = append(t.columns, column)
	}
	if !slices.Contains(t.columns, "accesskey") || !slices.Contains(t.columns, "secret") {
		return nil, access.Errorf(access.CodeInvalid, "the table has no column accessKey, or none secret").WithHint("begin it with a heading such as accessKey,secret,user,account,name")
	}
	return t.next, nil
}

func (t *table) next() (access.ImportLine, error) {
	if t.ended {
		return access.ImportLine{}, io.EOF
	}
	row, err := t.in.Read()
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return access.ImportLine{}, io.EOF
	case errors.Is(err, csv.ErrFieldCount) && errors.As(err, &wrong):
		return access.ImportLine{Line: t.offset + wrong.Line, Err: access.Errorf(access.CodeInvalid, "the row has %d cells, the heading %d", len(row), len(t.columns))}, nil
	case errors.As(err, &wrong):
		t.ended = true // where the next row begins is anybody's guess
		return access.ImportLine{Line: t.offset + wrong.StartLine, Err: access.Errorf(access.CodeInvalid, "a quote in the row is not closed, or stands inside a cell; what follows was not read")}, nil
	case err != nil:
		return access.ImportLine{}, notArrived(err)
	}
	line, _ := t.in.FieldPos(0)
	l := access.ImportLine{Line: t.offset + line}
	k := &access.SeedKey{}
	for i, cell := range row {
		cell = strings.TrimSpace(strings.Clone(cell))
		if cell == "" {
			continue
		}
		switch t.columns[i] {
		case "accesskey":
			k.AccessKey = cell
		case "secret":
			k.Secret = cell
		case "user":
			k.User = cell
		case "account":
			k.Account = cell
		case "name":
			k.Name = cell
		case "note":
			k.Note = &cell
		case "expires":
			k.Expires = access.When(cell)
		case "notbefore":
			k.NotBefore = access.When(cell)
		case "roles":
			k.Roles = splitWords(cell)
		case "permissions":
			k.Permissions = splitWords(cell)
		case "id":
			l.ID = cell
		}
	}
	l.Key = k
	return l, nil
}

func splitWords(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == ' ' })
}
