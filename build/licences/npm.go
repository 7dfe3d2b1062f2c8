package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// npmParts are the packages the portal is built from: all of the lockfile that
// are not for development alone. Types are no part of what is built.
func npmParts(frontend string) ([]part, error) {
	b, err := os.ReadFile(filepath.Join(frontend, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version string `json:"version"`
			Dev     bool   `json:"dev"`
			Peer    bool   `json:"peer"`
			Extra   bool   `json:"devOptional"`
		} `json:"packages"`
	}
	if err := json.Unmarshal(b, &lock); err != nil {
		return nil, fmt.Errorf("the lockfile: %w", err)
	}
	var parts []part
	for path, p := range lock.Packages {
		_, name, _ := cutLast(path, "node_modules/")
		if path == "" || p.Dev || p.Extra || strings.HasPrefix(name, "@types/") {
			continue
		}
		dir := filepath.Join(frontend, path)
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			continue // of another platform
		}
		p := part{name: name, version: p.Version, kind: "npm package", dir: dir}
		if _, err := licenceOf(dir); err != nil {
			if p.says, err = said(dir); err != nil {
				return nil, err
			}
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func cutLast(text, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(text, sep); i >= 0 {
		return text[:i], text[i+len(sep):], true
	}
	return text, "", false
}

// said is what a package says of itself that names its licence and brings no
// text of it.
func said(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return "", err
	}
	var p struct {
		Name       string          `json:"name"`
		License    string          `json:"license"`
		Author     json.RawMessage `json:"author"`
		Repository json.RawMessage `json:"repository"`
	}
	if err := json.Unmarshal(b, &p); err != nil || p.License == "" {
		return "", fmt.Errorf("%s names no licence", dir)
	}
	return fmt.Sprintf("Licence: %s, as its package.json says; it brings no text of it.\nAuthor: %s\nRepository: %s", p.License, p.Author, p.Repository), nil
}
