package access

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"golang.org/x/text/secure/precis"
)

// keyWorld is an index in which keys come and change by chance, and the same
// keys kept in the plainest way.
type keyWorld struct {
	*Service
	rand  *rand.Rand
	users []string
	accts []string
	plain map[int64]*Key
	rev   int64
}

var (
	someNames = []string{"billing", "Billing", "BILLING", "Straße", "STRASSE", "ﬁ x", "fi x", "Ünïcode", "日本 key", "①", "a", "key 1", "key 10", "key 2", "Zeta", "naïve"}
	someWords = []string{"", "bill", "BILL", "str", "ss", "ß", "fi", "key", "key 1", "1", "a", "acme", "ada", "ADA", "日本", "prod", "zz", "x y", "-4", "0", "ÜNÏ"}
	local     = Caller{Kind: CallerLocal, Name: "local:test", Role: RoleOwner}
)

func newKeyWorld(seed uint64) *keyWorld {
	now := time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)
	w := &keyWorld{rand: rand.New(rand.NewPCG(seed, 2)), plain: map[int64]*Key{}}
	w.Service = &Service{state: newState(), stamps: newStamps(""), now: func() time.Time { return now }}
	for i, name := range []string{"Acme", "acme two", "Ömega", "zz top"} {
		a := &Account{ID: w.id(), Name: name}
		w.accts = append(w.accts, a.ID)
		if i > 0 { // one that is not there
			w.state.putAccount(a)
		}
	}
	for i, name := range []string{"ada", "Bob", "ådam", "carol", "dave"} {
		u := &User{ID: w.id(), Username: name, Number: int64(i + 1), Disabled: i == 1}
		w.users = append(w.users, u.ID)
		if i > 0 {
			if err := w.state.putUser(u); err != nil {
				panic(err)
			}
		}
		for _, a := range w.accts[:i%4+1] {
			put2(w.state.members, u.ID, a, &Membership{UserID: u.ID, AccountID: a, Roles: []string{"r1", "r2"}})
		}
	}
	return w
}

func (w *keyWorld) id() string {
	id, err := uuid.NewRandomFromReader(readerOf{w.rand})
	if err != nil {
		panic(err)
	}
	return id.String()
}

// readerOf gives random bytes.
type readerOf struct{ *rand.Rand }

func (r readerOf) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return len(b), nil
}

func oneOf[T any](w *keyWorld, list []T) T { return list[w.rand.IntN(len(list))] }

func (w *keyWorld) chance(one int) bool { return w.rand.IntN(one) == 0 }

func (w *keyWorld) moment() *time.Time {
	if w.chance(2) {
		return nil
	}
	return ptr(w.now().Add(time.Duration(w.rand.IntN(60)-30) * 24 * time.Hour))
}

func (w *keyWorld) key(number int64) *Key {
	k := &Key{ID: w.id(), Number: number, AccessKey: fmt.Sprintf("%x", w.rand.Uint64()), SecretHash: []byte("0123456789abcdef0123456789abcdef")}
	if w.chance(5) {
		k.AccessKey = fmt.Sprintf("Own/KEY%d", number)
	}
	w.change(k)
	k.CreatedAt, k.CreatedBy = w.now(), "ada"
	return k
}

func (w *keyWorld) change(k *Key) {
	k.Name = oneOf(w, someNames)
	if w.chance(2) {
		k.Name += fmt.Sprint(" ", w.rand.IntN(50))
	}
	k.UserID, k.AccountID = oneOf(w, w.users), oneOf(w, w.accts)
	k.Note, k.Labels, k.Old, k.Roles, k.PausedAt, k.RevokedAt = "", nil, nil, nil, nil, nil
	if w.chance(3) {
		k.Note = "A note\non " + oneOf(w, someNames)
	}
	if w.chance(3) {
		k.Labels = []string{"env:prod", "Zz"}
	}
	if w.chance(4) {
		k.Roles = []string{"r1"}
	}
	if w.chance(6) {
		k.PausedAt = ptr(w.now())
	}
	if w.chance(8) {
		k.RevokedAt = ptr(w.now())
	}
	if w.chance(6) {
		k.Old = &OldSecret{Hash: []byte("old"), Since: w.now().Add(-time.Hour), Until: w.now().Add(time.Duration(w.rand.IntN(3)-1) * time.Hour)}
	}
	k.Activated, k.NotBefore, k.Expires = !w.chance(6), w.moment(), w.moment()
	k.UpdatedAt, k.UpdatedBy, k.Version = w.now(), "ada", k.Version+1
}

// store puts keys in as one event or batch does, in either format.
func (w *keyWorld) store(t *testing.T, keys ...*Key) {
	t.Helper()
	w.rev++
	var batch keyBatch
	for _, k := range keys {
		value, err := encode(k)
		if err == nil && w.chance(3) {
			value, err = json.Marshal(k, json.Deterministic(true))
			value = append([]byte{recordVersion}, value...)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := batch.add(value, w.rev); err != nil {
			t.Fatal(err)
		}
		k.rev = w.rev
		w.plain[k.Number] = k
		if w.chance(2) {
			w.stamps.touch(stampOfKey, k.Number, Use{At: w.now().Add(-time.Duration(w.rand.IntN(9)) * time.Hour)})
		}
	}
	w.state.keys.put(&batch)
}

var asKept = cmp.Options{cmp.AllowUnexported(Key{}), cmpopts.EquateComparable(netip.Prefix{})}

func TestTheIndexHasEveryKeyAsItWasStored(t *testing.T) {
	w := newKeyWorld(1)
	for n := int64(1); n <= 1200; n++ {
		switch {
		case n <= 700: // as loading does
			var keys []*Key
			for range 100 {
				keys = append(keys, w.key(n))
				n++
			}
			n--
			w.store(t, keys...)
		default:
			w.store(t, w.key(n))
		}
	}
	for range 3000 { // one by one, some many times
		k := *w.plain[1+w.rand.Int64N(60)*w.rand.Int64N(20)]
		w.change(&k)
		w.store(t, &k)
	}
	st := w.state
	if st.keyCount() != len(w.plain) {
		t.Fatalf("%d keys, want %d", st.keyCount(), len(w.plain))
	}
	named := map[string][]int64{}
	ofUser, ofAccount := map[string]KeyCount{}, map[string]KeyCount{}
	for n, k := range w.plain {
		for how, got := range map[string]*Key{"number": st.keyNumbered(n), "id": st.keyByID(k.ID), "access key": st.keyByAccessKey(k.AccessKey)} {
			if diff := cmp.Diff(k, got, asKept); diff != "" {
				t.Fatalf("key %d by %s:\n%s", n, how, diff)
			}
			card := st.keys.card(st.keys.placeOfNumber(n))
			for _, now := range []time.Time{w.now(), w.now().Add(20 * 24 * time.Hour), w.now().Add(-20 * 24 * time.Hour)} {
				if want, got := k.State(now), KeyStates()[card.state(now.UnixMilli())]; got != want {
					t.Fatalf("key %d is %s at %s, its card says %s", n, want, now, got)
				}
			}
		}
		named[k.Name] = append(named[k.Name], n)
		for id, in := range map[string]map[string]KeyCount{k.UserID: ofUser, k.AccountID: ofAccount} {
			count := in[id]
			if count.Total++; k.State(w.now()) == StateActive {
				count.Active++
			}
			in[id] = count
		}
	}
	for name, want := range named {
		var got []int64
		for k := range st.keysNamed(name) {
			got = append(got, k.Number)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", name, got, want)
		}
	}
	for id, want := range ofUser {
		if got, _ := st.countKeysOfUser(id, w.now()); got != want {
			t.Errorf("a user has %v, want %v", got, want)
		}
	}
	for id, want := range ofAccount {
		if got, _ := st.countKeysOfAccount(id, w.now()); got != want {
			t.Errorf("an account has %v, want %v", got, want)
		}
	}
	for _, unknown := range []string{"", "nobody", w.id()} {
		if st.keyByID(unknown) != nil || st.keyByAccessKey(unknown) != nil {
			t.Errorf("%q is the id or access key of a key", unknown)
		}
	}
	if pieces := len(st.keys.pieces); pieces > 7+looseKeys+15 {
		t.Errorf("the bodies are in %d pieces", pieces)
	}
	size, kept := 0, 0
	for i := range st.keys.n {
		size += int(st.keys.place(i).size)
	}
	for _, p := range st.keys.pieces {
		kept += len(p.text)
	}
	if kept > 3*size {
		t.Errorf("%d bytes are kept for %d", kept, size)
	}
}

func TestAListFindsAndSortsWhatLookingAtEveryKeyFinds(t *testing.T) {
	for seed := range uint64(2) {
		w := newKeyWorld(seed)
		for n := int64(1); n <= 1100; n += 10 {
			var keys []*Key
			for i := range int64(10) {
				keys = append(keys, w.key(n+i))
			}
			w.store(t, keys...)
		}
		for range 40 {
			w.compareLists(t)
			for range w.rand.IntN(20) {
				k := *oneOf(w, slices.Collect(func(yield func(*Key) bool) {
					for n := int64(1); n <= int64(len(w.plain)) && yield(w.plain[n]); n++ {
					}
				}))
				w.change(&k)
				w.store(t, &k)
			}
			if w.chance(3) {
				w.store(t, w.key(int64(len(w.plain)+1)))
			}
		}
	}
}

func (w *keyWorld) compareLists(t *testing.T) {
	t.Helper()
	q := KeyQuery{Search: oneOf(w, someWords), Page: Page{Sort: oneOf(w, append([]string{""}, keyColumns...)), Desc: w.chance(2), Limit: oneOf(w, []int{0, 1, 10, 200}), Offset: oneOf(w, []int{0, 0, 5, 199, 900, 5000})}}
	if w.chance(3) {
		q.Search = ""
	}
	if w.chance(3) {
		q.States = slices.Clone(KeyStates()[:1+w.rand.IntN(4)])
	}
	if w.chance(5) {
		q.User = oneOf(w, w.users[1:])
	}
	if w.chance(5) {
		q.Account = oneOf(w, w.accts[1:])
	}
	if w.chance(6) {
		q.Label = "env:prod"
	}
	q.Expiring, q.Rotating, q.Unused = w.chance(9), w.chance(9), w.chance(9)
	want, err := w.PlainKeys(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Keys(t.Context(), local, q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, asKept, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%+v:\n%s", q, diff)
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	numbers, err := w.keyNumbers(q)
	if err != nil {
		t.Fatal(err)
	}
	if len(numbers) != want.Total {
		t.Fatalf("%+v: a job would take %d keys, the list has %d", q, len(numbers), want.Total)
	}
}

// Whoever adds a field to Key need do nothing for it to be stored; this says so.
func TestEveryFieldOfAKeySurvivesItsRecord(t *testing.T) {
	var whole Key
	fill(t, reflect.ValueOf(&whole).Elem(), 1)
	whole.ID, whole.UserID, whole.AccountID = uuid.NewString(), uuid.NewString(), uuid.NewString()
	whole.UpdatedAt = whole.CreatedAt.Add(time.Nanosecond)
	keys := map[string]*Key{"every field": &whole, "none": {}, "ids of another form": {ID: "x", UserID: "someone", AccountID: strings.ToUpper(uuid.NewString())},
		"chosen, and none": {Roles: []string{}, Permissions: []string{}}, "an old secret without anything": {Old: &OldSecret{Hash: []byte{}}},
		"updated at no time": {Stamp: Stamp{CreatedAt: whole.CreatedAt, CreatedBy: "ada"}}}
	typ := reflect.TypeFor[Key]()
	for i := range typ.NumField() {
		if f := typ.Field(i); f.IsExported() {
			alone := new(Key)
			reflect.ValueOf(alone).Elem().Field(i).Set(reflect.ValueOf(whole).Field(i))
			keys[f.Name+" alone"] = alone
		}
	}
	for name, k := range keys {
		value, err := encode(k)
		if err != nil {
			t.Fatal(err)
		}
		user, account, body, err := splitKey(value, idText)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var h heldKey
		for range 2 { // it is used again
			if err := h.read(user, account, body, k.rev); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(k, &h.Key, asKept); diff != "" {
				t.Fatalf("%s:\n%s", name, diff)
			}
		}
	}
}

// fill sets everything that can be stored to something.
func fill(t *testing.T, v reflect.Value, n int) {
	t.Helper()
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 11, n%28+1, 1, 2, 3, n*1e6+n, time.UTC)))
		return
	case netip.Prefix:
		v.Set(reflect.ValueOf(netip.MustParsePrefix(fmt.Sprintf("10.0.%d.0/24", n))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("täxt %d", n))
	case reflect.Int64, reflect.Int32, reflect.Int:
		v.SetInt(int64(n))
	case reflect.Uint32, reflect.Uint64, reflect.Uint8:
		v.SetUint(uint64(n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n+1)
		fill(t, v.Index(1), n+2)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i), n+i)
			}
		}
	default:
		t.Fatalf("say how a %s is filled", v.Type())
	}
}

// A record of a newer version is refused, never read in part.
func TestARecordWithAFieldOfANewerVersionIsRefused(t *testing.T) {
	value, err := encode(&Key{ID: uuid.NewString(), Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	newer := appendField(slices.Clone(value), tagVersion+1, "?")
	var batch keyBatch
	for name, record := range map[string][]byte{"field": newer, "format": append([]byte{keyFormat + 1}, value[1:]...), "cut": value[:len(value)-1], "empty": nil} {
		if err := batch.add(record, 1); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}

func FuzzKeyRecord(f *testing.F) {
	w := newKeyWorld(9)
	for n := range int64(5) {
		value, err := encode(w.key(n))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		user, account, body, err := splitKey(value, idText)
		if err != nil {
			return
		}
		var first, second heldKey
		if first.read(user, account, body, 0) != nil {
			return
		}
		again, err := encode(&first.Key)
		if err != nil {
			return // JSON has no texts that are not UTF-8
		}
		if user, account, body, err = splitKey(again, idText); err == nil {
			err = second.read(user, account, body, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first.Key, second.Key, asKept, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzComparableName(f *testing.F) {
	for _, name := range someNames {
		f.Add(name)
	}
	for _, name := range []string{"", " a", "a ", "a  b", "A\tB", "~!", "\x7f", "a\x00"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		want, err := precis.Nickname.CompareKey(name)
		if err != nil {
			want = name
		}
		if got := comparableName(name); got != want {
			t.Errorf("%q compares as %q, want %q", name, got, want)
		}
	})
}

func BenchmarkKeyByAccessKey(b *testing.B) {
	w := newKeyWorld(3)
	var batch keyBatch
	for n := range int64(10_000) {
		value, err := encode(w.key(n))
		if err == nil {
			err = batch.add(value, 1)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	w.state.keys.put(&batch)
	var h heldKey
	text := w.state.keyNumbered(77).AccessKey
	b.ReportAllocs()
	for b.Loop() {
		w.state.keys.read(&h, w.state.keys.placeOfAccessKey(text))
	}
}

// Lists, look-ups and changes at the same time; what was there before is found
// by each list, whatever comes and changes meanwhile.
func TestListsBesideChangesMissNothing(t *testing.T) {
	w := newKeyWorld(7)
	var keys []*Key
	for n := range int64(1500) {
		k := w.key(n + 1)
		k.Name = fmt.Sprint("stays ", n)
		keys = append(keys, k)
	}
	w.store(t, keys...)
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for i := range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				q := KeyQuery{Search: "stays", Page: Page{Sort: keyColumns[i%len(keyColumns)], Limit: 20, Offset: 700}}
				list, err := w.Keys(ctx, local, q)
				if err != nil || list.Total < 1500 || len(list.Items) != 20 {
					t.Errorf("%d keys, %d of them shown: %v", list.Total, len(list.Items), err)
					return
				}
				lock := w.hot.RLock()
				g := w.state.heldGrant(w.state.keys.placeOfID(list.Items[0].ID))
				lock.RUnlock()
				if g.key == nil || g.key.ID != list.Items[0].ID {
					t.Errorf("the key %s is not found", list.Items[0].ID)
				}
				g.release()
			}
		})
	}
	for n := range int64(400) {
		k := w.key(1501 + n)
		if n%2 == 0 {
			k = ptr(*keys[n])
			k.Name = fmt.Sprint("stays and changes ", n)
		}
		w.mu.Lock()
		w.hot.Lock()
		w.store(t, k)
		w.hot.Unlock()
		w.mu.Unlock()
	}
	stop()
	readers.Wait()
}
