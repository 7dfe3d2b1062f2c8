package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"latchkey/backend/server"
)

// check holds the settings against each other and gives all problems.
func (c *config) check() []string {
	var problems []string
	add := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	for _, l := range []struct{ name, address string }{{"listen", c.listen}, {"admin-listen", c.adminListen}} {
		if l.address == "" {
			continue
		}
		_, port, _ := net.SplitHostPort(l.address)
		add(port == "0" && !c.ephemeral, "--%s %s: port 0 is only for --ephemeral", l.name, l.address)
		if err := c.exposes(l.address); err != nil {
			add(true, "--%s %v", l.name, err)
		}
	}
	add(c.adminListen != "" && c.adminListen == c.listen && !strings.HasSuffix(c.listen, ":0"), "--admin-listen is the address of --listen; leave it out for one listener")
	add(c.adminListen != "" && !c.portal, "--admin-listen and --portal off contradict each other")
	add(c.tlsCert != "" && c.tlsKey == "", "--tls-cert needs --tls-key")
	add(c.tlsKey != "" && c.tlsCert == "", "--tls-key needs --tls-cert")
	if c.tlsCert != "" && c.tlsKey != "" {
		_, err := server.LoadTLS(c.tlsCert, c.tlsKey, nil)
		add(err != nil, "--tls-cert: %v", err)
	}
	add(c.tlsCert != "" && c.plainHTTP, "--plain-http and --tls-cert contradict each other")
	return problems
}

// exposes says why nothing may listen at address: beyond loopback credentials
// would cross a network in the clear, unless somebody said how they do not.
func (c *config) exposes(address string) error {
	if c.tlsCert != "" || c.tlsKey != "" || c.plainHTTP || len(c.behindProxy) > 0 || isLoopback(address) {
		return nil
	}
	return fmt.Errorf("%s: beyond this machine it needs --tls-cert and --tls-key, --behind-proxy CIDR, or --plain-http", address)
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// parseAddress reads HOST:PORT, where an empty host is every address.
func parseAddress(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return "", fmt.Errorf("%q is no address such as 127.0.0.1:8417", s)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(n, 10) != port {
		return "", fmt.Errorf("%q has no port between 1 and 65535", s)
	}
	if host == "" {
		host = "0.0.0.0"
	}
	if strings.ContainsAny(host, " /@") {
		return "", fmt.Errorf("%q is no address such as 127.0.0.1:8417", s)
	}
	return net.JoinHostPort(host, port), nil
}

func parseSwitch(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "on", "true", "yes", "1":
		return true, nil
	case "off", "false", "no", "0":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither on nor off", s)
}

func parseEach[T any](values []string, parse func(string) (T, error)) ([]T, error) {
	var (
		out  []T
		errs []string
	)
	for _, v := range values {
		parsed, err := parse(v)
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		out = append(out, parsed)
	}
	if len(errs) > 0 {
		return nil, errors.New(strings.Join(errs, ", "))
	}
	return out, nil
}

// parsePrefix reads a CIDR, or an address that stands for itself alone.
func parsePrefix(s string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(s); err == nil && addr.Zone() == "" {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is no network such as 10.0.0.0/8", s)
	}
	return prefix.Masked(), nil
}
