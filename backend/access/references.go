package access

import (
	"context"
	"fmt"

	"latchkey/backend/kv"
)

// Finding is something wrong with a store that opens: a record that refers to
// nothing, or that contradicts another.
type Finding struct {
	Kind string // of the record
	ID   string
	What string // in words; never a secret
}

// References looks whether the records of a store fit together: what each
// refers to is there, and what only one may have has one owner.
func (p *Snapshot) References(ctx context.Context) ([]Finding, error) {
	r := &references{s: p.s, st: p.st, claims: map[string]string{}}
	r.memberships()
	r.keys()
	r.headers()
	r.signing()
	for id := range p.st.accounts {
		if a := p.st.accounts[id]; a.Removed == nil {
			r.claims[p.s.claimKey("account", comparableName(a.Name))] = "account " + id
		}
	}
	for id, u := range p.st.users {
		if u.Removed == nil {
			r.claims[p.s.claimKey("username", u.canonical)] = "user " + id
		}
	}
	err := r.claimed(ctx)
	return r.found, err
}

type references struct {
	s      *Service
	st     *state
	claims map[string]string // that must be there, and whose they are
	found  []Finding
}

func (r *references) wrong(kind, id, format string, args ...any) {
	r.found = append(r.found, Finding{kind, id, fmt.Sprintf(format, args...)})
}

func (r *references) memberships() {
	for user, members := range r.st.members {
		primaries := 0
		for account, m := range members {
			id := user + " in " + account
			if u := r.st.users[user]; u == nil || u.Removed != nil {
				r.wrong("membership", id, "its user is not there")
			}
			if a := r.st.accounts[account]; a == nil || a.Removed != nil {
				r.wrong("membership", id, "its account is not there")
			}
			if m.Primary {
				primaries++
			}
		}
		if primaries != 1 {
			r.wrong("user", user, "has %d primary memberships, and must have one", primaries)
		}
	}
}

func (r *references) keys() {
	for k := range r.st.allKeys() {
		if r.st.users[k.UserID] == nil {
			r.wrong("key", k.ID, "its user is not there")
		}
		if r.st.accounts[k.AccountID] == nil {
			r.wrong("key", k.ID, "its account is not there")
		}
		if other := r.st.keyByID(k.ID); other == nil || other.Number != k.Number {
			r.wrong("key", k.ID, "another key has the same id")
		}
		r.claims[r.s.claimKey("access key", k.AccessKey)] = "key " + k.ID
	}
}

func (r *references) headers() {
	for id, h := range r.st.headers {
		if r.st.users[h.UserID] == nil {
			r.wrong("authheader", id, "its user is not there")
		}
		r.claims[r.s.claimKey("auth header", h.Token)] = "authheader " + id
	}
}

func (r *references) signing() {
	for _, use := range signingUses {
		active := 0
		for _, k := range r.st.signing {
			if k.Use == use && k.RetiredAt == nil {
				active++
			}
		}
		if active != 1 {
			r.wrong("signing-key", string(use), "%d are active, and one must be", active)
		}
	}
}

// claimed looks whether what must be claimed is. That a claim has no owner any
// more is no fault: ids brought by an import and the first owner's are kept.
func (r *references) claimed(ctx context.Context) error {
	_, err := scan(ctx, r.s.store, claimPrefix, 0, func(e kv.Entry) error {
		delete(r.claims, e.Key)
		return nil
	})
	for _, whose := range r.claims {
		r.wrong("claim", whose, "its name is not claimed, so a second one could take it")
	}
	return err
}
