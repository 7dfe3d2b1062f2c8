package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

func (p *program) settingCommand() *cobra.Command {
	return group("setting", "Settings that the portal keeps: lives of tokens and sessions, rules for passwords", `  latchkey setting list
  latchkey setting set token-life 15m`,
		p.settingList(), p.settingSet(), p.settingUnset())
}

func (p *program) settingList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the settings, and where each value comes from", Args: noArguments,
		Example: `  latchkey setting list`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listing[adminapi.PortalSetting]{
				path: "/settings", heading: []string{"NAME", "VALUE", "FROM", "WHAT IT IS"},
				row: func(s adminapi.PortalSetting) []string { return []string{s.Name, s.Value, s.Origin, s.About} },
			}.run(cmd.Context(), p)
		},
	}
}

func (p *program) settingSet() *cobra.Command {
	return &cobra.Command{
		Use: "set NAME VALUE", Short: "Give a setting a value", Args: arguments("NAME", "VALUE"),
		Example: `  latchkey setting set token-life 15m
  latchkey setting set operator-second-factor required`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.changeSetting(cmd.Context(), args[0], &args[1])
		},
	}
}

func (p *program) settingUnset() *cobra.Command {
	return &cobra.Command{
		Use: "unset NAME", Short: "Give a setting its default again", Args: arguments("NAME"),
		Example: `  latchkey setting unset token-life`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.changeSetting(cmd.Context(), args[0], nil)
		},
	}
}

// changeSetting changes one and prints it: the answer has them all.
func (p *program) changeSetting(ctx context.Context, name string, value *string) error {
	return p.withClient(ctx, func(api *client) error {
		var all struct {
			Items []json.RawMessage `json:"items"`
		}
		body := fields{"changes": []fields{{"name": name, "value": value}}}
		if err := api.do(ctx, http.MethodPatch, "/settings", body, &all); err != nil {
			return err
		}
		for _, raw := range all.Items {
			var s adminapi.PortalSetting
			if err := json.Unmarshal(raw, &s); err != nil {
				return errNotOurs
			}
			if s.Name == name {
				return printObject(p, raw, showSetting)
			}
		}
		return errNotOurs
	})
}

func showSetting(w io.Writer, s adminapi.PortalSetting) error {
	bounds := ""
	if s.Least != "" {
		bounds = fmt.Sprintf("%s to %s", s.Least, s.Most)
	}
	if s.Kind == access.SettingChoice {
		bounds = wordList(s.Choices, "")
	}
	return printBlock(w, pair{"setting", s.Name}, pair{"value", s.Value}, pair{"from", s.Origin}, pair{"default", s.Default},
		pair{"allowed", bounds}, pair{"what it is", s.About})
}
