package app

import "testing"

func TestKernelsThatLoseSyncsAreKnown(t *testing.T) {
	for release, loses := range map[string]bool{
		"5.10.93-generic": true, "5.10.94": false, "5.15.16": true, "5.15.26-1": true, "5.15.27": false, "5.17.0": false, "6.1.0-18-amd64": false, "4.19.0": false, "odd": false, "5.10": false,
	} {
		if losesSyncs(release) != loses {
			t.Errorf("%s: want it to lose syncs: %v", release, loses)
		}
	}
}
