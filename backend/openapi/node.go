package openapi

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/goccy/go-yaml"
)

// get is the member of an object, nil where there is none.
func get(node any, name string) any {
	object, _ := node.(yaml.MapSlice)
	for _, item := range object {
		if key(item) == name {
			return item.Value
		}
	}
	return nil
}

// key is the name of a member: YAML reads the 200 of a response as a number.
func key(item yaml.MapItem) string { return fmt.Sprint(item.Key) }

func texts(node any) []string {
	list, _ := node.([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, fmt.Sprint(v))
	}
	return out
}

// appendJSON writes a node as compact JSON, members in their order.
func appendJSON(b []byte, node any) []byte {
	switch node := node.(type) {
	case yaml.MapSlice:
		b = append(b, '{')
		for i, item := range node {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, key(item))
			b = append(b, ':')
			b = appendJSON(b, item.Value)
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, v := range node {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, v)
		}
		return append(b, ']')
	default:
		text, err := json.Marshal(node)
		if err != nil {
			panic(fmt.Sprintf("openapi.yaml holds what JSON cannot: %v", err))
		}
		return append(b, text...)
	}
}

// plain turns a node into the maps and slices that JSON would be decoded into.
func plain(node any) any {
	switch node := node.(type) {
	case yaml.MapSlice:
		object := make(map[string]any, len(node))
		for _, item := range node {
			object[key(item)] = plain(item.Value)
		}
		return object
	case []any:
		list := make([]any, len(node))
		for i, v := range node {
			list[i] = plain(v)
		}
		return list
	default:
		return node
	}
}
