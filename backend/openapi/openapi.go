// Package openapi holds the description of every path, openapi.yaml, written
// by hand: it is served to clients, it is what request bodies are held against,
// and the tests of the doors hold their routes against it.
//
// It knows YAML, JSON Schema and the form in which AJV reports violations. It
// must not know any handler.
package openapi

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed openapi.yaml
var source []byte

// Document is a description in both forms it is served in.
type Document struct {
	YAML []byte
	JSON []byte
}

// Whole describes everything, the admin API too, as it was written.
func Whole() Document { return whole() }

// Public describes what clients log in with: everything but the admin API.
func Public() Document { return public() }

// APIKeys describes the API-key dialect alone.
func APIKeys() Document { return apiKeys() }

var (
	whole = sync.OnceValue(func() Document {
		doc := Document{YAML: source, JSON: appendJSON(nil, parsed())}
		return doc
	})
	public = sync.OnceValue(func() Document {
		return render(subset(parsed(), func(path string) bool { return path != "/metrics" && !strings.HasPrefix(path, "/api/v1/") }))
	})
	apiKeys = sync.OnceValue(func() Document {
		return render(subset(parsed(), func(path string) bool { return path == "/auth/login" }))
	})
)

// parsed is openapi.yaml with the order of its members. It is part of the
// program: one that cannot be read is a bug that no caller can handle, and a
// test finds it.
var parsed = sync.OnceValue(func() yaml.MapSlice {
	var doc yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(source, &doc, yaml.UseOrderedMap()); err != nil {
		panic(fmt.Sprintf("openapi.yaml cannot be read: %v", err))
	}
	return doc
})

func render(doc yaml.MapSlice) Document {
	text, err := yaml.MarshalWithOptions(doc, yaml.UseLiteralStyleIfMultiline(true), yaml.IndentSequence(true))
	if err != nil {
		panic(fmt.Sprintf("a part of openapi.yaml cannot be written: %v", err))
	}
	return Document{YAML: text, JSON: appendJSON(nil, doc)}
}
