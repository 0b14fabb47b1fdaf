#!/usr/bin/env bash
# Tests packages where they are meant to run: in bare systems made by debootstrap, far from the machine that built them.
# Usage: tests/packages/run.sh PACKAGE... (.deb or .AppImage), as root. Environment: SUITES (default "bookworm trixie
# noble"), WORK (where the systems are kept; default /var/tmp/stepscope-packages).
# Takes minutes and the network, so CI does not run it. Prints a line for every check; pictures stay in WORK.
set -euo pipefail
here=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")")
work=${WORK:-/var/tmp/stepscope-packages}
mkdir -p "$work"
if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
  echo "tests/packages/run.sh: needs root and debootstrap" >&2
  exit 1
fi

mirror_of() {
  case $1 in
    noble | jammy) echo http://archive.ubuntu.com/ubuntu ;;
    *) echo http://deb.debian.org/debian ;;
  esac
}

# base SUITE: a bare system, made once and kept as an archive.
base() {
  local suite=$1 folder=$work/$1.new options=() script=sid
  [ -e "$work/$suite.tar" ] && return
  case $suite in noble | jammy)
    script=gutsy  # which all later ones of Ubuntu share; debootstrap knows only those older than itself by name
    [ -e /usr/share/keyrings/ubuntu-archive-keyring.gpg ] || options=(--no-check-gpg)
    ;;
  esac
  rm -rf "$folder"
  debootstrap --variant=minbase "${options[@]}" "$suite" "$folder" "$(mirror_of "$suite")" \
    "/usr/share/debootstrap/scripts/$script" >"$work/$suite.log" 2>&1
  case $suite in
    noble | jammy) echo "deb $(mirror_of "$suite") $suite main universe" >"$folder/etc/apt/sources.list" ;;
  esac
  tar -C "$folder" -cf "$work/$suite.tar" .
  rm -rf "$folder"
}

# enter FOLDER COMMAND...: runs it in that system, with process list and null devices, and ends what it left behind.
enter() {
  local folder=$1
  shift
  unshare --mount --pid --fork --kill-child bash -ec '
    mount -t proc proc "$1/proc"
    mount -t tmpfs tmpfs "$1/dev/shm" 2>/dev/null || { mkdir -p "$1/dev/shm"; mount -t tmpfs tmpfs "$1/dev/shm"; }
    root=$1; shift
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"
  ' enter "$folder" "$@"
}

status=0
for package in "$@"; do
  case $package in
    *.deb) kind=deb ;;
    *.AppImage) kind=appimage ;;
    *) echo "$package: neither .deb nor .AppImage" >&2; exit 2 ;;
  esac
  bytes=$(stat -c %s "$package")
  echo "== $(basename "$package"): $bytes bytes ($((bytes / 1000000)) MB)"
  if [ "$bytes" -ge 150000000 ]; then
    echo "FAILED: expected under 150 MB"
    status=1
  fi
  for suite in ${SUITES:-bookworm trixie noble}; do
    base "$suite"
    system=$work/system
    rm -rf "$system"
    mkdir "$system"
    tar -C "$system" -xf "$work/$suite.tar"
    cp /etc/resolv.conf "$system/etc/resolv.conf"
    mkdir "$system/test"
    cp "$here/inside.sh" "$package" "$system/test/"
    echo "-- $suite"
    enter "$system" bash /test/inside.sh "$kind" "/test/$(basename "$package")" || status=1
    for picture in "$system"/test/out/*.png; do
      [ ! -e "$picture" ] || cp "$picture" "$work/$suite-$kind-$(basename "$picture")"
    done
  done
done
rm -rf "$work/system"
exit "$status"
