package openapi

import (
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"latchkey/backend/access"
)

// Schema is one of components.schemas, ready to hold request bodies against.
type Schema struct {
	whole   *jsonschema.Schema // as it is written: is the body valid at all?
	ordered *jsonschema.Schema // one keyword at a time, in AJV's order: what is wrong?
	source  map[string]any     // of ordered
}

// RequestSchema finds a schema by its name. There being none is a mistake in
// the program, not in a request, so it panics.
func RequestSchema(name string) *Schema {
	s, ok := compiled()[name]
	if !ok {
		panic("openapi.yaml has no schema named " + name)
	}
	return s
}

// Validate lists what is wrong with a decoded JSON value as AJV 8 does with
// allErrors: true, in its order. None = the value is valid.
func (s *Schema) Validate(value any) []access.Detail {
	if s.whole.Validate(value) == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(s.ordered.Validate(value), &invalid) {
		return []access.Detail{{Code: "invalid", Message: "must be what the schema asks for"}}
	}
	return s.details(nil, invalid)
}

const (
	wholeURL   = "urn:latchkey:schemas"
	orderedURL = "urn:latchkey:schemas:ordered"
)

var compiled = sync.OnceValue(func() map[string]*Schema {
	schemas, _ := get(get(parsed(), "components"), "schemas").(yaml.MapSlice)
	return compile(schemas)
})

// compile makes validators of a set of schemas that refer to each other as
// "#/components/schemas/…".
func compile(schemas yaml.MapSlice) map[string]*Schema {
	document := func(schemas any) map[string]any {
		return map[string]any{"components": map[string]any{"schemas": schemas}}
	}
	orderedSchemas := map[string]any{}
	for _, item := range schemas {
		orderedSchemas[key(item)] = inOrder(item.Value)
	}
	ordered := document(orderedSchemas)

	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	for url, doc := range map[string]any{wholeURL: document(plain(withoutExtensions(schemas))), orderedURL: ordered} {
		if err := compiler.AddResource(url, doc); err != nil {
			panic(fmt.Sprintf("add %s: %v", url, err))
		}
	}
	out := make(map[string]*Schema, len(schemas))
	for name := range maps.Keys(orderedSchemas) {
		pointer := "#/components/schemas/" + name
		out[name] = &Schema{
			whole:   compiler.MustCompile(wholeURL + pointer),
			ordered: compiler.MustCompile(orderedURL + pointer),
			source:  ordered,
		}
	}
	return out
}

func withoutExtensions(schemas yaml.MapSlice) yaml.MapSlice {
	return rename(schemas, nil).(yaml.MapSlice)
}
