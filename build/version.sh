#!/usr/bin/env bash
# Prints the version to build: the nearest tag and the commits since, or
# "devel" where there is no repository to ask.
git -C "$(dirname "$0")" describe --tags --always --dirty --match 'v*' 2>/dev/null | sed 's/^v//' | grep . || echo devel
