package app

import (
	"context"
	"log/slog"
	"path/filepath"

	"latchkey/backend/access"
	"latchkey/backend/backup"
	"latchkey/backend/kv/keychain"
	"latchkey/backend/vault"
)

// vaultFolder is where the files of a data folder's store lie.
func vaultFolder(dir string) vault.Folder {
	return vault.Folder{Store: filepath.Join(dir, storeName), Anchor: filepath.Join(dir, anchorName), Backups: filepath.Join(dir, backupsName), Witness: witnessOf}
}

// vaultOf is the vault of a core that is being opened.
func (p *program) vaultOf(cfg coreConfig, service *access.Service) *vault.Vault {
	return vault.New(vault.Config{
		Folder: vaultFolder(cfg.folder), Engine: cfg.store.engine, Seal: cfg.store.Store, Unlock: cfg.store.unlock, Access: service,
		Sources: p.sources(cfg.folder, cfg.store.where), Now: p.now, Logger: cfg.logger, Restart: cfg.restart, Last: p.restored,
	})
}

// sources are the places where the key of a data folder may be kept.
func (p *program) sources(dir, where string) vault.Sources {
	return vault.Sources{
		Current:        where,
		File:           secrets{p, dir}.masterFile(),
		WriteKeychain:  keychain.Put,
		RemoveKeychain: keychain.Delete,
	}
}

// maintenance is work on the store for which a core steps aside for a moment.
type maintenance struct {
	asked chan vault.Work
	stop  context.CancelFunc
}

// begin ends what uses the store. Of several at once the first is carried out.
func (m *maintenance) begin(w vault.Work) {
	select {
	case m.asked <- w:
		m.stop()
	default:
	}
}

// maintain does the work while nothing uses the store, and notes how it went.
func (p *program) maintain(ctx context.Context, logger *slog.Logger, w vault.Work) {
	aside, err := w.Run(ctx)
	if err != nil {
		logger.Error("the store stays as it was", "err", err)
	}
	if w.Restore == "" {
		return
	}
	p.restored = backup.LastRestore{ID: w.Restore, At: p.now(), Aside: aside}
	if err != nil {
		p.restored.Failure = access.AsError(err).Public
	}
}
