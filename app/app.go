// Package app is the process: it reads flags, environment and files, opens the
// store, wires the core to its doors, and is the command line.
//
// It knows every other package by its published API and decides nothing about
// credentials: a command is a request to /api/v1, whether another process
// answers it on the socket of the data folder or this one does. It must not
// know how a window is made.
package app

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/backup"
)

// Main runs the program and returns its exit code: 0, 1 (refused, not found,
// conflict, no core) or 2 (usage). window is nil in the plain build.
func Main(args []string, window Window) int {
	if window == nil {
		harden() // a window holds no keys, and the desktop's portals look into its process
	}
	p := &program{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		lookupEnv: os.LookupEnv, now: time.Now,
		json: asksForJSON(args),
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends at once
	root := p.rootCommand()
	if window != nil {
		root = p.windowCommand(window)
	}
	return p.run(ctx, root, args)
}

// program is what the commands share.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lookupEnv      func(string) (string, bool)
	now            func() time.Time // the one clock, handed to the core
	json           bool             // --json: objects on stdout, errors as one object on stderr
	data           string           // --data
	spare          string           // a secret given to this command that opens the store, before all others
	held           *unlocking       // what opened the store before it was closed for a moment
	restored       backup.LastRestore
	rekeying       *progress // of the command that waits for it
	command        string    // the command that runs, such as "latchkey key add"
	commands       map[string]bool
}

func (p *program) run(ctx context.Context, root *cobra.Command, args []string) int {
	dress(root)
	root.SetUsageFunc(p.usage)
	root.PersistentFlags().StringVar(&p.data, "data", "", "the data folder `DIR`")
	p.commands = map[string]bool{}
	for _, c := range root.Commands() {
		p.commands[c.Name()] = true
	}
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) { p.command = cmd.CommandPath() }
	root.SetArgs(args)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	err := root.ExecuteContext(ctx)
	if interrupted(ctx, err) {
		err = access.Errorf(access.CodeUnavailable, "interrupted before it was done").WithHint("nothing was changed").Wrap(err)
	}
	if err != nil {
		return p.fail(err)
	}
	return 0
}

// interrupted reports whether an error says no more than that the program was told
// to end: what had begun to change something says in its own words what became of
// it.
func interrupted(ctx context.Context, err error) bool {
	var said *access.Error
	return err != nil && ctx.Err() != nil && !errors.As(err, &said) && (errors.Is(err, context.Canceled) || errors.Is(err, context.Cause(ctx)))
}

// asksForJSON looks for --json before the flags are parsed, because a mistake
// among the flags has to be reported in the form that was asked for.
func asksForJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

func (p *program) rootCommand() *cobra.Command {
	serve, flags := p.serveCommand()
	root := &cobra.Command{
		Use:   "latchkey",
		Short: "An access-key portal: keys, users and auth headers, and the logins they are for",
		Long: `An access-key portal: keys, users and auth headers, and the logins they are for.

Without a command it serves, as "latchkey serve" does. Every other command is
answered by the core that serves the data folder, or by this process where none
does.`,
		Example: `  latchkey serve
  latchkey account add Acme
  latchkey user add ada --email ada@example.com
  latchkey account member Acme ada --role PartnerAdmin
  latchkey key add --user ada --name "import job" --expires 90d`,
		Args: noArguments,
		RunE: serve.RunE,
	}
	root.Flags().SortFlags = false
	root.Flags().AddFlagSet(flags)
	root.PersistentFlags().BoolVar(&p.json, "json", p.json, "print objects as JSON, and errors as one line of JSON")
	root.AddGroup(groups...)
	addTo(root, groupServing, serve, p.statusCommand(), p.listenerCommand(), p.settingCommand(), p.setupLinkCommand(), p.doctorCommand(), p.versionCommand())
	addTo(root, groupObjects, p.accountCommand(), p.userCommand(), p.keyCommand(), p.tokenCommand(), p.authHeaderCommand(), p.signingKeyCommand(), p.auditCommand(), p.seedCommand(), p.importCommand())
	addTo(root, groupStore, p.backupCommand(), p.restoreCommand(), p.checkCommand(), p.storeCommand())
	root.SetHelpCommandGroupID(groupServing)
	root.SetCompletionCommandGroupID(groupServing)
	return root
}
