package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// File is a backup in the folder of a store's own.
type File struct {
	Name   string
	At     time.Time // when it was made
	Size   int64
	Manual bool // made because somebody asked; never removed by a schedule
}

const (
	namePrefix   = "latchkey-"
	nameSuffix   = ".backup"
	manualSuffix = ".manual" + nameSuffix
	nameTime     = "2006-01-02T15-04-05Z"
)

// Name is the name of a backup made at that moment.
func Name(at time.Time, manual bool) string {
	suffix := nameSuffix
	if manual {
		suffix = manualSuffix
	}
	return namePrefix + at.UTC().Format(nameTime) + suffix
}

// Parse reads a name of Name's. Any other is no backup of ours, whatever is in it.
func Parse(name string) (at time.Time, manual, ok bool) {
	rest, ok := strings.CutPrefix(name, namePrefix)
	if !ok {
		return time.Time{}, false, false
	}
	if text, is := strings.CutSuffix(rest, manualSuffix); is {
		rest, manual = text, true
	} else if rest, ok = strings.CutSuffix(rest, nameSuffix); !ok {
		return time.Time{}, false, false
	}
	at, err := time.Parse(nameTime, rest)
	// What is read as a time may be written in more ways than one.
	return at, manual, err == nil && Name(at, manual) == name
}

// List gives the backups in a folder, newest first; none where there is no such
// folder. Other files are left out.
func List(dir string) ([]File, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []File
	for _, e := range entries {
		at, manual, ok := Parse(e.Name())
		if !ok || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue // gone meanwhile
		}
		files = append(files, File{e.Name(), at, info.Size(), manual})
	}
	slices.SortFunc(files, func(a, b File) int { return b.At.Compare(a.At) })
	return files, nil
}

// Path is where a backup of that name lies; ok is false for what is no name of
// a backup, so that no path leads out of the folder.
func Path(dir, name string) (path string, ok bool) {
	_, _, ok = Parse(name)
	return filepath.Join(dir, name), ok
}
