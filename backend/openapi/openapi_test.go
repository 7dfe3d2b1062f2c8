package openapi_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"latchkey/backend/openapi"
)

func documents() map[string]openapi.Document {
	return map[string]openapi.Document{
		"whole": openapi.Whole(), "public": openapi.Public(), "api keys": openapi.APIKeys(),
	}
}

func TestEveryDocumentIsValidOpenAPI(t *testing.T) {
	for name, doc := range documents() {
		t.Run(name, func(t *testing.T) {
			for form, text := range map[string][]byte{"yaml": doc.YAML, "json": doc.JSON} {
				spec, err := openapi3.NewLoader().LoadFromData(text)
				if err != nil {
					t.Fatalf("load %s: %v", form, err)
				}
				if err := spec.Validate(t.Context()); err != nil {
					t.Errorf("validate %s: %v", form, err)
				}
			}
		})
	}
}

func TestBothFormsSayTheSame(t *testing.T) {
	for name, doc := range documents() {
		t.Run(name, func(t *testing.T) {
			asJSON, err := yaml.YAMLToJSON(doc.YAML)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(decode(t, doc.JSON), decode(t, asJSON)); diff != "" {
				t.Errorf("JSON (-) and YAML (+) differ:\n%s", diff)
			}
		})
	}
}

func decode(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPublicDocumentHidesTheAdminAPI(t *testing.T) {
	spec := load(t, openapi.Public().JSON)
	var paths []string
	for path := range spec.Paths.Map() {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	want := []string{
		"/apikeys/swagger.yaml", "/auth/login", "/authheader/add", "/authheader/delete", "/authheader/list", "/livez", "/login",
		"/openapi.json", "/openapi.yaml", "/readyz", "/user/login", "/verify",
	}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	for _, word := range []string{"/api/v1", "latchkey_session", "Latchkey-Session", "KeyCreate", "SigningKey", "portal", "x-published-as"} {
		if name := findKey(decode(t, openapi.Public().JSON), word); name != "" {
			t.Errorf("the public document has a member %s", name)
		}
	}
	for _, tag := range spec.Tags {
		if tag.Name == "portal" {
			t.Error("the public document carries the portal's tag")
		}
	}
}

// findKey gives the first member name or reference that holds word.
func findKey(node any, word string) string {
	switch node := node.(type) {
	case map[string]any:
		for name, v := range node {
			ref, _ := v.(string)
			if strings.Contains(name, word) || name == "$ref" && strings.Contains(ref, word) {
				return name + " " + ref
			}
			if found := findKey(v, word); found != "" {
				return found
			}
		}
	case []any:
		for _, v := range node {
			if found := findKey(v, word); found != "" {
				return found
			}
		}
	}
	return ""
}

// The published document of the dialect, as its users know it.
func TestAPIKeysDocumentHasTheSchemasUnderTheirPublishedNames(t *testing.T) {
	spec := load(t, openapi.APIKeys().JSON)
	if got := spec.Paths.Len(); got != 1 || spec.Paths.Find("/auth/login") == nil {
		t.Errorf("%d paths, want /auth/login alone", got)
	}
	want := map[string][]string{
		"ApiKeyLogin": {"apiKey", "apiSecret"},
		"Account": {
			"accountAdmin", "accountId", "accountName", "customerServiceEmail", "customerServicePhone", "id", "name",
			"permissions", "repcode", "roles", "uniqueId", "usersPrimaryAccount", "whitelabelSettings",
		},
		"ApiKeyLoginResponse": {
			"accounts", "createdAt", "createdBy", "email", "flatPermissionsList", "flatRolesList", "id", "primaryAccount",
			"token", "updatedAt", "updatedBy",
		},
	}
	for name, properties := range want {
		schema := spec.Components.Schemas[name]
		if schema == nil {
			t.Errorf("there is no schema %s", name)
			continue
		}
		var got []string
		for property := range schema.Value.Properties {
			got = append(got, property)
		}
		slices.Sort(got)
		if diff := cmp.Diff(properties, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if ref := spec.Components.Schemas["ApiKeyLoginResponse"].Value.Properties["primaryAccount"].Ref; ref != "#/components/schemas/Account" {
		t.Errorf("primaryAccount refers to %s", ref)
	}
}

// Every operation has what its readers look for.
func TestEveryOperationIsDescribed(t *testing.T) {
	spec := load(t, openapi.Whole().JSON)
	tags := map[string]bool{}
	for _, tag := range spec.Tags {
		tags[tag.Name] = true
	}
	seen := map[string]string{}
	for path, item := range spec.Paths.Map() {
		for method, operation := range item.Operations() {
			place := method + " " + path
			if operation.OperationID == "" || operation.Summary == "" {
				t.Errorf("%s has no operationId or no summary", place)
			}
			if other, ok := seen[operation.OperationID]; ok {
				t.Errorf("%s and %s share the operationId %s", place, other, operation.OperationID)
			}
			seen[operation.OperationID] = place
			if len(operation.Tags) != 1 || !tags[operation.Tags[0]] {
				t.Errorf("%s: tags %v, want one that is described", place, operation.Tags)
			}
		}
	}
}

func load(t *testing.T, text []byte) *openapi3.T {
	t.Helper()
	spec, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}
