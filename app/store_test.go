package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

func closedFolder(t *testing.T) string {
	t.Helper()
	dir := folder(t)
	if err := prepareFolder(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string) error {
	t.Helper()
	st, err := openStore(t.Context(), secrets{&program{lookupEnv: func(string) (string, bool) { return "", false }}, dir}, time.Second)
	if err == nil {
		err = st.Close()
	}
	return err
}

func TestInterruptedFirstRunIsFinished(t *testing.T) {
	create := func(dir string) error { return boltkv.Create(filepath.Join(dir, storeName)) }
	key := func(dir string) error { return seal.WriteMasterFile(filepath.Join(dir, masterName), seal.NewMaster()) }
	for _, c := range []struct {
		name  string
		steps []func(string) error
	}{
		{"before anything", nil},
		{"after the file", []func(string) error{create}},
		{"after the key", []func(string) error{create, key}},
	} {
		t.Run("stopped "+c.name, func(t *testing.T) {
			dir := closedFolder(t)
			for _, step := range c.steps {
				if err := step(dir); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				if err := open(t, dir); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestStoreOfAnotherProgramIsNoFirstRun(t *testing.T) {
	dir := closedFolder(t)
	if err := open(t, dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, masterName)); err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir); err == nil || !strings.Contains(err.Error(), "master.key is missing") {
		t.Errorf("a sealed store without its key: %v; want the key to be missed", err)
	}
	if exists(filepath.Join(dir, masterName)) {
		t.Error("a new key was made for a store that has one")
	}
}

func TestCopiedFolderOpensAnywhere(t *testing.T) {
	dir := closedFolder(t)
	if err := open(t, dir); err != nil {
		t.Fatal(err)
	}
	copied := closedFolder(t)
	if err := os.CopyFS(filepath.Join(copied, "inside"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(copied, "inside")
	for _, name := range []string{storeName, masterName} {
		if err := os.Chmod(filepath.Join(inside, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(t, inside); err != nil {
		t.Error(err)
	}
}
