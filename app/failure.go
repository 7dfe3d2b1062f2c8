package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"latchkey/backend/access"
	"latchkey/backend/kv/safefile"
)

// usageError is a command that cannot be carried out as it was written. It ends
// the program with 2, every other error with 1.
type usageError struct {
	problems []string // at least one
	hint     string
}

func (e *usageError) Error() string { return strings.Join(e.problems, "; ") }

func usagef(format string, args ...any) *usageError {
	return &usageError{problems: []string{fmt.Sprintf(format, args...)}}
}

func (e *usageError) withHint(format string, args ...any) *usageError {
	e.hint = fmt.Sprintf(format, args...)
	return e
}

// fail reports err on stderr and gives the exit code.
//
// The words are for people: what is wrong, and on a line of its own what to do
// next. With --json it is one line for programs.
func (p *program) fail(err error) int {
	var window errExit
	if errors.As(err, &window) {
		return int(window)
	}
	problems, code, hint := words(err)
	hint = p.typed(hint)
	field := ""
	if refused := (*access.Error)(nil); errors.As(err, &refused) {
		field = refused.Field
	}
	exit := 1
	if code == codeUsage {
		exit = 2
	}
	if p.json {
		said := failure{Error: failureBody{Code: code, Message: strings.Join(problems, "; "), Hint: hint, Field: field}}
		var seed *seedError
		if errors.As(err, &seed) {
			said.Report = seed.report
		}
		line, _ := json.Marshal(said)
		fmt.Fprintf(p.stderr, "%s\n", line)
		return exit
	}
	for _, problem := range problems {
		fmt.Fprintf(p.stderr, "latchkey: error: %s\n", problem)
	}
	if hint != "" {
		fmt.Fprintf(p.stderr, "latchkey: hint: %s\n", hint)
	}
	return exit
}

var commandInHint = regexp.MustCompile(`\blatchkey [a-z][a-z-]*\b[^;,]*`)

// typed makes the commands of a hint those that can be typed as they are: with
// the data folder that this command was given, or they would be about another.
func (p *program) typed(hint string) string {
	if p.data == "" {
		return hint
	}
	return commandInHint.ReplaceAllStringFunc(hint, func(text string) string {
		name, rest, _ := strings.Cut(strings.TrimPrefix(text, "latchkey "), " ")
		about := strings.HasPrefix(rest, "--help") || strings.HasPrefix(rest, "has made") // no command to be typed
		if about || strings.Contains(rest, "--data") || !p.commands[strings.TrimRight(name, ":.)")] {
			return text
		}
		return "latchkey --data " + safefile.Quote(p.data) + strings.TrimPrefix(text, "latchkey")
	})
}

const codeUsage = "usage"

func words(err error) (problems []string, code, hint string) {
	var usage *usageError
	var refused *access.Error
	switch {
	case errors.As(err, &usage):
		return usage.problems, codeUsage, usage.hint
	case errors.As(err, &refused):
		problems = []string{refused.Public}
		if strings.Contains(refused.Field, "[") { // a place in a seed file
			problems[0] = refused.Field + ": " + refused.Public
		}
		for _, d := range refused.Details {
			problems = append(problems, strings.TrimSpace(d.Path+" "+d.Message))
		}
		return problems, string(refused.Code), refused.Hint
	}
	// Of this very process, whose owner is at the terminal: the cause is no
	// secret here.
	return []string{err.Error()}, string(access.CodeInternal), ""
}

type failure struct {
	Error  failureBody     `json:"error"`
	Report json.RawMessage `json:"report,omitempty"` // of a seed that was not finished
}

type failureBody struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Field   string `json:"field,omitempty"` // what of the request is wrong, where one thing is
}

// dress sets on a tree of commands what all of ours have in common: their
// errors are ours to print, and a mistake in usage says where help is.
func dress(root *cobra.Command) {
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.Version = version
	cobra.MousetrapHelpText = "" // on Windows a double click serves, as it does elsewhere
	noFileNames(root)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%s", flagProblem(err)).withHint("%s", seeHelp(cmd))
	})
}

// noFileNames keeps a shell from offering files where names of ours belong.
func noFileNames(cmd *cobra.Command) {
	if cmd.Name() != "seed" {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, c := range cmd.Commands() {
		noFileNames(c)
	}
}

// flagProblem says what is wrong with a flag, without the value that was given.
func flagProblem(err error) string {
	var (
		unknown *pflag.NotExistError
		lacking *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return "unknown flag -" + unknown.GetSpecifiedName()
	case errors.As(err, &unknown):
		return "unknown flag --" + unknown.GetSpecifiedName()
	case errors.As(err, &lacking):
		return "--" + lacking.GetFlag().Name + " needs a value"
	case errors.As(err, &invalid):
		return "--" + invalid.GetFlag().Name + " does not take that value"
	}
	return "a flag is written as --name or --name=value"
}

func seeHelp(cmd *cobra.Command) string {
	return fmt.Sprintf("%s --help shows how it is written", cmd.CommandPath())
}

// noArguments refuses arguments. Errors here do not quote them: what stands
// where none belongs may be a secret.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		return unknownCommand(cmd, args[0])
	}
	return usagef("%s takes no argument", cmd.CommandPath()).withHint("%s", seeHelp(cmd))
}

func arguments(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return usagef("%s needs %s", cmd.CommandPath(), strings.Join(names[len(args):], " and ")).withHint("%s", seeHelp(cmd))
		case len(args) > len(names):
			return usagef("%s takes %s and nothing after that", cmd.CommandPath(), strings.Join(names, " and ")).
				withHint("quote names that hold blanks")
		}
		return nil
	}
}

// group is a command that only holds others.
func group(use, short, example string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Example: example,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usagef("%s needs a command: %s", cmd.CommandPath(), commandNames(cmd)).withHint("%s", seeHelp(cmd))
		},
	}
	cmd.AddCommand(commands...)
	return cmd
}

func unknownCommand(cmd *cobra.Command, name string) error {
	e := usagef("%s has no command %q", cmd.CommandPath(), name)
	if near := nearCommands(cmd, name); len(near) > 0 {
		return e.withHint("did you mean %s %s?", cmd.CommandPath(), near[0])
	}
	return e.withHint("its commands are %s", commandNames(cmd))
}

// nearCommands are the commands that are written nearly so. Cobra's own list
// leaves help out.
func nearCommands(cmd *cobra.Command, name string) []string {
	like := &cobra.Command{SuggestionsMinimumDistance: 2}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			like.AddCommand(&cobra.Command{Use: c.Name(), SuggestFor: c.SuggestFor, Run: func(*cobra.Command, []string) {}})
		}
	}
	return like.SuggestionsFor(name)
}

func commandNames(cmd *cobra.Command) string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return strings.Join(names, ", ")
}
