package server

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"
)

// LoadTLS serves the certificate of two PEM files and takes a new one from them
// when they change, without a restart. While a new pair does not fit together,
// as between the two writes of whoever renews it, the one before stays.
func LoadTLS(certFile, keyFile string, logger *slog.Logger) (*tls.Config, error) {
	if logger == nil {
		logger = slog.Default()
	}
	c := &certificate{certFile: certFile, keyFile: keyFile, logger: logger}
	if err := c.load(); err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current(), nil },
	}, nil
}

type certificate struct {
	certFile, keyFile string
	logger            *slog.Logger

	mu    sync.Mutex
	pair  *tls.Certificate
	stamp [2]fileStamp
}

// fileStamp is what tells that a file was written again.
type fileStamp struct {
	modified time.Time
	size     int64
}

func stampOf(name string) fileStamp {
	info, err := os.Stat(name)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{info.ModTime(), info.Size()}
}

// current looks at the files at each handshake; that is two calls of stat
// beside a signature.
func (c *certificate) current() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if stamp := [2]fileStamp{stampOf(c.certFile), stampOf(c.keyFile)}; stamp != c.stamp {
		if err := c.load(); err != nil {
			c.stamp = stamp // say it once for each writing
			c.logger.Warn("the new TLS certificate is not taken, the one before stays", "err", err)
		} else {
			c.logger.Info("a new TLS certificate is in use", "file", c.certFile)
		}
	}
	return c.pair
}

func (c *certificate) load() error {
	stamp := [2]fileStamp{stampOf(c.certFile), stampOf(c.keyFile)}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		if missing := (*fs.PathError)(nil); errors.As(err, &missing) {
			return fmt.Errorf("read the TLS files: %w", err)
		}
		return fmt.Errorf("the certificate %s and the key %s do not make a pair: %w", c.certFile, c.keyFile, err)
	}
	c.pair, c.stamp = &pair, stamp
	return nil
}
