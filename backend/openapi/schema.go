package openapi

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"latchkey/backend/access"
)

// Schema is one of components.schemas, to hold request bodies against. It is
// read and compiled when the first body comes, and what says what is wrong when
// the first wrong one does: a program that serves nothing pays for neither.
type Schema struct {
	whole   func() *jsonschema.Schema // as it is written: is the body valid at all?
	ordered func() ordered            // one keyword at a time, in AJV's order: what is wrong?
}

type ordered struct {
	*jsonschema.Schema
	source map[string]any
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
	return &Schema{
		whole: sync.OnceValue(func() *jsonschema.Schema {
			return compile(name, plain(rename(schemas(), nil)))
		}),
		ordered: sync.OnceValue(func() ordered {
			source := map[string]any{}
			for _, item := range schemas() {
				source[key(item)] = inOrder(item.Value)
			}
			return ordered{compile(name, source), source}
		}),
	}
}

// Validate lists what is wrong with a decoded JSON value as AJV 8 does with
// allErrors: true, in its order. None = the value is valid.
func (s *Schema) Validate(value any) []access.Detail {
	if s.whole().Validate(value) == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(s.ordered().Validate(value), &invalid) {
		return []access.Detail{{Code: "invalid", Message: "must be what the schema asks for"}}
	}
	return s.ordered().details(nil, invalid)
}

const (
	schemaURL    = "urn:latchkey:schemas"
	schemaPrefix = componentPrefix + "schemas/"
)

// compile makes a validator of one of a set of schemas that refer to each other
// as "#/components/schemas/…".
func compile(name string, schemas any) *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	doc := map[string]any{"components": map[string]any{"schemas": schemas}}
	if err := compiler.AddResource(schemaURL, doc); err != nil {
		panic(fmt.Sprintf("add the schemas: %v", err))
	}
	return compiler.MustCompile(schemaURL + schemaPrefix + name)
}

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
