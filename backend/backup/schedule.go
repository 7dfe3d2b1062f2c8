package backup

import (
	"fmt"
	"time"
)

// Schedule is how often a backup is made by itself, and which are kept.
type Schedule struct {
	Every  time.Duration // 0 = never
	Daily  int           // of so many days the newest is kept
	Weekly int           // and of so many weeks
}

const (
	// settled is how long a store is left alone after its core has started: a
	// backup of one that is just being set up is worth little.
	settled = 10 * time.Minute
	// again is how long to wait after a backup failed.
	again = 15 * time.Minute
)

// Due is when the next backup is to be made: so long after the last one, counted
// over restarts. A core that runs an hour a day makes one a day.
func (s Schedule) Due(last, started, failed time.Time) (at time.Time, ok bool) {
	if s.Every <= 0 {
		return time.Time{}, false
	}
	at = last.Add(s.Every)
	for _, least := range []time.Time{started.Add(settled), failed.Add(again)} {
		if at.Before(least) {
			at = least
		}
	}
	return at, true
}

// Drop says which backups are kept no longer, of files with the newest first.
// The newest is kept whatever the numbers are, and those made by hand always.
func (s Schedule) Drop(files []File) []File {
	days, weeks := map[string]bool{}, map[string]bool{}
	var drop []File
	first := true
	for _, f := range files {
		if f.Manual {
			continue
		}
		day := f.At.UTC().Format(time.DateOnly)
		year, number := f.At.UTC().ISOWeek()
		week := fmt.Sprint(year, "/", number)
		keep := first
		if !days[day] && len(days) < s.Daily {
			keep = true
		}
		if !weeks[week] && len(weeks) < s.Weekly {
			keep = true
		}
		days[day], weeks[week], first = true, true, false
		if !keep {
			drop = append(drop, f)
		}
	}
	return drop
}
