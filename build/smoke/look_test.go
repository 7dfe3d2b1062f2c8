//go:build smoke

package smoke

import (
	"fmt"
	"strings"
	"testing"
)

// TestWindowAtTwiceTheSize looks at the portal in the smallest window and at 200 %,
// in both of the desktop's colours, and at where its layers open. The pictures are
// for people.
func TestWindowAtTwiceTheSize(t *testing.T) {
	s, d := openScreen(t), openDesk(t)
	home := newHome(t, s, d)
	home.seed(map[string]string{"billing-batch": "90d", "nightly-sync": "30d", "dock-scanner": "3d"})
	w := home.open()
	s.focus("Latchkey") // not before it is there to be clicked
	home.press("Access keys")
	home.sees("the keys", func(r report) bool { return r.Heading == "Access keys" && strings.Contains(r.Text, "nightly-sync") })

	small, large := geometry{Width: 760, Height: 520}, geometry{Width: 1280, Height: 800}
	inColours := func(name string) {
		t.Helper()
		for i, colour := range []string{"dark", "light"} {
			d.prefer(t, uint32(i+1))
			home.sees(colour, func(r report) bool { return r.Dark == (colour == "dark") })
			s.shoot(name + "-" + colour)
		}
	}
	zoomed := func(want int) {
		t.Helper()
		home.sees(fmt.Sprintf("the page at %d %%", want), func(r report) bool { return r.Zoom == want })
	}
	// opens looks at the layer that keys open: it stands in the window, and at what
	// opened it where that says so.
	opens := func(name string, keys ...string) {
		t.Helper()
		if len(keys) > 0 {
			s.keys(keys...)
		}
		var r report
		home.sees(name, func(now report) bool {
			r = now
			return len(now.Layers) > 0
		})
		for _, at := range r.Layers {
			if at.Left < -1 || at.Top < -1 || at.Right > float64(large.Width)+1 || at.Bottom > float64(large.Height)+1 {
				t.Errorf("%s at %d %% stands outside the window of %d x %d: %+v", name, r.Zoom, large.Width, large.Height, at)
			}
		}
		for _, by := range r.Openers {
			if at := r.Layers[0]; at.Role == "menu" && (at.Top-by.Bottom > 30 || by.Top-at.Bottom > 30 || at.Left > by.Right || by.Left > at.Right) {
				t.Errorf("%s at %d %% stands at %+v, away from its button at %+v", name, r.Zoom, at, by)
			}
		}
	}
	closes := func() {
		t.Helper()
		s.keys("Escape")
		home.sees("no layer", func(r report) bool { return len(r.Layers) == 0 })
	}

	sized := func(to geometry) {
		t.Helper()
		s.move("Latchkey", to)
		home.sees("the page in that size", func(r report) bool { return r.Width == to.Width && r.Height == to.Height })
	}
	sized(small)
	inColours("smallest")
	sized(large)
	for range 6 {
		s.keys("ctrl+plus")
	}
	zoomed(200)
	inColours("zoom-200")
	if r := home.report(); r.Width != large.Width/2 || r.Wide > large.Width {
		t.Errorf("the page is laid out for %d pixels, want half of %d, and is %d wide", r.Width, large.Width, r.Wide)
	}
	if !home.report().has("Actions for dock-scanner") {
		t.Error("the rows are not there to be dealt with")
	}
	home.press("Theme")
	opens("theme menu")
	s.shoot("zoom-200-menu")
	closes()
	home.press("Actions for dock-scanner")
	opens("row menu")
	s.shoot("zoom-200-row-menu")
	closes()
	opens("create key", "c")
	s.shoot("zoom-200-drawer")
	closes()
	opens("palette", "ctrl+k")
	s.shoot("zoom-200-palette")
	closes()
	s.keys("ctrl+minus")
	zoomed(175)
	s.keys("ctrl+0")
	zoomed(100)
	if r := home.report(); len(r.Errors) > 0 {
		t.Error(fmt.Sprintf("%q", r.Errors))
	}
	home.quit(w)
}
