package access

import (
	"iter"
	"maps"
)

// The keys are reached by what follows and in no other way, so that how they
// are kept is nobody's business but this file's. Whoever calls holds the lock.

func (st *state) putKey(k *Key) {
	st.keys[k.ID], st.accessKeys[k.AccessKey], st.keyNumbers[k.Number] = k, k, k
	put2(st.userKeys, k.UserID, k.ID, k)
	put2(st.accountKeys, k.AccountID, k.ID, k)
}

func (st *state) keyCount() int                          { return len(st.keys) }
func (st *state) keyByID(id string) *Key                 { return st.keys[id] }
func (st *state) keyByAccessKey(text string) *Key        { return st.accessKeys[text] }
func (st *state) keyNumbered(n int64) *Key               { return st.keyNumbers[n] }
func (st *state) allKeys() iter.Seq[*Key]                { return maps.Values(st.keys) }
func (st *state) keysOfUser(id string) iter.Seq[*Key]    { return maps.Values(st.userKeys[id]) }
func (st *state) keysOfAccount(id string) iter.Seq[*Key] { return maps.Values(st.accountKeys[id]) }
