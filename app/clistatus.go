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
			return call[adminapi.StatusAnswer]{http.MethodGet, "/status", nil, showStatus}.run(cmd.Context(), p)
		},
	}
}

func showStatus(w io.Writer, s adminapi.StatusAnswer) error {
	listener := "none"
	switch {
	case s.Listener.State == "listening":
		listener = s.Listener.URL
	case s.Listener.Error != "":
		listener = "none: " + s.Listener.Error
	case s.Listener.Address != "":
		listener = "none; latchkey serve listens on " + s.Listener.Address
	}
	setup := ""
	if s.Setup {
		setup = "no operator yet; latchkey setup-link makes a link for the first"
	}
	portal := "on the socket only"
	if s.Portal {
		portal = "on"
	}
	pid, folder := "", ""
	if s.PID != nil && s.DataFolder != nil {
		pid, folder = strconv.Itoa(*s.PID), *s.DataFolder
	}
	err := printBlock(w,
		pair{"version", s.Version}, pair{"data folder", folder}, pair{"process", pid}, pair{"since", moment(s.StartedAt.Time)},
		pair{"listener", listener}, pair{"portal", portal}, pair{"issuer", s.Issuer}, pair{"master key", s.KeySource},
		pair{"accounts", strconv.Itoa(s.Counts.Accounts)}, pair{"users", strconv.Itoa(s.Counts.Users)}, pair{"keys", strconv.Itoa(s.Counts.Keys)},
		pair{"auth headers", strconv.Itoa(s.Counts.AuthHeaders)}, pair{"operators", strconv.Itoa(s.Counts.Operators)}, pair{"set-up", setup})
	return err
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
				return call[adminapi.SetupLink]{http.MethodPost, "/setup-link", nil, showSetupLink}.send(cmd.Context(), p, api)
			})
		},
	}
}

func showSetupLink(w io.Writer, l adminapi.SetupLink) error {
	_, err := fmt.Fprintf(w, "%s\nIt makes the first operator, once, until %s.\n", l.URL, moment(l.Expires.Time))
	return err
}
