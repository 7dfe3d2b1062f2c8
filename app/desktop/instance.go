package desktop

import (
	"crypto/sha256"
	"encoding/hex"
)

// instance names the window of a data folder, so that the same folder raises
// its window and another opens one.
func instance(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return "latchkey-" + hex.EncodeToString(sum[:8])
}
