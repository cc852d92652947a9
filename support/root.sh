#!/bin/sh
# Makes a folder that can be the root of a container: the program, stripped, with the libraries that it is linked to, and
# the system's libzstd if there is one, which newer logs of Inspect take.
#
#     support/root.sh PROGRAM FOLDER
set -eu
program=$1
folder=$2
mkdir -p "$folder/usr/bin" "$folder/work" "$folder/tmp"
chmod 1777 "$folder/tmp"
strip -o "$folder/usr/bin/mdad" "$program"
chmod 755 "$folder/usr/bin/mdad"
zstd=$(find /usr/lib /lib -name libzstd.so.1 2>/dev/null | head -n 1)
for library in $(ldd "$program" | grep -o '/[^ )]*') $zstd; do
  mkdir -p "$folder$(dirname "$library")"
  cp -L "$library" "$folder$library"
done
