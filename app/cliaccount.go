package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"latchkey/backend/adminapi"
)

func (p *program) accountCommand() *cobra.Command {
	return group("account", "Accounts: what keys act for", `  latchkey account add Acme --domain /acme
  latchkey account member Acme ada --role PartnerAdmin`,
		p.accountAdd(), p.accountList(), p.accountShow(), p.accountEdit(), p.accountRemove(), p.accountMember())
}

var accountFlags = []string{
	"realm", "realm", "domain", "domain", "customer-id", "customerId", "repcode", "repcode",
	"service-phone", "customerServicePhone", "service-email", "customerServiceEmail",
}

func addAccountFlags(flags *pflag.FlagSet) {
	flags.String("realm", "", "the claim realm (Partner where none is given)")
	flags.String("domain", "", "the claim domain, a `PATH` (made from the name where none is given)")
	flags.String("customer-id", "", "the claim cid, a `UUID` (a new one where none is given)")
	flags.String("repcode", "", "the representative's code")
	flags.String("service-phone", "", "the customer service's telephone number")
	flags.String("service-email", "", "the customer service's address")
}

func (p *program) accountAdd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "add NAME", Short: "Make an account", Args: arguments("NAME"),
		Example: `  latchkey account add Acme --realm Partner --domain /acme`,
		RunE: func(cmd *cobra.Command, args []string) error {
			body := fields{"name": args[0]}.text(cmd.Flags(), accountFlags...)
			return call[adminapi.Account]{http.MethodPost, "/accounts", body, showAccount}.run(cmd.Context(), p)
		},
	}
	addAccountFlags(cmd.Flags())
	return cmd
}

func (p *program) accountList() *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List accounts", Args: noArguments,
		Example: `  latchkey account list --search acme`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listing[adminapi.Account]{
				path: "/accounts", query: filters(cmd.Flags(), "search"),
				heading: []string{"NAME", "REALM", "DOMAIN", "MEMBERS", "KEYS", "ID"},
				row: func(a adminapi.Account) []string {
					return []string{a.Name, a.Realm, a.Domain, strconv.Itoa(a.Members), strconv.Itoa(a.Keys.Total), a.ID}
				},
				none: "no account; latchkey account add NAME makes one",
			}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("search", "", "only accounts with this `TEXT` in them")
	return cmd
}

func (p *program) accountShow() *cobra.Command {
	return &cobra.Command{
		Use: "show ACCOUNT", Short: "Show an account", Args: arguments("ACCOUNT"),
		Example: `  latchkey account show Acme`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			return call[adminapi.Account]{http.MethodGet, "/accounts/" + ref, nil, showAccount}.run(cmd.Context(), p)
		},
	}
}

func (p *program) accountEdit() *cobra.Command {
	cmd := &cobra.Command{
		Use: "edit ACCOUNT", Short: "Change an account", Args: arguments("ACCOUNT"),
		Example: `  latchkey account edit Acme --name "Acme Ltd" --domain /acme`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			body := fields{}.text(cmd.Flags(), append([]string{"name", "name"}, accountFlags...)...)
			if err := nothingToDo(cmd, body); err != nil {
				return err
			}
			return call[adminapi.Account]{http.MethodPatch, "/accounts/" + ref, body, showAccount}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("name", "", "a new `NAME`")
	addAccountFlags(cmd.Flags())
	return cmd
}

func (p *program) accountRemove() *cobra.Command {
	return &cobra.Command{
		Use: "remove ACCOUNT", Short: "Remove an account that has no active keys", Args: arguments("ACCOUNT"),
		Example: `  latchkey account remove Acme`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			return p.remove(cmd.Context(), "/accounts/"+ref, "/accounts/"+ref, "account "+args[0])
		},
	}
}

// remove takes an object away and prints what it was.
func (p *program) remove(ctx context.Context, show, path, what string) error {
	return p.withClient(ctx, func(api *client) error {
		var raw json.RawMessage
		if err := api.do(ctx, http.MethodGet, show, nil, &raw); err != nil {
			return err
		}
		if err := api.do(ctx, http.MethodDelete, path, nil, nil); err != nil {
			return err
		}
		if p.json {
			return p.printJSON(raw)
		}
		_, err := fmt.Fprintf(p.stdout, "%s is removed\n", printable(what))
		return err
	})
}

func (p *program) accountMember() *cobra.Command {
	cmd := &cobra.Command{
		Use: "member ACCOUNT USERNAME", Short: "Make a user a member of an account, or change what the membership holds",
		Args: arguments("ACCOUNT", "USERNAME"),
		Long: `Make a user a member of an account, or change what the membership holds. The
roles and permissions given replace those of before; without them a membership
that exists keeps its own.`,
		Example: `  latchkey account member Acme ada --role PartnerAdmin --permission orders:read --primary`,
		RunE:    p.runMember,
	}
	cmd.Flags().StringSlice("role", nil, "a `ROLE` the membership holds (repeatable)")
	cmd.Flags().StringSlice("permission", nil, "a `PERMISSION` the membership holds (repeatable)")
	cmd.Flags().Bool("primary", false, "make it the user's primary account")
	cmd.Flags().Bool("account-admin", false, "report the user as an administrator of the account")
	cmd.Flags().Bool("remove", false, "take the user out of the account")
	return cmd
}

func (p *program) runMember(cmd *cobra.Command, args []string) error {
	account, err := segment(args[0])
	if err != nil {
		return err
	}
	user, err := segment(args[1])
	if err != nil {
		return err
	}
	path := "/accounts/" + account + "/members/" + user
	if remove, _ := cmd.Flags().GetBool("remove"); remove {
		return p.removeMember(cmd.Context(), "/accounts/"+account+"/members", path, args)
	}
	return p.withClient(cmd.Context(), func(api *client) error {
		body := fields{"roles": []string{}, "permissions": []string{}, "primary": false, "accountAdmin": false}
		if m, found, err := findMember(cmd.Context(), api, account, args[1]); err != nil {
			return err
		} else if found {
			body["roles"], body["permissions"], body["accountAdmin"] = m.Roles, m.Permissions, m.AccountAdmin
		}
		body.lists(cmd.Flags(), "role", "roles", "permission", "permissions").
			toggles(cmd.Flags(), "primary", "primary", "account-admin", "accountAdmin")
		return call[adminapi.Membership]{http.MethodPut, path, body, showMembership}.send(cmd.Context(), p, api)
	})
}

// findMember looks for a membership as it is.
func findMember(ctx context.Context, api *client, account, user string) (adminapi.Membership, bool, error) {
	var members struct {
		Items []adminapi.Membership `json:"items"`
	}
	if err := api.do(ctx, http.MethodGet, "/accounts/"+account+"/members", nil, &members); err != nil {
		return adminapi.Membership{}, false, err
	}
	ref, err := segment(user)
	if err != nil {
		return adminapi.Membership{}, false, err
	}
	var known adminapi.User
	if err := api.do(ctx, http.MethodGet, "/users/"+ref, nil, &known); err != nil {
		return adminapi.Membership{}, false, err
	}
	for _, m := range members.Items {
		if m.User.ID == known.ID {
			return m, true, nil
		}
	}
	return adminapi.Membership{}, false, nil
}

func (p *program) removeMember(ctx context.Context, list, path string, args []string) error {
	return p.withClient(ctx, func(api *client) error {
		ref, err := segment(args[0])
		if err != nil {
			return err
		}
		m, _, err := findMember(ctx, api, ref, args[1])
		if err != nil {
			return err
		}
		if err := api.do(ctx, http.MethodDelete, path, nil, nil); err != nil {
			return err
		}
		if p.json {
			raw, err := json.Marshal(m)
			if err != nil {
				return err
			}
			return p.printJSON(raw)
		}
		_, err = fmt.Fprintf(p.stdout, "%s is no longer a member of %s\n", printable(args[1]), printable(args[0]))
		return err
	})
}

func showAccount(w io.Writer, a adminapi.Account) error {
	return printBlock(w,
		pair{"account", a.Name}, pair{"id", a.ID}, pair{"realm", a.Realm}, pair{"domain", a.Domain},
		pair{"customer id", a.CustomerID}, pair{"repcode", a.Repcode},
		pair{"service phone", a.ServicePhone}, pair{"service email", a.ServiceEmail},
		pair{"members", strconv.Itoa(a.Members)}, pair{"keys", keyCount(a.Keys)},
		pair{"created", made(a.Stamp)}, pair{"changed", changed(a.Stamp)})
}

func showMembership(w io.Writer, m adminapi.Membership) error {
	return printBlock(w,
		pair{"member", m.User.Username}, pair{"account", m.Account.Name},
		pair{"roles", wordList(m.Roles, "none")}, pair{"permissions", wordList(m.Permissions, "none")},
		pair{"primary", yes(m.Primary, "yes")}, pair{"account admin", yes(m.AccountAdmin, "yes")})
}

func keyCount(k adminapi.KeyCount) string {
	if k.Total == 0 {
		return "none"
	}
	return fmt.Sprintf("%d, of which %d active", k.Total, k.Active)
}

func made(s adminapi.Stamp) string { return moment(s.CreatedAt.Time) + " by " + s.CreatedBy }

// changed is left out where nothing changed since.
func changed(s adminapi.Stamp) string {
	if s.Version <= 1 {
		return ""
	}
	return moment(s.UpdatedAt.Time) + " by " + s.UpdatedBy
}
