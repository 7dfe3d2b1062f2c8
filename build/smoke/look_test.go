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

	inColours := func(name string) {
		t.Helper()
		for i, colour := range []string{"dark", "light"} {
			d.prefer(t, uint32(i+1))
			home.sees(colour, func(r report) bool { return r.Dark == (colour == "dark") })
			s.shoot(name + "-" + colour)
		}
	}
	zoomed := func(want string) {
		t.Helper()
		home.sees("the page at "+want, func(r report) bool { return r.Zoom == want })
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
			if at.Left < -1 || at.Top < -1 || at.Right > float64(r.Width)+1 || at.Bottom > float64(r.Height)+1 {
				t.Errorf("%s at %s stands outside the window of %d x %d: %+v", name, r.Zoom, r.Width, r.Height, at)
			}
		}
		for _, by := range r.Openers {
			if at := r.Layers[0]; at.Role == "menu" && (at.Top-by.Bottom > 30 || by.Top-at.Bottom > 30 || at.Left > by.Right || by.Left > at.Right) {
				t.Errorf("%s at %s stands at %+v, away from its button at %+v", name, r.Zoom, at, by)
			}
		}
	}
	closes := func() {
		t.Helper()
		s.keys("Escape")
		home.sees("no layer", func(r report) bool { return len(r.Layers) == 0 })
	}

	small, large := geometry{Width: 760, Height: 520}, geometry{Width: 1280, Height: 800}
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
	zoomed("2")
	inColours("zoom-200")
	if r := home.report(); r.Wide > r.Width {
		t.Errorf("the page is %d wide in %d", r.Wide, r.Width)
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
	zoomed("1.75")
	s.keys("ctrl+0")
	zoomed("")
	if r := home.report(); len(r.Errors) > 0 {
		t.Error(fmt.Sprintf("%q", r.Errors))
	}
	home.quit(w)
}
