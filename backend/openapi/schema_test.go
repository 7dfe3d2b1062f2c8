package openapi

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"latchkey/backend/access"
)

func TestDetailsOfPartnerLoginAreThoseOfAJV(t *testing.T) {
	text, err := os.ReadFile("testdata/partner-login-details.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	n := 0
	for lines.Scan() {
		var line struct {
			Body    any
			Details []access.Detail
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		n++
		if diff := cmp.Diff(asJSON(t, line.Details), asJSON(t, RequestSchema("PartnerLogin").Validate(line.Body))); diff != "" {
			t.Errorf("%s (-AJV +ours):\n%s", lines.Text(), diff)
		}
	}
	if n < 20 {
		t.Errorf("%d cases, want at least 20", n)
	}
}

// Bodies and what AJV 8.20 says of them (tried with it, drafts 7 and 2020-12),
// for the keywords and combinations that the published samples do not reach.
func TestDetailsFollowTheOrderOfAJV(t *testing.T) {
	tests := []struct {
		name, schema, body, want string
	}{
		{"valid", `{type: object, required: [a], properties: {a: {type: string}}}`, `{"a":"x","b":1}`, `null`},
		{"properties in schema order, whatever the body's", `{properties: {b: {type: string}, a: {type: string}}}`, `{"a":1,"b":2}`,
			`[["/b","type","must be string",{"type":"string"}],["/a","type","must be string",{"type":"string"}]]`},
		{"required before additional before properties", `{type: object, additionalProperties: false, required: [a, b], properties: {a: {type: string}, b: {type: string}}}`, `{"a":1,"c":1}`,
			`[["","required","must have required property 'b'",{"missingProperty":"b"}],["","additionalProperties","must NOT have additional properties",{"additionalProperty":"c"}],["/a","type","must be string",{"type":"string"}]]`},
		{"nested", `{properties: {o: {type: object, required: [x], properties: {y: {type: integer}}}}}`, `{"o":{"y":1.5}}`,
			`[["/o","required","must have required property 'x'",{"missingProperty":"x"}],["/o/y","type","must be integer",{"type":"integer"}]]`},
		{"a wrong type hides the type's own keywords", `{type: string, minLength: 3, pattern: '^a'}`, `5`, `[["","type","must be string",{"type":"string"}]]`},
		{"several keywords of a string", `{type: string, minLength: 3, maxLength: 1, pattern: '^a'}`, `"bb"`,
			`[["","maxLength","must NOT have more than 1 characters",{"limit":1}],["","minLength","must NOT have fewer than 3 characters",{"limit":3}],["","pattern","must match pattern \"^a\"",{"pattern":"^a"}]]`},
		{"length in characters, not bytes", `{type: string, maxLength: 2}`, `"äöü"`, `[["","maxLength","must NOT have more than 2 characters",{"limit":2}]]`},
		{"enum after the type it goes with", `{type: string, enum: [a, b]}`, `1`,
			`[["","type","must be string",{"type":"string"}],["","enum","must be equal to one of the allowed values",{"allowedValues":["a","b"]}]]`},
		{"enum before the type whose keywords stand later", `{type: string, minLength: 1, enum: [a]}`, `1`,
			`[["","enum","must be equal to one of the allowed values",{"allowedValues":["a"]}],["","type","must be string",{"type":"string"}]]`},
		{"several types in the order written", `{type: [string, 'null']}`, `1`, `[["","type","must be string,null",{"type":["string","null"]}]]`},
		{"numbers", `{type: integer, minimum: 2, maximum: 3}`, `5`, `[["","maximum","must be <= 3",{"comparison":"<=","limit":3}]]`},
		{"numbers with a fraction", `{type: number, minimum: 2.5}`, `1`, `[["","minimum","must be >= 2.5",{"comparison":">=","limit":2.5}]]`},
		{"exclusive and multiple", `{exclusiveMinimum: 1, multipleOf: 2}`, `1`,
			`[["","exclusiveMinimum","must be > 1",{"comparison":">","limit":1}],["","multipleOf","must be multiple of 2",{"multipleOf":2}]]`},
		{"items in their order", `{type: array, maxItems: 2, items: {type: string}}`, `[1,"a",2]`,
			`[["","maxItems","must NOT have more than 2 items",{"limit":2}],["/0","type","must be string",{"type":"string"}],["/2","type","must be string",{"type":"string"}]]`},
		{"oneOf after its branches", `{oneOf: [{type: string}, {type: 'null'}]}`, `1`,
			`[["","type","must be string",{"type":"string"}],["","type","must be null",{"type":"null"}],["","oneOf","must match exactly one schema in oneOf",{"passingSchemas":null}]]`},
		{"anyOf after its branches", `{anyOf: [{required: [a]}, {required: [b]}]}`, `{}`,
			`[["","required","must have required property 'a'",{"missingProperty":"a"}],["","required","must have required property 'b'",{"missingProperty":"b"}],["","anyOf","must match a schema in anyOf",{}]]`},
		{"allOf without a word of its own", `{allOf: [{required: [a]}, {required: [b]}]}`, `{}`,
			`[["","required","must have required property 'a'",{"missingProperty":"a"}],["","required","must have required property 'b'",{"missingProperty":"b"}]]`},
		{"a pointer escapes", `{properties: {'a/b~c': {type: string}}}`, `{"a/b~c":1}`, `[["/a~1b~0c","type","must be string",{"type":"string"}]]`},
		{"a property that may not be", `{properties: {a: false}}`, `{"a":1}`, `[["/a","false schema","boolean schema is false",{}]]`},
		{"const", `{const: 5}`, `6`, `[["","const","must be equal to constant",{"allowedValue":5}]]`},
		{"not", `{not: {type: string}}`, `"a"`, `[["","not","must NOT be valid",{}]]`},
		{"a reference", `{properties: {a: {$ref: '#/components/schemas/Other'}}}`, `{"a":{"n":"x"}}`, `[["/a/n","type","must be integer",{"type":"integer"}]]`},
		{"counts of properties", `{type: object, minProperties: 2}`, `{"a":1}`, `[["","minProperties","must NOT have fewer than 2 properties",{"limit":2}]]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			schema := compileOne(t, test.schema)
			var body any
			if err := json.Unmarshal([]byte(test.body), &body); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, short(t, schema.Validate(body))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func names() []string {
	var names []string
	for _, item := range get(get(parsed(), "components"), "schemas").(yaml.MapSlice) {
		names = append(names, key(item))
	}
	return names
}

func TestEverySchemaCompilesAndUsesOnlyKeywordsThatAreMapped(t *testing.T) {
	if n := len(names()); n < 20 {
		t.Errorf("%d schemas", n)
	}
	for _, name := range names() {
		schema := RequestSchema(name)
		schema.rule() // panics, naming the keyword
		if schema.Validate(nil) == nil {
			t.Errorf("%s takes null for a body", name)
		}
	}
}

// A schema is read from its own lines; they must say what the whole file says.
func TestASchemaReadAloneIsTheOneOfTheWholeFile(t *testing.T) {
	all := get(get(parsed(), "components"), "schemas").(yaml.MapSlice)
	if len(schemaTexts()) != len(all) {
		t.Errorf("%d schemas by their lines, %d in the file", len(schemaTexts()), len(all))
	}
	for _, item := range all {
		for _, alone := range withReferences(key(item)) {
			if diff := cmp.Diff(get(all, key(alone)), alone.Value); diff != "" {
				t.Errorf("%s, read for %s:\n%s", key(alone), key(item), diff)
			}
		}
	}
}

func TestASchemaThatIsNotThereIsNoticedWhenAPathAsksForIt(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a schema that is not there was given")
		}
	}()
	RequestSchema("NotThere")
}

func TestSchemaWithAnUnmappedKeywordIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a schema with uniqueItems was compiled")
		}
	}()
	compileOne(t, `{type: array, uniqueItems: true}`).rule()
}

// oracle is a validator of one of a set of schemas that is not ours: it knows
// what is valid, and nothing of AJV.
func oracle(t *testing.T, name string) *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	doc := map[string]any{"components": map[string]any{"schemas": plain(rename(withReferences(name), nil))}}
	if err := compiler.AddResource("urn:schemas", doc); err != nil {
		t.Fatal(err)
	}
	return compiler.MustCompile("urn:schemas" + schemaPrefix + name)
}

func TestDetailsAreThereExactlyForInvalidBodiesAndAlwaysTheSame(t *testing.T) {
	schemas, oracles := map[string]*Schema{}, map[string]*jsonschema.Schema{}
	for _, name := range names() {
		schemas[name], oracles[name] = RequestSchema(name), oracle(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names()).Draw(t, "schema")
		body := value(3).Draw(t, "body")
		first := schemas[name].Validate(body)
		if valid := oracles[name].Validate(body) == nil; valid != (len(first) == 0) {
			t.Fatalf("%s: valid is %v, with %d details: %v", name, valid, len(first), first)
		}
		for range 5 {
			if diff := cmp.Diff(first, schemas[name].Validate(body)); diff != "" {
				t.Fatalf("%s: another answer to the same body:\n%s", name, diff)
			}
		}
	})
}

// value draws JSON values whose members bear names that the schemas use.
func value(depth int) *rapid.Generator[any] {
	name := rapid.SampledFrom([]string{
		"accessKey", "secret", "apiKey", "apiSecret", "username", "password", "name", "text", "user", "account", "roles",
		"permissions", "primary", "accountAdmin", "version", "use", "reason", "expires", "weak", "operator", "other",
	})
	leaf := rapid.OneOf(
		rapid.Just[any](nil), rapid.Just[any](true), rapid.Just[any](""), rapid.Just[any]("active"), rapid.Just[any]("a b"),
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.Float64Range(-10, 10), func(f float64) any { return f }),
		rapid.Map(rapid.IntRange(-3, 3), func(i int) any { return float64(i) }),
	)
	if depth == 0 {
		return leaf
	}
	return rapid.OneOf(
		leaf,
		rapid.Map(rapid.MapOfN(name, rapid.Deferred(func() *rapid.Generator[any] { return value(depth - 1) }), 0, 6), func(m map[string]any) any { return m }),
		rapid.Map(rapid.SliceOfN(rapid.Deferred(func() *rapid.Generator[any] { return value(depth - 1) }), 0, 3), func(s []any) any { return s }),
	)
}

func compileOne(t *testing.T, schema string) *Schema {
	t.Helper()
	var schemas yaml.MapSlice
	text := "One: " + schema + "\nOther: {type: object, properties: {n: {type: integer}}}\n"
	if err := yaml.UnmarshalWithOptions([]byte(text), &schemas, yaml.UseOrderedMap()); err != nil {
		t.Fatal(err)
	}
	return newSchema("One", func() yaml.MapSlice { return schemas })
}

func short(t *testing.T, details []access.Detail) string {
	t.Helper()
	var rows [][]any
	for _, d := range details {
		info := d.Info
		if info == nil {
			info = map[string]any{}
		}
		rows = append(rows, []any{d.Path, d.Code, d.Message, info})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(rows); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
