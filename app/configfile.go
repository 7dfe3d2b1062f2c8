package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/goccy/go-yaml"
)

const configName = "latchkey.yaml"

// readConfigFile reads the optional configuration file: for each setting the
// values it gives, and all problems. Keys it does not know are problems, not
// ignored: a misspelt "limit: off" would be trusted otherwise.
func readConfigFile(path string) (map[string][]string, []string) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []string{fmt.Sprintf("read the configuration: %v", err)}
	}
	var document map[string]any
	if err := decodeYAML(data, &document); err != nil {
		return nil, []string{fmt.Sprintf("%s %v", path, err)}
	}
	values := make(map[string][]string, len(document))
	var problems []string
	for _, key := range slices.Sorted(maps.Keys(document)) {
		i := slices.IndexFunc(settings, func(s setting) bool { return s.name == key })
		if i < 0 {
			problems = append(problems, fmt.Sprintf("%s: there is no setting %q", configName, key))
			continue
		}
		value := document[key]
		if n, ok := value.(uint64); ok && settings[i].kept {
			value = fmt.Sprint(n)
		}
		v, ok := yamlValues(value, settings[i].kind == list)
		if !ok {
			problems = append(problems, fmt.Sprintf("%s: %s: %s", configName, key, settings[i].expects()))
			continue
		}
		values[key] = v
	}
	return values, problems
}

func (s setting) expects() string {
	if s.kind == list {
		return "expected a text or a list of texts"
	}
	return "expected one text"
}

// yamlValues turns a value into texts; true and false are on and off, which
// YAML writes both ways.
func yamlValues(value any, many bool) ([]string, bool) {
	switch v := value.(type) {
	case string:
		return []string{v}, v != ""
	case bool:
		if v {
			return []string{"on"}, true
		}
		return []string{"off"}, true
	case []any:
		var out []string
		for _, item := range v {
			text, ok := item.(string)
			if !ok || !many {
				return nil, false
			}
			out = append(out, text)
		}
		return out, len(out) > 0
	}
	return nil, false
}

// decodeYAML reads one strict document; an empty one leaves into as it is. The
// error says where it is wrong and nothing else: the decoder's own text quotes
// the lines around, and those may hold secrets.
func decodeYAML(data []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	err := decoder.Decode(into)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		var more any
		if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
			return errors.New("holds more than one document")
		}
		return nil
	}
	var (
		at      yaml.Error
		unknown *yaml.UnknownFieldError
		twice   *yaml.DuplicateKeyError
	)
	problem := "is no valid YAML"
	switch {
	case errors.As(err, &unknown):
		problem = "names something there is not"
	case errors.As(err, &twice):
		problem = "names something twice"
	}
	if errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil {
		pos := at.GetToken().Position
		return fmt.Errorf("%s in line %d, column %d", problem, pos.Line, pos.Column)
	}
	return errors.New(problem)
}
