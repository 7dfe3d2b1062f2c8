#!/usr/bin/env bash
# Renders every icon from build/icon.svg. Run it when the drawing changes, and
# commit what it makes.
set -euo pipefail
cd "$(dirname "$0")"
./need.sh tests

chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# render SIZE FILE. Chromium draws, because it is what the mark was drawn for.
render() {
  printf '<!doctype html><style>*{margin:0}img{display:block;width:%dpx;height:%dpx}</style><img src="file://%s/icon.svg">' \
    "$1" "$1" "$PWD" >"$work/page.html"
  "$chromium" --headless --no-sandbox --hide-scrollbars --allow-file-access-from-files --force-device-scale-factor=1 \
    --default-background-color=00000000 --window-size="$1,$1" --screenshot="$work/shot.png" "file://$work/page.html" 2>/dev/null
  convert "$work/shot.png" -crop "$1x$1+0+0" +repage -strip -define png:compression-level=9 "$2"
}

render 1024 appicon.png
render 256 ../app/desktop/icon.png
sizes=()
for size in 16 24 32 48 64 128; do
  render "$size" "$work/$size.png"
  sizes+=("$work/$size.png")
done
convert "${sizes[@]}" ../app/desktop/icon.png windows/icon.ico
