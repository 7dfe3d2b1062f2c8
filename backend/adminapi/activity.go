package adminapi

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Activity is one request to the listener.
type Activity struct {
	ID        int64    `json:"id"`
	At        Time     `json:"at"`
	Method    string   `json:"method"`
	Path      string   `json:"path"`
	Status    int      `json:"status"`
	Ms        float64  `json:"ms"`
	Code      string   `json:"code"`
	Reason    string   `json:"reason"`
	Subject   *Subject `json:"subject"`
	Address   string   `json:"address"`
	Agent     string   `json:"agent"`
	RequestID string   `json:"requestId"`
	BytesIn   int64    `json:"bytesIn"`
	BytesOut  int64    `json:"bytesOut"`
}

// Subject is what a request was about.
type Subject struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
	Hint string `json:"hint"`
	User string `json:"user"`
}

// ActivityPage is a part of the activity feed, oldest first.
type ActivityPage struct {
	Items   []Activity `json:"items"`
	Next    int64      `json:"next"`
	Dropped int64      `json:"dropped"`
	More    bool       `json:"more"`
	Size    int        `json:"size"`
	Capture *Capture   `json:"capture"`
}

// Capture is the capture of bodies while it is on.
type Capture struct {
	Until Time   `json:"until"`
	By    string `json:"by"`
}

// ActivityDetail is one request with all that is known of it.
type ActivityDetail struct {
	Activity
	Refused  bool             `json:"refused"`
	Refusals int              `json:"refusals"`
	Token    bool             `json:"token"`
	Second   bool             `json:"oldSecret"`
	Checks   []TraceCheck     `json:"checks"`
	Now      []string         `json:"now"`
	Mend     *Mend            `json:"mend"`
	Request  []ActivityHeader `json:"requestHeaders"`
	Answer   []ActivityHeader `json:"answerHeaders"`
	Bodies   *ActivityBodies  `json:"bodies"`
}

// TraceCheck is one thing a credential was held against.
type TraceCheck struct {
	Check  string `json:"check"`
	Result string `json:"result"`
	Would  string `json:"would"`
	At     *Time  `json:"at"`
}

// Mend is what an operator can do about a refusal.
type Mend struct {
	Action string `json:"action"`
}

// ActivityHeader is a header of a request or an answer. The value of a hidden
// one is only how it announces itself, such as Bearer.
type ActivityHeader struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Hidden bool   `json:"hidden"`
}

// ActivityBodies are captured bodies with the secrets taken out.
type ActivityBodies struct {
	Request    string `json:"request"`
	RequestCut int64  `json:"requestCut"`
	Answer     string `json:"answer"`
	AnswerCut  int64  `json:"answerCut"`
}

func toActivity(e *access.ActivityEntry) Activity {
	return Activity{
		ID: e.ID, At: Time{e.At}, Method: e.Method, Path: e.Route, Status: e.Status, Ms: float64(e.Took.Microseconds()) / 1000,
		Code: e.Code, Reason: e.Verdict.Reason, Subject: toSubject(e.Subject), Address: e.Addr, Agent: e.Agent,
		RequestID: e.RequestID, BytesIn: e.In, BytesOut: e.Out,
	}
}

func toSubject(s access.Subject) *Subject {
	if s.Kind == "" {
		return nil
	}
	return &Subject{Kind: s.Kind, ID: s.ID, Name: s.Name, Hint: s.Hint, User: s.User}
}

func toCapture(c access.Capture) *Capture {
	if !c.On {
		return nil
	}
	return &Capture{Until: Time{c.Until}, By: c.By}
}

func toActivityDetail(t *access.Trace) ActivityDetail {
	d := ActivityDetail{
		Activity: toActivity(&t.Entry), Refused: t.Refused, Refusals: t.Refusals, Token: t.Entry.Verdict.Token, Second: t.Entry.Verdict.Second,
		Checks: []TraceCheck{}, Now: append([]string{}, t.Now...), Request: []ActivityHeader{}, Answer: []ActivityHeader{},
	}
	for _, c := range t.Checks {
		d.Checks = append(d.Checks, TraceCheck{Check: c.Check, Result: c.Result, Would: c.Would, At: some(c.At)})
	}
	if t.Mend != nil {
		d.Mend = &Mend{Action: t.Mend.Action}
	}
	for _, h := range t.Entry.Headers {
		if h.Name == "" {
			break
		}
		into := &d.Request
		if h.Answer {
			into = &d.Answer
		}
		*into = append(*into, ActivityHeader{Name: h.Name, Value: h.Value, Hidden: h.Hidden})
	}
	if b := t.Entry.Bodies; b != nil {
		d.Bodies = &ActivityBodies{Request: b.Request, RequestCut: b.RequestCut, Answer: b.Answer, AnswerCut: b.AnswerCut}
	}
	return d
}

const (
	// maxWait bounds how long a poll waits; what stands between may cut off
	// anything longer.
	maxWait = 20 * time.Second
	// answerTime is what a poll has to leave once it waits no longer.
	answerTime = 10 * time.Second
)

func (a *API) listActivity(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	q := access.ActivityQuery{Filter: param(r, "filter")}
	var err error
	if q.Limit, err = number(r.URL.Query(), "limit", defaultLimit, 1, defaultLimit); err != nil {
		return err
	}
	if q.After, err = activityID(r, "after", "pass the next of the answer before"); err != nil {
		return err
	}
	if q.Before, err = activityID(r, "before", "pass the id of the oldest request that is known"); err != nil {
		return err
	}
	if wait := param(r, "wait"); wait != "" {
		if q.Wait, err = time.ParseDuration(wait); err != nil || q.Wait < 0 || q.Wait > maxWait {
			return access.Invalidf("wait", "wait is a span of at most %s", maxWait).WithHint("for instance wait=20s")
		}
	}
	// The server's time-outs are made for logins; this one waits on purpose.
	deadline := q.Wait + answerTime
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(deadline)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return access.Errorf(access.CodeUnavailable, "the connection is gone").Wrap(err)
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	if ending := web.Ending(r); ending != nil && q.Wait > 0 {
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			select {
			case <-ending:
				cancel()
			case <-stop:
			}
		}()
	}
	page, err := a.access.Activity(ctx, c, q)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, ActivityPage{
		Items: showAll(page.Items, toActivity), Next: page.Next, Dropped: page.Dropped, More: page.More, Size: page.Size, Capture: toCapture(page.Capture),
	})
}

// activityID reads the parameter of that name; 0 = there is none.
func activityID(r *http.Request, name, hint string) (int64, error) {
	text := param(r, name)
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 0 {
		return 0, access.Invalidf(name, "%s is no id of the activity feed", name).WithHint("%s", hint)
	}
	return id, nil
}

func (a *API) getActivity(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		id = -1 // nobody's
	}
	trace, err := a.access.Explain(r.Context(), c, id)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toActivityDetail(trace))
}

type captureChange struct {
	On *bool `json:"on" must:"be there"`
}

func (a *API) captureBodies(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[captureChange](w, r)
	if err != nil {
		return err
	}
	state, err := a.access.CaptureBodies(r.Context(), c, *body.On)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, CaptureState{Capture: toCapture(state)})
}

// CaptureState is the capture of bodies, null while it is off.
type CaptureState struct {
	Capture *Capture `json:"capture"`
}
