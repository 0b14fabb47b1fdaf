#!/usr/bin/env bash
# Installs what is missing, builds Stepscope and opens its window on the embedded model. Without a display it runs the
# demo in the terminal, prints the vote and saves a picture of the real window. Arguments go to the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. app/packages.sh

install_missing "${stepscope_packages[@]}"
build=build/release
log=$build/build.log
mkdir -p "$build"
echo "Building (the first time takes a few minutes; log: $log)" >&2
options=(-DWITH_TESTS=OFF)
# The CUDA part takes longest to compile and would have nothing to run on.
nvidia-smi -L >/dev/null 2>&1 || options+=(-DWITH_CUDA=OFF)

# Ninja's "[n/m]" as one line that is written over; without a terminal, a line for every tenth.
show_progress() {
  local line last=0 tenth shown=
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    tenth=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
    if [ -t 2 ]; then
      printf '\r  %s of %s ' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >&2
      shown=1
    elif [ "$tenth" -gt "$last" ]; then
      printf '  %s of %s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >&2
    fi
    last=$tenth
  done
  [ -z "$shown" ] || printf '\n' >&2
}

if ! { cmake --preset release "${options[@]}" && cmake --build --preset release; } 2>&1 | tee "$log" | show_progress; then
  tail -n 30 "$log" >&2
  echo "The build failed; the whole log is in $log" >&2
  exit 1
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$build/bin/stepscope" "$@"
fi

echo "No display: running the demo here, then saving a picture of the window." >&2
recording=$build/demo.stepscope
picture=stepscope-demo.png
arguments=("$@")
case " $* " in
  *" --problem"* | *" --example"*) ;;
  *) arguments+=(--example 1) ;;
esac
"$build/bin/stepscope-cli" run --record "$recording" "${arguments[@]}"
if ! QT_QPA_PLATFORM=offscreen "$build/bin/stepscope" "$recording" --screenshot "$picture" --at done 2>"$build/window.log"; then
  cat "$build/window.log" >&2
  exit 1
fi
echo "Picture of the window: $picture   recording: $recording"
