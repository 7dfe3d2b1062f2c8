package access

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/backend/kv"
)

// AuditReport is what verifying the audit log came to.
type AuditReport struct {
	Verdict  AuditVerdict   // whole, or that of the first finding
	Findings []AuditFinding // the chain's first, then the oldest; at most maxFindings
	More     int64          // findings beyond those
	Entries  int64          // in the log
	Links    int64          // in the chain
	Waiting  int64          // entries of the last second, which are in no link yet
	Begun    time.Time      // of the chain
	Head     string         // names the end of the chain: written down elsewhere, it shows later that the log goes on from here
}

// AuditVerdict is what became of an audit log.
type AuditVerdict string

const (
	AuditWhole     AuditVerdict = "whole"
	AuditAltered   AuditVerdict = "altered"   // an entry or a link is not as it was written
	AuditRemoved   AuditVerdict = "removed"   // one is gone
	AuditInserted  AuditVerdict = "inserted"  // an entry is there that was never written
	AuditTruncated AuditVerdict = "truncated" // the end is gone
	AuditForked    AuditVerdict = "forked"    // it goes on otherwise than it did
)

// AuditFinding is one thing wrong with the log.
type AuditFinding struct {
	Verdict AuditVerdict
	Entry   string    // ID of the entry; "" where it is about the chain
	Link    uint64    // number of the link; 0 where it is about an entry
	At      time.Time // when that was written, as far as can be told; zero = unknown
	What    string    // a sentence without full stop
}

const maxFindings = 100

// VerifyAudit holds the whole audit log against its chain. head is the Head of
// an earlier report, which the chain must still lead through, or "". Codes:
// unauthenticated, denied, invalid, unavailable.
func (s *Service) VerifyAudit(ctx context.Context, c Caller, head string) (*AuditReport, error) {
	if err := s.allow(ctx, c, RoleViewer, "audit.verify"); err != nil {
		return nil, err
	}
	seq, sum, err := parseHead(head)
	if err != nil {
		return nil, err
	}
	s.chain.making.Lock() // one at a time: it reads everything
	defer s.chain.making.Unlock()
	applied, err := s.caughtUp(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.extend(ctx); err != nil && !errors.Is(err, kv.ErrFull) && !errors.Is(err, kv.ErrConflict) {
		return nil, verifyError(err)
	}
	v := &verification{witness: seq, witnessed: sum, applied: applied, waits: s.chain.waitingIDs()}
	if err := v.run(ctx, s); err != nil {
		return nil, verifyError(err)
	}
	return v.report(), nil
}

// caughtUp waits until memory shows all that is in the store now, and gives the
// revision of that.
func (s *Service) caughtUp(ctx context.Context) (int64, error) {
	now, err := s.store.Scan(ctx, auditHead, "", 1, 0)
	if err != nil {
		return 0, verifyError(err)
	}
	return now.Revision, s.await(ctx, now.Revision)
}

func verifyError(err error) error {
	if errors.Is(err, kv.ErrCompacted) {
		return Errorf(CodeUnavailable, "too much was changed while the audit log was read").WithHint("try again").Wrap(err)
	}
	return fmt.Errorf("verify the audit log: %w", storeError(err))
}

func (h chainHead) String() string { return fmt.Sprintf("%d:%x", h.Seq, h.Sum) }

func parseHead(text string) (seq uint64, sum []byte, err error) {
	if text == "" {
		return 0, nil, nil
	}
	number, digits, _ := strings.Cut(text, ":")
	seq, err = strconv.ParseUint(number, 10, 64)
	if err == nil {
		sum, err = hex.DecodeString(digits)
	}
	if err != nil || (seq == 0) != (len(sum) == 0) {
		return 0, nil, Invalidf("head", "that names no end of a chain").WithHint("give the head that an earlier verification printed, as it is")
	}
	return seq, sum, nil
}

func (c *chain) waitingIDs() map[entryID]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	ids := make(map[entryID]bool, len(c.pending))
	for _, p := range c.pending {
		ids[p.id] = true
	}
	return ids
}

// verification is one walk through log and chain.
type verification struct {
	witness   uint64 // a link that must be there
	witnessed []byte // with this sum
	applied   int64  // entries up to this revision are in links, or in waits
	waits     map[entryID]bool

	walk    *chainWalk
	links   []AuditFinding
	entries []AuditFinding
	orphans []AuditFinding // entries that are ours and in no link
	entire  bool           // no link is missing or unreadable
	more    int64
	count   int64
	waiting int64

	newer     link // the link before in the walk, which is the next newer one
	hasNewer  bool
	newerRead bool
	oldest    link
}

func (v *verification) run(ctx context.Context, s *Service) (err error) {
	if v.walk, err = s.walkChain(ctx); err != nil {
		return err
	}
	v.entire = true
	v.walk.onLink = v.seeLink
	v.walk.onMissing = v.miss
	for {
		e, listed, err := v.walk.nextEntry(ctx)
		if err != nil {
			return err
		}
		if e == nil {
			break
		}
		v.seeEntry(e, listed)
	}
	v.seeEnds(s.chain.upTo)
	return nil
}

func (v *verification) add(to *[]AuditFinding, f AuditFinding) {
	if len(*to) < maxFindings {
		*to = append(*to, f)
	} else {
		v.more++
	}
}

func (v *verification) aboutLink(verdict AuditVerdict, seq uint64, at time.Time, what string) {
	if verdict != AuditForked {
		v.entire = false
	}
	v.add(&v.links, AuditFinding{Verdict: verdict, Link: seq, At: at, What: what})
}

// seeLink holds a link against the next newer one, or against the head.
func (v *verification) seeLink(seq uint64, l link, err error) {
	head := v.walk.head
	if !v.hasNewer && v.walk.headRev != 0 {
		switch {
		case seq < head.Seq:
			v.aboutLink(AuditTruncated, head.Seq, l.At, fmt.Sprintf("the chain ends at link %d, and its head names link %d", seq, head.Seq))
		case seq > head.Seq:
			v.aboutLink(AuditForked, seq, l.At, fmt.Sprintf("the chain goes on to link %d, and its head names link %d", seq, head.Seq))
		case err == nil && !bytes.Equal(l.Sum, head.Sum):
			v.aboutLink(AuditForked, seq, l.At, "the newest link is another than the head names")
		}
	}
	switch {
	case err != nil:
		v.aboutLink(AuditAltered, seq, l.At, fmt.Sprintf("link %d is not as it was made", seq))
	case v.hasNewer && v.newerRead && seq+1 == v.newer.Seq && !bytes.Equal(v.newer.Prev, l.Sum):
		v.aboutLink(AuditForked, v.newer.Seq, v.newer.At, fmt.Sprintf("link %d follows another link %d than the one that is there", v.newer.Seq, seq))
	}
	if v.hasNewer && seq+1 < v.newer.Seq {
		v.aboutLink(AuditRemoved, seq+1, v.newer.At, gap(seq+1, v.newer.Seq-1))
	}
	if seq == v.witness && err == nil && !bytes.Equal(l.Sum, v.witnessed) {
		v.aboutLink(AuditForked, seq, l.At, fmt.Sprintf("link %d is another than the one that was written down", seq))
	}
	l.Seq = seq
	v.newer, v.hasNewer, v.newerRead, v.oldest = l, true, err == nil, l
}

func gap(from, to uint64) string {
	if from == to {
		return fmt.Sprintf("link %d is gone", from)
	}
	return fmt.Sprintf("the links %d to %d are gone", from, to)
}

// seeEnds judges what only shows when everything was read.
func (v *verification) seeEnds(upTo uint64) {
	head := v.walk.head
	none := !v.hasNewer
	switch {
	case v.walk.headRev == 0:
		v.aboutLink(AuditTruncated, 0, time.Time{}, "the head of the chain is gone")
	case head.Torn:
		v.aboutLink(AuditTruncated, 0, head.Begun, "the chain was begun anew here, because the end of the one before was gone")
	case none && head.Seq > 0:
		v.aboutLink(AuditTruncated, head.Seq, head.Begun, fmt.Sprintf("the chain has no link, and its head names link %d", head.Seq))
	case head.Seq < upTo:
		v.aboutLink(AuditTruncated, upTo, head.Begun, fmt.Sprintf("the chain ends at link %d, and link %d was there before", head.Seq, upTo))
	case v.witness > head.Seq:
		v.aboutLink(AuditTruncated, v.witness, head.Begun, fmt.Sprintf("the chain ends at link %d, and the head written down names link %d", head.Seq, v.witness))
	}
	if v.hasNewer && v.oldest.Seq > 1 && !head.Torn {
		v.aboutLink(AuditRemoved, 1, head.Begun, gap(1, v.oldest.Seq-1))
	}
}

func (v *verification) miss(e entryTag, atEnd bool) {
	f := AuditFinding{Verdict: AuditRemoved, Entry: e.id.String(), At: e.id.at(), What: "an entry is gone"}
	if atEnd {
		f.Verdict, f.What = AuditTruncated, "an entry is gone, and so is every newer one"
	}
	v.add(&v.entries, f)
}

func (v *verification) seeEntry(e *logEntry, listed *entryTag) {
	v.count++
	f := AuditFinding{Entry: strings.TrimPrefix(e.key, auditPrefix)}
	if e.id != (entryID{}) {
		f.At = e.id.at()
	}
	ours := e.ok && e.damage == nil && (e.own == nil || *e.own == e.tag)
	switch {
	case listed != nil && ours && listed.tag == e.tag:
		return
	case listed != nil, e.damage != nil:
		f.Verdict, f.What = AuditAltered, "an entry is not as it was written"
	case ours && (v.waits[e.id] || e.own != nil && e.revision > v.applied):
		v.waiting++
		return
	case ours && e.own != nil:
		f.Verdict, f.What = AuditInserted, "an entry is in no link"
		v.add(&v.orphans, f)
		return
	case v.waits[e.id]:
		f.Verdict, f.What = AuditAltered, "an entry is not as it was written"
	default:
		f.Verdict, f.What = AuditInserted, "an entry is there that this store never wrote"
	}
	v.add(&v.entries, f)
}

func (v *verification) report() *AuditReport {
	r := &AuditReport{
		Verdict: AuditWhole, Entries: v.count, Links: v.walk.links, Waiting: v.waiting,
		Begun: v.walk.head.Begun, Head: v.walk.head.String(), More: v.more,
	}
	byTime := func(a, b AuditFinding) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Link, b.Link), cmp.Compare(a.Entry, b.Entry))
	}
	entries := v.entries
	if v.entire {
		// Only then do links say that nobody listed an entry.
		entries = append(entries, v.orphans...)
	}
	slices.SortStableFunc(v.links, byTime)
	slices.SortStableFunc(entries, byTime)
	r.Findings = append(v.links, entries...)
	if over := len(r.Findings) - maxFindings; over > 0 {
		r.Findings, r.More = r.Findings[:maxFindings], r.More+int64(over)
	}
	if len(r.Findings) > 0 {
		r.Verdict = r.Findings[0].Verdict
	}
	return r
}
