package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
	"latchkey/backend/vault"
)

func (p *program) storeCommand() *cobra.Command {
	cmd := group("store", "The store as a whole: what opens it, its keys, its file", `  latchkey store source show
  latchkey store recovery-key
  latchkey store rekey`,
		p.storeSource(), p.storeRecoveryKey(), p.storeRekey(), p.storeCompact())
	return cmd
}

func (p *program) storeSource() *cobra.Command {
	show := &cobra.Command{
		Use: "show", Short: "Show what opens the store", Args: noArguments,
		Example: `  latchkey store source show --json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return call[adminapi.StoreKey]{http.MethodGet, "/store", nil, showStoreKey}.run(cmd.Context(), p)
		},
	}
	file := p.sourceCommand("file", "Keep a new master key in the data folder", `  latchkey store source file
  printf %s "$RECOVERY_KEY" | latchkey store source file --unlock-stdin`)
	keychain := p.sourceCommand("keychain", "Keep a new master key in this system's keychain", `  latchkey store source keychain`)
	passphrase := p.sourceCommand("passphrase", "Open the store with a passphrase that nobody keeps", `  latchkey store source passphrase
  printf %s "$PASSPHRASE" | latchkey store source passphrase --passphrase-stdin`)
	passphrase.Flags().Bool("passphrase-stdin", false, "read the new passphrase from stdin")
	return group("source", "Where the key that opens the store is kept", `  latchkey store source show
  latchkey store source passphrase`, show, file, keychain, passphrase)
}

func (p *program) sourceCommand(source, short, example string) *cobra.Command {
	cmd := &cobra.Command{
		Use: source, Short: short, Args: noArguments, Example: example,
		Long: short + `. What opened the store until now opens nothing that is written from
now on; backups that were made before open as they did.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.takeUnlock(cmd.Flags()); err != nil {
				return err
			}
			body := fields{"source": source}
			if source == "passphrase" {
				text, err := p.newPassphrase()
				if err != nil {
					return err
				}
				body["passphrase"] = text
			}
			return call[adminapi.StoreKey]{http.MethodPut, "/store/source", body, showNewSource}.run(cmd.Context(), p)
		},
	}
	addUnlock(cmd.Flags())
	return cmd
}

// newPassphrase reads one: at a terminal twice.
func (p *program) newPassphrase() (string, error) {
	if p.spare != "" && !p.atTerminal() {
		return "", usagef("the passphrase and what opens the store cannot both come from stdin").withHint("pass the old passphrase by LATCHKEY_PASSPHRASE_FILE")
	}
	text, err := p.readSecret("new passphrase")
	if err != nil || !p.atTerminal() {
		return text, err
	}
	again, err := p.readSecret("the same again")
	if err == nil && again != text {
		err = access.Errorf(access.CodeInvalid, "the two were not the same").WithHint("nothing was changed")
	}
	return text, err
}

func showStoreKey(w io.Writer, k adminapi.StoreKey) error {
	recovery := "none; latchkey store recovery-key makes one"
	switch {
	case k.RecoverySaved:
		recovery = "since " + momentOf(k.RecoverySince, "") + ", kept"
	case k.Recovery:
		recovery = "since " + momentOf(k.RecoverySince, "") + ", nobody said that it is kept"
	}
	rekeying := ""
	if k.Rekeying.Running {
		rekeying = fmt.Sprintf("%d of %d records", k.Rekeying.Done, k.Rekeying.Total)
	} else if k.Rekeying.Unfinished {
		rekeying = "interrupted; latchkey store rekey goes on"
	}
	return printBlock(w, pair{"store", k.StoreID}, pair{"opens with", sourceWords(k)}, pair{"since", momentOf(k.Since, "")},
		pair{"recovery key", recovery}, pair{"re-keying", rekeying}, pair{"size", bytesOf(k.Size)}, pair{"epoch", strconv.FormatUint(k.Epoch, 10)})
}

// showNewSource says as well what changing it does not do.
func showNewSource(w io.Writer, k adminapi.StoreKey) error {
	if err := showStoreKey(w, k); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\nWho has what opened it before and an older copy of the file can still read what\nis written with the data key of then. To end that: latchkey store rekey")
	return err
}

func sourceWords(k adminapi.StoreKey) string {
	switch k.Source {
	case "file":
		return "the master key in " + k.Where
	case "keychain":
		return "the master key in this system's keychain"
	case "passphrase":
		return "a passphrase"
	}
	return "the master key from " + k.Where
}

func (p *program) storeRecoveryKey() *cobra.Command {
	var saved bool
	cmd := &cobra.Command{
		Use: "recovery-key", Short: "Make a new recovery key, shown once", Args: noArguments,
		Long: `Make a new recovery key and show it, once. Written down on paper, it opens the
store and every backup made from now on when the master key or passphrase is
lost. The one before it opens neither.`,
		Example: `  latchkey store recovery-key
  latchkey store recovery-key --saved`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if saved {
				return call[adminapi.StoreKey]{http.MethodPost, "/store/recovery-key/saved", nil, showStoreKey}.run(cmd.Context(), p)
			}
			return call[adminapi.RecoveryKey]{http.MethodPost, "/store/recovery-key", nil, showRecoveryKey}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().BoolVar(&saved, "saved", false, "make none: note that the one there is is kept")
	return cmd
}

func showRecoveryKey(w io.Writer, k adminapi.RecoveryKey) error {
	_, err := fmt.Fprintf(w, "%s\n\nWrite it down and keep it away from this machine. It is shown this once.\nWhen that is done: latchkey store recovery-key --saved\n", k.RecoveryKey)
	return err
}

func (p *program) storeRekey() *cobra.Command {
	return &cobra.Command{
		Use: "rekey", Short: "Seal everything with a new data key", Args: noArguments,
		Long: `Seal everything in the store with a new data key, and forget the old one. The
core goes on serving. When it is interrupted, the same command goes on.`,
		Example: `  latchkey store rekey`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withClient(cmd.Context(), func(api *client) error { return p.rekey(cmd.Context(), api) })
		},
	}
}

func (p *program) rekey(ctx context.Context, api *client) error {
	var raw json.RawMessage
	if err := api.do(ctx, http.MethodPost, "/store/rekey", nil, &raw); err != nil {
		return err
	}
	for {
		var k adminapi.StoreKey
		if err := json.Unmarshal(raw, &k); err != nil {
			return errNotOurs
		}
		if !k.Rekeying.Running {
			if k.Rekeying.Failure != "" {
				return access.Errorf(access.CodeUnavailable, "re-keying was ended: %s", k.Rekeying.Failure).WithHint("the same command goes on where it was")
			}
			return printObject(p, raw, func(w io.Writer, k adminapi.StoreKey) error {
				_, err := fmt.Fprintf(w, "%d records are sealed with a new data key.\n", k.Rekeying.Done)
				return err
			})
		}
		p.rekeyProgress(k.Rekeying)
		select {
		case <-ctx.Done():
			return access.Errorf(access.CodeUnavailable, "interrupted").WithHint("the same command goes on where it was")
		case <-time.After(200 * time.Millisecond):
		}
		if err := api.do(ctx, http.MethodGet, "/store", nil, &raw); err != nil {
			return err
		}
	}
}

// rekeyProgress says how far it is, of what takes longer than a second.
func (p *program) rekeyProgress(r adminapi.Rekeying) {
	if p.rekeying == nil {
		p.rekeying = p.progress("re-keying", int64(r.Total))
	}
	p.rekeying.total = int64(r.Total)
	p.rekeying.at(int64(r.Done))
}

func (p *program) storeCompact() *cobra.Command {
	cmd := &cobra.Command{
		Use: "compact", Short: "Give back the room that earlier entries left", Args: noArguments,
		Long: `Write the store into a new file without the room that earlier entries left, see
that both hold the same, and put it in the place of the old one. A core that
serves steps aside for the moment that takes.`,
		Example: `  latchkey store compact`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.takeUnlock(cmd.Flags()); err != nil {
				return err
			}
			return p.compact(cmd.Context())
		},
	}
	addUnlock(cmd.Flags())
	return cmd
}

func (p *program) compact(ctx context.Context) error {
	dir, err := p.folder()
	if err != nil {
		return err
	}
	if p.answers(ctx, dir) {
		return p.compactOnline(ctx, dir)
	}
	u, err := p.offlineSecret(ctx, dir)
	if err != nil {
		return storeError(err)
	}
	var done *vault.Compacted
	err = p.during("compacting", func() (err error) {
		done, err = vaultFolder(dir).Compact(ctx, []seal.Unlock{u.unlock})
		return err
	})
	if err != nil {
		return storeError(wrongKey(vaultFolder(dir).Store, u, err))
	}
	return p.showCompacted(done.Before, done.After)
}

func (p *program) compactOnline(ctx context.Context, dir string) error {
	api := p.socketClient(dir)
	defer api.close()
	var before, after adminapi.StoreKey
	if err := api.do(ctx, http.MethodGet, "/store", nil, &before); err != nil {
		return err
	}
	var was adminapi.StatusAnswer
	if err := api.do(ctx, http.MethodGet, "/status", nil, &was); err != nil {
		return err
	}
	if err := api.do(ctx, http.MethodPost, "/store/compact", nil, nil); err != nil {
		return err
	}
	again := func(adminapi.Backups) bool {
		var now adminapi.StatusAnswer
		next := p.socketClient(dir)
		defer next.close()
		return next.do(ctx, http.MethodGet, "/status", nil, &now) == nil && !now.StartedAt.Equal(was.StartedAt.Time)
	}
	if _, err := p.comeBack(ctx, dir, again); err != nil {
		return err
	}
	fresh := p.socketClient(dir)
	defer fresh.close()
	if err := fresh.do(ctx, http.MethodGet, "/store", nil, &after); err != nil {
		return err
	}
	return p.showCompacted(before.Size, after.Size)
}

func (p *program) showCompacted(before, after int64) error {
	if p.json {
		return p.printJSON(json.RawMessage(fmt.Sprintf(`{"before":%d,"after":%d}`, before, after)))
	}
	_, err := fmt.Fprintf(p.stdout, "The store has %s; it had %s.\n", bytesOf(after), bytesOf(before))
	return err
}

// offlineSecret is what opens a store that nobody serves.
func (p *program) offlineSecret(ctx context.Context, dir string) (unlocking, error) {
	if err := prepareFolder(dir); err != nil {
		return unlocking{}, err
	}
	engine, err := boltkv.Open(vaultFolder(dir).Store, boltkv.Options{Timeout: lockWait})
	if errors.Is(err, boltkv.ErrInUse) {
		return unlocking{}, taken(dir)
	}
	if err != nil {
		return unlocking{}, err
	}
	info, err := seal.Peek(ctx, engine)
	if err := errors.Join(err, engine.Close()); err != nil {
		return unlocking{}, unsealError(vaultFolder(dir).Store, unlocking{}, err)
	}
	return secrets{p, dir}.forStore(info)
}
