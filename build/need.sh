#!/usr/bin/env bash
# need.sh SET...: makes sure that what the named sets need is on this machine.
#
#   node     Node and npm, which nobody installs for you
#   race     a C compiler: go test -race links with it
#   window   what the window is built against
#   tests    what the end-to-end and window tests drive
#
# On Debian and Ubuntu the missing packages are named and installed by apt. It
# looks for what is needed, not for packages, and does nothing when all is there.
set -euo pipefail

missing=()

# need PACKAGE PROBE...: PACKAGE is missing unless the command PROBE succeeds.
need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

fail() {
  printf 'latchkey: error: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf 'latchkey: hint: %s\n' "$2" >&2
  exit 1
}

has() { command -v "$1"; }
has_chromium() { [ -x "${CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome; }
has_font() { [ -n "$(fc-list 'DejaVu Sans')" ]; }
has_headers() { echo '#include <stdlib.h>' | gcc -E -; }

check_node() {
  has node >/dev/null && has npm >/dev/null || fail "node and npm are not installed" "install Node 20.19 or newer with npm"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "node $(node --version) is too old" "install Node 20.19 or newer"
}

window_on_linux() { [ "$(uname -s)" = Linux ]; }

for set in "$@"; do
  case $set in
    node)
      check_node
      ;;
    race)
      need gcc has gcc
      need libc6-dev has_headers
      ;;
    window)
      window_on_linux || continue
      need gcc has gcc
      need libc6-dev has_headers
      need pkg-config has pkg-config
      need libgtk-3-dev pkg-config --exists gtk+-3.0
      need libwebkit2gtk-4.1-dev pkg-config --exists webkit2gtk-4.1
      ;;
    tests)
      window_on_linux || fail "the window test runs on Linux only" "make check runs everywhere"
      need chromium has_chromium
      need xvfb has Xvfb
      need dbus-x11 has dbus-run-session
      need gnome-keyring has gnome-keyring-daemon
      need xdotool has xdotool
      need imagemagick has import
      need fontconfig has fc-list
      need fonts-dejavu-core has_font
      ;;
    *)
      fail "need.sh knows no set \"$set\""
      ;;
  esac
done

[ ${#missing[@]} -gt 0 ] || exit 0

if ! has apt-get >/dev/null; then
  fail "missing on this machine: ${missing[*]} (by their Debian names)" \
    "Fedora: gcc pkgconf gtk3-devel webkit2gtk4.1-devel chromium xorg-x11-server-Xvfb dbus-daemon gnome-keyring xdotool ImageMagick dejavu-sans-fonts; Arch: base-devel gtk3 webkit2gtk-4.1 chromium xorg-server-xvfb dbus gnome-keyring xdotool imagemagick ttf-dejavu; macOS: xcode-select --install"
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  has sudo >/dev/null || fail "missing packages: ${missing[*]}" "install them as root: apt-get install ${missing[*]}"
  as_root=(sudo)
fi

echo "installing with apt: ${missing[*]}" >&2
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >&2 </dev/null
}
apt update
# Ubuntu has Chromium under another name.
for i in "${!missing[@]}"; do
  if [ "${missing[i]}" = chromium ] && ! apt-cache show chromium >/dev/null 2>&1; then
    missing[i]=chromium-browser
  fi
done
apt install --yes --no-install-recommends "${missing[@]}" ||
  fail "apt could not install: ${missing[*]}" "read what it says above, install them by hand, and run make again"
