package app

import (
	"fmt"
	"os"

	"golang.org/x/term"
)

// secretInput reads a secret: what is piped in, or at a terminal one line of
// which nothing is shown. Nothing is ever asked where stdin is no terminal.
func (p *program) secretInput(what string) (string, error) {
	if !p.atTerminal() {
		return p.pipedSecret()
	}
	file := p.stdin.(*os.File)
	fmt.Fprintf(p.stderr, "%s: ", what)
	text, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(p.stderr)
	return string(text), err
}

// atTerminal reports whether a person can be asked.
func (p *program) atTerminal() bool {
	file, ok := p.stdin.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
