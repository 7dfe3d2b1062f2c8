package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

// version is set by the build: -ldflags "-X latchkey/app.version=…".
var version = "devel"

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: noArguments,
		Example: `  latchkey version --json`,
		RunE: func(*cobra.Command, []string) error {
			if !p.json {
				_, err := fmt.Fprintf(p.stdout, "latchkey %s %s/%s %s\n", version, runtime.GOOS, runtime.GOARCH, runtime.Version())
				return err
			}
			text, err := json.Marshal(versionInfo{version, runtime.GOOS, runtime.GOARCH, runtime.Version()})
			if err != nil {
				return err
			}
			return p.printJSON(text)
		},
	}
}

type versionInfo struct {
	Version string `json:"version"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Go      string `json:"go"`
}

func (p *program) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "Show the core, its listener and where each setting comes from", Args: noArguments,
		Example: `  latchkey status
  latchkey status --json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withClient(cmd.Context(), func(api *client) error {
				show := func(w io.Writer, s adminapi.StatusAnswer) error { return showStatus(w, s, api.running) }
				return call[adminapi.StatusAnswer]{http.MethodGet, "/status", nil, show}.send(cmd.Context(), p, api)
			})
		},
	}
}

func showStatus(w io.Writer, s adminapi.StatusAnswer, running bool) error {
	folder, setup := "", ""
	if s.DataFolder != nil {
		folder = *s.DataFolder
	}
	pairs := []pair{{"version", s.Version}, {"data folder", folder}, {"core", "not running; latchkey serve starts it"}}
	if running {
		pairs[2].value = runningCore(s)
		pairs = append(pairs, pair{"listener", listenerState(s.Listener)}, pair{"portal", portalState(s)})
	}
	if s.Setup {
		setup = "no operator yet; latchkey setup-link makes a link for the first"
	}
	if err := printBlock(w, append(pairs,
		pair{"issuer", s.Issuer}, pair{"master key", s.KeySource},
		pair{"accounts", strconv.Itoa(s.Counts.Accounts)}, pair{"users", strconv.Itoa(s.Counts.Users)}, pair{"keys", strconv.Itoa(s.Counts.Keys)},
		pair{"auth headers", strconv.Itoa(s.Counts.AuthHeaders)}, pair{"operators", strconv.Itoa(s.Counts.Operators)}, pair{"set-up", setup})...); err != nil || s.Settings == nil || len(*s.Settings) == 0 {
		return err
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	rows := make([][]string, len(*s.Settings))
	for i, v := range *s.Settings {
		rows[i] = []string{v.Name, v.Value, v.Origin}
	}
	return printTable(w, []string{"SETTING", "VALUE", "FROM"}, rows)
}

func runningCore(s adminapi.StatusAnswer) string {
	text := "running since " + moment(s.StartedAt.Time)
	if s.PID != nil {
		text += ", process " + strconv.Itoa(*s.PID)
	}
	return text
}

func listenerState(l adminapi.Listener) string {
	if l.State == "listening" {
		return l.URL
	}
	text := "none"
	if l.Error != "" {
		text += ": " + l.Error
	}
	if l.Suggestion != "" {
		text += "; " + l.Suggestion + " is free"
	}
	return text
}

func portalState(s adminapi.StatusAnswer) string {
	if s.Portal {
		return "on"
	}
	return "off, but for the socket"
}

func (p *program) setupLinkCommand() *cobra.Command {
	return &cobra.Command{
		Use: "setup-link", Short: "Print a link that makes the first operator, once, within an hour", Args: noArguments,
		Example: `  latchkey setup-link`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withClient(cmd.Context(), func(api *client) error {
				if !api.running {
					return access.Errorf(access.CodeUnavailable, "nothing serves the portal, so a link would lead nowhere").WithHint("start it with: latchkey serve")
				}
				var s adminapi.StatusAnswer
				if err := api.do(cmd.Context(), http.MethodGet, "/status", nil, &s); err != nil {
					return err
				}
				if !s.Portal || s.Listener.State != "listening" {
					return access.Errorf(access.CodeUnavailable, "the portal is not served, so a link would lead nowhere").WithHint("latchkey status says why")
				}
				return call[adminapi.SetupLink]{http.MethodPost, "/setup-link", nil, showSetupLink}.send(cmd.Context(), p, api)
			})
		},
	}
}

func showSetupLink(w io.Writer, l adminapi.SetupLink) error {
	_, err := fmt.Fprintf(w, "%s\nIt makes the first operator, once, until %s.\n", l.URL, moment(l.Expires.Time))
	return err
}
