package app

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// portHolder names the program that listens on an address, "" where the system
// does not tell this user.
func portHolder(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return ""
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return ""
	}
	for _, table := range []string{"/proc/self/net/tcp", "/proc/self/net/tcp6"} {
		if inode := listeningInode(table, net.ParseIP(host), uint16(number)); inode != "" {
			return holderOf("socket:[" + inode + "]")
		}
	}
	return ""
}

// The state of a listening socket in /proc/net/tcp.
const stateListen = "0A"

// listeningInode is the inode of the socket that listens on a port of that
// address, or of every address; "" where there is none. A nil address is any.
func listeningInode(table string, ip net.IP, port uint16) string {
	file, err := os.Open(table)
	if err != nil {
		return ""
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		// sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …
		f := strings.Fields(lines.Text())
		if len(f) < 10 || f[3] != stateListen {
			continue
		}
		bound, at, ok := strings.Cut(f[1], ":")
		if n, err := strconv.ParseUint(at, 16, 16); !ok || err != nil || uint16(n) != port {
			continue
		}
		local := kernelIP(bound)
		if ip == nil || ip.IsUnspecified() || local == nil || local.IsUnspecified() || local.Equal(ip) {
			return f[9]
		}
	}
	return ""
}

// kernelIP reads an address as the kernel prints it: words of four bytes, each
// in the order of a little-endian machine.
func kernelIP(text string) net.IP {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != net.IPv4len && len(raw) != net.IPv6len {
		return nil
	}
	for word := 0; word < len(raw); word += 4 {
		raw[word], raw[word+1], raw[word+2], raw[word+3] = raw[word+3], raw[word+2], raw[word+1], raw[word]
	}
	return net.IP(raw)
}

// holderOf is the process that has a socket open. Of processes of other users
// the kernel does not say.
func holderOf(socket string) string {
	open, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return ""
	}
	for _, fd := range open {
		if target, err := os.Readlink(fd); err != nil || target != socket {
			continue
		}
		pid := strings.Split(fd, "/")[2]
		name, err := os.ReadFile("/proc/" + pid + "/comm")
		if err != nil {
			return ""
		}
		return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), pid)
	}
	return ""
}
