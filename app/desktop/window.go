//go:build desktop || dev

package desktop

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	wailsruntime "github.com/wailsapp/wails/v2/pkg/runtime"

	"latchkey/app"
	"latchkey/frontend"
)

// Window opens the window.
var Window app.Window = open

//go:embed icon.png
var icon []byte

// darkPatience is how long the window waits for the desktop to say whether it
// prefers dark.
const darkPatience = 300 * time.Millisecond

// lockedEvent is what a page is told whose window was locked from outside.
const lockedEvent = "locked"

// open shows the window at once and finds the core meanwhile: the page's first
// requests wait for it, and are told where there is none.
func open(ctx context.Context, d app.Desktop) int {
	files := frontend.Dist()
	if files == nil {
		return complain("the portal was not built into this program", "build it with: make build")
	}
	if err := prepare(); err != nil {
		return complain(err.Error(), "serve without a window: latchkey serve")
	}
	core := newAttachment(d.Attach)
	go func() {
		if err := core.attach(ctx, ""); err != nil {
			d.Logger.Error("no core", "error", err)
		}
	}()
	dark := prefersDark(darkPatience) // while the core starts
	w := &window{
		desktop: d,
		closing: &closing{core: core, status: transport(d.Dial), stop: d.Stop, logger: d.Logger},
		shown:   make(chan struct{}),
		visible: make(chan struct{}),
	}
	question := &asking{tell: w.tellClosing, native: w.askToKeepServing}
	w.closing.ask, w.closing.remind = question.ask, question.remind
	w.known = recall("")
	if config, err := os.UserConfigDir(); err == nil {
		w.known = recall(memoryPath(config, d.DataDir))
	}
	w.words = newWords(frontend.WindowTexts(), firstLanguages(w.known)...)
	closed := w.quitWith(ctx)
	defer closed()
	b := newBridge(instrument(files), core, d.Dial, Abilities{
		SaveAs: w.askWhereToSave, Open: w.askWhatToOpen, Autostart: newAutostart(d.DataDir, d.Program, w.words), Zoom: zoomView,
		Closing: question.hear, Speak: func(name string) { w.words.speak(name) }, Version: d.Version,
	}, w.known, d.Logger)
	watching, done := context.WithCancel(ctx)
	defer done()
	go w.watchBounds(watching)
	go w.watchKeys(watching, b)
	go followScreenLock(watching, d.Logger, func() {
		if b.lock(watching) {
			<-w.shown
			wailsruntime.EventsEmit(w.ctx, lockedEvent)
		}
	})

	if err := run(w.options(ctx, b, dark)); err != nil {
		return complain(err.Error(), "serve without a window: latchkey serve")
	}
	if ctx.Err() != nil {
		w.closing.end(ctx)
	}
	return 0
}

// window is the open window: what happens to it from outside.
type window struct {
	desktop app.Desktop
	closing *closing
	known   *memory
	words   *words

	started sync.Once
	showing sync.Once
	visible chan struct{}   // closed when it is on the screen
	shown   chan struct{}   // closed when ctx is set
	ctx     context.Context // Wails' handle on the window, which it hands out once, to be kept
}

func (w *window) options(ctx context.Context, b *bridge, dark bool) *options.App {
	at := w.firstBounds()
	return &options.App{
		Title:     "Latchkey",
		Width:     at.Width,
		Height:    at.Height,
		MinWidth:  minWidth,
		MinHeight: minHeight,
		// It is shown when there is something to see: see show.
		StartHidden:      true,
		BackgroundColour: background(dark),
		AssetServer:      &assetserver.Options{Assets: b.files, Middleware: b.Middleware},
		OnStartup: func(handle context.Context) {
			w.started.Do(func() { w.ctx = handle; close(w.shown) })
			observe(handle)
			followColourScheme(w.desktop.Logger)
			time.AfterFunc(showAtLast, w.show) // whatever becomes of the page
		},
		OnDomReady: func(context.Context) { w.show() },
		OnBeforeClose: func(context.Context) bool {
			w.keepBounds()
			return w.closing.prevent(ctx)
		},
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId:               instance(w.desktop.DataDir),
			OnSecondInstanceLaunch: func(options.SecondInstanceData) { w.raise() },
		},
		// The page keeps it off where there is nothing to copy.
		EnableDefaultContextMenu: true,
		// It would send addresses to Apple and Microsoft.
		EnableFraudulentWebsiteDetection: false,
		Logger:                           logger{w.desktop.Logger},
		Linux: &linux.Options{
			Icon:        icon,
			ProgramName: "latchkey-desktop", // what the desktop entry is called
			// Without it Wails takes the graphics card from WebKit.
			WebviewGpuPolicy: linux.WebviewGpuPolicyOnDemand,
		},
		Windows: &windows.Options{Theme: windows.SystemDefault},
		Mac:     &mac.Options{About: &mac.AboutInfo{Title: "Latchkey " + w.desktop.Version, Icon: icon}},
	}
}

// quitWith closes the window when the process is told to end. A question that
// stands would keep GTK from closing anything, so there is a limit.
func (w *window) quitWith(ctx context.Context) (done func()) {
	closed := make(chan struct{})
	go func() {
		select {
		case <-closed:
			return
		case <-ctx.Done():
		}
		<-w.shown
		wailsruntime.Quit(w.ctx)
		select {
		case <-closed:
		case <-time.After(3 * time.Second):
			w.closing.end(ctx)
			os.Exit(0)
		}
	}()
	return func() { close(closed) }
}

func (w *window) raise() {
	<-w.shown
	wailsruntime.WindowUnminimise(w.ctx)
	wailsruntime.WindowShow(w.ctx)
}

// closingEvent is what a page is told that is asked whether the window may close.
const closingEvent = "closing"

func (w *window) tellClosing(serving bool) {
	wailsruntime.EventsEmit(w.ctx, closingEvent, serving)
}

// askToKeepServing asks where no page does. Wails knows only Yes and No on Linux
// and Windows: there the one gets its words from nameButtons, the other says them
// in its own language.
func (w *window) askToKeepServing(serving bool) answer {
	if !serving {
		return keepServing // nobody loses anything
	}
	keep, end := w.words.say("closing.keep"), w.words.say("closing.stop")
	nameButtons(w.words)
	said, err := wailsruntime.MessageDialog(w.ctx, wailsruntime.MessageDialogOptions{
		Type:          wailsruntime.QuestionDialog,
		Title:         "Latchkey",
		Message:       w.words.say("closing.question"),
		Buttons:       []string{keep, end},
		DefaultButton: keep,
	})
	switch {
	case err != nil:
		w.desktop.Logger.Warn("the question could not be asked", "error", err)
		return keepServing
	case said == "Yes" || said == keep:
		return keepServing
	case said == "No" || said == end:
		return stop
	}
	return stay
}

// background is the theme's, so that nothing flashes before the page is drawn.
func background(dark bool) *options.RGBA {
	if dark {
		return options.NewRGB(0x0E, 0x11, 0x16)
	}
	return options.NewRGB(0xF7, 0xF8, 0xFA)
}

// run is wails.Run, which panics where GTK finds no display.
func run(o *options.App) (err error) {
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(error)
			if !ok || !strings.Contains(e.Error(), "init GTK") {
				panic(p)
			}
			err = errors.New("the display cannot be opened")
		}
	}()
	return wails.Run(o)
}

func complain(what, next string) int {
	fmt.Fprintf(os.Stderr, "latchkey: error: %s\nlatchkey: hint: %s\n", what, next)
	return 1
}

// logger gives Wails' own messages to the process's log.
type logger struct{ to *slog.Logger }

func (l logger) Print(m string)   { l.to.Debug(m) }
func (l logger) Trace(m string)   { l.to.Debug(m) }
func (l logger) Debug(m string)   { l.to.Debug(m) }
func (l logger) Info(m string)    { l.to.Debug(m) }
func (l logger) Warning(m string) { l.to.Warn(m) }
func (l logger) Error(m string)   { l.to.Error(m) }
func (l logger) Fatal(m string)   { l.to.Error(m) }
