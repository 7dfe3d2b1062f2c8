package app

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// The rules of help. What a command is for, how it is written, examples, then
// what it takes: never more than that. At a terminal lines are broken at words
// to its width; where help goes into a pipe each flag is one line, to be found.

// The groups of the commands, in the order of help.
const (
	groupObjects = "objects"
	groupServing = "serving"
	groupStore   = "store"
)

var groups = []*cobra.Group{
	{ID: groupServing, Title: "Serving:"},
	{ID: groupObjects, Title: "What is kept:"},
	{ID: groupStore, Title: "The store:"},
}

// addTo adds commands to one of the groups of a root.
func addTo(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, c := range commands {
		c.GroupID = group
	}
	root.AddCommand(commands...)
}

// keptFlag marks a flag of a setting that the store keeps as well.
const keptFlag = "kept"

const (
	helpMargin = 2
	flagColumn = 30 // where what a flag means begins; a longer flag has a line of its own
	widest     = 100
)

// helpWidth is where lines of help are broken, 0 for nowhere.
func (p *program) helpWidth() int {
	file, ok := p.stdout.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil || width < 40 {
		return 0
	}
	return min(width, widest)
}

// usage writes what help says after the words about a command.
func (p *program) usage(cmd *cobra.Command) error {
	h := help{width: p.helpWidth()}
	h.text.WriteString("Usage:\n")
	if cmd.Runnable() && !isGroup(cmd) {
		h.line(cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		h.line(cmd.CommandPath() + " COMMAND")
	}
	if cmd.HasExample() {
		h.head("Examples:")
		h.text.WriteString(cmd.Example + "\n")
	}
	h.commands(cmd)
	if !cmd.HasParent() && cmd.Flags().Lookup("listen") != nil {
		h.head("Flags:")
		h.line(fmt.Sprintf("those of %s serve, which %s serve --help shows", cmd.Name(), cmd.Name()))
		h.line("--version", "-h, --help")
	} else {
		everywhere := cmd.Root().PersistentFlags()
		own := func(kept bool) func(*pflag.Flag) bool {
			return func(f *pflag.Flag) bool {
				_, is := f.Annotations[keptFlag]
				return everywhere.Lookup(f.Name) == nil && is == kept
			}
		}
		h.flags("Flags:", cmd.Flags(), own(false))
		h.flags("Settings, in place of those that the portal keeps:", cmd.Flags(), own(true))
	}
	h.flags("Flags of every command:", cmd.Root().PersistentFlags(), func(*pflag.Flag) bool { return true })
	if cmd.HasAvailableSubCommands() {
		h.text.WriteString(fmt.Sprintf("\n%s COMMAND --help says more about a command.\n", cmd.CommandPath()))
	}
	_, err := fmt.Fprint(cmd.OutOrStdout(), h.text.String())
	return err
}

// isGroup reports whether a command only holds others.
func isGroup(cmd *cobra.Command) bool { return cmd.HasParent() && cmd.HasSubCommands() }

type help struct {
	text  strings.Builder
	width int
}

func (h *help) head(title string) { h.text.WriteString("\n" + title + "\n") }

func (h *help) line(texts ...string) {
	for _, text := range texts {
		h.text.WriteString(strings.Repeat(" ", helpMargin) + text + "\n")
	}
}

func (h *help) commands(cmd *cobra.Command) {
	column := 0
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			column = max(column, len(c.Name()))
		}
	}
	column += helpMargin + 2
	list := func(title, group string) {
		for _, c := range cmd.Commands() {
			if c.GroupID != group || !c.IsAvailableCommand() && c.Name() != "help" {
				continue
			}
			if title != "" {
				h.head(title)
				title = ""
			}
			h.pair(c.Name(), c.Short, column)
		}
	}
	for _, g := range cmd.Groups() {
		list(g.Title, g.ID)
	}
	list("Commands:", "")
}

// flags lists some of the flags of a set.
func (h *help) flags(title string, set *pflag.FlagSet, which func(*pflag.Flag) bool) {
	var some []*pflag.Flag
	column := flagColumn
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || !which(f) {
			return
		}
		some = append(some, f)
		if name, _ := flagText(f); h.width == 0 {
			column = max(column, helpMargin+len(name)+2)
		}
	})
	if len(some) > 0 {
		h.head(title)
	}
	for _, f := range some {
		name, meaning := flagText(f)
		h.pair(name, meaning, column)
	}
}

// flagText is how a flag is written, and what it means. Where the meaning begins
// with what stands for the value it is not said twice.
func flagText(f *pflag.Flag) (name, meaning string) {
	value, meaning := pflag.UnquoteUsage(f)
	name = "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	switch {
	case f.NoOptDefVal != "" && value != "" && f.Value.Type() != "bool":
		name += "[=" + value + "]"
	case value != "":
		name += " " + value
	}
	meaning = strings.TrimPrefix(meaning, value+": ")
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
		meaning += " (" + f.DefValue + ")"
	}
	return name, meaning
}

// pair writes a name, and in a column beside it what it means.
func (h *help) pair(name, meaning string, column int) {
	margin := strings.Repeat(" ", helpMargin)
	if h.width == 0 {
		fmt.Fprintf(&h.text, "%s%-*s  %s\n", margin, column-helpMargin-2, name, meaning)
		return
	}
	line := margin + name
	if utf8.RuneCountInString(line) >= column {
		h.text.WriteString(line + "\n")
		line = ""
	}
	line += strings.Repeat(" ", column-utf8.RuneCountInString(line))
	at, empty := column, true
	for _, word := range strings.Fields(meaning) {
		n := utf8.RuneCountInString(word)
		if !empty && at+1+n > h.width {
			h.text.WriteString(strings.TrimRight(line, " ") + "\n")
			line, at, empty = strings.Repeat(" ", column), column, true
		}
		if !empty {
			line += " "
			at++
		}
		line, at, empty = line+word, at+n, false
	}
	h.text.WriteString(strings.TrimRight(cmp.Or(line, " "), " ") + "\n")
}
