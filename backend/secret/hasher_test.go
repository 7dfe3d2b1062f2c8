package secret_test

import (
	"testing"

	"latchkey/backend/secret"
)

func BenchmarkHasher(b *testing.B) {
	h := secret.NewHasher(make([]byte, 32))
	b.ReportAllocs()
	for b.Loop() {
		h.Sum("access key secret", "986d8167a9b9a15e37db4ab4ad50877b01347a94", "79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq")
	}
}
