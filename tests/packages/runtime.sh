#!/usr/bin/env bash
# Tests the run time of an AppImage (app/packaging/appimage_runtime.cpp) with a small image: that the application gets its
# files, mounted or unpacked, and that nothing of them stays in TMPDIR however it ends. Skips, with the reason, where the
# run time cannot be compiled.
set -uo pipefail
here=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")")
folder=$(mktemp -d)
trap 'umount -l "$folder"/tmp/*/files 2>/dev/null; rm -rf "$folder"' EXIT
export TMPDIR=$folder/tmp
app=$folder/app image=$folder/Test.AppImage
mkdir -p "$TMPDIR" "$app/data"

if ! command -v mksquashfs >/dev/null; then
  echo "SKIP: mksquashfs is not installed"
  exit 77
fi
"$here/../../app/packaging/appimage_runtime.sh" "$folder/runtime" 2>"$folder/said"
case $? in
  0) ;;
  77) echo "SKIP: $(cat "$folder/said")"; exit 77 ;;
  *) cat "$folder/said"; exit 1 ;;
esac
# Ends with a code; says where it is and waits for long; or ends while something that it started goes on for a second.
cat >"$app/AppRun" <<'END'
#!/bin/sh
echo "$APPDIR"
case $1 in
  code) exit "$2" ;;
  hold) exec sleep 60 ;;
  leave) sh -c 'sleep 1; cat "$APPDIR/data/numbers" >"$0"' "$2" >/dev/null 2>&1 & ;;
  *) cat "$APPDIR/data/numbers" ;;
esac
END
chmod +x "$app/AppRun"
seq 200000 >"$app/data/numbers"
ln -s numbers "$app/data/link"
mksquashfs "$app" "$folder/image" -root-owned -noappend -comp zstd -quiet -no-progress >/dev/null
cat "$folder/runtime" "$folder/image" >"$image"
chmod +x "$image"

failed=0
fail() { echo "FAILED  $mode: $*"; failed=1; }
# until_true COMMAND...: tries for ten seconds.
until_true() {
  for _ in $(seq 200); do
    if "$@"; then return 0; fi
    sleep 0.05
  done
  return 1
}
left_are() { [ "$(ls -A "$TMPDIR" | wc -l)" -eq "$1" ]; }
expect_nothing_left() { until_true left_are 0 || fail "$1: $(ls "$TMPDIR") is left"; }
# hold NAME: starts one that waits; sets $pid, and $files once they are there.
hold() {
  rm -f "$folder/$1"
  "$image" hold >"$folder/$1" 2>/dev/null &
  pid=$!
  until_true test -s "$folder/$1" || fail "$1: does not start"
  files=$(cat "$folder/$1")
}
ended_by() { kill "-$1" "$pid"; wait "$pid" 2>/dev/null; }

for mode in mounted unpacked; do
  unset APPIMAGE_EXTRACT_AND_RUN
  if [ "$mode" = unpacked ]; then
    export APPIMAGE_EXTRACT_AND_RUN=1
  elif ! { [ -w /dev/fuse ] && { [ "$(id -u)" -eq 0 ] || command -v fusermount3 >/dev/null; } } ||
    { hold probe; kind=$(stat -f -c %T "$files"); ended_by TERM; [ "$kind" != fuseblk ]; }; then
    echo "SKIP: mounted: FUSE is not allowed here"
    until_true left_are 0
    continue
  fi

  "$image" | tail -n +2 | cmp -s - "$app/data/numbers" || fail "the files are other ones"
  "$image" code 7 >/dev/null
  [ $? -eq 7 ] || fail "the exit code is another one"
  expect_nothing_left "an ordinary end"

  for _ in $(seq 10); do "$image" code 0 >/dev/null; done
  expect_nothing_left "ten starts"

  for signal in TERM KILL HUP; do
    hold "$signal"
    ended_by "$signal"
    expect_nothing_left "SIG$signal"
  done

  hold first
  first=$pid first_files=$files
  hold second
  [ "$first_files" != "$files" ] || fail "two at once have one folder"
  kill "$first"
  until_true test ! -e "$first_files" || fail "the first of two leaves its folder"
  cmp -s "$files/data/link" "$app/data/numbers" || fail "the second of two lost its files"
  ended_by TERM
  wait "$first" 2>/dev/null
  expect_nothing_left "two at once"

  "$image" leave "$folder/left" >/dev/null
  expect_nothing_left "a child that goes on"
  cmp -s "$folder/left" "$app/data/numbers" || fail "a child that goes on loses its files"

  # The keeper is killed: the next starts leave the folder to those who use it, and remove it after them.
  hold keeper
  kill -KILL "$(pgrep -P "$pid")"
  "$image" code 0 >/dev/null
  until_true left_are 1
  [ -e "${files%/files}" ] || fail "a folder in use is removed"
  ended_by KILL
  "$image" code 0 >/dev/null
  expect_nothing_left "a killed keeper"

  # Folders of others stay.
  mkdir "$TMPDIR/stepscope-appimage-of-somebody" "$TMPDIR/stepscope-abcdef"
  "$image" code 0 >/dev/null
  until_true left_are 2 || fail "folders of others: $(ls "$TMPDIR") is left"
  rmdir "$TMPDIR"/*
  echo "ran     $mode"
done

mode=extract
(cd "$folder" && "$image" --appimage-extract && diff -r squashfs-root "$app") || fail "the files are other ones"
[ "$failed" -ne 0 ] || echo "ok"
exit "$failed"
