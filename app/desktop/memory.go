package desktop

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// memory is what a window remembers from one day to the next, in a file of its
// own: nothing in it is secret, and nothing depends on it.
type memory struct {
	path string

	mu   sync.Mutex
	data remembered
}

type remembered struct {
	Bounds   *bounds           `json:"bounds,omitempty"`
	Servers  []knownPlace      `json:"servers,omitempty"`
	Language string            `json:"language,omitempty"` // the page's
	Notified map[string]string `json:"notified,omitempty"` // by key: which expiry was spoken of, and how near it was
}

// knownPlace is a server that was connected to before.
type knownPlace struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"`
}

// memoryPath is the file of the window over a data folder.
func memoryPath(configDir, dataDir string) string {
	return filepath.Join(configDir, "latchkey", instance(dataDir)+".json")
}

// recall reads the memory of a window; one that cannot be read is none.
func recall(path string) *memory {
	m := &memory{path: path}
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &m.data) != nil {
		m.data = remembered{}
	}
	return m
}

// change keeps what edit makes of the memory.
func (m *memory) change(edit func(*remembered)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	edit(&m.data)
	if m.path == "" {
		return nil
	}
	text, err := json.Marshal(m.data)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(m.path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return replace(m.path, text)
}

func (m *memory) bounds() *bounds {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.data.Bounds
}

func (m *memory) language() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.data.Language
}

func (m *memory) notified() map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.data.Notified)
}

func (m *memory) places() []knownPlace {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := slices.Clone(m.data.Servers)
	if out == nil {
		out = []knownPlace{}
	}
	return out
}

func (m *memory) pin(address string) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range m.data.Servers {
		if p.Address == address {
			return p.Fingerprint, true
		}
	}
	return "", false
}

// maxServers is how many servers are remembered.
const maxServers = 10

func (m *memory) remember(p knownPlace) error {
	return m.change(func(d *remembered) {
		rest := slices.DeleteFunc(d.Servers, func(other knownPlace) bool { return other.Address == p.Address })
		d.Servers = append([]knownPlace{p}, rest...)
		d.Servers = d.Servers[:min(len(d.Servers), maxServers)]
	})
}

// bounds is where a window stands.
type bounds struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// screen is where a screen lies among those of the desktop.
type screen struct{ x, y, width, height int }

// The smallest window, and what of it has to be in sight to be taken hold of.
const (
	minWidth  = 760
	minHeight = 520
	inSight   = 100
)

// within gives the bounds a remembered window opens with on these screens, which
// may be others than the day it was closed: no larger than the largest, and
// centred where it would stand out of sight.
func (b bounds) within(screens []screen) (out bounds, centre bool) {
	out = b
	if len(screens) == 0 {
		return out, true
	}
	wide, high := 0, 0
	for _, s := range screens {
		wide, high = max(wide, s.width), max(high, s.height)
	}
	out.Width = max(min(b.Width, wide), min(minWidth, wide))
	out.Height = max(min(b.Height, high), min(minHeight, high))
	return out, !slices.ContainsFunc(screens, out.tangible)
}

// tangible reports whether enough of the upper edge lies on a screen.
func (b bounds) tangible(s screen) bool {
	return b.X+b.Width >= s.x+inSight && b.X <= s.x+s.width-inSight && b.Y >= s.y && b.Y <= s.y+s.height-inSight
}
