package secret

import "testing"

// Whatever is called a hash: it is refused, or it is one of bounded costs that
// is written in exactly one way.
func FuzzPasswordHash(f *testing.F) {
	p := Params{MemoryKiB: 64, Time: 1, Threads: 1}
	for _, seed := range []string{p.encode(make([]byte, 16), make([]byte, 32)), "$argon2id$v=19$m=4294967295,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2i$v=19$m=64,t=1,p=1$$", "$argon2id$v=19$m=+64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "", "$$$$$"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, stored string) {
		params, salt, sum, err := decode(stored)
		if (err == nil) != (CheckHash(stored) == nil) {
			t.Errorf("%q: decoded %v, checked %v", stored, err, CheckHash(stored))
		}
		if err != nil {
			return
		}
		if params.MemoryKiB > maxMemoryKiB || params.Time > maxTime || params.Threads > maxThreads || params.Time < 1 || params.Threads < 1 {
			t.Errorf("%q costs %+v", stored, params)
		}
		if again := params.encode(salt, sum); again != stored {
			t.Errorf("%q is also written %q", stored, again)
		}
	})
}

// The form that usernames are compared in is one form: applied again it is the
// same, and whoever types it is the same user.
func FuzzUsername(f *testing.F) {
	for _, seed := range []string{"ada", "ADA", "ὈΔΥΣΣΕΎΣ", "ß", "ſ", "ﬁ", "a\u0301", "\u202eada", "ада", "İ", "ada ", "\x00", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		once, err := Username(name)
		if err != nil {
			return
		}
		if twice, err := Username(once); err != nil || twice != once {
			t.Errorf("%q is %q, and that is %q, %v", name, once, twice, err)
		}
		if len(once) == 0 {
			t.Errorf("%q is nobody", name)
		}
	})
}
