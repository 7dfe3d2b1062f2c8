package access

import (
	"maps"
	"slices"
)

const maxLabels = 16

// checkLabels gives the labels of a key sorted, each once; nil for none.
func checkLabels(list []string) ([]string, error) {
	if len(list) == 0 {
		return nil, nil
	}
	list = words(list)
	if len(list) > maxLabels {
		return nil, Invalidf("labels", "there are %d labels, at most %d fit", len(list), maxLabels)
	}
	for _, w := range list {
		if !word.MatchString(w) {
			return nil, Invalidf("labels", "each of the labels has 1 to 64 of A-Z a-z 0-9 . _ : / -")
		}
	}
	return list, nil
}

// relabel adds and takes away labels.
func relabel(add, remove []string) func(*txn, *Key) error {
	return func(_ *txn, k *Key) error {
		left := make([]string, 0, len(k.Labels)+len(add))
		for _, w := range append(slices.Clone(k.Labels), add...) {
			if !slices.Contains(remove, w) {
				left = append(left, w)
			}
		}
		after, err := checkLabels(left)
		if err != nil {
			return err
		}
		if slices.Equal(after, k.Labels) {
			return errUnchanged
		}
		k.Labels = after
		return nil
	}
}

// countLabels counts how many keys carry each label.
func countLabels(keys func(func(*Key) bool)) []LabelCount {
	counts := map[string]int{}
	for k := range keys {
		for _, w := range k.Labels {
			counts[w]++
		}
	}
	out := make([]LabelCount, 0, len(counts))
	for _, w := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, LabelCount{w, counts[w]})
	}
	return out
}

// LabelCount is a label and how many keys carry it.
type LabelCount struct {
	Label string
	Keys  int
}
