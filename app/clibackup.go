package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"latchkey/backend/adminapi"
)

// takeUnlock reads what --unlock-stdin announces.
func (p *program) takeUnlock(flags *pflag.FlagSet) error {
	if on, err := flags.GetBool("unlock-stdin"); err != nil || !on {
		return nil
	}
	text, err := p.readSecret("passphrase or recovery key")
	p.spare = text
	return err
}

func addUnlock(flags *pflag.FlagSet) {
	flags.Bool("unlock-stdin", false, "read from stdin what opens the store: its passphrase, recovery key or master key")
}

func (p *program) backupCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use: "backup FILE", Short: "Make a backup of the store, while it is used", Args: arguments("FILE"),
		Long: `Make a backup of the store, as it is at one moment, while it goes on being
used. It is read back whole before it gets its name, and is then on the disk.

Everything in it is sealed: it opens with the master key or passphrase of its
time, or with the recovery key. The core makes backups by itself, too, in the
folder backups; the settings backup-every, backup-keep-daily and
backup-keep-weekly say how often and which are kept.`,
		Example: `  latchkey backup /mnt/usb/latchkey.backup
  latchkey setting set backup-every 12h`,
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			return p.withClient(cmd.Context(), func(api *client) error {
				return p.during("backing up", func() error {
					return p.patiently(api, call[adminapi.BackupMade]{http.MethodPost, "/backups", fields{"path": path, "force": force}, showBackup}.send, cmd.Context())
				})
			})
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace a file that is there")
	return cmd
}

// patiently sends a request whose answer takes its time.
func (p *program) patiently(api *client, send func(context.Context, *program, *client) error, ctx context.Context) error {
	patient := *api
	patient.http = api.patient()
	return send(ctx, p, &patient)
}

func showBackup(w io.Writer, b adminapi.BackupMade) error {
	return printBlock(w, pair{"backup", b.Path}, pair{"size", bytesOf(b.Size)}, pair{"made", moment(b.At.Time)})
}

// bytesOf is a size as people read it.
func bytesOf(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 10<<10:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
