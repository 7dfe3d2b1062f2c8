package desktop

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"latchkey/backend/access"
)

// Abilities is what the bridge needs of the desktop around it; a nil one is
// something this desktop cannot do.
type Abilities struct {
	// SaveAs asks where a file is to be kept, "" where the user thought better
	// of it.
	SaveAs func(ctx context.Context, name string) (string, error)
	// Open asks for a file, "" as above. pattern is such as "*.csv".
	Open func(ctx context.Context, pattern string) (string, error)
	// Autostart starts the core when the user signs in to the machine.
	Autostart Autostart
	// Zoom shows the page in so many per cent of its size.
	Zoom func(percent int)
	// Closing takes what the page says to a window that is being closed, and
	// reports whether it is an answer.
	Closing func(word string) bool
	// Speak makes a language the one that this desktop is told things in.
	Speak   func(language string)
	Version string
}

// Autostart is whether the core of this data folder starts with the user's
// session.
type Autostart interface {
	On() (bool, error)
	Set(on bool) error
}

// readOwn reads the body of a request that the bridge answers itself.
func readOwn(w http.ResponseWriter, r *http.Request, into any) bool {
	d := json.NewDecoder(io.LimitReader(r.Body, 1<<20))
	d.DisallowUnknownFields()
	if d.Decode(into) != nil {
		problem(w, http.StatusBadRequest, http.StatusText(http.StatusBadRequest), access.Errorf(access.CodeInvalid, "the window does not understand this request"))
		return false
	}
	return true
}

func writeOwn(w http.ResponseWriter, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs only
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body)
}

// failOwn answers for something this machine did not do.
func (b *bridge) failOwn(w http.ResponseWriter, what *access.Error, err error) {
	b.logger.Warn("the desktop refused", "what", what.Public, "error", err)
	problem(w, http.StatusInternalServerError, "the desktop refused", what)
}

// windowState is what the page may know of the window around it.
type windowState struct {
	Version   string       `json:"version"`
	Autostart *bool        `json:"autostart"` // null where this desktop has no such thing
	Server    *serverState `json:"server"`    // null for this machine's own core
	Servers   []knownPlace `json:"servers"`   // that were connected to before
}

type serverState struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"` // "" where the system trusts the certificate
}

func (b *bridge) state(w http.ResponseWriter, _ *http.Request) {
	s := windowState{Version: b.desktop.Version, Servers: b.known.places()}
	if b.desktop.Autostart != nil {
		on, err := b.desktop.Autostart.On()
		if err != nil {
			b.logger.Warn("whether the core starts at sign-in cannot be told", "error", err)
		} else {
			s.Autostart = &on
		}
	}
	if at := b.at.Load(); at.remote() {
		s.Server = &serverState{Address: at.url(), Fingerprint: at.pin}
	}
	writeOwn(w, s)
}

func (b *bridge) setAutostart(w http.ResponseWriter, r *http.Request) {
	var body struct {
		On bool `json:"on"`
	}
	if !readOwn(w, r, &body) {
		return
	}
	if b.desktop.Autostart == nil {
		problem(w, http.StatusNotFound, http.StatusText(http.StatusNotFound), access.Errorf(access.CodeNotFound, "this desktop starts nothing at sign-in"))
		return
	}
	if err := b.desktop.Autostart.Set(body.On); err != nil {
		b.failOwn(w, access.Errorf(access.CodeUnavailable, "the desktop did not take the change"), err)
		return
	}
	b.state(w, r)
}

// setZoom is 404 where the page has to do it by itself.
func (b *bridge) setZoom(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Percent int `json:"percent"`
	}
	if !readOwn(w, r, &body) {
		return
	}
	switch {
	case b.desktop.Zoom == nil:
		problem(w, http.StatusNotFound, http.StatusText(http.StatusNotFound), access.Errorf(access.CodeNotFound, "this window does not zoom"))
	case body.Percent < 50 || body.Percent > 300:
		problem(w, http.StatusBadRequest, http.StatusText(http.StatusBadRequest), access.Invalidf("percent", "a page is shown in 50 to 300 %% of its size"))
	default:
		b.desktop.Zoom(body.Percent)
		w.WriteHeader(http.StatusNoContent)
	}
}
