package desktop

import "golang.org/x/sys/windows"

// systemLanguages are those the user has Windows in, the preferred one first.
func systemLanguages() []string {
	out, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil {
		return nil
	}
	return out
}
