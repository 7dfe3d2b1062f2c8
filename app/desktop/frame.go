//go:build desktop || dev

package desktop

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	wailsruntime "github.com/wailsapp/wails/v2/pkg/runtime"
)

const (
	firstWidth  = 1280
	firstHeight = 800
	// showAtLast is when a window is shown whose page has not come.
	showAtLast = 3 * time.Second
	// boundsEvery is how often it is looked at where the window stands; what
	// stayed the same for one turn is kept.
	boundsEvery = time.Second

	notifyFirst = 5 * time.Second // the page comes first
	notifyEvery = time.Hour
	// notifyLocked is the same while the window is locked, until somebody opens it.
	notifyLocked = time.Minute
)

// firstBounds is the size a window is made with. Where it goes is decided when
// there are screens to ask.
func (w *window) firstBounds() bounds {
	if b := w.known.bounds(); b != nil && b.Width >= minWidth && b.Height >= minHeight {
		return *b
	}
	return bounds{Width: firstWidth, Height: firstHeight}
}

// show puts the window where it stood and shows it, once: moving it afterwards
// would be seen.
func (w *window) show() {
	w.showing.Do(func() {
		if b := w.known.bounds(); b != nil {
			at, centre := b.within(screensOf(w.ctx))
			wailsruntime.WindowSetSize(w.ctx, at.Width, at.Height)
			if centre {
				wailsruntime.WindowCenter(w.ctx)
			} else {
				moveWindow(w.ctx, at.X, at.Y)
			}
			if at.Maximised {
				wailsruntime.WindowMaximise(w.ctx)
			}
		}
		wailsruntime.WindowShow(w.ctx)
		close(w.visible)
	})
}

// boundsNow is where the window stands. A maximised or minimised one keeps the
// place it goes back to.
func (w *window) boundsNow() bounds {
	b := w.firstBounds()
	b.Maximised = wailsruntime.WindowIsMaximised(w.ctx)
	if !b.Maximised && !wailsruntime.WindowIsMinimised(w.ctx) && !wailsruntime.WindowIsFullscreen(w.ctx) {
		b.Width, b.Height = wailsruntime.WindowGetSize(w.ctx)
		b.X, b.Y = wailsruntime.WindowGetPosition(w.ctx)
	}
	return b
}

// keepBounds remembers where the window stands.
func (w *window) keepBounds() {
	select {
	case <-w.visible:
	default:
		return // it never stood anywhere
	}
	now := w.boundsNow()
	if was := w.known.bounds(); was != nil && *was == now {
		return
	}
	if err := w.known.change(func(d *remembered) { d.Bounds = &now }); err != nil {
		w.desktop.Logger.Warn("where the window stands is not remembered", "error", err)
	}
}

// watchBounds keeps them when the window has come to rest, so that a crash
// forgets nothing.
func (w *window) watchBounds(ctx context.Context) {
	select {
	case <-ctx.Done():
		return
	case <-w.visible:
	}
	tick := time.NewTicker(boundsEvery)
	defer tick.Stop()
	last := w.boundsNow()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if now := w.boundsNow(); now != last {
			last = now
			continue
		}
		w.keepBounds()
	}
}

// askWhereToSave shows the system's dialog.
func (w *window) askWhereToSave(_ context.Context, name string) (string, error) {
	<-w.shown
	nameButtons(w.words)
	return wailsruntime.SaveFileDialog(w.ctx, wailsruntime.SaveDialogOptions{Title: w.words.say("save.title"), DefaultFilename: name})
}

// askWhatToOpen shows the system's dialog.
func (w *window) askWhatToOpen(_ context.Context, pattern string) (string, error) {
	<-w.shown
	nameButtons(w.words)
	o := wailsruntime.OpenDialogOptions{Title: w.words.say("open.title")}
	if pattern != "" {
		o.Filters = []wailsruntime.FileFilter{{DisplayName: pattern, Pattern: pattern}, {DisplayName: w.words.say("open.all"), Pattern: "*"}}
	}
	return wailsruntime.OpenFileDialog(w.ctx, o)
}

var errElsewhere = errors.New("the window shows a server, which is not this machine's to speak for")

// watchKeys tells of keys that are about to expire, on desktops that can.
func (w *window) watchKeys(ctx context.Context, b *bridge) {
	select {
	case <-ctx.Done():
		return
	case <-w.visible:
	}
	if err := wailsruntime.InitializeNotifications(w.ctx); err != nil {
		w.desktop.Logger.Debug("no notifications on this desktop", "error", err)
		return
	}
	defer wailsruntime.CleanupNotifications(w.ctx)
	if ok, err := wailsruntime.RequestNotificationAuthorization(w.ctx); err != nil || !ok {
		return
	}
	wailsruntime.OnNotificationResponse(w.ctx, func(result wailsruntime.NotificationResult) {
		if result.Error == nil {
			key, _ := result.Response.UserInfo["key"].(string)
			w.raise()
			w.goTo("/keys/" + key)
		}
	})
	n := &notifier{known: w.known, words: w.words, now: w.desktop.Now, logger: w.desktop.Logger}
	n.ask = func(ctx context.Context, path string) (*http.Response, error) {
		if b.at.Load().remote() {
			return nil, errElsewhere
		}
		return b.send(ctx, http.MethodGet, path, nil, "")
	}
	n.send = func(key, title, body string) error {
		id := key
		if id == "" {
			id = "keys"
		}
		return wailsruntime.SendNotification(w.ctx, wailsruntime.NotificationOptions{ID: id, Title: title, Body: body, Data: map[string]any{"key": key}})
	}
	n.run(ctx, notifyFirst, notifyEvery)
}

// run looks now and then until ctx ends.
func (n *notifier) run(ctx context.Context, first, every time.Duration) {
	wait := time.NewTimer(first)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		err := n.look(ctx)
		if err != nil && ctx.Err() == nil {
			n.logger.Debug("whether keys expire soon cannot be told", "error", err)
		}
		if errors.Is(err, errLocked) {
			wait.Reset(notifyLocked)
			continue
		}
		wait.Reset(every)
	}
}

// goTo shows a page of the portal.
func (w *window) goTo(route string) {
	if text, err := json.Marshal("#" + route); err == nil {
		wailsruntime.WindowExecJS(w.ctx, "location.hash = "+string(text))
	}
}
