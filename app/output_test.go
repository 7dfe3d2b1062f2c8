package app

import (
	"bytes"
	"testing"
)

func TestOutputIsAlignedAndCannotMoveTheCursor(t *testing.T) {
	var b bytes.Buffer
	if err := printTable(&b, []string{"NAME", "STATE"}, [][]string{{"Zoë", "active"}, {"a\x1b[2Jb\nc", ""}}); err != nil {
		t.Fatal(err)
	}
	if err := printBlock(&b, pair{"name", "x"}, pair{"unset", ""}, pair{"last used", "never\r"}); err != nil {
		t.Fatal(err)
	}
	const want = "NAME      STATE\nZoë       active\na·[2Jb·c\nname       x\nlast used  never·\n"
	if got := b.String(); got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}
