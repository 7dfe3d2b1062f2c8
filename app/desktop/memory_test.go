package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWindowIsRememberedAcrossStarts(t *testing.T) {
	path := memoryPath(t.TempDir(), "/data")
	m := recall(path)
	if m.bounds() != nil {
		t.Error("a first window remembers something")
	}
	want := bounds{X: 40, Y: 50, Width: 900, Height: 600, Maximised: true}
	if err := m.change(func(d *remembered) { d.Bounds = &want }); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		if err := m.remember(knownPlace{Address: "https://" + string(rune('a'+i)) + ".example.com", Fingerprint: "F"}); err != nil {
			t.Fatal(err)
		}
	}
	again := recall(path)
	if got := again.bounds(); got == nil || *got != want {
		t.Errorf("%+v", got)
	}
	if got := again.places(); len(got) != maxServers || got[0].Address != "https://l.example.com" {
		t.Errorf("%+v", got)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if recall(path).bounds() != nil {
		t.Error("a damaged memory is taken for one")
	}
	if memoryPath("/c", "/a") == memoryPath("/c", "/b") || filepath.Dir(memoryPath("/c", "/a")) != "/c/latchkey" {
		t.Error("two data folders share a window")
	}
}

func TestRememberedWindowOpensInSight(t *testing.T) {
	one, two := []screen{{0, 0, 1280, 800}}, []screen{{0, 0, 1920, 1080}, {1920, 0, 1280, 1024}}
	above := []screen{{0, 0, 1280, 800}, {200, -1080, 1920, 1080}}
	for _, c := range []struct {
		name    string
		was     bounds
		screens []screen
		want    bounds
		centre  bool
	}{
		{"as it was", bounds{X: 10, Y: 20, Width: 900, Height: 600}, one, bounds{X: 10, Y: 20, Width: 900, Height: 600}, false},
		{"on the second screen", bounds{X: 2000, Y: 20, Width: 900, Height: 600}, two, bounds{X: 2000, Y: 20, Width: 900, Height: 600}, false},
		{"the second screen is gone", bounds{X: 2000, Y: 20, Width: 900, Height: 600}, one, bounds{X: 2000, Y: 20, Width: 900, Height: 600}, true},
		{"on a screen above the first", bounds{X: 300, Y: -900, Width: 900, Height: 600}, above, bounds{X: 300, Y: -900, Width: 900, Height: 600}, false},
		{"beside a screen above the first", bounds{X: 10, Y: -900, Width: 200, Height: 600}, above, bounds{X: 10, Y: -900, Width: minWidth, Height: 600}, false},
		{"where two screens leave a corner", bounds{X: 1500, Y: 100, Width: 900, Height: 600}, above, bounds{X: 1500, Y: 100, Width: 900, Height: 600}, true},
		{"below the screen", bounds{X: 10, Y: 790, Width: 900, Height: 600}, one, bounds{X: 10, Y: 790, Width: 900, Height: 600}, true},
		{"its title above the screen", bounds{X: 10, Y: -30, Width: 900, Height: 600}, one, bounds{X: 10, Y: -30, Width: 900, Height: 600}, true},
		{"left of it, but for a hand's breadth", bounds{X: -850, Y: 10, Width: 900, Height: 600}, one, bounds{X: -850, Y: 10, Width: 900, Height: 600}, true},
		{"larger than the screen", bounds{Width: 3000, Height: 2000}, one, bounds{Width: 1280, Height: 800}, false},
		{"smaller than a window may be", bounds{Width: 10, Height: 10}, one, bounds{Width: minWidth, Height: minHeight}, false},
		{"no screen known", bounds{Width: 900, Height: 600}, nil, bounds{Width: 900, Height: 600}, true},
	} {
		got, centre := c.was.within(c.screens)
		if got != c.want || centre != c.centre {
			t.Errorf("%s: %+v centred %v, want %+v %v", c.name, got, centre, c.want, c.centre)
		}
	}
}
