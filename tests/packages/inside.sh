#!/usr/bin/env bash
# What run.sh does in a bare system: inside.sh deb|appimage PACKAGE. A line for every check; fails where one does.
set -uo pipefail
kind=$1 package=$2
out=/test/out
mkdir -p "$out"
failed=0

# check NAME COMMAND...: says whether it succeeds, and where it does not what it said.
check() {
  local name=$1
  shift
  if "$@" >"$out/said" 2>&1; then
    echo "ok      $name"
  else
    echo "FAILED  $name"
    sed 's/^/        | /' "$out/said" | tail -n 20
    failed=1
  fi
}

# as_user COMMAND...: as somebody without rights and with a home of their own.
as_user() { setpriv --reuid=tester --regid=tester --clear-groups env -i PATH=/usr/bin:/bin HOME=/home/tester LC_ALL=C.UTF-8 ${DISPLAY:+DISPLAY=$DISPLAY} "$@"; }
install_quietly() { apt-get install -y -qq --no-install-recommends "$@" >"$out/apt" 2>&1 || { tail -n 20 "$out/apt"; return 1; }; }
all_files() { find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /test -o -path /tmp \) -prune -o -print | sort; }

version_is_told() { "${cli[@]}" --version && "${cli[@]}" --version | grep -q '^commit: [0-9a-f]' && "${window[@]}" --version | grep -q '^Qt: *6'; }
runs_to_a_vote() {
  as_user "${cli[@]}" run --example 3 -n 8 --kv-cache-mib 6 --record /home/tester/demo.stepscope --json >"$out/run.json" &&
    grep -q '"answer":"[0-9]' "$out/run.json" && [ -s /home/tester/demo.stepscope ]
}
paints() {  # NAME OPTIONS...
  local file=/home/tester/$1
  shift
  as_user "${window[@]}" /home/tester/demo.stepscope --screenshot "$file" "$@" && [ "$(stat -c %s "$file")" -gt 50000 ] && cp "$file" "$out/"
}
says_why_no_gpu() {
  ! as_user "${cli[@]}" run --example 1 --backend cuda 2>"$out/why" &&
    grep -E 'no NVIDIA driver is installed|this build has no CUDA|cuBLAS was not found' "$out/why"
}
shows_window() {  # COMMAND...: until a window with the recording's name is there
  as_user "$@" &
  local opener=$! found=1
  for _ in $(seq 120); do
    if xwininfo -root -tree | grep -q '"[^"]*demo[^"]*"'; then found=0; break; fi
    sleep 0.5
  done
  xwininfo -root -tree | grep -i stepscope
  kill "$opener" 2>/dev/null
  pkill -u tester
  wait "$opener" 2>/dev/null
  return $found
}
runs_mounted() {  # rather than unpacked: where FUSE is allowed, and fusermount3 is there
  as_user "${cli[@]}" run --example 3 --pace 5 --json >/dev/null &
  local runner=$! found=1
  for _ in $(seq 240); do
    if grep '^stepscope /tmp/.* fuse' /proc/mounts; then found=0; break; fi
    sleep 0.25
  done
  kill "$runner" 2>/dev/null
  pkill -u tester
  wait "$runner" 2>/dev/null
  return $found
}
leaves_nothing() { for _ in $(seq 120); do ls -d /tmp/stepscope-* || return 0; sleep 0.5; done; return 1; }
is_the_type() { [ "$(as_user xdg-mime query filetype /home/tester/demo.stepscope)" = application/x-stepscope ]; }
opens_the_type() { as_user xdg-mime query default application/x-stepscope | grep -x org.stepscope.Stepscope.desktop; }
reads_svg() { ls /usr/lib/*/qt6/plugins/imageformats/libqsvg.so; }  # the theme's arrows and check marks
completes() {
  bash -c 'source /usr/share/bash-completion/completions/stepscope-cli
           COMP_WORDS=(stepscope-cli run --policy deep) COMP_CWORD=3; _stepscope_cli; echo "${COMPREPLY[@]}"' |
    grep -x 'deepconf-low deepconf-high'
}
has_manuals() { for page in stepscope stepscope-cli; do zcat "/usr/share/man/man1/$page.1.gz" | grep -q '^\.SH OPTIONS' || return 1; done; }

useradd -m tester
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/test  # nobody keeps this system
apt-get update -qq >"$out/apt" 2>&1 || cat "$out/apt"

if [ "$kind" = deb ]; then
  # A desktop's usual parts, so that what the package itself brings can be told apart. dpkg keeps manuals out of images.
  rm -f /etc/dpkg/dpkg.cfg.d/excludes
  install_quietly xvfb xdg-utils x11-utils procps shared-mime-info desktop-file-utils libglib2.0-bin perl libfile-mimeinfo-perl
  all_files >"$out/before"
  dpkg-query -W -f '${Package}\n' | sort >"$out/packages-before"
  check "apt-get install" install_quietly "$package"
  cli=(stepscope-cli) window=(stepscope)
else
  cp "$package" /home/tester/Stepscope.AppImage
  cli=(/home/tester/Stepscope.AppImage --cli) window=(/home/tester/Stepscope.AppImage)
fi
check "--version" version_is_told
sed 's/^/        /' "$out/said" | head -n 5
check "runs without a display" runs_to_a_vote
check "picture, light" paints light.png --theme light
check "picture, dark" paints dark.png --theme dark
check "says why there is no GPU" says_why_no_gpu
sed 's/^/        /' "$out/said" | tail -n 1

[ "$kind" = deb ] || install_quietly xvfb x11-utils procps
# The server takes a free number: other systems on this machine share the names of its sockets.
Xvfb -displayfd 3 -screen 0 1680x1040x24 -nolisten tcp 3>"$out/display" >"$out/xvfb" 2>&1 &
server=$!
for _ in $(seq 240); do [ -s "$out/display" ] && break; sleep 0.25; done
DISPLAY=:$(cat "$out/display")
export DISPLAY
if [ "$kind" = deb ]; then
  check "*.stepscope is application/x-stepscope" is_the_type
  check "Stepscope opens application/x-stepscope" opens_the_type
  check "double click opens the recording" shows_window xdg-open /home/tester/demo.stepscope
  check "pictures of the theme" reads_svg
  check "bash completion" completes
  check "manual pages" has_manuals
else
  check "opens the recording" shows_window "${window[@]}" /home/tester/demo.stepscope
fi
kill $server 2>/dev/null
unset DISPLAY

if [ "$kind" = deb ]; then
  name=$(dpkg-deb -f "$package" Package)
  check "apt-get purge" apt-get purge -y -qq "$name"
  # What came with it goes with it.
  mapfile -t came < <(dpkg-query -W -f '${Package}\n' | sort | comm -13 "$out/packages-before" -)
  [ ${#came[@]} -eq 0 ] || apt-get purge -y -qq "${came[@]}" >"$out/apt" 2>&1
  all_files >"$out/after"
  # Of the user, of apt, and caches that their own packages keep.
  comm -13 "$out/before" "$out/after" >"$out/left-all"
  grep -vE '^/(home/tester|root|var/(log|cache|lib/(apt|dpkg|systemd)))(/|$)' "$out/left-all" >"$out/left" || true
  check "nothing is left outside of home folders" test ! -s "$out/left"
  [ ! -s "$out/left" ] || sed 's/^/        | /' "$out/left" | head -n 20
  echo "        in the home folder: $(grep '^/home/tester/\.' "$out/left-all" | grep -v mesa | tr '\n' ' ')"
else
  check "nothing is left in /tmp" leaves_nothing
  install_quietly fuse3
  [ -e /dev/fuse ] || mknod -m 666 /dev/fuse c 10 229
  [ -e /etc/mtab ] || ln -s /proc/self/mounts /etc/mtab  # where fusermount3 looks for what it may unmount
  check "runs mounted" runs_mounted
  check "nothing is left in /tmp" leaves_nothing
fi
exit $failed
