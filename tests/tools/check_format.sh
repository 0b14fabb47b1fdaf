#!/usr/bin/env bash
# Says which files clang-format would change, by .clang-format of the project. Fails where there is one; skips, saying so,
# without clang-format. Other versions than 14, Debian 12's, format a few lines differently, so they are skipped too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

wanted=14
clang_format=$(command -v "clang-format-$wanted" || command -v clang-format || true)
if [ -z "$clang_format" ]; then
  echo "check_format: skipped, clang-format is not installed"
  exit 77
fi
version=$("$clang_format" --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
if [ "$version" != "$wanted" ]; then
  echo "check_format: skipped, clang-format is version $version and the style is that of version $wanted"
  exit 77
fi

mapfile -t files < <(git ls-files -- '*.cpp' '*.h' '*.cu' '*.cuh')
if [ ${#files[@]} -lt 100 ]; then
  echo "check_format: found ${#files[@]} source files, expected hundreds; run it in a git checkout" >&2
  exit 1
fi
wrong=$(printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 16 "$clang_format" --dry-run -Werror 2>&1 |
  sed -n 's/^\([^: ]*\):[0-9]*:[0-9]*: error: .*/\1/p' | sort | uniq -c || true)
if [ -n "$wrong" ]; then
  echo "check_format: these files are not in the project's format (lines that differ, file); run clang-format -i on them:" >&2
  echo "$wrong" >&2
  exit 1
fi
echo "check_format: ${#files[@]} files are in the project's format"
