package secret

import (
	"errors"

	"golang.org/x/text/secure/precis"
)

// ErrUsername says that a name has no canonical form, or not a stable one.
var ErrUsername = errors.New("secret: not a username")

// MaxUsernameBytes bounds a username.
const MaxUsernameBytes = 128

// Username gives the form usernames are compared in: PRECIS UsernameCaseMapped
// (RFC 8265). A name whose form changes when it is applied again is refused:
// that is how two names end up as one.
func Username(name string) (string, error) {
	if name == "" || len(name) > MaxUsernameBytes {
		return "", ErrUsername
	}
	once, err := precis.UsernameCaseMapped.String(name)
	if err != nil {
		return "", ErrUsername
	}
	if twice, err := precis.UsernameCaseMapped.String(once); err != nil || twice != once {
		return "", ErrUsername
	}
	return once, nil
}
