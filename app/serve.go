package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"latchkey/backend/access"
	"latchkey/backend/server"
	"latchkey/backend/vault"
	"latchkey/frontend"
)

// serveCommand gives the command and its flags, which the root command takes too.
func (p *program) serveCommand() (*cobra.Command, *pflag.FlagSet) {
	flags := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	flags.SortFlags = false
	addSettings(flags)
	flags.Bool("unlock-stdin", false, "read from stdin what opens the store: its passphrase, or its recovery key")
	flags.Bool("ephemeral", false, "keep everything in a temporary folder that is gone at exit, take any free port, and print JSON")
	flags.Bool("detached", false, "")
	_ = flags.MarkHidden("detached") // for the window: see config.detached
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the logins and the portal", Args: noArguments,
		Long: `Serve the logins and the portal until SIGINT or SIGTERM.

It prints where it listens and, while there is no operator, the link that makes
the first one; the log goes to stderr. Every flag is also a variable, --listen
as LATCHKEY_LISTEN, and a key of latchkey.yaml in the data folder, listen. Flags
win over variables, those over the file.`,
		Example: `  latchkey serve
  latchkey serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem --public-url https://keys.example.com
  latchkey serve --ephemeral --seed team.yaml`,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.serve(cmd.Context(), cmd.Flags()) },
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().AddFlagSet(flags)
	return cmd, flags
}

func (p *program) serve(ctx context.Context, flags *pflag.FlagSet) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := p.takeUnlock(flags); err != nil {
		return err
	}
	folder, remove, err := p.serveFolder(flags)
	if err != nil {
		return err
	}
	defer remove()
	c, err := loadConfig(folder, flags, p.lookupEnv)
	if err != nil {
		return err
	}
	var seed map[string]any
	if c.seed != "" {
		if seed, err = p.readSeed(c.seed); err != nil {
			return err
		}
	}
	shifts := &shifts{program: p, folder: folder, config: c, seed: seed, stop: stop}
	for {
		work, err := shifts.serve(ctx)
		if err == nil && work.Run != nil && ctx.Err() == nil {
			p.maintain(ctx, shifts.logger, work)
			continue
		}
		if interrupted(ctx, err) {
			return nil // told to end while the store was opened
		}
		if err == nil {
			shifts.logger.Info("stopped")
		} else if c.detached && shifts.logger != nil {
			shifts.logger.Error("ended", "err", err) // nobody reads what would be printed
		}
		return err
	}
}

// shifts are the times of serving between which the store is worked on.
type shifts struct {
	*program
	folder string
	config *config
	seed   map[string]any
	stop   func()       // ends the process
	logger *slog.Logger // of the first shift on
}

// serve serves until ctx ends, or until there is work for which the store must be
// closed. Only the first time it says where and carries the seed out.
func (s *shifts) serve(ctx context.Context) (vault.Work, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	st, err := s.acquire(ctx, s.folder)
	if errors.Is(err, errRunning) {
		return vault.Work{}, alreadyServed(s.folder)
	}
	if err != nil {
		return vault.Work{}, err
	}
	quiet := s.logger != nil
	if !quiet {
		if s.logger, err = s.serveLogger(s.config); err != nil {
			return vault.Work{}, errors.Join(err, st.Close())
		}
	}
	m := &maintenance{make(chan vault.Work, 1), stop}
	core, err := s.openCore(ctx, coreConfig{
		folder: s.folder, store: st, config: s.config, logger: s.logger, command: "latchkey serve", stop: s.stop, restart: m.begin,
	})
	if err != nil {
		return vault.Work{}, err
	}
	run := s.newServing(core, s.config, s.logger, s.seed)
	run.quiet = quiet
	err = withHeadroom(ctx, func() error { return run.run(ctx) })
	s.seed = nil
	if h := core.host.login; h != nil && s.config.ephemeral {
		s.config.listen = h.status(false).Address // the same port again
	}
	u, where, source := core.vault.Opens()
	s.held = &unlocking{unlock: u, where: where, source: source}
	closed := core.Close()
	select {
	case work := <-m.asked:
		if closed != nil { // the store is verified when it is opened again, and the logins must go on
			s.logger.Warn("what was counted in the last second is lost", "err", closed)
		}
		return work, err
	default:
		if err == nil && closed != nil {
			err = fmt.Errorf("close the store: %w", closed)
		}
		return vault.Work{}, err
	}
}

// serveFolder is the data folder, or a temporary one and what removes it.
func (p *program) serveFolder(flags *pflag.FlagSet) (string, func(), error) {
	if ephemeral, _ := flags.GetBool("ephemeral"); !ephemeral {
		folder, err := p.folder()
		return folder, func() {}, err
	}
	if p.data != "" {
		return "", nil, usagef("--ephemeral and --data contradict each other").withHint("--ephemeral keeps nothing; leave one of them out")
	}
	folder, err := os.MkdirTemp("", "latchkey-")
	if err != nil {
		return "", nil, fmt.Errorf("make a temporary data folder: %w", err)
	}
	return folder, func() { os.RemoveAll(folder) }, nil
}

func alreadyServed(folder string) error {
	e := access.Errorf(access.CodeConflict, "a core serves the data folder %s already", folder)
	if note, ok := readOwner(folder); ok {
		e = access.Errorf(access.CodeConflict, "%s serves the data folder %s already", note, folder)
	}
	return e.WithHint("latchkey status says where; end it first, or name another folder with --data DIR")
}

// maxLogFile is how large the log of a detached core may be at its start.
const maxLogFile = 1 << 20

// serveLogger logs to stderr. A core that the window started logs to a file,
// since nobody reads its output, and once its socket is up it writes there
// alone: the reader of a pipe may be gone, and a write would end the process.
func (p *program) serveLogger(c *config) (*slog.Logger, error) {
	out := p.stderr
	if c.detached {
		path := filepath.Join(c.folder, logName)
		if info, err := os.Stat(path); err == nil && info.Size() > maxLogFile {
			if err := os.Rename(path, path+".1"); err != nil {
				return nil, folderError(c.folder, err)
			}
		}
		file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, folderError(c.folder, err)
		}
		out = file // open until the process ends
	}
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: c.logLevel})), nil
}

// serving is a core while it serves.
type serving struct {
	*program
	core   *core
	server *server.Server
	config *config
	logger *slog.Logger
	seed   map[string]any
	quiet  bool // it was said before where it serves
}

func (p *program) newServing(core *core, c *config, logger *slog.Logger, seed map[string]any) *serving {
	return &serving{program: p, core: core, config: c, logger: logger, seed: seed, server: server.New(server.Config{
		Access: core.access, Admin: core.api.Sessions(), Portal: frontend.Dist(), PortalOn: c.portal,
		PublicURLs: c.publicURLs, CORSOrigins: c.corsOrigins, BehindProxy: c.behindProxy, Logger: logger,
	})}
}

func (s *serving) run(ctx context.Context) error {
	giveBack()
	if err := s.core.store.engine.DropPages(); err != nil {
		s.logger.Warn("the pages of the store stay in memory", "err", err)
	}
	report, err := s.applySeed(ctx)
	if err != nil {
		return err
	}
	options := server.Options{Logger: s.logger, BehindProxy: s.config.behindProxy}
	if s.config.tlsCert != "" {
		if options.TLS, err = server.LoadTLS(s.config.tlsCert, s.config.tlsKey, s.logger); err != nil {
			return err
		}
	}
	s.core.vault.Sweep()
	defer s.closeListeners()
	if err := s.openListeners(ctx, options); err != nil {
		return err
	}
	socket, ended, err := s.openSocket()
	if err != nil {
		return err
	}
	defer socket()
	if err := s.announce(ctx, report); err != nil {
		return err
	}
	if s.config.detached {
		s.stdout, s.stderr = io.Discard, io.Discard
	}
	if !s.config.ephemeral {
		backups, end := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() { defer close(done); s.core.vault.Run(backups) }()
		defer func() { end(); <-done }()
	}
	s.logger.Info("serving", "version", version, "folder", s.config.folder, "address", s.core.host.login.url())
	select {
	case <-ctx.Done():
		s.logger.Info("shutting down")
		return nil
	case err = <-s.core.host.login.ended:
	case err = <-ended:
	}
	return err
}

// applySeed carries --seed out. What it makes can be shown only with
// --ephemeral, so that otherwise it must bring every secret.
func (s *serving) applySeed(ctx context.Context) (json.RawMessage, error) {
	if s.seed == nil {
		return nil, nil
	}
	if !s.config.ephemeral {
		s.seed["makeNothing"] = true
	}
	var report json.RawMessage
	err := s.core.inProcess(s.faultLogger()).do(ctx, http.MethodPost, "/seed", s.seed, &report)
	return report, err
}

func (s *serving) openListeners(ctx context.Context, options server.Options) error {
	h := s.core.host
	if chosen := s.core.access.Setting(access.SettingListener); chosen != "" && !s.config.listenChosen && !s.config.ephemeral {
		if _, err := parseAddress(chosen); err == nil && s.config.exposes(chosen) == nil {
			s.config.listen = chosen
			s.config.note("listen", chosen, originPortal)
		}
	}
	handler := s.server.Handler()
	if s.config.adminListen != "" {
		handler = s.server.Login()
		h.admin = newListener(s.server.Admin(), options, s.now)
		if err := h.admin.move(ctx, s.config.adminListen); err != nil {
			return err
		}
	}
	h.login = newListener(handler, options, s.now)
	if err := h.login.move(ctx, s.config.listen); err != nil {
		if code := access.AsError(err).Code; !s.config.detached || code != access.CodeConflict {
			return err
		}
		// The window is how its user learns of it, and where it is mended.
		s.logger.Warn("not listening", "address", s.config.listen, "err", err)
	}
	if s.config.ephemeral && !s.config.listenChosen {
		s.config.note("listen", h.login.status(false).Address, "--ephemeral")
	}
	return nil
}

func (s *serving) closeListeners() {
	for _, l := range []*listener{s.core.host.login, s.core.host.admin} {
		if l != nil {
			l.close()
		}
	}
}

// The window and the command line may ask for what takes its time, such as a
// seed with many passwords.
var socketLimits = server.Limits{Body: time.Minute, Answer: 5 * time.Minute}

// openSocket serves the owner, writes down where, and gives what ends it.
func (s *serving) openSocket() (end func(), ended <-chan error, err error) {
	path, err := socketPath(s.config.folder, s.lookupEnv)
	if err != nil {
		return nil, nil, err
	}
	ln, err := listenSocket(path)
	if err != nil {
		return nil, nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- server.Serve(ctx, ln, s.server.Local(s.core.local(peerName)), server.Options{Logger: s.logger, ConnContext: withPeer, Limits: socketLimits})
		close(done)
	}()
	end = func() {
		stop()
		for range done { // until what is under way is answered
		}
	}
	note := ownerNote{PID: os.Getpid(), Version: version, Program: "latchkey serve", Started: s.now(), Socket: path, Folder: s.config.folder}
	if err := writeOwner(s.config.folder, note); err != nil {
		end()
		return nil, nil, err
	}
	return end, done, nil
}

// announce prints where it serves and nothing else.
func (s *serving) announce(ctx context.Context, report json.RawMessage) error {
	if s.quiet {
		return nil
	}
	h := s.core.host
	setup := ""
	if url := h.portalURL(); s.config.portal && url != "" && !s.core.access.HasOperator() {
		token, _, err := s.core.access.NewSetupToken(ctx, system)
		if err != nil {
			return err
		}
		setup = h.SetupURL(token)
	}
	switch {
	case s.config.detached:
		return nil
	case s.config.ephemeral:
		line, err := json.Marshal(ephemeralInfo{
			Address: h.login.status(false).Address, URL: h.login.url(), Setup: setup, Folder: s.config.folder, PID: os.Getpid(), Seed: report,
		})
		if err != nil {
			return err
		}
		return s.printJSON(line)
	}
	if _, err := fmt.Fprintf(s.stdout, "listening on %s\n", h.login.url()); err != nil || setup == "" {
		return err
	}
	_, err := fmt.Fprintf(s.stdout, "set up at %s\n", setup)
	return err
}

// ephemeralInfo is the one line of serve --ephemeral.
type ephemeralInfo struct {
	Address string          `json:"address"`
	URL     string          `json:"url"`
	Setup   string          `json:"setup,omitempty"` // where the first operator is made
	Folder  string          `json:"folder"`
	PID     int             `json:"pid"`
	Seed    json.RawMessage `json:"seed,omitempty"` // with the secrets that were made
}
