package access

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
)

// The keys of the store. Numbered records stand under their number, so that
// two that were given the same number conflict.
const (
	accountPrefix = "account/"
	userPrefix    = "user/"
	memberPrefix  = "member/"
	keyPrefix     = "key/"
	headerPrefix  = "header/"
	signingPrefix = "signing/"
	sessionPrefix = "session/"
	settingPrefix = "setting/"
	claimPrefix   = "claim/"
	auditPrefix   = "audit/"
	linkPrefix    = "chain/" // of the audit log's chain
	headPrefix    = "head/"  // the end of that chain
	stampPrefix   = "stamp/"
	jobPrefix     = "job/"
)

// statePrefixes are what is held in memory, in an order in which each record
// finds what it refers to.
var statePrefixes = []string{settingPrefix, signingPrefix, accountPrefix, userPrefix, memberPrefix, keyPrefix, headerPrefix, sessionPrefix, jobPrefix, headPrefix}

// StatePrefixes begin the keys of what may not be lost or older than it was: the
// state, and the claims that keep two from having the same. Who opens the store
// has it held under epoch and digest.
func StatePrefixes() []string { return append(slices.Clone(statePrefixes), claimPrefix) }

// RoomPrefixes begin those of them that may be added also where the store is
// full: without a session nobody could sign in to revoke, and what is revoked
// is noted.
func RoomPrefixes() []string { return []string{sessionPrefix, jobPrefix, headPrefix} }

// recordVersion is the first byte of every record.
const recordVersion = 1

var errRecordVersion = errors.New("a record was written by a newer version of latchkey")

func encode(record any) ([]byte, error) {
	if k, ok := record.(*Key); ok {
		return appendKey(nil, k)
	}
	body, err := json.Marshal(record, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("encode a record: %w", err)
	}
	return append([]byte{recordVersion}, body...), nil
}

func decode(value []byte, into any) error {
	if len(value) == 0 {
		return errors.New("an empty record")
	}
	if value[0] != recordVersion {
		return fmt.Errorf("%w (format %d, this one knows %d)", errRecordVersion, value[0], recordVersion)
	}
	if err := json.Unmarshal(value[1:], into); err != nil {
		return errors.New("a record that is not in its format") // the decoder's text quotes the record
	}
	return nil
}

// kind is the part of a store key that may be logged.
func kind(key string) string {
	k, _, _ := strings.Cut(key, "/")
	return k
}

func accountKey(id string) string           { return accountPrefix + id }
func userKey(number int64) string           { return fmt.Sprintf("%s%016x", userPrefix, number) }
func memberKey(user, account string) string { return memberPrefix + user + "/" + account }
func keyKey(number int64) string            { return fmt.Sprintf("%s%016x", keyPrefix, number) }
func headerKey(number int64) string         { return fmt.Sprintf("%s%016x", headerPrefix, number) }

// numbered are the kinds whose records carry a number.
type numbered int

const (
	userNumber numbered = iota
	keyNumber
	headerNumber
)

// next gives a number nobody in this process has. Another node may choose the
// same; then one of the two commits conflicts and takes the next.
func (t *txn) next(n numbered) int64 { return t.numbers[n].Add(1) }

func (s *Service) sawNumber(n numbered, number int64) {
	for {
		seen := s.numbers[n].Load()
		if number <= seen || s.numbers[n].CompareAndSwap(seen, number) {
			return
		}
	}
}
