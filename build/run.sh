#!/usr/bin/env bash
# Opens the window; without a display serves in the foreground and prints the
# address and, as long as nobody operates the portal, the setup link.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" = Darwin ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec bin/latchkey-desktop
fi
echo "no display: serving without a window, Ctrl-C stops it" >&2
exec bin/latchkey serve
