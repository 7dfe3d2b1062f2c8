package openapi

import (
	"strings"

	"github.com/goccy/go-yaml"
)

// publishedAs names a schema in the documents that clients read, where its own
// name is taken by another one of the admin API.
const publishedAs = "x-published-as"

const componentPrefix = "#/components/"

// subset is the document with only the paths that keep wants, and of the rest
// only what these paths lead to: components, security schemes, tags.
func subset(doc yaml.MapSlice, keep func(path string) bool) yaml.MapSlice {
	var paths yaml.MapSlice
	for _, item := range get(doc, "paths").(yaml.MapSlice) {
		if keep(key(item)) {
			paths = append(paths, item)
		}
	}
	components, _ := get(doc, "components").(yaml.MapSlice)
	reached := map[string]bool{}
	reach(paths, components, reached)

	var out yaml.MapSlice
	for _, item := range doc {
		switch key(item) {
		case "paths":
			item.Value = paths
		case "components":
			item.Value = pruneComponents(components, reached)
		case "tags":
			item.Value = pruneTags(item.Value, paths)
		}
		out = append(out, item)
	}
	return rename(out, publishedNames(components)).(yaml.MapSlice)
}

// reach marks every component that a node refers to, and what those refer to.
func reach(node any, components yaml.MapSlice, reached map[string]bool) {
	mark := func(ref string) {
		if !reached[ref] {
			reached[ref] = true
			kind, name, _ := strings.Cut(ref, "/")
			reach(get(get(components, kind), name), components, reached)
		}
	}
	switch node := node.(type) {
	case yaml.MapSlice:
		for _, item := range node {
			if ref, ok := item.Value.(string); ok && key(item) == "$ref" && strings.HasPrefix(ref, componentPrefix) {
				mark(strings.TrimPrefix(ref, componentPrefix))
				continue
			}
			if key(item) == "security" {
				alternatives, _ := item.Value.([]any)
				for _, schemes := range alternatives {
					for _, scheme := range schemes.(yaml.MapSlice) {
						mark("securitySchemes/" + key(scheme))
					}
				}
				continue
			}
			reach(item.Value, components, reached)
		}
	case []any:
		for _, v := range node {
			reach(v, components, reached)
		}
	}
}

func pruneComponents(components yaml.MapSlice, reached map[string]bool) yaml.MapSlice {
	var out yaml.MapSlice
	for _, kind := range components {
		var kept yaml.MapSlice
		members, _ := kind.Value.(yaml.MapSlice)
		for _, item := range members {
			if reached[key(kind)+"/"+key(item)] {
				kept = append(kept, item)
			}
		}
		if len(kept) > 0 {
			out = append(out, yaml.MapItem{Key: kind.Key, Value: kept})
		}
	}
	return out
}

// pruneTags keeps the tags that an operation of paths carries.
func pruneTags(tags any, paths yaml.MapSlice) []any {
	used := map[string]bool{}
	for _, path := range paths {
		operations, _ := path.Value.(yaml.MapSlice)
		for _, operation := range operations {
			for _, tag := range texts(get(operation.Value, "tags")) {
				used[tag] = true
			}
		}
	}
	var out []any
	list, _ := tags.([]any)
	for _, tag := range list {
		if name, _ := get(tag, "name").(string); used[name] {
			out = append(out, tag)
		}
	}
	return out
}

// publishedNames maps schemas to the names they are published under.
func publishedNames(components yaml.MapSlice) map[string]string {
	names := map[string]string{}
	schemas, _ := get(components, "schemas").(yaml.MapSlice)
	for _, item := range schemas {
		if name, ok := get(item.Value, publishedAs).(string); ok {
			names[key(item)] = name
		}
	}
	return names
}

// rename copies a document with its schemas under their published names.
func rename(node any, names map[string]string) any {
	switch node := node.(type) {
	case yaml.MapSlice:
		out := make(yaml.MapSlice, 0, len(node))
		for _, item := range node {
			value := rename(item.Value, names)
			name := key(item)
			switch {
			case name == publishedAs:
				continue
			case name == "$ref":
				if schema, ok := strings.CutPrefix(value.(string), componentPrefix+"schemas/"); ok && names[schema] != "" {
					value = componentPrefix + "schemas/" + names[schema]
				}
			case names[name] != "" && get(item.Value, publishedAs) != nil:
				item.Key = names[name]
			}
			out = append(out, yaml.MapItem{Key: item.Key, Value: value})
		}
		return out
	case []any:
		out := make([]any, 0, len(node))
		for _, v := range node {
			out = append(out, rename(v, names))
		}
		return out
	default:
		return node
	}
}
