package app

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"latchkey/backend/adminapi"
)

// The rules of what is printed. Objects and lists go to stdout, errors to
// stderr and nothing else there. Text is plain, without colour, and aligned for
// reading; whoever wants to parse it says --json and gets what /api/v1 sends.
// A secret is printed once, with a line that says so.

// printJSON prints an object as the API sent it, on one line.
func (p *program) printJSON(raw json.RawMessage) error {
	_, err := fmt.Fprintf(p.stdout, "%s\n", raw)
	return err
}

// printList prints a list as one JSON array.
func (p *program) printList(items []json.RawMessage) error {
	text, err := json.Marshal(items)
	if err != nil {
		return err
	}
	return p.printJSON(text)
}

// pair is one line of a block.
type pair struct{ name, value string }

// printBlock prints an object: names, and values in a column. What is not set
// is left out.
func printBlock(w io.Writer, pairs ...pair) error {
	width := 0
	for _, p := range pairs {
		if p.value != "" {
			width = max(width, utf8.RuneCountInString(p.name))
		}
	}
	var b strings.Builder
	for _, p := range pairs {
		if p.value != "" {
			fmt.Fprintf(&b, "%-*s  %s\n", width, p.name, printable(p.value))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printTable prints a list: a heading, and a line each.
func printTable(w io.Writer, heading []string, rows [][]string) error {
	widths := make([]int, len(heading))
	all := append([][]string{heading}, rows...)
	for _, row := range all {
		for i, cell := range row {
			row[i] = printable(cell)
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	var b strings.Builder
	for _, row := range all {
		var line strings.Builder
		for i, cell := range row {
			fmt.Fprintf(&line, "%-*s  ", widths[i], cell)
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printable keeps what somebody typed as a name from moving the cursor of
// whoever lists it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, s)
}

// moment is how a time reads: "20 Feb 2027, 14:03 UTC".
func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

func momentOf(t *adminapi.Time, none string) string {
	if t == nil {
		return none
	}
	return moment(t.Time)
}

func usedAt(u *adminapi.Use) string {
	if u == nil {
		return "never"
	}
	return moment(u.At.Time)
}

func wordList(list []string, none string) string {
	if len(list) == 0 {
		return none
	}
	return strings.Join(list, ", ")
}

func yes(b bool, word string) string {
	if b {
		return word
	}
	return ""
}

// counted is how a number of things reads: "1 key", "2 keys".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
