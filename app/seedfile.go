package app

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"latchkey/backend/access"
	"latchkey/backend/kv/safefile"
)

// maxSeedFile is what the API takes as one body.
const maxSeedFile = 1 << 20

// secretMembers are the members of a seed file that are secrets. Each may stand
// in another file or in a variable instead: secretFile and secretEnv for
// secret, and so on.
var secretMembers = map[string]bool{"secret": true, "token": true, "password": true, "passwordHash": true}

// readSeed reads a seed file: YAML of the shape of access.SeedFile, with the
// secrets that stand elsewhere put in. It is "-" for stdin. Relative paths in it
// are relative to the file. Its errors name places, never what stands there.
func (p *program) readSeed(path string) (map[string]any, error) {
	var (
		data []byte
		err  error
		open bool // others may read it
		dir  = filepath.Dir(path)
	)
	if path == "-" {
		dir = "."
		data, err = io.ReadAll(io.LimitReader(p.stdin, maxSeedFile+1))
	} else {
		data, open, err = readPrivate(path)
	}
	if err != nil {
		return nil, unreadable("read the seed file", path, err)
	}
	if len(data) > maxSeedFile {
		return nil, access.Errorf(access.CodeTooLarge, "the seed file %s is larger than 1 MiB", path).WithHint("divide it")
	}
	seed := map[string]any{}
	if err := decodeYAML(data, &seed); err != nil {
		return nil, access.Errorf(access.CodeSyntax, "the seed file %s %v", path, err)
	}
	if seed == nil {
		seed = map[string]any{} // a document that says null
	}
	r := secretResolver{program: p, dir: dir}
	if err := r.resolve("", seed); err != nil {
		return nil, err
	}
	if err := knownMembers("", seed, reflect.TypeFor[access.SeedFile]()); err != nil {
		return nil, err
	}
	if r.inline && open {
		return nil, access.Errorf(access.CodeDenied, "the seed file %s holds secrets, and other users may read it", path).WithHint("chmod 600 %s", safefile.Quote(path))
	}
	return seed, nil
}

func unreadable(doing, path string, err error) error {
	code := access.CodeInvalid
	if errors.Is(err, fs.ErrNotExist) {
		code = access.CodeNotFound
	}
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err // the path is said once
	}
	return access.Errorf(code, "%s %s: %v", doing, path, err)
}

// readPrivate reads a file and says whether others may read it too.
func readPrivate(path string) (data []byte, open bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, false, err
	}
	data, err = io.ReadAll(io.LimitReader(file, maxSeedFile+1))
	return data, goos != "windows" && info.Mode().Perm()&0o044 != 0, err
}

// secretResolver walks a seed file and puts the secrets in.
type secretResolver struct {
	*program
	dir    string
	inline bool // a secret stands in the file itself
}

func (r *secretResolver) resolve(at string, node any) error {
	switch node := node.(type) {
	case []any:
		for i, item := range node {
			if err := r.resolve(fmt.Sprintf("%s[%d]", at, i), item); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, value := range node {
			if err := r.resolve(strings.TrimPrefix(at+"."+name, "."), value); err != nil {
				return err
			}
			if text, ok := value.(string); ok && secretMembers[name] && text != "" {
				r.inline = true
			}
		}
		for name := range secretMembers {
			if err := r.fetch(at, node, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// fetch replaces nameFile or nameEnv of a node by name.
func (r *secretResolver) fetch(at string, node map[string]any, name string) error {
	var found []string
	value := ""
	if _, ok := node[name]; ok {
		found = append(found, name)
	}
	for _, suffix := range []string{"File", "Env"} {
		source, ok := node[name+suffix]
		if !ok {
			continue
		}
		found = append(found, name+suffix)
		where, ok := source.(string)
		if !ok || where == "" {
			return access.Errorf(access.CodeInvalid, "%s.%s%s is no text", at, name, suffix)
		}
		var err error
		if value, err = r.read(suffix, where); err != nil {
			return access.Errorf(access.CodeInvalid, "%s.%s%s: %v", at, name, suffix, err)
		}
		delete(node, name+suffix)
		node[name] = value
	}
	if len(found) > 1 {
		return access.Errorf(access.CodeInvalid, "%s has %s, of which one is enough", at, strings.Join(found, " and "))
	}
	return nil
}

func (r *secretResolver) read(suffix, where string) (string, error) {
	if suffix == "Env" {
		value, ok := r.lookupEnv(where)
		if !ok || value == "" {
			return "", fmt.Errorf("the variable %s is not set", where)
		}
		return value, nil
	}
	if !filepath.IsAbs(where) {
		where = filepath.Join(r.dir, where)
	}
	data, open, err := readPrivate(where)
	if err != nil {
		var inner *fs.PathError
		if errors.As(err, &inner) {
			err = inner.Err
		}
		return "", fmt.Errorf("read %s: %w", where, err)
	}
	if open {
		return "", fmt.Errorf("other users may read %s: chmod 600 it", where)
	}
	return trimNewline(string(data)), nil
}

// knownMembers holds a seed file against its definition, so that a misspelt
// name is found by its place in the file. What a member may be is decided by
// the core.
func knownMembers(at string, node any, t reflect.Type) error {
	switch node := node.(type) {
	case []any:
		for i, item := range node {
			if t.Kind() != reflect.Slice {
				return nil
			}
			if err := knownMembers(fmt.Sprintf("%s[%d]", at, i), item, t.Elem()); err != nil {
				return err
			}
		}
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return nil
		}
		members := map[string]reflect.Type{}
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			members[name] = t.Field(i).Type
		}
		for _, name := range slices.Sorted(maps.Keys(node)) {
			if _, ok := members[name]; !ok {
				return access.Errorf(access.CodeInvalid, "%s has no member %q", cmp.Or(at, "a seed file"), name).
					WithHint("its members are %s", strings.Join(slices.Sorted(maps.Keys(members)), ", "))
			}
			if err := knownMembers(strings.TrimPrefix(at+"."+name, "."), node[name], members[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

// trimNewline drops the one newline that editors and echo put at the end.
func trimNewline(text string) string {
	if cut, ok := strings.CutSuffix(text, "\r\n"); ok {
		return cut
	}
	return strings.TrimSuffix(text, "\n")
}
