// Package desktop is the window: a webview over the same frontend and the same
// handlers that a browser gets, reached by the core's socket. It knows how a
// request of the page becomes one of the core, and how a window opens and
// closes. It must not know what any path means, holds no keys, opens no store,
// and binds no data to the page: what the page asks for, it asks of the core.
package desktop

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"path"
	"strings"
	"sync/atomic"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// ownPrefix is of the paths that the bridge answers itself: what only a desktop
// can do. None of them has a meaning for the core.
const ownPrefix = "/window/"

// bridge stands between the page and the core. It is what a listener is to a
// browser, with two differences: whoever holds the socket has the owner's
// rights, so it must never be reachable over the network; and a webview is a
// poorer client than a browser, so it leaves out what breaks one.
type bridge struct {
	files   fs.FS // the frontend
	core    *attachment
	local   *place
	at      atomic.Pointer[place] // where requests go now
	proxy   http.Handler
	own     *http.ServeMux
	desktop Abilities
	picked  picked
	known   *memory
	logger  *slog.Logger
}

func newBridge(files fs.FS, core *attachment, dial func(context.Context) (net.Conn, error), desktop Abilities, known *memory, logger *slog.Logger) *bridge {
	b := &bridge{files: files, core: core, local: localPlace(transport(dial)), desktop: desktop, known: known, logger: logger}
	b.at.Store(b.local)
	b.own = b.ownRoutes()
	b.proxy = &httputil.ReverseProxy{
		Rewrite:        rewrite,
		Transport:      toPlace{},
		ModifyResponse: learn,
		ErrorHandler:   b.failed,
		ErrorLog:       slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	return b
}

// Middleware serves the frontend's files from next and passes everything else
// to the core. It wraps whatever serves the files, so that in development,
// where that is Vite, the core's paths still reach the core.
func (b *bridge) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if addr, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
			// Only a listener sets this; the webview's requests come from none.
			b.logger.Error("the bridge was reached over a listener and refused", "listener", addr.String())
			problem(w, http.StatusMisdirectedRequest, "this door is the window's own",
				access.Errorf(access.CodeForeignHost, "the window's bridge answers the window only"))
			return
		}
		switch {
		case b.isFile(r):
			w.Header().Set("Content-Security-Policy", web.PortalPolicy)
			w.Header().Set("X-Content-Type-Options", "nosniff")
			next.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, ownPrefix):
			b.own.ServeHTTP(w, r)
		default:
			at, err := b.ready(r.Context())
			if err != nil {
				unreachable(w, err)
				return
			}
			b.proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), placeKey{}, at)))
		}
	})
}

// ownRoutes is what the bridge answers itself.
func (b *bridge) ownRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /window/core", b.restart)
	mux.HandleFunc("POST /window/save", b.save)
	mux.HandleFunc("POST /window/open", b.open)
	mux.HandleFunc("POST /window/send", b.sendPicked)
	mux.HandleFunc("POST /window/read", b.readPicked)
	mux.HandleFunc("GET /window/state", b.state)
	mux.HandleFunc("PUT /window/autostart", b.setAutostart)
	mux.HandleFunc("PUT /window/zoom", b.setZoom)
	mux.HandleFunc("PUT /window/language", b.takeLanguage)
	mux.HandleFunc("POST /window/lock", b.lockNow)
	mux.HandleFunc("POST /window/closing", b.closingAnswer)
	mux.HandleFunc("POST /window/probe", b.probe)
	mux.HandleFunc("PUT /window/server", b.connect)
	mux.HandleFunc("DELETE /window/server", b.disconnect)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusNotFound, http.StatusText(http.StatusNotFound), access.Errorf(access.CodeNotFound, "the window has no such path"))
	})
	return mux
}

// ready gives where requests go, once that is settled.
func (b *bridge) ready(ctx context.Context) (*place, error) {
	at := b.at.Load()
	if at == b.local {
		if err := b.core.ready(ctx); err != nil {
			return nil, err
		}
	}
	return at, nil
}

func (b *bridge) isFile(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	if r.URL.Path == "/" || servedInDevelopment(r.URL.Path) {
		return true
	}
	info, err := fs.Stat(b.files, strings.TrimPrefix(path.Clean(r.URL.Path), "/"))
	return err == nil && !info.IsDir()
}

// restart finds the core again or starts one. What opens its store comes from the
// page where the core asked for it, and goes no further than to the core.
func (b *bridge) restart(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Passphrase string `json:"passphrase"`
	}
	if !readOwn(w, r, &body) {
		return
	}
	if err := b.core.attach(r.Context(), body.Passphrase); err != nil {
		unreachable(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// rewrite makes the core's request of the page's.
func rewrite(p *httputil.ProxyRequest) {
	p.Out.URL.RawQuery = p.In.URL.RawQuery // also what net/url would not take
	for name := range p.Out.Header {
		if strings.HasPrefix(name, "Sec-") {
			p.Out.Header.Del(name)
		}
	}
	for _, name := range []string{
		"Origin", "Referer", // wails://wails is no origin of the core's
		"Cookie",                                         // a webview stores none on this scheme; what it sent would not be ours
		"Accept-Encoding",                                // packing costs time and saves nothing between two processes
		"Expect",                                         // an interim answer would be taken for the answer
		"If-None-Match", "If-Modified-Since", "If-Range", // a 304 breaks WebView2
	} {
		p.Out.Header.Del(name)
	}
	placeOf(p.Out).address(p.Out)
}

// learn lets the place see its own answer, and takes out what the webview must
// not have.
func learn(res *http.Response) error {
	if err := placeOf(res.Request).learn(res); err != nil {
		return err
	}
	return plain(res)
}

// plain takes out of an answer what a webview chokes on or must not keep.
func plain(res *http.Response) error {
	if res.StatusCode == http.StatusNotModified {
		return errors.New("the core answered 304 to a request without a condition")
	}
	for _, name := range []string{"Etag", "Last-Modified", "Set-Cookie"} {
		res.Header.Del(name)
	}
	return nil
}

// transport sends every request to the core's socket, each on a connection of
// its own: that costs next to nothing here, and a core that was started again
// never meets a request on a connection to the one before, of which nobody
// could say whether it was carried out. It waits for an answer as long as the
// core takes: only the core can tell a long-poll from a hang.
func transport(dial func(context.Context) (net.Conn, error)) http.RoundTripper {
	return &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			conn, err := dial(ctx)
			if err != nil {
				return nil, &dialError{err}
			}
			return conn, nil
		},
		DisableCompression: true,
		DisableKeepAlives:  true,
	}
}

// dialError marks a request that never left: repeating it is safe.
type dialError struct{ err error }

func (e *dialError) Error() string { return e.err.Error() }
func (e *dialError) Unwrap() error { return e.err }

// failed answers for the core.
func (b *bridge) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // nobody waits for this any more
	}
	b.logger.Warn("the core did not answer", "method", r.Method, "path", r.URL.Path, "error", err)
	var unsent *dialError
	if errors.As(err, &unsent) {
		unreachable(w, errNoCore())
		return
	}
	if at := placeOf(r); at.remote() {
		unreachable(w, at.failure(err))
		return
	}
	e := access.Errorf(access.CodeUnavailable, "the core went away before it answered").
		WithHint("look whether it happened before you do it again")
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		e = e.WithHint("start it again, or wait until it is back")
	}
	unreachable(w, e)
}

func errNoCore() *access.Error {
	return access.Errorf(access.CodeUnavailable, "nothing serves this data folder any more").
		WithHint("start it again here, or run: latchkey serve")
}

// unreachable is 502: the core's own 503 is another thing, it comes from a core
// that is there.
func unreachable(w http.ResponseWriter, err error) {
	problem(w, http.StatusBadGateway, "the core is not running", access.AsError(err))
}

func problem(w http.ResponseWriter, status int, title string, err *access.Error) {
	body, merr := json.Marshal(struct {
		Type   string      `json:"type"`
		Title  string      `json:"title"`
		Status int         `json:"status"`
		Detail string      `json:"detail"`
		Code   access.Code `json:"code"`
		Hint   string      `json:"hint,omitempty"`
		Field  string      `json:"field,omitempty"`
	}{"about:blank", title, status, err.Public, err.Code, err.Hint, err.Field})
	if merr != nil {
		panic(merr) // strings only
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
