package app

import (
	"context"
	"errors"
	"net"
	"slices"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

// listening gives the listener, or says why this process has none.
func (h *host) listening() (*listener, error) {
	if h.login == nil {
		return nil, access.Errorf(access.CodeUnavailable, "this process serves one command and listens nowhere").WithHint("start the core with: latchkey serve")
	}
	return h.login, nil
}

// Listen implements adminapi.Host. The address is kept for the next start,
// unless flags, environment or file say one, which win then.
func (h *host) Listen(ctx context.Context, address string) error {
	l, err := h.listening()
	if err != nil {
		return err
	}
	if address, err = h.usable(address); err != nil {
		return err
	}
	if err := l.move(ctx, address); err != nil {
		return err
	}
	if err := h.access.KeepListener(ctx, system, address); err != nil {
		return err
	}
	if !h.config.listenChosen {
		h.mu.Lock()
		h.config.note("listen", address, originPortal)
		h.mu.Unlock()
	}
	return nil
}

// usable is the address as it is written, where one may be listened on that is
// so exposed.
func (h *host) usable(address string) (string, error) {
	address, err := parseAddress(address)
	if err != nil {
		return "", access.Invalidf("address", "%v", err)
	}
	if portOf(address) == "0" {
		return "", access.Invalidf("address", "port 0 is any port, so nobody would find it").WithHint("name a port between 1 and 65535")
	}
	if err := h.config.exposes(address); err != nil {
		return "", access.Invalidf("address", "%v", err).WithHint("start latchkey serve with one of them")
	}
	return address, nil
}

// StartListener implements adminapi.Host.
func (h *host) StartListener(ctx context.Context) error {
	l, err := h.listening()
	if err != nil {
		return err
	}
	return l.start(ctx)
}

// StopListener implements adminapi.Host.
func (h *host) StopListener(context.Context) error {
	l, err := h.listening()
	if err != nil {
		return err
	}
	l.halt()
	return nil
}

// RestartListener implements adminapi.Host.
func (h *host) RestartListener(ctx context.Context) error {
	l, err := h.listening()
	if err != nil {
		return err
	}
	return l.restart(ctx)
}

// ProbeListener implements adminapi.Host.
func (h *host) ProbeListener(ctx context.Context, address string) adminapi.Probe {
	result := adminapi.Probe{Address: address}
	l, err := h.listening()
	if err == nil {
		if address, err = h.usable(address); err == nil {
			result.Address = address
			err = l.probe(ctx, address)
		}
	}
	var unbound *bindError
	switch {
	case err == nil:
		result.Free = true
	case errors.As(err, &unbound):
		result.Error, result.Suggestion = unbound.refusal.Public, unbound.free
	default:
		result.Error = access.AsError(err).Public
	}
	return result
}

// Networks implements adminapi.Host: the addresses of the machine that are up,
// this machine's own ones first. Those of one link alone (fe80::) are left out,
// since nobody can be told them.
func (h *host) Networks() ([]adminapi.Network, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, access.Errorf(access.CodeInternal, "the networks of this machine cannot be read").Wrap(err)
	}
	var found []adminapi.Network
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 {
			continue
		}
		addrs, err := i.Addrs()
		if err != nil {
			continue // it went away meanwhile
		}
		for _, a := range addrs {
			ip, ok := a.(*net.IPNet)
			if !ok || ip.IP.IsLinkLocalUnicast() {
				continue
			}
			network := net.IPNet{IP: ip.IP.Mask(ip.Mask), Mask: ip.Mask}
			found = append(found, adminapi.Network{Interface: i.Name, Address: ip.IP.String(), Network: network.String(), Loopback: ip.IP.IsLoopback()})
		}
	}
	slices.SortStableFunc(found, func(a, b adminapi.Network) int {
		switch {
		case a.Loopback == b.Loopback:
			return 0
		case a.Loopback:
			return -1
		}
		return 1
	})
	return found, nil
}
