package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

func (p *program) listenerCommand() *cobra.Command {
	return group("listener", "The listener: where logins are served", `  latchkey listener show --try 127.0.0.1:8418
  latchkey listener move 127.0.0.1:8418`,
		p.listenerShow(), p.listenerMove(),
		p.listenerTurn("start", "Start the listener on the address of before"),
		p.listenerTurn("stop", "Stop the listener; the core lives on behind its socket"),
		p.listenerTurn("restart", "Give the address up and bind it anew"))
}

func (p *program) listenerShow() *cobra.Command {
	cmd := &cobra.Command{
		Use: "show", Short: "Show the listener, and the addresses it could have", Args: noArguments,
		Example: `  latchkey listener show
  latchkey listener show --try 0.0.0.0:8417`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			address, _ := cmd.Flags().GetString("try")
			return p.withClient(cmd.Context(), func(api *client) error { return p.showListener(cmd.Context(), api, address) })
		},
	}
	cmd.Flags().String("try", "", "an `ADDR` to try whether the listener could be moved there")
	return cmd
}

func (p *program) showListener(ctx context.Context, api *client, try string) error {
	if !api.running {
		return access.Errorf(access.CodeUnavailable, "no core serves this folder, so it has no listener").WithHint("start it with: latchkey serve")
	}
	var raw json.RawMessage
	if err := api.do(ctx, http.MethodGet, "/listener?"+url.Values{"address": {try}}.Encode(), nil, &raw); err != nil {
		return err
	}
	return printObject(p, raw, func(w io.Writer, choices adminapi.ListenerChoices) error {
		var s adminapi.StatusAnswer
		if err := api.do(ctx, http.MethodGet, "/status", nil, &s); err != nil {
			return err
		}
		tried := ""
		if choices.Probe != nil {
			tried = probeResult(*choices.Probe)
		}
		if err := printBlock(w, pair{"listener", listenerState(s.Listener)}, pair{"tried", tried}); err != nil {
			return err
		}
		rows := make([][]string, len(choices.Networks))
		for i, n := range choices.Networks {
			rows[i] = []string{n.Interface, n.Address, n.Network}
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
		return printTable(w, []string{"INTERFACE", "ADDRESS", "SHARED WITH"}, rows)
	})
}

func probeResult(p adminapi.Probe) string {
	switch {
	case p.Free:
		return p.Address + " is free"
	case p.Suggestion != "":
		return fmt.Sprintf("%s; %s is free", p.Error, p.Suggestion)
	}
	return p.Error
}

func (p *program) listenerMove() *cobra.Command {
	return &cobra.Command{
		Use: "move ADDR", Short: "Move the listener to another address, which it keeps", Args: arguments("ADDR"),
		Example: `  latchkey listener move 127.0.0.1:8418`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return call[adminapi.StatusAnswer]{http.MethodPut, "/listener", fields{"address": args[0]}, showListenerState}.run(cmd.Context(), p)
		},
	}
}

func (p *program) listenerTurn(verb, short string) *cobra.Command {
	return &cobra.Command{
		Use: verb, Short: short, Args: noArguments,
		Example: "  latchkey listener " + verb,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return call[adminapi.StatusAnswer]{http.MethodPost, "/listener/" + verb, nil, showListenerState}.run(cmd.Context(), p)
		},
	}
}

func showListenerState(w io.Writer, s adminapi.StatusAnswer) error {
	return printBlock(w, pair{"listener", listenerState(s.Listener)})
}
