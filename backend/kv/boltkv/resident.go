package boltkv

import "go.etcd.io/bbolt"

// DropPages gives back the memory that reading has filled. The pages of the
// mapped file that a scan has touched count as the process's own until they are
// given back, and after the state was loaded from them nobody needs them again.
// They are still in the system's cache; the next access finds them there.
//
// Closing the store and opening it anew would do the same, but another process
// that waits for the store could take it in between.
func (s *Store) DropPages() error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	// Inside a transaction the mapping stays where it is, and its Size is the
	// part of the mapping that is in use.
	return s.view(func(tx *bbolt.Tx) error {
		return dropPages(tx.DB().Info().Data, uintptr(tx.Size()))
	})
}
