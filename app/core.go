package app

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"sync"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/vault"
	"latchkey/backend/web"
)

// core is the opened core of a data folder: the store, the state over it, and
// the API. Whoever holds one owns the folder.
type core struct {
	folder string
	store  *store
	access *access.Service
	api    *adminapi.API
	host   *host
	vault  *vault.Vault
}

// coreConfig is what a core is opened with.
type coreConfig struct {
	folder  string
	store   *store
	config  *config // nil for one command, which serves nothing
	logger  *slog.Logger
	command string           // as the owner's note says
	stop    func()           // begins to end the process
	restart func(vault.Work) // begins to end what uses the store; see vault.Config
}

// openCore loads the state. It takes the store over: it is closed with the
// core, and when this fails.
func (p *program) openCore(ctx context.Context, cfg coreConfig) (*core, error) {
	settings := access.Config{Store: cfg.store, Subkey: cfg.store.Subkey, Now: p.now, Logger: cfg.logger}
	secure := false
	if c := cfg.config; c != nil {
		settings.Limits, settings.Given = c.limits, c.given
		if len(c.publicURLs) > 0 {
			secure = c.publicURLs[0].Scheme == "https"
		}
	}
	service, err := access.Open(ctx, settings)
	if err != nil {
		cfg.store.Close()
		return nil, storeError(err)
	}
	c := &core{folder: cfg.folder, store: cfg.store, access: service}
	c.host = &host{
		config: cfg.config, access: service, stop: cfg.stop,
		status: adminapi.Status{Version: version, StartedAt: p.now(), DataFolder: cfg.folder, PID: os.Getpid(), KeySource: cfg.store.where},
	}
	c.vault = p.vaultOf(cfg, service)
	c.api = adminapi.New(adminapi.Config{Access: service, Host: c.host, Vault: c.vault, SecureCookie: secure, Profiles: cfg.config != nil && cfg.config.profiles})
	note := ownerNote{PID: os.Getpid(), Version: version, Program: cfg.command, Started: p.now(), Folder: cfg.folder}
	if err := writeOwner(cfg.folder, note); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// Close writes what was gathered and gives the folder up.
func (c *core) Close() error {
	c.vault.Close()
	err := c.access.Close()
	removeOwner(c.folder)
	return cmp.Or(err, c.store.Close())
}

// local is the API for the owner of the folder. userOf names the OS user who
// asks.
func (c *core) local(userOf func(*http.Request) string) http.Handler {
	return c.api.Local(func(r *http.Request) access.Caller {
		caller := web.Caller(r)
		caller.Kind, caller.Role, caller.Name = access.CallerLocal, access.RoleOwner, "local:"+userOf(r)
		return caller
	})
}

// inProcess calls the API from this process. The logins are not mounted, which
// one command has no need of.
func (c *core) inProcess(logger *slog.Logger) *client {
	api := c.local(func(*http.Request) string { return ownName() })
	return &client{http: &http.Client{Transport: inProcess{web.Front{Logger: logger}.Wrap(api)}}, close: c.Close}
}

// peerName is the OS user at the other end of the socket.
func peerName(r *http.Request) string {
	name, _ := r.Context().Value(peerKey{}).(string)
	return name
}

// host is the process as the API sees it.
type host struct {
	config *config // nil for one command
	access *access.Service
	login  *listener // nil for one command
	admin  *listener // nil where the admin plane is on the same one
	stop   func()
	status adminapi.Status // what does not change

	mu sync.Mutex // over config.values
}

// Status implements adminapi.Host.
func (h *host) Status() adminapi.Status {
	s := h.status
	if h.config == nil {
		return s
	}
	s.Portal = h.config.portal
	h.mu.Lock()
	s.Settings = slices.Clone(h.config.values)
	h.mu.Unlock()
	if h.login != nil {
		s.Listener = h.login.status(h.config.plainHTTP)
		s.Listener.Portal = h.config.portal && h.admin == nil
	}
	return s
}

// SetupURL implements adminapi.Host.
func (h *host) SetupURL(token string) string {
	return h.portalURL() + "/portal/#/setup?t=" + token
}

// portalURL is where a browser finds the portal.
func (h *host) portalURL() string {
	switch {
	case h.admin != nil:
		return h.admin.browserURL()
	case h.config != nil && len(h.config.publicURLs) > 0:
		return h.config.publicURLs[0].String()
	case h.login != nil:
		return h.login.browserURL()
	}
	return ""
}

// Stop implements adminapi.Host.
func (h *host) Stop() {
	if h.stop != nil {
		h.stop()
	}
}

// system is the core itself, at start-up.
var system = access.Caller{Kind: access.CallerSystem, Name: "latchkey", Role: access.RoleOwner}
