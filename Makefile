# make run and make test do all the set-up: they need Go, Node 20 with npm, and
# on Debian or Ubuntu root or sudo. What is missing is named, then installed.
#
#   make run       build both programs; open the window, or serve where there is no display
#   make check     vet, lint, Go and frontend tests; no system package but gcc
#   make test      check, end-to-end in Chromium, and the real window under Xvfb
#   make bench     what a login costs beside bare HTTP servers, and at 1,000,000 keys; ten minutes
#   make soak      ten minutes at 5,000 logins a second
#   make torture   hurt the store in every way there is; the long form of what go test does
#   make build     bin/latchkey and bin/latchkey-desktop
#   make frontend  frontend/dist

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.SUFFIXES:

# Both programs carry the same version: the window refuses a core of another.
ifndef VERSION
VERSION := $(shell build/version.sh)
endif
export VERSION
GO_BUILD := go build -trimpath -buildvcs=false -ldflags '-s -w -X latchkey/app.version=$(VERSION)'
WINDOW_TAGS := desktop,production,webkit2_41
ifeq ($(shell uname -s),Darwin)
export CGO_LDFLAGS += -framework UniformTypeIdentifiers
endif

NPM := npm --prefix frontend --no-progress
LINTER := bin/tools/staticcheck
INSTALLED := frontend/node_modules/.package-lock.json
FRONTEND_SOURCES := $(shell find frontend backend/openapi \( -path frontend/node_modules -o -path frontend/dist \
	-o -path frontend/e2e -o -path frontend/test-results \) -prune -o -type f -not -name '*.go' -print)

.PHONY: build run check test bench soak pgo torture frontend core window smoke-window

build: core window

run: build
	@build/run.sh

check: $(INSTALLED) $(LINTER)
	@build/need.sh race
	@go run ./build/testsum check

test: $(INSTALLED) $(LINTER)
	@build/need.sh window tests
	@go run ./build/testsum test

bench:
	@go run ./build/bench

soak:
	@go run ./build/bench -parts soak

# The profile the programs are built by; taken anew when the paths have changed.
pgo:
	@go run ./build/bench -parts profile

# SEED=N repeats a run, ONLY=name runs one way, ROUNDS=N as often as that,
# SUBJECT=DIR damages the very store that a message names.
torture:
	@go run ./build/torture $(if $(SEED),-seed $(SEED)) $(if $(ONLY),-only $(ONLY)) $(if $(ROUNDS),-rounds $(ROUNDS)) $(if $(SUBJECT),-subject $(SUBJECT))

frontend: frontend/dist/index.html

# The programs embed the frontend, so it comes first. Go itself knows what else
# has changed, hence no file names here.
core: frontend
	@CGO_ENABLED=0 $(GO_BUILD) -pgo build/bench/login.pgo -o bin/latchkey .

window: frontend
	@build/need.sh window
	@CGO_ENABLED=1 $(GO_BUILD) -tags $(WINDOW_TAGS) -o bin/latchkey-desktop .

# The window that reports what its page shows; the test's own, never shipped.
smoke-window: frontend
	@CGO_ENABLED=1 $(GO_BUILD) -tags $(WINDOW_TAGS),smoke -o bin/smoke/latchkey-desktop .

$(LINTER): build/tools.mod build/tools.sum
	@CGO_ENABLED=0 go build -modfile=build/tools.mod -o $@ honnef.co/go/tools/cmd/staticcheck
	@touch $@

$(INSTALLED): frontend/package-lock.json
	@build/need.sh node
	@$(NPM) ci
	@touch $@

frontend/dist/index.html: $(INSTALLED) $(FRONTEND_SOURCES)
	@$(NPM) run build
	@touch $@
