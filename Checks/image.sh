#!/usr/bin/env bash
# Runs the program in a root that holds only what the Dockerfile puts into its image.
#
#     Checks/image.sh [PROGRAM]      a program with Swift's libraries inside, as python/build.sh makes it
#
# Needs the right to change the root and to mount /proc, as a container has it: Swift reads the arguments there. It does
# not check the Dockerfile's own lines, which takes Docker.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-.build/release/mdad}
if ldd "$program" | grep -i swift; then
  echo "$program needs Swift's libraries; build it with --static-swift-stdlib" >&2
  exit 1
fi
root=$(mktemp -d)
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf "$root"' EXIT
support/root.sh "$program" "$root"
mkdir "$root/proc"
if ! mount -t proc proc "$root/proc" 2>/dev/null; then
  echo "image.sh: skipped: /proc cannot be mounted here"
  exit
fi
cp docs/examples/scores.csv "$root/work"

mdad() { chroot "$root" /usr/bin/mdad "$@"; }
mdad verify >/dev/null
mdad plan --benchmark gpqa --gap 5 --format json | cmp - Tests/CommandTests/Golden/plan-gpqa.json
mdad describe --matrix /work/scores.csv --also /work/answer.json >/dev/null
cmp "$root/work/answer.json" Tests/CommandTests/Golden/describe-example.json
echo "the image's root: $(du -sm --exclude=proc "$root" | cut -f 1) MB, $(find "$root" -xdev -name '*.so*' | wc -l) libraries"
