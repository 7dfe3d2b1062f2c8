package openapi

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"latchkey/backend/access"
)

// rule holds a JSON value against a part of a schema and appends what is wrong
// with it, in the words of AJV. path is where the value is in the body.
type rule func(out []access.Detail, value any, path string) []access.Detail

// AJV takes the keywords of a schema in this order: those for any type, then
// those for numbers, strings, arrays and objects. Keywords that say nothing
// about validity are left out; one that is in neither list is refused, so that
// a schema cannot come to use what is not known here.
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

// compiler makes rules of schemas that refer to each other.
type compiler struct {
	schemas yaml.MapSlice
	made    map[string]*rule // of references, so that one may lead to itself
}

func (c *compiler) compile(schema any) rule {
	if allowed, ok := schema.(bool); ok {
		return func(out []access.Detail, _ any, path string) []access.Detail {
			if allowed {
				return out
			}
			return append(out, access.Detail{Path: path, Code: "false schema", Message: "boolean schema is false"})
		}
	}
	object, _ := schema.(yaml.MapSlice)
	for _, item := range object {
		if name := key(item); !annotations[name] && name != "type" && !known(name) {
			panic(fmt.Sprintf("openapi.yaml: a schema uses %s, which has no place in the order of violations", name))
		}
	}
	// A single type is judged where its own keywords stand, several or one
	// without keywords of its own before everything else.
	types := get(object, "type")
	typeName, _ := types.(string)
	late := typeName != "" && usesGroup(object, typeName)
	var rules []rule
	if types != nil && !late {
		rules = append(rules, typeRule(types))
	}
	for _, group := range keywordGroups {
		for _, keyword := range group.keywords {
			if value := get(object, keyword); value != nil {
				rules = append(rules, c.keyword(object, keyword, value))
			}
		}
		if late && typeName == group.jsonType {
			rules = append(rules, typeRule(types))
		}
	}
	return all(rules)
}

func all(rules []rule) rule {
	return func(out []access.Detail, value any, path string) []access.Detail {
		for _, r := range rules {
			out = r(out, value, path)
		}
		return out
	}
}

func known(keyword string) bool {
	for _, group := range keywordGroups {
		if slices.Contains(group.keywords, keyword) {
			return true
		}
	}
	return false
}

func usesGroup(schema yaml.MapSlice, jsonType string) bool {
	for _, group := range keywordGroups {
		if group.jsonType == jsonType && slices.ContainsFunc(group.keywords, func(k string) bool { return get(schema, k) != nil }) {
			return true
		}
	}
	return false
}

func (c *compiler) keyword(schema yaml.MapSlice, keyword string, want any) rule {
	switch keyword {
	case "$ref":
		return c.reference(strings.TrimPrefix(want.(string), schemaPrefix))
	case "allOf":
		return all(c.branches(want))
	case "not", "anyOf", "oneOf":
		return c.combine(keyword, want)
	case "items":
		return c.items(want)
	case "required":
		return required(texts(want))
	case "properties":
		return c.properties(want.(yaml.MapSlice))
	case "additionalProperties":
		return c.additional(want, get(schema, "properties"))
	case "const":
		return equal("const", "must be equal to constant", "allowedValue", plain(want), []any{want})
	case "enum":
		return equal("enum", "must be equal to one of the allowed values", "allowedValues", plain(want), want.([]any))
	case "pattern":
		return pattern(want.(string))
	case "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf":
		return numberRule(keyword, want)
	}
	return sizeRule(keyword, want)
}

func (c *compiler) reference(name string) rule {
	to, ok := c.made[name]
	if !ok {
		schema := get(c.schemas, name)
		if schema == nil {
			panic("openapi.yaml has no schema named " + name)
		}
		to = new(rule)
		c.made[name] = to
		*to = c.compile(schema)
	}
	return func(out []access.Detail, value any, path string) []access.Detail { return (*to)(out, value, path) }
}

func (c *compiler) branches(list any) []rule {
	var rules []rule
	for _, branch := range list.([]any) {
		rules = append(rules, c.compile(branch))
	}
	return rules
}

// combine is the keywords that speak after their branches.
func (c *compiler) combine(keyword string, want any) rule {
	if keyword == "not" {
		want = []any{want}
	}
	branches := c.branches(want)
	return func(out []access.Detail, value any, path string) []access.Detail {
		var passing []int
		var wrong []access.Detail
		for i, branch := range branches {
			before := len(wrong)
			if wrong = branch(wrong, value, path); len(wrong) == before {
				passing = append(passing, i)
			}
		}
		d := access.Detail{Path: path, Code: keyword}
		switch {
		case keyword == "not" && len(passing) > 0:
			d.Message = "must NOT be valid"
			return append(out, d)
		case keyword == "anyOf" && len(passing) == 0:
			d.Message = "must match a schema in anyOf"
			return append(append(out, wrong...), d)
		case keyword == "oneOf" && len(passing) == 0:
			d.Message, d.Info = "must match exactly one schema in oneOf", map[string]any{"passingSchemas": nil}
			return append(append(out, wrong...), d)
		case keyword == "oneOf" && len(passing) > 1:
			d.Message, d.Info = "must match exactly one schema in oneOf", map[string]any{"passingSchemas": passing}
			return append(out, d)
		}
		return out
	}
}

func (c *compiler) items(schema any) rule {
	item := c.compile(schema)
	return func(out []access.Detail, value any, path string) []access.Detail {
		list, _ := value.([]any)
		for i, v := range list {
			out = item(out, v, path+"/"+strconv.Itoa(i))
		}
		return out
	}
}

func (c *compiler) properties(schemas yaml.MapSlice) rule {
	var rules []rule
	for _, item := range schemas {
		name, property := key(item), c.compile(item.Value)
		below := "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		rules = append(rules, func(out []access.Detail, value any, path string) []access.Detail {
			object, _ := value.(map[string]any)
			if v, ok := object[name]; ok {
				out = property(out, v, path+below)
			}
			return out
		})
	}
	return all(rules)
}

// additional is what may stand beside the properties that have a schema.
func (c *compiler) additional(schema, properties any) rule {
	described := map[string]bool{}
	list, _ := properties.(yaml.MapSlice)
	for _, item := range list {
		described[key(item)] = true
	}
	other := c.compile(schema)
	return func(out []access.Detail, value any, path string) []access.Detail {
		object, _ := value.(map[string]any)
		var names []string
		for name := range object {
			if !described[name] {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			if schema == false {
				out = append(out, access.Detail{Path: path, Code: "additionalProperties", Message: "must NOT have additional properties", Info: map[string]any{"additionalProperty": name}})
				continue
			}
			out = other(out, object[name], path+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
		}
		return out
	}
}

func required(names []string) rule {
	return func(out []access.Detail, value any, path string) []access.Detail {
		object, ok := value.(map[string]any)
		for _, name := range names {
			if _, there := object[name]; ok && !there {
				out = append(out, access.Detail{Path: path, Code: "required", Message: "must have required property '" + name + "'", Info: map[string]any{"missingProperty": name}})
			}
		}
		return out
	}
}

func typeRule(want any) rule {
	names := []string{}
	if name, ok := want.(string); ok {
		names = append(names, name)
	} else {
		names = texts(want)
	}
	d := access.Detail{Code: "type", Message: "must be " + strings.Join(names, ","), Info: map[string]any{"type": plain(want)}}
	return refusing(d, func(value any) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return isOf(value, name) })
	})
}

func isOf(value any, jsonType string) bool {
	switch v := value.(type) {
	case nil:
		return jsonType == "null"
	case bool:
		return jsonType == "boolean"
	case float64:
		return jsonType == "number" || jsonType == "integer" && v == math.Trunc(v)
	case string:
		return jsonType == "string"
	case []any:
		return jsonType == "array"
	case map[string]any:
		return jsonType == "object"
	}
	return false
}

func equal(code, message, member string, shown any, allowed []any) rule {
	values := make([]any, len(allowed))
	for i, v := range allowed {
		values[i] = floats(plain(v))
	}
	d := access.Detail{Code: code, Message: message, Info: map[string]any{member: shown}}
	return refusing(d, func(value any) bool {
		return !slices.ContainsFunc(values, func(v any) bool { return reflect.DeepEqual(v, value) })
	})
}

func pattern(text string) rule {
	expression := regexp.MustCompile(text)
	d := access.Detail{Code: "pattern", Message: `must match pattern "` + text + `"`, Info: map[string]any{"pattern": text}}
	return refusing(d, func(value any) bool {
		v, ok := value.(string)
		return ok && !expression.MatchString(v)
	})
}

// sizes are what is counted, and how a wrong count is called.
var sizes = map[string]struct {
	of     func(value any) (int, bool)
	called string
}{
	"Length":     {func(value any) (int, bool) { v, ok := value.(string); return utf8.RuneCountInString(v), ok }, "characters"},
	"Items":      {func(value any) (int, bool) { v, ok := value.([]any); return len(v), ok }, "items"},
	"Properties": {func(value any) (int, bool) { v, ok := value.(map[string]any); return len(v), ok }, "properties"},
}

func sizeRule(keyword string, want any) rule {
	size, limit := sizes[keyword[len("min"):]], int(asFloat(want))
	most := strings.HasPrefix(keyword, "max")
	than := "fewer"
	if most {
		than = "more"
	}
	d := access.Detail{Code: keyword, Message: fmt.Sprintf("must NOT have %s than %d %s", than, limit, size.called), Info: map[string]any{"limit": limit}}
	return refusing(d, func(value any) bool {
		n, ok := size.of(value)
		return ok && (most && n > limit || !most && n < limit)
	})
}

// comparisons are what a number must be, as AJV writes it.
var comparisons = map[string]struct {
	sign string
	is   func(a, b float64) bool
}{
	"maximum":          {"<=", func(a, b float64) bool { return a <= b }},
	"minimum":          {">=", func(a, b float64) bool { return a >= b }},
	"exclusiveMaximum": {"<", func(a, b float64) bool { return a < b }},
	"exclusiveMinimum": {">", func(a, b float64) bool { return a > b }},
	"multipleOf":       {"multiple of", func(a, b float64) bool { return a/b == math.Trunc(a/b) }},
}

func numberRule(keyword string, want any) rule {
	compared, limit := comparisons[keyword], asFloat(want)
	d := access.Detail{Code: keyword, Message: fmt.Sprintf("must be %s %v", compared.sign, want), Info: map[string]any{"comparison": compared.sign, "limit": want}}
	if keyword == "multipleOf" {
		d.Info = map[string]any{"multipleOf": want}
	}
	return refusing(d, func(value any) bool {
		v, ok := value.(float64)
		return ok && !compared.is(v, limit)
	})
}

// refusing is a rule that has one thing to say.
func refusing(d access.Detail, wrong func(value any) bool) rule {
	return func(out []access.Detail, value any, path string) []access.Detail {
		if wrong(value) {
			d := d
			d.Path = path
			out = append(out, d)
		}
		return out
	}
}

// floats gives a value with its numbers as JSON has them.
func floats(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = floats(v[name])
		}
	case []any:
		for i := range v {
			v[i] = floats(v[i])
		}
	case nil, bool, string:
	default:
		return asFloat(v)
	}
	return value
}

func asFloat(number any) float64 {
	v := reflect.ValueOf(number)
	switch {
	case v.CanInt():
		return float64(v.Int())
	case v.CanUint():
		return float64(v.Uint())
	}
	return v.Float()
}
