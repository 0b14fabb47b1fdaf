#!/usr/bin/env bash
# Installs a build folder into a temporary prefix, moves the prefix, and uses what is in it: --version, options, a run, a
# picture of its recording. Checks the desktop's files with their own validators where these are installed, and says where
# they are not. Usage: check_install.sh BUILD_FOLDER
set -euo pipefail
build=${1:?usage: check_install.sh BUILD_FOLDER}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "check_install: $*" >&2; exit 1; }

DESTDIR='' cmake --install "$build" --prefix "$folder/first" >"$folder/log" || { tail "$folder/log" >&2; fail "cmake --install failed"; }
mv "$folder/first" "$folder/prefix"  # nothing may remember where it was installed
bin=$folder/prefix/bin share=$folder/prefix/share
export HOME=$folder/home
mkdir "$HOME"

lines=$("$bin/stepscope-cli" --version)
for word in "stepscope-cli 0" "commit: " "build:  " "CUDA:   " "Qt:     "; do
  [[ $lines == *"$word"* ]] || fail "--version says '$lines', expected '$word' in it"
done
"$bin/stepscope-cli" options | cmp - "$folder/prefix/share/doc/$(basename "$(dirname "$(find "$share/doc" -name options.md)")")/options.md"
"$bin/stepscope-cli" run --example 3 -n 4 --kv-cache-mib 4 --max-tokens 200 --record "$folder/run.stepscope" --json >"$folder/run.json"
grep -q '"answer"' "$folder/run.json" || fail "the run printed no summary"
# The model is the one in the prefix.
mv "$share/stepscope" "$share/away"
! "$bin/stepscope-cli" models --json 2>/dev/null | grep -qF "$folder" || fail "files are found where there are none"
mv "$share/away" "$share/stepscope"
"$bin/stepscope-cli" models --json | grep -qF "$share/stepscope/demo-model" || fail "the embedded model of the prefix is not used"

files=(man/man1/stepscope-cli.1.gz bash-completion/completions/stepscope-cli zsh/vendor-completions/_stepscope-cli)
if [ -e "$bin/stepscope" ]; then
  id=org.stepscope.Stepscope
  files+=(man/man1/stepscope.1.gz bash-completion/completions/stepscope zsh/vendor-completions/_stepscope
    "applications/$id.desktop" "metainfo/$id.metainfo.xml" "mime/packages/$id.xml" "icons/hicolor/scalable/apps/$id.svg"
    icons/hicolor/scalable/mimetypes/application-x-stepscope.svg)
  QT_QPA_PLATFORM=offscreen "$bin/stepscope" "$folder/run.stepscope" --screenshot "$folder/picture.png" --theme dark
  [ "$(stat -c %s "$folder/picture.png")" -gt 50000 ] || fail "the picture is empty"
  "$bin/stepscope" --version | grep -q '^Qt: *6' || fail "stepscope --version does not name Qt"
fi
for file in "${files[@]}"; do
  [ -s "$share/$file" ] || fail "share/$file is missing"
done

# validated TOOL FILE ARGUMENTS...: what the tool says of the file.
validated() {
  local tool=$1 file=$2
  shift 2
  if ! command -v "$tool" >/dev/null; then
    echo "check_install: $tool is not installed, so $(basename "$file") was not validated"
  else
    "$tool" "$@" "$file" >"$folder/said" 2>&1 || { cat "$folder/said" >&2; fail "$tool refuses $(basename "$file")"; }
  fi
}
if [ -e "$bin/stepscope" ]; then
  validated desktop-file-validate "$share/applications/$id.desktop"
  # Without STEPSCOPE_WEB the data name no home page. AppStream 1.0 warns of that; older versions do not know the warning.
  rules=(--no-net)
  ! appstreamcli --version 2>/dev/null | grep -q 'version: [1-9]' || rules+=(--override=url-homepage-missing=info)
  validated appstreamcli "$share/metainfo/$id.metainfo.xml" validate "${rules[@]}"
  # Its addresses are those that the build was told (STEPSCOPE_WEB), or none.
  ! grep -E '@[A-Z_]+@|\.invalid|<url[^>]*></url>|>/' "$share/metainfo/$id.metainfo.xml" ||
    fail "the AppStream data name a page that does not exist"
fi
echo "check_install: $(find "$folder/prefix" -type f | wc -l) files, $(du -sm "$folder/prefix" | cut -f1) MiB, moved and used"
