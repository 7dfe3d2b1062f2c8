package app

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// The marks of file systems (statfs(2)): those of other machines, and those of
// which a name is worth saying.
var (
	remoteSystems = map[int64]string{
		0x6969: "NFS", 0xff534d42: "CIFS", 0xfe534d42: "SMB", 0x517b: "SMB", 0x01021997: "9p", 0x65735546: "FUSE", 0x73757245: "Coda", 0x5346414f: "AFS", 0x00c36400: "Ceph",
	}
	localSystems = map[int64]string{0xef53: "ext4", 0x58465342: "XFS", 0x9123683e: "Btrfs", 0x01021994: "tmpfs", 0x2fc12fc1: "ZFS", 0x794c7630: "overlayfs"}
)

// fileSystem names the file system of a folder, "" for one nobody has heard of,
// and says whether another machine keeps it.
func fileSystem(dir string) (name string, remote bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return "", false
	}
	mark := int64(uint32(s.Type))
	if name, ok := remoteSystems[mark]; ok {
		return name, true
	}
	return localSystems[mark], false
}

func freeSpace(dir string) (int64, bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0, false
	}
	return int64(s.Bavail) * s.Bsize, true
}

// fastCommit says whether the folder lies on an ext4 with fast_commit under a
// kernel whose fast_commit loses what was synced: 5.10 before 5.10.94 and 5.15
// before 5.15.27.
func fastCommit(dir string) (string, bool) {
	if kind, _ := fileSystem(dir); kind != "ext4" {
		return "", false
	}
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil || !losesSyncs(strings.TrimSpace(string(release))) {
		return "", false
	}
	options, err := filepath.Glob("/proc/fs/ext4/*/options")
	if err != nil {
		return "", false
	}
	for _, path := range options {
		if text, err := os.ReadFile(path); err == nil && strings.Contains(string(text), "fast_commit") {
			return "kernel " + strings.TrimSpace(string(release)) + " can lose what was written to an ext4 with fast_commit", true
		}
	}
	return "", false
}

func losesSyncs(release string) bool {
	numbers := strings.FieldsFunc(release, func(r rune) bool { return r < '0' || r > '9' })
	if len(numbers) < 3 || numbers[0] != "5" {
		return false
	}
	patch, err := strconv.Atoi(numbers[2])
	return err == nil && (numbers[1] == "10" && patch < 94 || numbers[1] == "15" && patch < 27)
}
