#!/usr/bin/env bash
# Installs what is missing, builds Stepscope with its tests and runs them. Usage: tests/run.sh [PRESET] [ctest arguments]
# Presets: dev (default), cpu-only, dev-asan, dev-tsan, release, and those of CI (ci, ci-asan, ci-asan-gui, ci-tsan).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. app/packages.sh

preset=dev
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
  preset=$1
  shift
fi
install_missing "${stepscope_packages[@]}" python3
# Without a GPU the CUDA code is only compiled: one architecture tells as much as six.
if [ -z "${CUDAARCHS:-}" ] && ! nvidia-smi -L >/dev/null 2>&1; then export CUDAARCHS=90; fi
cmake --preset "$preset"
quiet=()
[ -t 1 ] || quiet=(-- --quiet)  # in a log, only what went wrong
cmake --build --preset "$preset" "${quiet[@]}"
ctest --preset "$preset" "$@"
# A test that passes is silent: what it skipped, and why.
sed -n 's/^SKIP *: /not tested: /p' "build/$preset/Testing/Temporary/LastTest.log" | sort -u
