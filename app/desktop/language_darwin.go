package desktop

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// systemLanguages are those of the user's settings, the preferred one first. A
// program that is started by a click has no locale in its environment.
func systemLanguages() []string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "defaults", "read", "-g", "AppleLanguages").Output()
	if err != nil {
		return nil
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return strings.ContainsRune("()\", \n", r) })
}
