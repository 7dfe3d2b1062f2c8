package adminapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"latchkey/backend/adminapi"
	"latchkey/backend/openapi"
)

func TestDescriptionIsValidOpenAPI(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(openapi.Whole().YAML)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestRoutesAndDescriptionAgree(t *testing.T) {
	var served []string
	for _, r := range adminapi.New(adminapi.Config{}).Routes() {
		params := slices.Sorted(slices.Values(r.Params))
		served = append(served, fmt.Sprint(r.Method, " ", r.Pattern, " ", params, " open=", r.Open))
	}
	var described []string
	s := loadSpec(t)
	for path, item := range s.object("paths") {
		if !strings.HasPrefix(path, "/api/v1/") {
			continue
		}
		for method, op := range item.(map[string]any) {
			op := op.(map[string]any)
			security, _ := op["security"].([]any)
			described = append(described, fmt.Sprint(strings.ToUpper(method), " ", path, " ", s.queryParams(op), " open=", len(security) == 0))
			if tags, _ := op["tags"].([]any); !slices.Contains(tags, any("portal")) {
				t.Errorf("%s %s is not tagged portal", method, path)
			}
		}
	}
	slices.Sort(served)
	slices.Sort(described)
	if diff := cmp.Diff(described, served); diff != "" {
		t.Errorf("described (-) and served (+) differ:\n%s", diff)
	}
}

// spec is the description in a form that requests and answers can be held
// against. It is stricter than what clients read: an answer must not have a
// member that is not described.
type spec struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
	mu       sync.Mutex
	schemas  map[string]*jsonschema.Schema
}

func loadSpec(t *testing.T) *spec {
	t.Helper()
	s, err := sharedSpec()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var sharedSpec = sync.OnceValues(func() (*spec, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(openapi.Whole().JSON))
	if err != nil {
		return nil, err
	}
	tighten(doc, "", true)
	s := &spec{doc: doc.(map[string]any), compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	return s, s.compiler.AddResource("openapi.json", s.doc)
})

// tighten refuses undescribed members wherever a schema is used; parts of an
// allOf are left alone, they do not know each other's members.
func tighten(node any, under string, part bool) {
	switch node := node.(type) {
	case []any:
		for _, n := range node {
			tighten(n, "", under == "allOf")
		}
	case map[string]any:
		_, refers := node["$ref"]
		_, closed := node["additionalProperties"]
		_, has := node["properties"]
		if !part && !closed && (refers || has) {
			node["unevaluatedProperties"] = false
		}
		for name, n := range node {
			if under == "schemas" || name == "components" || name == "schemas" || name == "paths" {
				tighten(n, name, true) // a named schema is tightened where it is used
			} else {
				tighten(n, name, name == "properties")
			}
		}
	}
}

func (s *spec) object(path ...string) map[string]any {
	at := s.doc
	for _, p := range path {
		next, _ := at[p].(map[string]any)
		at = s.resolve(next)
	}
	return at
}

func (s *spec) resolve(node map[string]any) map[string]any {
	ref, ok := node["$ref"].(string)
	if !ok {
		return node
	}
	return s.object(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
}

func (s *spec) queryParams(op map[string]any) []string {
	names := []string{}
	list, _ := op["parameters"].([]any)
	for _, p := range list {
		if p := s.resolve(p.(map[string]any)); p["in"] == "query" {
			names = append(names, p["name"].(string))
		}
	}
	slices.Sort(names)
	return names
}

// check holds a request that was taken and every answer against the
// description.
func (s *spec) check(t *testing.T, r *http.Request, body string, x exchange) {
	t.Helper()
	if x.header.Get("X-Request-Id") == "" {
		t.Errorf("%s: the answer has no X-Request-Id", x.route)
	}
	if x.header.Get("Cache-Control") != "no-store" && len(x.body) > 0 {
		t.Errorf("%s: the answer may be stored by caches", x.route)
	}
	if x.route == "" {
		s.checkProblem(t, x)
		return
	}
	method, path, _ := strings.Cut(x.route, " ")
	op := s.object("paths", path, strings.ToLower(method))
	if op == nil {
		t.Errorf("%s is not described", x.route)
		return
	}
	if body != "" && x.status < 300 && r.Header.Get("Content-Type") == "application/json" {
		s.validate(t, x.route+" request", "paths", path, strings.ToLower(method), "requestBody", body)
	}
	responses := s.object("paths", path, strings.ToLower(method), "responses")
	if x.status >= 400 {
		if _, ok := responses[fmt.Sprint(x.status)]; !ok && slices.Contains([]int{400, 401, 403, 404, 409, 429}, x.status) {
			t.Errorf("%s: %d is not described", x.route, x.status)
		}
		s.checkProblem(t, x)
		return
	}
	answer, ok := responses[fmt.Sprint(x.status)].(map[string]any)
	switch {
	case !ok:
		t.Errorf("%s: %d is not described", x.route, x.status)
	case answer["content"] == nil:
		if len(x.body) > 0 {
			t.Errorf("%s: %d has a body that is not described", x.route, x.status)
		}
	case x.header.Get("Content-Type") == "application/json":
		s.validate(t, x.route+" answer", "paths", path, strings.ToLower(method), "responses/"+fmt.Sprint(x.status), string(x.body))
	default:
		if _, ok := answer["content"].(map[string]any)[x.header.Get("Content-Type")]; !ok {
			t.Errorf("%s: the content type %q is not described", x.route, x.header.Get("Content-Type"))
		}
	}
}

func (s *spec) checkProblem(t *testing.T, x exchange) {
	t.Helper()
	if got := x.header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s: %d has the content type %q", x.route, x.status, got)
		return
	}
	s.hold(t, x.route+" problem", "openapi.json#/components/schemas/Problem", string(x.body))
}

func (s *spec) validate(t *testing.T, what, root, path, method, part, body string) {
	t.Helper()
	pointer := "openapi.json#/" + root + "/" + strings.ReplaceAll(path, "/", "~1") + "/" + method + "/" + part + "/content/application~1json/schema"
	s.hold(t, what, strings.ReplaceAll(strings.ReplaceAll(pointer, "{", "%7B"), "}", "%7D"), body)
}

func (s *spec) hold(t *testing.T, what, pointer, body string) {
	t.Helper()
	s.mu.Lock()
	schema := s.schemas[pointer]
	if schema == nil {
		var err error
		if schema, err = s.compiler.Compile(pointer); err != nil {
			s.mu.Unlock()
			t.Fatal(err)
		}
		s.schemas[pointer] = schema
	}
	s.mu.Unlock()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s is not as described: %v\n%s", what, err, compact(body))
	}
}

func compact(body string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(body)) != nil {
		return body
	}
	return b.String()
}
