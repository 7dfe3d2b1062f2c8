package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os/user"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"

	"latchkey/backend/access"
)

// admitted are who may look into a data folder: its owner, SYSTEM and the
// administrators, who could take it over anyway.
func admitted() ([]*windows.SID, error) {
	self, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, err
	}
	sids := []*windows.SID{self.User.Sid}
	for _, kind := range []windows.WELL_KNOWN_SID_TYPE{windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid} {
		sid, err := windows.CreateWellKnownSid(kind)
		if err != nil {
			return nil, err
		}
		sids = append(sids, sid)
	}
	return sids, nil
}

// checkOwner refuses a folder of somebody else. One made by an elevated process
// belongs to the administrators.
func checkOwner(dir string, _ fs.FileInfo) error {
	sd, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return folderError(dir, err)
	}
	owner, _, err := sd.Owner()
	if err != nil {
		return folderError(dir, err)
	}
	ours, err := admitted()
	if err != nil {
		return folderError(dir, err)
	}
	for _, sid := range ours {
		if owner.Equals(sid) {
			return nil
		}
	}
	return access.Errorf(access.CodeDenied, "the data folder %s belongs to another user", dir).
		WithHint("run this as that user, or name another folder with --data DIR")
}

// isOpenToOthers reports whether the folder's access list lets anybody else in.
func isOpenToOthers(dir string, _ fs.FileInfo) (bool, error) {
	sd, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return false, err
	}
	dacl, _, err := sd.DACL()
	if errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) || err == nil && dacl == nil {
		return true, nil // no list at all lets everybody in
	}
	if err != nil {
		return false, err
	}
	ours, err := admitted()
	if err != nil {
		return false, err
	}
	for i := range uint32(dacl.AceCount) {
		var ace *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(dacl, i, &ace); err != nil {
			return false, err
		}
		if ace.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE {
			continue
		}
		sid := (*windows.SID)(unsafe.Pointer(&ace.SidStart))
		known := false
		for _, our := range ours {
			known = known || sid.Equals(our)
		}
		if !known {
			return true, nil
		}
	}
	return false, nil
}

// closeToOthers replaces the access list, and no longer inherits one.
func closeToOthers(dir string) error {
	ours, err := admitted()
	if err != nil {
		return err
	}
	var entries []windows.EXPLICIT_ACCESS
	for _, sid := range ours {
		entries = append(entries, windows.EXPLICIT_ACCESS{
			AccessPermissions: windows.GENERIC_ALL,
			AccessMode:        windows.SET_ACCESS,
			Inheritance:       windows.SUB_CONTAINERS_AND_OBJECTS_INHERIT,
			Trustee: windows.TRUSTEE{
				TrusteeForm:  windows.TRUSTEE_IS_SID,
				TrusteeType:  windows.TRUSTEE_IS_UNKNOWN,
				TrusteeValue: windows.TrusteeValueFromSID(sid),
			},
		})
	}
	dacl, err := windows.ACLFromEntries(entries, nil)
	if err != nil {
		return err
	}
	return windows.SetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, dacl, nil)
}

func howToClose(dir string) string {
	return fmt.Sprintf("icacls %q /inheritance:r /grant:r \"%%USERNAME%%:(OI)(CI)F\" SYSTEM:(OI)(CI)F Administrators:(OI)(CI)F", dir)
}

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

// ownName is the name of the OS user this process runs as, without its domain.
func ownName() string {
	u, err := user.Current()
	if err != nil {
		return "unknown"
	}
	if _, name, ok := strings.Cut(u.Username, `\`); ok {
		return name
	}
	return u.Username
}
