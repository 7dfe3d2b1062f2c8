package apikey_test

import (
	"testing"

	"latchkey/backend/server/servertest"
)

func TestTranscripts(t *testing.T) { servertest.Transcripts(t, "testdata") }
