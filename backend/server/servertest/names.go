package servertest

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
)

// names gives what is random in a transcript the same name each time it comes.
type names struct {
	kinds []*kind
}

// kind is one sort of random text.
type kind struct {
	pattern *regexp.Regexp
	name    string // <name 1>
	in      string // $IN1
	keep    map[string]bool
	show    func(string) string // what stands after the number
	seen    []string
}

func newNames() *names {
	return &names{kinds: []*kind{
		{pattern: regexp.MustCompile(`eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+`), name: "jwt", in: "JWT", show: showJWT},
		{pattern: regexp.MustCompile(`lk_[A-Za-z0-9_-]{20,}`), name: "auth header", in: "AUTHHEADER"},
		{
			pattern: regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), name: "uuid", in: "UUID",
			keep: map[string]bool{"29263739-2cf8-483d-af15-6151dc8448b4": true},
		},
	}}
}

// fill puts what came back before into a request.
func (n *names) fill(text string) string {
	for _, k := range n.kinds {
		for i := len(k.seen); i > 0; i-- {
			text = strings.ReplaceAll(text, fmt.Sprintf("$%s%d", k.in, i), k.seen[i-1])
		}
	}
	return text
}

// hide puts names in the place of what is random in an answer.
func (n *names) hide(text, requestID string) string {
	for _, k := range n.kinds {
		text = k.pattern.ReplaceAllStringFunc(text, func(found string) string {
			if k.keep[found] {
				return found
			}
			number := k.number(found)
			if k.show == nil {
				return fmt.Sprintf("<%s %d>", k.name, number)
			}
			return fmt.Sprintf("<%s %d %s>", k.name, number, k.show(found))
		})
	}
	return strings.ReplaceAll(text, requestID, "<request id>")
}

func (k *kind) number(found string) int {
	for i, s := range k.seen {
		if s == found {
			return i + 1
		}
	}
	k.seen = append(k.seen, found)
	return len(k.seen)
}

var (
	randomClaims = regexp.MustCompile(`"(kid|jti)":"[^"]+"`)
	anyNames     = `"$1":"<$1>"`
)

// showJWT is a token's header and claims, as they are but for what is random.
func showJWT(text string) string {
	parts := strings.Split(text, ".")
	var shown []string
	for _, part := range parts[:2] {
		decoded, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil {
			return "that cannot be decoded"
		}
		shown = append(shown, randomClaims.ReplaceAllString(string(decoded), anyNames))
	}
	return strings.Join(shown, ".")
}
