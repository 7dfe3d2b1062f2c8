package web

import (
	"fmt"
	"net/url"
	"strings"
)

// ParsePublicURL reads a --public-url: a scheme and a host under which this
// server is reached, in the form browsers and proxies send it.
func ParsePublicURL(s string) (*url.URL, error) {
	u, err := parseOrigin(strings.TrimSuffix(s, "/"))
	if err != nil {
		return nil, fmt.Errorf("the public URL %q %w", s, err)
	}
	return u, nil
}

// ParseOrigin reads a --cors-origin, in the form browsers write an Origin.
func ParseOrigin(s string) (string, error) {
	u, err := parseOrigin(s)
	if err != nil {
		return "", fmt.Errorf("the origin %q %w", s, err)
	}
	return u.String(), nil
}

type badOrigin string

func (e badOrigin) Error() string { return string(e) }

func parseOrigin(s string) (*url.URL, error) {
	u, err := url.Parse(strings.ToLower(s))
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https":
		return nil, badOrigin("must begin with http:// or https://")
	case u.User != nil || u.Path != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(s, "#"):
		return nil, badOrigin("must be a scheme and a host, with nothing after them")
	case strings.Contains(u.Host, "*"):
		return nil, badOrigin("must be one exact name: there are no wildcards")
	}
	if _, ok := hostname(u.Host); !ok || !printable(u.Host) {
		return nil, badOrigin("has no host, or one that is not in ASCII form (a name such as bücher.example is written xn--bcher-kva.example)")
	}
	name, ok := canonicalHost(u.Host)
	if !ok {
		return nil, badOrigin("has a host that means every address, or one of this machine only")
	}
	if strings.Contains(name, ":") {
		u.Host = "[" + name + "]" + strings.TrimPrefix(u.Host[strings.LastIndexByte(u.Host, ']'):], "]")
	}
	u.Host = withoutDefaultPort(u.Scheme, u.Host)
	return u, nil
}
