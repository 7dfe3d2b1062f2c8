package access

import (
	"context"
	"sync"
	"sync/atomic"
)

// ImportProgress is how far an import is.
type ImportProgress struct {
	Lines int  // decided so far
	Over  bool // it has ended
}

// watchedImports are the imports under way and the last that ended, by the ids
// that those who began them gave them.
type watchedImports struct {
	mu    sync.Mutex
	byID  map[string]*watchedImport
	order []string // oldest first
}

// watchedImport is one of them; nil is one that nobody watches.
type watchedImport struct {
	lines         atomic.Int64
	stopped, over atomic.Bool
}

// keptImports is how many imports can be looked at.
const keptImports = 16

// begin takes an import in. Codes: invalid, conflict.
func (w *watchedImports) begin(id string) (*watchedImport, error) {
	if id == "" {
		return nil, nil
	}
	if err := checkID(id); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byID[id] != nil {
		return nil, fieldOf(Errorf(CodeConflict, "there is an import of that id already").WithHint("give each a new one"), "id")
	}
	if w.byID == nil {
		w.byID = map[string]*watchedImport{}
	}
	if len(w.order) == keptImports {
		delete(w.byID, w.order[0])
		w.order = w.order[1:]
	}
	i := &watchedImport{}
	w.byID[id], w.order = i, append(w.order, id)
	return i, nil
}

func (w *watchedImports) find(id string) (*watchedImport, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := w.byID[id]; i != nil {
		return i, nil
	}
	return nil, Errorf(CodeNotFound, "there is no such import")
}

func (i *watchedImport) count(lines int) {
	if i != nil {
		i.lines.Add(int64(lines))
	}
}

func (i *watchedImport) end() {
	if i != nil {
		i.over.Store(true)
	}
}

func (i *watchedImport) isStopped() bool { return i != nil && i.stopped.Load() }

func (i *watchedImport) progress() *ImportProgress {
	return &ImportProgress{Lines: int(i.lines.Load()), Over: i.over.Load()}
}

// ImportProgress says how far an import is that was begun with that id; of one
// that has not arrived yet, that nothing is decided. Codes: unauthenticated,
// denied.
func (s *Service) ImportProgress(ctx context.Context, c Caller, id string) (*ImportProgress, error) {
	if err := s.allow(ctx, c, RoleOwner, "import.read"); err != nil {
		return nil, err
	}
	i, err := s.imports.find(id)
	if err != nil {
		return &ImportProgress{}, nil
	}
	return i.progress(), nil
}

// StopImport lets an import end where it is; what it made stays. Codes:
// unauthenticated, denied, not_found.
func (s *Service) StopImport(ctx context.Context, c Caller, id string) (*ImportProgress, error) {
	if err := s.allow(ctx, c, RoleOwner, "import.stop"); err != nil {
		return nil, err
	}
	i, err := s.imports.find(id)
	if err != nil {
		return nil, err
	}
	i.stopped.Store(true)
	return i.progress(), nil
}
