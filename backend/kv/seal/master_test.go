package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// forms are the ways in which a key could be written out.
func forms(m Master) []string {
	decimal := strings.Trim(fmt.Sprint(m.key()), "[]")
	return []string{
		string(m.key()), hex.EncodeToString(m.key()), strings.ToUpper(hex.EncodeToString(m.key())), base64.StdEncoding.EncodeToString(m.key()),
		base64.RawURLEncoding.EncodeToString(m.key()), decimal, strings.ReplaceAll(decimal, " ", ", "), fmt.Sprintf("% x", m.key()),
		fmt.Sprintf("%q", m.key()), strings.Trim(fmt.Sprintf("%#v", m.key()), "[]byte{}"),
	}
}

func TestMasterNeverPrintsItself(t *testing.T) {
	m := counted()
	type holder struct {
		Name   string
		Master Master
		hidden Master
		inner  *Master
	}
	for _, v := range []any{m, &m, holder{"h", m, m, &m}, &holder{"h", m, m, &m}, []Master{m}, map[string]Master{"m": m}, fmt.Errorf("open: %v", m)} {
		for _, verb := range strings.Split("v +v #v s q x X d o b c U e t p T", " ") {
			text := fmt.Sprintf("%"+verb, v)
			for _, form := range forms(m) {
				if strings.Contains(text, form) {
					t.Errorf("%%%s of %T shows the key", verb, v)
				}
			}
		}
		var logged bytes.Buffer
		slog.New(slog.NewTextHandler(&logged, nil)).Info("text", "v", v)
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("json", "v", v)
		if encoded, err := json.Marshal(v); err == nil {
			logged.Write(encoded)
		}
		for _, form := range forms(m) {
			if strings.Contains(logged.String(), form) {
				t.Errorf("logging or encoding %T shows the key", v)
			}
		}
	}
	for _, text := range []string{fmt.Sprint(m), fmt.Sprintf("%x", m), fmt.Sprintf("%#v", m), m.String()} {
		if text != redacted {
			t.Errorf("%q, want %q", text, redacted)
		}
	}
}

func TestMasterFileComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	m := NewMaster()
	if err := WriteMasterFile(path, m); err != nil {
		t.Fatal(err)
	}
	got, err := ReadMasterFile(path)
	if err != nil || !bytes.Equal(got.key(), m.key()) {
		t.Fatalf("another key came back (%v)", err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != base64.StdEncoding.EncodeToString(m.key())+"\n" {
		t.Errorf("the file is no line of base64 (%v)", err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the file there is something left: %v, %v", entries, err)
	}
	if bytes.Equal(NewMaster().key(), NewMaster().key()) {
		t.Error("two new master keys are the same")
	}
}

func TestMasterFileIsNeverOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	first := NewMaster()
	if err := WriteMasterFile(path, first); err != nil {
		t.Fatal(err)
	}
	if err := WriteMasterFile(path, NewMaster()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("%v, want fs.ErrExist", err)
	}
	if got, err := ReadMasterFile(path); err != nil || !bytes.Equal(got.key(), first.key()) {
		t.Errorf("the key is another one now (%v)", err)
	}
	if err := WriteMasterFile(filepath.Join(t.TempDir(), "no", "master.key"), first); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into a folder that is not there: %v, want fs.ErrNotExist", err)
	}
	if err := WriteMasterFile(filepath.Join(t.TempDir(), "master.key"), Master{}); err == nil {
		t.Error("no key was written")
	}
}

func TestMasterFileThatIsNoneIsRefused(t *testing.T) {
	good := base64.StdEncoding.EncodeToString(counted().key())
	for name, text := range map[string]string{
		"empty":              "",
		"a line end":         "\n",
		"31 bytes":           base64.StdEncoding.EncodeToString(make([]byte, 31)) + "\n",
		"33 bytes":           base64.StdEncoding.EncodeToString(make([]byte, 33)) + "\n",
		"hex":                hex.EncodeToString(counted().key()) + "\n",
		"without padding":    strings.TrimRight(good, "=") + "\n",
		"URL alphabet":       base64.URLEncoding.EncodeToString(bytes.Repeat([]byte{0xff}, 32)) + "\n",
		"another last digit": good[:42] + "9=\n",
		"two lines":          good + "\n" + good + "\n",
		"two line ends":      good + "\n\n",
		"a line broken":      good[:20] + "\n" + good[20:] + "\n",
		"a carriage return":  good[:20] + "\r" + good[20:] + "\n",
		"a blank before":     " " + good + "\n",
		"a blank after":      good + " \n",
		"raw bytes":          string(counted().key()),
		"very long":          strings.Repeat("A", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "master.key")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			m, err := ReadMasterFile(path)
			if !errors.Is(err, ErrMasterForm) || m.key != nil {
				t.Errorf("%v, want ErrMasterForm and no key", err)
			}
			if !strings.Contains(err.Error(), path) {
				t.Errorf("%q does not name the file", err)
			}
			if len(text) > 10 && strings.Contains(err.Error(), text[2:10]) {
				t.Errorf("%q quotes the file", err)
			}
		})
	}
	for _, text := range []string{good, good + "\n", good + "\r\n"} {
		if m, err := ParseMaster(text); err != nil || !bytes.Equal(m.key(), counted().key()) {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
}

// FuzzParseMaster wants that only the one text of a key is taken, and that no
// key comes along with an error.
func FuzzParseMaster(f *testing.F) {
	good := base64.StdEncoding.EncodeToString(counted().key())
	f.Add(good)
	f.Add(good + "\n")
	f.Add(good[:43])
	f.Add(good[:20] + "\n" + good[20:])
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMaster(text)
		if err != nil {
			if m.key != nil || err != ErrMasterForm {
				t.Fatalf("a key along with an error, or the error %q", err)
			}
			return
		}
		line, _ := strings.CutSuffix(text, "\n")
		line, _ = strings.CutSuffix(line, "\r")
		if base64.StdEncoding.EncodeToString(m.key()) != line {
			t.Fatalf("%q is another text of the same key", text)
		}
	})
}
