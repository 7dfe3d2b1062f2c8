package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"strings"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

const recordStart = recordHead + chacha20poly1305.NonceSizeX // of the ciphertext

const storeID = "3f0c1b9e-6a52-4c83-9d4f-0a1b2c3d4e5f"

// counted is a master key of the bytes 0 to 31.
func counted() Master {
	key := make([]byte, keySize)
	for i := range key {
		key[i] = byte(i)
	}
	return masterOf(key)
}

func sealerOf(t testing.TB, m Master, id string) *sealer {
	t.Helper()
	s, err := ring{keys: []Master{m}, storeID: id}.sealer()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What was sealed once must open for ever. The subkey was computed anew with
// another HKDF.
func TestRecordsOfVersion1Open(t *testing.T) {
	if got := hex.EncodeToString(counted().Subkey(storeID, LabelRecords)); got != "c1e5019c21e2fe914e0670960470adfad1713b87bc7ea47a7208266032fb4fac" {
		t.Errorf("the subkey of records is %s", got)
	}
	record, err := hex.DecodeString("014d9d4902000000000000000705ef6f544e926a65b98b6eb44def3a1a59d2ea7185dec2a0286877f816b89dd378e219a53c6dc8f7ccfd5165fe995655a2cca440d701")
	if err != nil {
		t.Fatal(err)
	}
	version, value, err := sealerOf(t, counted(), storeID).open("key/1", record)
	if err != nil || version != 7 || string(value) != "a sealed value" {
		t.Errorf("version %d, %q, %v", version, value, err)
	}
	header := "{\"store\":\"3f0c1b9e-6a52-4c83-9d4f-0a1b2c3d4e5f\",\"schema\":1,\"key\":\"4d9d4902\",\"check\":\"ZP/DQPqWpZq/WCjwVPXQ/H+Is6OND1fIsdh1vvSmUf0=\"}\n+Ai95RKWwKYkOP35zqJpDMbH6rrYy2AGjqZghHCFm7A=\n"
	h, ok := parseHeader1([]byte(header))
	if r, err := openHeader1([]byte(header), h, counted()); !ok || err != nil || r.storeID != storeID {
		t.Errorf("header of %q, %v", h.Store, err)
	}
}

func TestRecordOpensOnlyWhereItWasPut(t *testing.T) {
	s := sealerOf(t, counted(), storeID)
	keys := []string{"key/1", "key/2", "key/11", "key/", "key", "user/1", "signing/1", "audit/1", "k"}
	for _, put := range keys {
		record := s.seal(put, 1, []byte("value of "+put))
		for _, read := range keys {
			version, value, err := s.open(read, record)
			if read == put {
				if err != nil || version != 1 || string(value) != "value of "+put {
					t.Errorf("%q: version %d, %q, %v", put, version, value, err)
				}
				continue
			}
			refusedRecord(t, read, value, err)
		}
		// Nor in another store, be it under the same master key.
		_, value, err := sealerOf(t, counted(), "00000000-6a52-4c83-9d4f-0a1b2c3d4e5f").open(put, record)
		refusedRecord(t, put, value, err)
		_, value, err = sealerOf(t, NewMaster(), storeID).open(put, record)
		refusedRecord(t, put, value, err)
	}
}

// The key id keeps the stores of one master key apart already; the rest of the
// binding must do so without it.
func TestBindingHoldsWithoutTheKeyID(t *testing.T) {
	a, b := sealerOf(t, counted(), storeID), sealerOf(t, counted(), storeID+"x")
	b.byKey = map[keyID]*uses{a.primary.id: b.primary}
	_, value, err := b.open("key/1", a.seal("key/1", 1, []byte("v")))
	refusedRecord(t, "key/1", value, err)
	b.byKey = a.byKey // and without the salt
	_, value, err = b.open("key/1", a.seal("key/1", 1, []byte("v")))
	refusedRecord(t, "key/1", value, err)
	// What moves from the end of the store id to the start of the key is another place.
	b.store = storeID[:len(storeID)-1]
	_, value, err = b.open(storeID[len(storeID)-1:]+"key/1", a.seal("key/1", 1, []byte("v")))
	refusedRecord(t, "f", value, err)
}

func refusedRecord(t *testing.T, key string, value []byte, err error) {
	t.Helper()
	var named *DamagedError
	if !errors.As(err, &named) || !errors.Is(err, ErrDamaged) || named.Key != key && key != "f" || value != nil {
		t.Errorf("%q: value %q, %v, want ErrDamaged and nothing else", key, value, err)
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	s := sealerOf(t, counted(), storeID)
	for _, text := range []string{"", "a value of some length"} {
		record := s.seal("key/1", 1<<40+77, []byte(text))
		for bit := range 8 * len(record) {
			flipped := bytes.Clone(record)
			flipped[bit/8] ^= 1 << (bit % 8)
			_, value, err := s.open("key/1", flipped)
			refusedRecord(t, "key/1", value, err)
		}
	}
}

func TestEveryCutRecordIsNoticed(t *testing.T) {
	s := sealerOf(t, counted(), storeID)
	record := s.seal("key/1", 1, []byte("a value of some length"))
	for n := range record {
		_, value, err := s.open("key/1", record[:n])
		refusedRecord(t, "key/1", value, err)
	}
	_, value, err := s.open("key/1", append(bytes.Clone(record), 0))
	refusedRecord(t, "key/1", value, err)
}

func TestNoncesNeverRepeat(t *testing.T) {
	s := sealerOf(t, counted(), storeID)
	seen := make(map[string]bool)
	for range 100_000 {
		nonce := string(s.seal("key/1", 1, nil)[recordHead:recordStart])
		if seen[nonce] {
			t.Fatal("a nonce was used twice")
		}
		seen[nonce] = true
	}
}

func TestEachUseHasAKeyOfItsOwn(t *testing.T) {
	labels := []string{LabelRecords, LabelSigningKeys, LabelAudit, LabelIndexHashes, LabelSecrets, labelKeyCheck, labelKeyID, labelHeader}
	seen := make(map[string]string)
	for _, id := range []string{storeID, storeID + "x"} {
		for _, label := range labels {
			key := counted().Subkey(id, label)
			if other, twice := seen[string(key)]; twice || len(key) != keySize {
				t.Errorf("%s of %s: %d bytes, the same as %q", label, id, len(key), other)
			}
			seen[string(key)] = label + " of " + id
		}
	}
	for key, want := range map[string]string{
		"signing/x": LabelSigningKeys, "audit/x": LabelAudit, "signing": LabelRecords, "audits/x": LabelRecords, "key/audit/": LabelRecords, "": LabelRecords,
	} {
		if got := labelOf(key); got != want {
			t.Errorf("%q is sealed with the key of %s, want %s", key, got, want)
		}
	}
}

func TestDamageIsNamedByItsClass(t *testing.T) {
	for key, want := range map[string]string{"user/alice@example.com": "user", "signing/1": "signing", "settings": "top-level", headerKey: "seal/header"} {
		err := &DamagedError{key, "it is too short"}
		if err.Class() != want {
			t.Errorf("%q is of class %q, want %q", key, err.Class(), want)
		}
		if strings.Contains(err.Error(), "alice") {
			t.Errorf("%q gives the name away", err)
		}
	}
}

// FuzzOpen feeds arbitrary bytes as records. None may open but what was sealed,
// none may panic, and an error comes without a value.
func FuzzOpen(f *testing.F) {
	s := sealerOf(f, counted(), storeID)
	sealed := s.seal("key/1", 7, []byte("a sealed value"))
	f.Add("key/1", sealed)
	f.Add("key/2", sealed)
	f.Add("key/1", sealed[:recordStart])
	f.Add("audit/1", s.seal("audit/1", math.MaxUint64, nil))
	f.Add("", []byte{})
	f.Fuzz(func(t *testing.T, key string, record []byte) {
		before := bytes.Clone(record)
		version, value, err := s.open(key, record)
		if !bytes.Equal(before, record) {
			t.Fatal("opening changed the record")
		}
		if err != nil {
			refusedAnyRecord(t, version, value, err)
			return
		}
		// Whoever gets here without the key has broken the cipher, or the input
		// is one of the seeds.
		if string(value) != "a sealed value" && len(value) != 0 {
			t.Fatalf("a made-up record opened: %x", value)
		}
		again, value2, err := s.open(key, s.seal(key, version, value))
		if err != nil || again != version || !bytes.Equal(value, value2) {
			t.Fatalf("sealed again it gives version %d, %q, %v", again, value2, err)
		}
	})
}

func refusedAnyRecord(t *testing.T, version uint64, value []byte, err error) {
	t.Helper()
	if !errors.Is(err, ErrDamaged) || version != 0 || value != nil {
		t.Fatalf("version %d and %q along with %v", version, value, err)
	}
}

// FuzzSeal seals arbitrary values and wants them back, and nothing of them in
// the record.
func FuzzSeal(f *testing.F) {
	s := sealerOf(f, counted(), storeID)
	f.Add("key/1", uint64(1), []byte("a value"))
	f.Add("signing/\xff\x00", uint64(0), []byte{})
	f.Add("0", uint64(0), make([]byte, 8))
	f.Fuzz(func(t *testing.T, key string, version uint64, value []byte) {
		if len(key) > math.MaxUint16 {
			return
		}
		record := s.seal(key, version, value)
		if len(record) != len(value)+overhead {
			t.Fatalf("%d bytes became %d, want %d more", len(value), len(record), overhead)
		}
		if len(value) >= 8 && bytes.Contains(record[recordStart:], value) {
			t.Fatal("the record holds the value in the clear")
		}
		gotVersion, got, err := s.open(key, record)
		if err != nil || gotVersion != version || !bytes.Equal(got, value) {
			t.Fatalf("version %d, %q, %v", gotVersion, got, err)
		}
	})
}
