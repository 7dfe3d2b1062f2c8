//go:build !race

package token_test

const poolMisses = 0
