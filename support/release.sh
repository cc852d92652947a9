#!/usr/bin/env bash
# Checks a version and makes what is released of it, as RELEASE.md says.
#
#     support/release.sh [--only-build] [--repository OWNER/NAME] [FOLDER]      FOLDER: dist
#
# FOLDER then holds, for version X.Y.Z:
#   mdad-X.Y.Z-linux-MACHINE.tar.gz   the program, with Swift's libraries inside; its manual page and completions
#   mdad-X.Y.Z-….whl                  the Python package
#   mdad-X.Y.Z-source.tar.gz          the source
#   mdad.rb                           the Homebrew formula, if the repository on GitHub is named
#   notes.md                          the version's part of CHANGELOG.md
#   SHA256SUMS                        of all of these
# The same commit and compiler give the same bytes. With --only-build nothing is checked but what was made. MDAD=FILE
# takes a program that is built already, with Swift's libraries inside.
set -euo pipefail
cd "$(dirname "$0")/.."

checks=yes
repository=${GITHUB_REPOSITORY:-}
folder=dist
while [ $# -gt 0 ]; do
  case "$1" in
    --only-build) checks=no ;;
    --repository) repository=$2 && shift ;;
    -*)
      sed -n '2,15s/^# \{0,1\}//p' "$0" >&2
      exit 64
      ;;
    *) folder=$1 ;;
  esac
  shift
done
fail() {
  echo "release.sh: $1" >&2
  exit 1
}

echo "== the version, wherever it stands"
version=$(sed -n 's/.*programVersion = "\(.*\)"/\1/p' Sources/Planner/Version.swift)
[ "$(sed -n 's/^version: //p' CITATION.cff)" = "$version" ] || fail "CITATION.cff is not of version $version"
grep -q "^## $version\b" CHANGELOG.md || fail "CHANGELOG.md has no section \"## $version, YYYY-MM-DD\""
tag=$(git describe --exact-match --tags --match 'v*' 2>/dev/null || true)
[ -z "$tag" ] || [ "$tag" = "v$version" ] || fail "the tag $tag is not of version $version"
[ -z "$(git status --porcelain --untracked-files=no)" ] || fail "there are changes that are not committed"
echo "$version${tag:+, tag $tag}"

if [ $checks = yes ]; then
  echo "== checks"
  .ci/run
  for script in oracle formats interrupted cluster schemas; do python3 "Checks/$script.py"; done
  MDAD_FUZZ_SECONDS=600 swift test --filter DamagedInput
fi

rm -rf "$folder"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# One time for every file, so that the archives are the same wherever they are made.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
pack() {
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -cf - "$1" | gzip -9n
}

echo "== the program"
if [ -z "${MDAD:-}" ]; then
  swift build -c release --static-swift-stdlib --product mdad
  MDAD=.build/release/mdad
fi
name=mdad-$version-linux-$(uname -m)
mkdir -p "$work/$name"/{bin,share/man/man1,share/bash-completion/completions,share/zsh/site-functions} \
  "$work/$name/share/fish/vendor_completions.d"
strip -o "$work/$name/bin/mdad" "$MDAD"
chmod 755 "$work/$name/bin/mdad"
program=$work/$name/bin/mdad
[ "$("$program" --version)" = "mdad $version" ] || fail "the program says $("$program" --version)"
"$program" verify >/dev/null
"$program" man >"$work/$name/share/man/man1/mdad.1"
"$program" completions bash >"$work/$name/share/bash-completion/completions/mdad"
"$program" completions zsh >"$work/$name/share/zsh/site-functions/_mdad"
"$program" completions fish >"$work/$name/share/fish/vendor_completions.d/mdad.fish"
cp LICENSE README.md CHANGELOG.md CITATION.cff "$work/$name"
pack "$name" >"$folder/$name.tar.gz"

echo "== the source"
git archive --prefix="mdad-$version/" HEAD | tar -C "$work" -xf -
pack "mdad-$version" >"$folder/mdad-$version-source.tar.gz"

echo "== the wheel"
MDAD=$program python/build.sh "$folder"
Checks/wheel.sh "$folder"/mdad-*.whl
Checks/image.sh "$program"

if [ -n "$repository" ]; then
  echo "== the formula"
  sum=$(sha256sum "$folder/mdad-$version-source.tar.gz" | cut -d ' ' -f 1)
  sed -e "s|@REPOSITORY@|$repository|g" -e "s|@VERSION@|$version|g" -e "s|@SHA256@|$sum|" support/mdad.rb.in \
    >"$folder/mdad.rb"
fi
sed -n "/^## $version\b/,/^## /{/^## /d;p}" CHANGELOG.md >"$folder/notes.md"
(cd "$folder" && sha256sum -- * >SHA256SUMS && cat SHA256SUMS)
