package openapi

import (
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"latchkey/backend/access"
)

// Schema is one of components.schemas, to hold request bodies against. It is
// read when the first body comes: a program that serves nothing does not pay for
// it.
type Schema struct {
	rule func() rule
}

// RequestSchema finds a schema by its name. There being none is a mistake in
// the program, not in a request, so it panics.
func RequestSchema(name string) *Schema {
	if _, ok := schemaTexts()[name]; !ok {
		panic("openapi.yaml has no schema named " + name)
	}
	return newSchema(name, sync.OnceValue(func() yaml.MapSlice { return withReferences(name) }))
}

func newSchema(name string, schemas func() yaml.MapSlice) *Schema {
	return &Schema{rule: sync.OnceValue(func() rule {
		c := &compiler{schemas: schemas(), made: map[string]*rule{}}
		return c.reference(name)
	})}
}

// Validate lists what is wrong with a decoded JSON value as AJV 8 does with
// allErrors: true, in its order. None = the value is valid.
func (s *Schema) Validate(value any) []access.Detail { return s.rule()(nil, value, "") }

const schemaPrefix = componentPrefix + "schemas/"

// withReferences reads a schema and those it refers to. Reading the whole of
// openapi.yaml for them would take a hundred times as long.
func withReferences(name string) yaml.MapSlice {
	var out yaml.MapSlice
	seen := map[string]bool{}
	var read func(name string)
	read = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		var schema yaml.MapSlice
		if err := yaml.UnmarshalWithOptions([]byte(schemaTexts()[name]), &schema, yaml.UseOrderedMap()); err != nil || len(schema) != 1 {
			panic(fmt.Sprintf("the schema %s of openapi.yaml cannot be read: %v", name, err))
		}
		out = append(out, schema[0])
		for _, ref := range references(schema) {
			read(strings.TrimPrefix(ref, schemaPrefix))
		}
	}
	read(name)
	return out
}

func references(node any) []string {
	var refs []string
	switch node := node.(type) {
	case yaml.MapSlice:
		for _, item := range node {
			if ref, ok := item.Value.(string); ok && key(item) == "$ref" {
				refs = append(refs, ref)
				continue
			}
			refs = append(refs, references(item.Value)...)
		}
	case []any:
		for _, v := range node {
			refs = append(refs, references(v)...)
		}
	}
	return refs
}

// schemaTexts are the lines of each of components.schemas: from a name that is
// indented by four to the next.
var schemaTexts = sync.OnceValue(func() map[string]string {
	_, components, _ := strings.Cut(string(source), "\ncomponents:\n")
	_, region, _ := strings.Cut(components, "\n  schemas:\n")
	texts := map[string]string{}
	name, start := "", 0
	end := 0
	for line := range strings.Lines(region) {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if text := strings.TrimSpace(line); text != "" && text[0] != '#' && indent <= 4 {
			if name != "" {
				texts[name] = region[start:end]
			}
			if indent < 4 {
				return texts
			}
			name, _, _ = strings.Cut(text, ":")
			start = end
		}
		end += len(line)
	}
	if name != "" {
		texts[name] = region[start:end]
	}
	return texts
})
