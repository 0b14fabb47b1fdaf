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

# show_progress LOG: writes its input to LOG and says on standard error how far ninja is ("[12/240] ..."): one line that is
# written over in a terminal, else a line every tenth of the way.
show_progress() {
  local line done_count all percent next=10
  local on_terminal=; [ -t 2 ] && on_terminal=yes
  while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\n' "$line" >&3
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    done_count=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
    percent=$((100 * done_count / all))
    if [ -n "$on_terminal" ]; then
      printf '\r  %d of %d (%d %%)' "$done_count" "$all" "$percent" >&2
    elif [ "$percent" -ge "$next" ]; then
      echo "  $done_count of $all ($percent %)" >&2
      next=$((percent / 10 * 10 + 10))
    fi
  done 3>"$1"
  if [ -n "$on_terminal" ] && [ -n "${all:-}" ]; then echo >&2; fi
}

echo "Building (the first time takes a few minutes; log: $log)" >&2
options=(-DWITH_TESTS=OFF)
# The CUDA part takes longest to compile and would have nothing to run on.
nvidia-smi -L >/dev/null 2>&1 || options+=(-DWITH_CUDA=OFF)
if ! { cmake --preset release "${options[@]}" && cmake --build --preset release; } 2>&1 | show_progress "$log"; then
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
