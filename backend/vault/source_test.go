package vault_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"latchkey/backend/access/accesstest"
	"latchkey/backend/kv/seal"
	"latchkey/backend/vault"
)

// Whoever came in by another key may not know that the file is the right one.
func TestMasterKeyFileStaysUntilTheStoreOpensWithAnother(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	file := filepath.Join(core.Dir, "master.key")
	v := core.Vault(nil)
	v.OpenedWith("recovery key")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := v.SetSource(ended, accesstest.Local, vault.SourceFile, ""); err == nil {
		t.Fatal("the key was changed by a request that had ended")
	}
	if m, err := seal.ReadMasterFile(file); err != nil || m.Text() != core.Master().Text() {
		t.Errorf("the key that opens the store is gone from its file: %v", err)
	}
	if err := v.SetSource(t.Context(), accesstest.Local, vault.SourceFile, ""); err != nil {
		t.Fatal(err)
	}
	if m, err := seal.ReadMasterFile(file); err != nil || m.Text() == core.Master().Text() {
		t.Errorf("the file holds the key of before, or none: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(core.Dir, "*.before-*")); err != nil || len(left) > 0 {
		t.Errorf("%v is left there, %v", left, err)
	}
	if err := v.SetSource(t.Context(), accesstest.Local, vault.SourcePassphrase, "correct horse battery staple"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the file is still there: %v", err)
	}
}
