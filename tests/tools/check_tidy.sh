#!/usr/bin/env bash
# Runs clang-tidy with the checks of .clang-tidy over source files that changed. Usage: check_tidy.sh BUILD_FOLDER [FILE...]
# Without files: what differs from origin/main, or where that is the same, what the last commit changed. At most 12 files,
# the smallest first, in at most about three minutes; what was left out is said. Fails where a check complains.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
most=12
limit_s=180

build=${1:?usage: check_tidy.sh BUILD_FOLDER [FILE...]}
shift
if ! command -v clang-tidy >/dev/null; then
  echo "check_tidy: skipped, clang-tidy is not installed"
  exit 77
fi
if [ ! -f "$build/compile_commands.json" ]; then
  echo "check_tidy: $build has no compile_commands.json; configure it with cmake --preset first" >&2
  exit 1
fi

changed() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || true)
  if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then base=$(git rev-parse -q --verify HEAD~1 || true); fi
  # A shallow clone knows no commit before: then there is nothing to compare with.
  [ -z "$base" ] || git diff --name-only --diff-filter=d "$base" -- '*.cpp'
}

if [ $# -gt 0 ]; then candidates=("$@"); else mapfile -t candidates < <(changed); fi
files=()
for file in "${candidates[@]}"; do
  # Files of parts that this build leaves out have no command to compile them.
  if grep -qF "\"file\": \"$PWD/$file\"" "$build/compile_commands.json"; then files+=("$file"); fi
done
if [ ${#files[@]} -eq 0 ]; then
  echo "check_tidy: no changed source files in this build"
  exit 0
fi
mapfile -t files < <(wc -c "${files[@]}" | grep -v ' total$' | sort -n | awk '{print $2}')
left_out=("${files[@]:$most}")
files=("${files[@]:0:$most}")

# GCC's precompiled headers mean nothing to clang-tidy: the commands without them.
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
sed -E 's# -Winvalid-pch( -include [^ ]*cmake_pch\.hxx)?##; s# -include [^ ]*cmake_pch\.hxx##' \
  "$build/compile_commands.json" >"$commands/compile_commands.json"
status=0
printf '%s\n' "${files[@]}" |
  timeout "$limit_s" xargs -P "$(nproc)" -n 1 clang-tidy -p "$commands" --quiet --warnings-as-errors='*' \
    >"$commands/found" 2>"$commands/errors" || status=$?
if [ "$status" -eq 124 ]; then
  left_out+=("what did not fit into $limit_s s")
elif [ "$status" -ne 0 ]; then
  cat "$commands/found"
  grep -E 'error:' "$commands/errors" >&2 || true
  echo "check_tidy: clang-tidy complains" >&2
  exit 1
fi
if grep -q 'error:' "$commands/found"; then
  cat "$commands/found"
  exit 1
fi
echo "check_tidy: ${#files[@]} changed files; left out: ${left_out[*]:-none}"
