//go:build race

package server_test

// poolMisses allows for the race detector, which throws away at random what
// was to be used again.
const poolMisses = 20
