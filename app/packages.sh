# Debian packages that Stepscope builds and runs with. Sourced by app/run.sh and tests/run.sh; installs only what is missing.
# shellcheck shell=bash

stepscope_packages=(
  g++ cmake ninja-build pkg-config nlohmann-json3-dev libopenblas-dev libpcre2-dev libutf8proc-dev libzip-dev zlib1g-dev libssl-dev libcurl4-openssl-dev libcli11-dev libginac-dev
  qt6-base-dev qt6-charts-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools qt6-translations-l10n libqt6opengl6-dev libgl-dev libxkbcommon-dev fonts-dejavu-core
)
# What the run time of an AppImage is made of, and its image. Only packaging/appimage.sh and a test need them.
# shellcheck disable=SC2034
stepscope_runtime_packages=(squashfs-tools libsquashfuse-dev libfuse3-dev libzstd-dev liblzma-dev liblzo2-dev liblz4-dev)

# install_missing PACKAGE...: asks apt only for packages that are not there, with sudo where the user is not root.
install_missing() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    echo "These packages are needed and apt-get is not here to install them: ${missing[*]}" >&2
    return 1
  fi
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "Installing: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}
