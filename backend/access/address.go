package access

import (
	"net/netip"
	"slices"
	"strings"
)

// maxAddresses is how many addresses and ranges one key may list: a login goes
// through them one by one.
const maxAddresses = 32

// parseAddresses reads the addresses a key may log in from: single ones, and
// ranges in CIDR form. None is any, and comes back as nil.
func parseAddresses(list []string) ([]netip.Prefix, error) {
	if len(list) > maxAddresses {
		return nil, Invalidf("addresses", "there are %d addresses, at most %d fit", len(list), maxAddresses).WithHint("name a range, such as 10.0.0.0/24")
	}
	var out []netip.Prefix
	for _, text := range list {
		p, err := parseAddress(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	slices.SortFunc(out, netip.Prefix.Compare)
	return slices.Compact(out), nil
}

func parseAddress(text string) (netip.Prefix, error) {
	addr, err := netip.ParseAddr(text)
	if err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil || p.Addr().Is4In6() {
		return netip.Prefix{}, Invalidf("addresses", "each of the addresses is an IP address such as 10.0.0.4 or a range such as 10.0.0.0/24 or 2001:db8::/32")
	}
	if p.Bits() == 0 {
		return netip.Prefix{}, Invalidf("addresses", "%s is every address", p).WithHint("leave the list empty to allow any")
	}
	// What looks like one machine of a range is a slip more often than a range.
	if p != p.Masked() {
		return netip.Prefix{}, Invalidf("addresses", "%s names both one address and a range", p).WithHint("write %s for the address or %s for the range", p.Addr(), p.Masked())
	}
	return p, nil
}

// admits reports whether the key may log in from that address. One that is
// unknown is in no list.
func (k *Key) admits(address string) bool {
	if len(k.Addresses) == 0 {
		return true
	}
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	addr = addr.Unmap().WithZone("")
	for _, p := range k.Addresses {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// AddressTexts writes addresses as people do: a range of one as the address.
func AddressTexts(list []netip.Prefix) []string {
	out := make([]string, len(list))
	for i, p := range list {
		if out[i] = p.String(); p.IsSingleIP() {
			out[i] = p.Addr().String()
		}
	}
	return out
}
