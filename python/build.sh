#!/usr/bin/env bash
# Makes the wheel of the Python package: builds the program with Swift's libraries inside, strips it, and packs it.
#
#     python/build.sh [FOLDER]      the wheel goes to FOLDER (default: dist)
#
# MDAD=FILE takes a program that is built already. Needs Swift 6.3 (unless MDAD is given), strip, and python3 with PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "${1:-dist}"
folder=$(cd "${1:-dist}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "${MDAD:-}" ]; then
  swift build -c release --static-swift-stdlib --product mdad
  MDAD=.build/release/mdad
fi
strip -o "$work/mdad" "$MDAD"
chmod 755 "$work/mdad"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" --quiet --disable-pip-version-check install 'hatchling>=1.25' auditwheel
cp LICENSE python/LICENSE
trap 'rm -rf "$work" python/LICENSE' EXIT
(cd python && MDAD="$work/mdad" "$work/venv/bin/hatchling" build -t wheel -d "$folder" >"$work/log" 2>&1) || {
  cat "$work/log" >&2
  exit 1
}
# The newest, in case that the folder holds others.
wheel=$(ls -t "$folder"/mdad-*.whl | head -n 1)

# auditwheel reads the symbols of every library that the program links, and says which platforms have them.
"$work/venv/bin/auditwheel" show "$wheel" | tee "$work/show"
tag=$(basename "$wheel" .whl | sed 's/.*-none-//')
if ! tr '\n' ' ' <"$work/show" | grep -q "following platform tag: \"$tag\""; then
  echo "auditwheel does not agree with the tag $tag" >&2
  exit 1
fi
ls -l "$wheel"
