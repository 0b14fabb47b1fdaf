#!/usr/bin/env bash
# Compiles the beginning of an AppImage (appimage_runtime.cpp), with all that it needs inside. Usage:
# appimage_runtime.sh OUTPUT. Exit code 77, with the reason, where a library is missing.
set -euo pipefail
out=${1:?usage: appimage_runtime.sh OUTPUT}
here=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")")
. "$here/../packages.sh"
libraries=()
for name in squashfuse_ll squashfuse fuse3 zstd z lzma lzo2 lz4; do
  file=/usr/lib/x86_64-linux-gnu/lib$name.a
  if [ ! -e "$file" ]; then
    echo "appimage_runtime.sh: $file is missing; install ${stepscope_runtime_packages[*]}" >&2
    exit 77
  fi
  libraries+=("$file")
done
g++ -std=c++20 -O2 -Wall -Wextra -D_FILE_OFFSET_BITS=64 -static-libstdc++ -static-libgcc "$here/appimage_runtime.cpp" \
  -o "$out" "${libraries[@]}" -lpthread -ldl
strip "$out"
printf 'AI\x02' | dd of="$out" bs=1 seek=8 conv=notrunc status=none  # what tells an AppImage of type 2
