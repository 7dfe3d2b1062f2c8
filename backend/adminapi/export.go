package adminapi

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// sheet writes a list as CSV (RFC 4180), a row at a time.
type sheet struct {
	w       http.ResponseWriter
	name    string
	heading []string
	out     *csv.Writer // nil until there is something to write: an error can still be one
}

func (t *sheet) row(cells ...string) error {
	if t.out == nil {
		t.begin()
	}
	for i, cell := range cells {
		cells[i] = inert(cell)
	}
	return t.out.Write(cells)
}

func (t *sheet) begin() {
	body := web.WriteStream(t.w)
	t.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	t.w.Header().Set("Content-Disposition", `attachment; filename="`+t.name+`.csv"`)
	t.out = csv.NewWriter(body)
	t.out.UseCRLF = true
	_ = t.out.Write(t.heading)
}

// end writes what is left; a list of nothing is its heading.
func (t *sheet) end(err error) error {
	if err != nil {
		return err
	}
	if t.out == nil {
		t.begin()
	}
	t.out.Flush()
	return t.out.Error()
}

// inert keeps a spreadsheet from taking a cell for a formula: names and notes
// are anybody's text.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n|%", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// used are the three cells of a last use.
func used(u *access.Use) [3]string {
	if u == nil {
		return [3]string{}
	}
	return [3]string{stamp(&u.At), u.Addr, u.Agent}
}

func (a *API) exportKeys(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	q, err := keyQuery(r)
	if err != nil {
		return err
	}
	var named []string
	if ids := param(r, "ids"); ids != "" {
		named = strings.Split(ids, ",")
	}
	t := &sheet{w: w, name: "access-keys", heading: []string{
		"name", "id", "access key", "state", "refused because", "user", "account", "roles", "permissions", "labels", "addresses",
		"created", "created by", "not before", "expires", "old secret until", "last used", "last address", "last agent", "note",
	}}
	return t.end(a.access.ExportKeys(r.Context(), c, named, q, func(keys []access.KeyView) error {
		for _, k := range keys {
			last, until := used(k.LastUsed), ""
			if k.Rotation != nil {
				until = stamp(&k.Rotation.Until)
			}
			err := t.row(k.Name, k.ID, k.AccessKey, string(k.State), string(k.Blocked), k.Username, k.AccountName,
				strings.Join(k.EffectiveRoles, " "), strings.Join(k.EffectivePermissions, " "), strings.Join(k.Labels, " "), strings.Join(access.AddressTexts(k.Addresses), " "),
				stamp(&k.CreatedAt), k.CreatedBy, stamp(k.NotBefore), stamp(k.Expires), until, last[0], last[1], last[2], k.Note)
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

func (a *API) exportAuthHeaders(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	q, err := headerQuery(r)
	if err != nil {
		return err
	}
	t := &sheet{w: w, name: "auth-headers", heading: []string{
		"name", "id", "begins with", "state", "refused because", "user", "created", "created by", "expires", "deleted", "deleted by", "last used", "last address", "last agent",
	}}
	return t.end(a.access.ExportAuthHeaders(r.Context(), c, q, func(headers []access.AuthHeaderView) error {
		for _, h := range headers {
			last := used(h.LastUsed)
			err := t.row(h.Name, h.ID, h.Hint, string(h.State), string(h.Blocked), h.Username, stamp(&h.CreatedAt), h.CreatedBy,
				stamp(h.Expires), stamp(h.DeletedAt), h.DeletedBy, last[0], last[1], last[2])
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

func (a *API) exportAudit(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	q, err := auditQuery(r)
	if err != nil {
		return err
	}
	t := &sheet{w: w, name: "audit-log", heading: []string{"time", "actor", "action", "object", "object id", "object name", "result", "detail", "changes", "address", "request"}}
	return t.end(a.access.ExportAudit(r.Context(), c, q, func(entries []access.AuditEntry) error {
		for _, e := range entries {
			changes := make([]string, len(e.Changes))
			for i, ch := range e.Changes {
				changes[i] = ch.Field + ": " + strconv.Quote(ch.Before) + " to " + strconv.Quote(ch.After)
			}
			if err := t.row(stamp(&e.At), e.Actor, e.Action, e.Object, e.ObjectID, e.ObjectName, e.Result, e.Detail, strings.Join(changes, "; "), e.Addr, e.RequestID); err != nil {
				return err
			}
		}
		return nil
	}))
}
