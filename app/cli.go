package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"latchkey/backend/access"
)

// maxSecretInput bounds what is read from stdin as one secret.
const maxSecretInput = 64 << 10

// call is one request of a command, and how a person reads its answer.
type call[T any] struct {
	method string
	path   string
	body   any
	show   func(w io.Writer, object T) error
}

// run sends the request and prints the object that comes back.
func (c call[T]) run(ctx context.Context, p *program) error {
	return p.withClient(ctx, func(api *client) error { return c.send(ctx, p, api) })
}

func (c call[T]) send(ctx context.Context, p *program, api *client) error {
	var raw json.RawMessage
	if err := api.do(ctx, c.method, c.path, c.body, &raw); err != nil {
		return err
	}
	return printObject(p, raw, c.show)
}

func printObject[T any](p *program, raw json.RawMessage, show func(io.Writer, T) error) error {
	if p.json {
		return p.printJSON(raw)
	}
	var object T
	if err := json.Unmarshal(raw, &object); err != nil {
		return errNotOurs
	}
	return show(p.stdout, object)
}

// errNotOurs stands for a decoder's error, which would quote the answer.
var errNotOurs = errors.New("the core answered with something else than its API says")

// listing is a request for a list, and how a person reads a line of it.
type listing[T any] struct {
	path    string
	query   url.Values
	heading []string
	row     func(T) []string
	none    string // what is printed where there is nothing
}

func (l listing[T]) run(ctx context.Context, p *program) error {
	return p.withClient(ctx, func(api *client) error {
		items, err := api.list(ctx, l.path, l.query)
		if err != nil {
			return err
		}
		if p.json {
			return p.printList(items)
		}
		if len(items) == 0 {
			_, err := fmt.Fprintln(p.stdout, l.none)
			return err
		}
		rows := make([][]string, len(items))
		for i, item := range items {
			var object T
			if err := json.Unmarshal(item, &object); err != nil {
				return errNotOurs
			}
			rows[i] = l.row(object)
		}
		return printTable(p.stdout, l.heading, rows)
	})
}

// fields is the body of a request: the members whose flags were given.
type fields map[string]any

// text, toggles and lists copy the flags that were given: pairs of a flag and
// the member it sets.
func (f fields) text(flags *pflag.FlagSet, pairs ...string) fields {
	for i := 0; i < len(pairs); i += 2 {
		if flags.Changed(pairs[i]) {
			f[pairs[i+1]], _ = flags.GetString(pairs[i])
		}
	}
	return f
}

func (f fields) toggles(flags *pflag.FlagSet, pairs ...string) fields {
	for i := 0; i < len(pairs); i += 2 {
		if flags.Changed(pairs[i]) {
			f[pairs[i+1]], _ = flags.GetBool(pairs[i])
		}
	}
	return f
}

func (f fields) lists(flags *pflag.FlagSet, pairs ...string) fields {
	for i := 0; i < len(pairs); i += 2 {
		if flags.Changed(pairs[i]) {
			f[pairs[i+1]], _ = flags.GetStringSlice(pairs[i])
		}
	}
	return f
}

// filters copies flags that were given into a query of the same names.
func filters(flags *pflag.FlagSet, names ...string) url.Values {
	query := url.Values{}
	for _, name := range names {
		if !flags.Changed(name) {
			continue
		}
		if list, err := flags.GetStringSlice(name); err == nil {
			query.Set(name, strings.Join(list, ","))
			continue
		}
		query.Set(name, flags.Lookup(name).Value.String())
	}
	return query
}

// required says which flags a command cannot do without.
func required(cmd *cobra.Command, names ...string) error {
	var missing []string
	for _, name := range names {
		if value := cmd.Flags().Lookup(name).Value.String(); value == "" {
			missing = append(missing, "--"+name)
		}
	}
	if len(missing) > 0 {
		return usagef("%s needs %s", cmd.CommandPath(), strings.Join(missing, " and ")).withHint("%s", seeHelp(cmd))
	}
	return nil
}

// nothingToDo refuses an edit that names no change.
func nothingToDo(cmd *cobra.Command, body fields) error {
	if len(body) > 0 {
		return nil
	}
	return usagef("%s was given nothing to change", cmd.CommandPath()).withHint("%s", seeHelp(cmd))
}

// readSecret reads a password or secret from stdin, less one newline at the
// end. At a terminal it asks for it and shows nothing of what is typed.
func (p *program) readSecret(what string) (string, error) {
	text, err := p.secretInput(what)
	if err != nil {
		return "", fmt.Errorf("read the %s from stdin: %w", what, err)
	}
	if text == "" {
		return "", access.Errorf(access.CodeInvalid, "there is no %s on stdin", what).WithHint("pipe it in, as in printf %%s \"$SECRET\" | latchkey …")
	}
	return text, nil
}

func (p *program) pipedSecret() (string, error) {
	data, err := io.ReadAll(io.LimitReader(p.stdin, maxSecretInput))
	if err != nil {
		return "", err
	}
	return trimNewline(string(data)), nil
}
