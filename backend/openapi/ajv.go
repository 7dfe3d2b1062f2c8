package openapi

import (
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"latchkey/backend/access"
)

// AJV takes the keywords of a schema in this order: those for any type, then
// those for numbers, strings, arrays and objects. Keywords that say nothing
// about validity are left out; one that is in neither list is refused, so that
// a schema cannot come to use what the mapping below does not know.
var (
	keywordGroups = []struct {
		jsonType string // "" = any
		keywords []string
	}{
		{"", []string{"$ref", "const", "enum", "not", "anyOf", "oneOf", "allOf"}},
		{"number", []string{"maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf"}},
		{"string", []string{"maxLength", "minLength", "pattern"}},
		{"array", []string{"maxItems", "minItems", "items"}},
		{"object", []string{"maxProperties", "minProperties", "required", "additionalProperties", "properties"}},
	}
	annotations = map[string]bool{
		"title": true, "description": true, "default": true, "examples": true, "example": true, "format": true,
		"deprecated": true, "readOnly": true, "writeOnly": true, "$comment": true, publishedAs: true,
	}
)

// inOrder takes a schema apart into an allOf of single keywords in AJV's
// order, each missing name and each property by itself. A validator that goes
// through an allOf from first to last then finds every violation, and finds
// them in that order.
func inOrder(schema any) any {
	object, ok := schema.(yaml.MapSlice)
	if !ok {
		return schema // true or false
	}
	for _, item := range object {
		if name := key(item); !annotations[name] && name != "type" && !known(name) {
			panic(fmt.Sprintf("openapi.yaml: a schema uses %s, which has no place in the order of violations", name))
		}
	}
	single := func(keyword string, value any) map[string]any { return map[string]any{keyword: value} }
	types := get(object, "type")
	var parts []any
	// A single type is judged where its own keywords stand, several or one
	// without keywords of its own before everything else.
	typeName, _ := types.(string)
	late := typeName != "" && usesGroup(object, typeName)
	if types != nil && !late {
		parts = append(parts, single("type", plain(types)))
	}
	for _, group := range keywordGroups {
		for _, keyword := range group.keywords {
			value := get(object, keyword)
			if value == nil {
				continue
			}
			switch keyword {
			case "required":
				for _, name := range texts(value) {
					parts = append(parts, single("required", []any{name}))
				}
			case "properties":
				for _, item := range value.(yaml.MapSlice) {
					parts = append(parts, single("properties", single(key(item), inOrder(item.Value))))
				}
			case "additionalProperties":
				parts = append(parts, map[string]any{"additionalProperties": inOrder(value), "properties": anything(get(object, "properties"))})
			case "items", "not":
				parts = append(parts, single(keyword, inOrder(value)))
			case "anyOf", "oneOf", "allOf":
				branches := make([]any, 0, 4)
				for _, branch := range value.([]any) {
					branches = append(branches, inOrder(branch))
				}
				parts = append(parts, single(keyword, branches))
			default:
				parts = append(parts, single(keyword, plain(value)))
			}
		}
		if late && typeName == group.jsonType {
			parts = append(parts, single("type", typeName))
		}
	}
	if len(parts) == 0 {
		return true
	}
	return map[string]any{"allOf": parts}
}

func known(keyword string) bool {
	for _, group := range keywordGroups {
		for _, k := range group.keywords {
			if k == keyword {
				return true
			}
		}
	}
	return false
}

func usesGroup(schema yaml.MapSlice, jsonType string) bool {
	for _, group := range keywordGroups {
		if group.jsonType != jsonType {
			continue
		}
		for _, keyword := range group.keywords {
			if get(schema, keyword) != nil {
				return true
			}
		}
	}
	return false
}

func anything(properties any) map[string]any {
	out := map[string]any{}
	object, _ := properties.(yaml.MapSlice)
	for _, item := range object {
		out[key(item)] = true
	}
	return out
}

// details flattens the tree of a validation error: a reference and an allOf
// say nothing of their own, an anyOf or oneOf speaks after its branches.
func (s ordered) details(out []access.Detail, e *jsonschema.ValidationError) []access.Detail {
	for _, cause := range e.Causes {
		out = s.details(out, cause)
	}
	add := func(code, message string, info map[string]any) {
		out = append(out, access.Detail{Path: pointer(e.InstanceLocation), Code: code, Message: message, Info: info})
	}
	limit := func(code, format string, n int) {
		add(code, fmt.Sprintf(format, n), map[string]any{"limit": n})
	}
	compare := func(code, sign string, want *big.Rat) {
		add(code, "must be "+sign+" "+number(want), map[string]any{"comparison": sign, "limit": numeric(want)})
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
	case *kind.Type:
		wants := s.types(e.SchemaURL)
		names := texts(wants)
		if name, ok := wants.(string); ok {
			names = []string{name}
		}
		add("type", "must be "+strings.Join(names, ","), map[string]any{"type": wants})
	case *kind.Required:
		for _, name := range k.Missing {
			add("required", "must have required property '"+name+"'", map[string]any{"missingProperty": name})
		}
	case *kind.AdditionalProperties:
		for _, name := range slices.Sorted(slices.Values(k.Properties)) {
			add("additionalProperties", "must NOT have additional properties", map[string]any{"additionalProperty": name})
		}
	case *kind.FalseSchema:
		add("false schema", "boolean schema is false", nil)
	case *kind.Const:
		add("const", "must be equal to constant", map[string]any{"allowedValue": k.Want})
	case *kind.Enum:
		add("enum", "must be equal to one of the allowed values", map[string]any{"allowedValues": k.Want})
	case *kind.Not:
		add("not", "must NOT be valid", nil)
	case *kind.AnyOf:
		add("anyOf", "must match a schema in anyOf", nil)
	case *kind.OneOf:
		info := map[string]any{"passingSchemas": nil}
		if len(k.Subschemas) > 0 {
			info["passingSchemas"] = k.Subschemas
		}
		add("oneOf", "must match exactly one schema in oneOf", info)
	case *kind.MaxLength:
		limit("maxLength", "must NOT have more than %d characters", k.Want)
	case *kind.MinLength:
		limit("minLength", "must NOT have fewer than %d characters", k.Want)
	case *kind.Pattern:
		add("pattern", "must match pattern \""+k.Want+"\"", map[string]any{"pattern": k.Want})
	case *kind.MaxItems:
		limit("maxItems", "must NOT have more than %d items", k.Want)
	case *kind.MinItems:
		limit("minItems", "must NOT have fewer than %d items", k.Want)
	case *kind.MaxProperties:
		limit("maxProperties", "must NOT have more than %d properties", k.Want)
	case *kind.MinProperties:
		limit("minProperties", "must NOT have fewer than %d properties", k.Want)
	case *kind.Maximum:
		compare("maximum", "<=", k.Want)
	case *kind.Minimum:
		compare("minimum", ">=", k.Want)
	case *kind.ExclusiveMaximum:
		compare("exclusiveMaximum", "<", k.Want)
	case *kind.ExclusiveMinimum:
		compare("exclusiveMinimum", ">", k.Want)
	case *kind.MultipleOf:
		add("multipleOf", "must be multiple of "+number(k.Want), map[string]any{"multipleOf": numeric(k.Want)})
	default:
		add("invalid", "must be what the schema asks for", nil)
	}
	return out
}

// types is the type keyword at a place of the ordered schemas, as it was
// written: the validator sorts the names.
func (s ordered) types(schemaURL string) any {
	_, fragment, _ := strings.Cut(schemaURL, "#")
	var node any = s.source
	for _, token := range strings.Split(strings.TrimPrefix(fragment, "/components/schemas"), "/")[1:] {
		name, err := url.PathUnescape(token)
		if err != nil {
			return nil
		}
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		switch parent := node.(type) {
		case map[string]any:
			node = parent[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(parent) {
				return nil
			}
			node = parent[i]
		}
	}
	object, _ := node.(map[string]any)
	return object["type"]
}

func pointer(tokens []string) string {
	var b strings.Builder
	for _, token := range tokens {
		b.WriteByte('/')
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(token))
	}
	return b.String()
}

func numeric(r *big.Rat) any {
	if r.IsInt() && r.Num().IsInt64() {
		return r.Num().Int64()
	}
	f, _ := r.Float64()
	return f
}

func number(r *big.Rat) string { return fmt.Sprint(numeric(r)) }
