package app

import (
	"io"
	"net/http"

	"github.com/spf13/cobra"

	"latchkey/backend/adminapi"
)

func (p *program) authHeaderCommand() *cobra.Command {
	return group("authheader", "Auth headers: long-lived tokens of users", `  latchkey authheader add --user ada --name "dashboard"
  latchkey authheader remove dashboard`,
		p.authHeaderAdd(), p.authHeaderList(), p.authHeaderEdit(), p.authHeaderRemove())
}

func (p *program) authHeaderAdd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "add", Short: "Make an auth header; its token is shown this once", Args: noArguments,
		Example: `  latchkey authheader add --user ada --name dashboard --expires 365d`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "user", "name"); err != nil {
				return err
			}
			body := fields{}.text(cmd.Flags(), "user", "user", "name", "name", "expires", "expires")
			return call[adminapi.AuthHeaderWithToken]{http.MethodPost, "/authheaders", body, showNewAuthHeader}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("user", "", "the `USERNAME` it belongs to")
	cmd.Flags().String("name", "", "its `NAME`")
	cmd.Flags().String("expires", "", "`90d|DATE|never`: when it expires; never where none is given")
	return cmd
}

func (p *program) authHeaderList() *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List auth headers", Args: noArguments,
		Example: `  latchkey authheader list --user ada`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listing[adminapi.AuthHeader]{
				path: "/authheaders", query: filters(cmd.Flags(), "search", "state", "user"),
				heading: []string{"NAME", "TOKEN", "STATE", "USER", "EXPIRES", "LAST USED", "ID"},
				row: func(h adminapi.AuthHeader) []string {
					return []string{h.Name, h.Hint + "…", authHeaderState(h), h.User.Username, momentOf(h.Expires, "never"), usedAt(h.LastUsed), h.ID}
				},
				none: "no auth header; latchkey authheader add --user USERNAME --name NAME makes one",
			}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("search", "", "only auth headers with this `TEXT` in them")
	cmd.Flags().StringSlice("state", nil, "only auth headers in this `STATE`: active, expired or deleted (repeatable)")
	cmd.Flags().String("user", "", "only auth headers of this `USERNAME`")
	return cmd
}

func (p *program) authHeaderEdit() *cobra.Command {
	cmd := &cobra.Command{
		Use: "edit AUTHHEADER", Short: "Change an auth header's name or when it expires", Args: arguments("AUTHHEADER"),
		Example: `  latchkey authheader edit dashboard --name wallboard --expires 30d`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			body := fields{}.text(cmd.Flags(), "name", "name", "expires", "expires")
			if err := nothingToDo(cmd, body); err != nil {
				return err
			}
			return call[adminapi.AuthHeader]{http.MethodPatch, "/authheaders/" + ref, body, showAuthHeader}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("name", "", "its new `NAME`")
	cmd.Flags().String("expires", "", "`90d|DATE|never`: when it expires; a span counts from now")
	return cmd
}

func (p *program) authHeaderRemove() *cobra.Command {
	return &cobra.Command{
		Use: "remove AUTHHEADER", Short: "Delete an auth header", Args: arguments("AUTHHEADER"),
		Example: `  latchkey authheader remove dashboard`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			return call[adminapi.AuthHeader]{http.MethodDelete, "/authheaders/" + ref, nil, showAuthHeader}.run(cmd.Context(), p)
		},
	}
}

func showNewAuthHeader(w io.Writer, h adminapi.AuthHeaderWithToken) error {
	if err := printBlock(w, append([]pair{{"token", h.Token}}, authHeaderPairs(h.AuthHeader)...)...); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\nThe token is shown this once; its user can read it again by /authheader/list.\n")
	return err
}

func showAuthHeader(w io.Writer, h adminapi.AuthHeader) error {
	return printBlock(w, append([]pair{{"token", h.Hint + "…"}}, authHeaderPairs(h)...)...)
}

func authHeaderPairs(h adminapi.AuthHeader) []pair {
	pairs := []pair{
		{"name", h.Name}, {"id", h.ID}, {"state", authHeaderState(h)}, {"user", h.User.Username},
		{"expires", momentOf(h.Expires, "never")},
	}
	if h.DeletedAt != nil {
		pairs = append(pairs, pair{"deleted", moment(h.DeletedAt.Time) + " by " + h.DeletedBy})
	}
	return append(pairs, pair{"last used", usedAt(h.LastUsed)}, pair{"created", made(h.Stamp)})
}

func authHeaderState(h adminapi.AuthHeader) string { return string(h.State) + blocked(h.Blocked) }
