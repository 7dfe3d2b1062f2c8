package access_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/google/uuid"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func TestImportThatIsStoppedKeepsWhatItMadeAndGoesOnWhenRepeated(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{})
	const all, stopAt = 20_000, 9_000 // more than two windows
	lines := func(each func(n int)) func() (access.ImportLine, error) {
		n := 0
		return func() (access.ImportLine, error) {
			if n == all {
				return access.ImportLine{}, io.EOF
			}
			n++
			if each != nil {
				each(n)
			}
			return access.ImportLine{Line: n, Key: &access.SeedKey{AccessKey: fmt.Sprint("pair-", n), Secret: fmt.Sprintf("Vb9pWq3xTz6rLm1sYc8u%05d", n)}}, nil
		}
	}
	id := uuid.NewString()
	seen := 0
	report, err := core.Import(t.Context(), accesstest.Local, access.ImportOptions{User: "ada", ID: id}, lines(func(n int) {
		if n != stopAt {
			return
		}
		p, err := core.ImportProgress(t.Context(), accesstest.Local, id)
		if err != nil || p.Over || p.Lines == 0 {
			t.Errorf("under way: %+v %v", p, err)
		} else {
			seen = p.Lines
		}
		if _, err := core.StopImport(t.Context(), accesstest.Local, id); err != nil {
			t.Error(err)
		}
	}))
	if err != nil || !report.Stopped || report.Keys.Created == all || report.Keys.Created < seen || report.Lines != report.Keys.Created {
		t.Fatalf("%+v, %d seen: %v", report, seen, err)
	}
	p, err := core.ImportProgress(t.Context(), accesstest.Local, id)
	if err != nil || !p.Over || p.Lines != report.Keys.Created {
		t.Errorf("afterwards: %+v %v", p, err)
	}
	list, err := core.Keys(t.Context(), accesstest.Local, access.KeyQuery{})
	if err != nil || list.Total != report.Keys.Created {
		t.Errorf("%d keys are there, %d were reported: %v", list.Total, report.Keys.Created, err)
	}
	again, err := core.Import(t.Context(), accesstest.Local, access.ImportOptions{User: "ada"}, lines(nil))
	if err != nil || again.Stopped || again.Keys.Unchanged != report.Keys.Created || again.Keys.Created+again.Keys.Unchanged != all {
		t.Errorf("%+v %v", again, err)
	}
	if p, err := core.ImportProgress(t.Context(), accesstest.Local, uuid.NewString()); err != nil || *p != (access.ImportProgress{}) {
		t.Errorf("of one that has not arrived: %+v %v", p, err)
	}
	if _, err := core.StopImport(t.Context(), accesstest.Local, uuid.NewString()); codeOf(err) != access.CodeNotFound {
		t.Errorf("stopping none: %v", err)
	}
}
