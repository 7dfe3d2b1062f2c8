// Package smoke drives the real window: the built programs, on a display and a
// session bus of its own, with real clicks and keys, over a data folder that is
// new. What the page shows it reports itself, in a build with the tag smoke. It
// knows programs from outside only and imports none of their packages.
//
// It runs with: make test, or by itself
//
//	make build smoke-window && go test -tags smoke -count=1 -v ./build/smoke
package smoke
