#!/usr/bin/env bash
# Makes an AppImage of a build folder of the preset "package": the program with Qt, its plugins, its fonts and all
# libraries that a desktop does not have by itself, in one file that runs without being installed. To be run on the
# oldest system whose glibc it shall need. Usage: appimage.sh BUILD_FOLDER [OUTPUT_FOLDER]; the name is printed.
set -euo pipefail
build=$(readlink -f "${1:?usage: appimage.sh BUILD_FOLDER [OUTPUT_FOLDER]}")
out=$(mkdir -p "${2:-$build/packages}" && readlink -f "${2:-$build/packages}")
here=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")")
. "$here/../packages.sh"
install_missing patchelf fonts-dejavu-core qt6-wayland qt6-gtk-platformtheme \
  qt6-xdgdesktopportal-platformtheme "${stepscope_runtime_packages[@]}"

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
system=/usr/lib/x86_64-linux-gnu
app=$build/AppDir
usr=$app/usr
rm -rf "$app"
DESTDIR='' cmake --install "$build" --prefix "$usr" --strip >"$build/install.log"
rm -r "$usr/lib/stepscope"  # what the Debian package brings for other systems lies with all other libraries here

# Never inside: what belongs to the C library and to the system's compiler run time.
never='^(ld-linux.*|lib(c|m|dl|rt|pthread|resolv|util|nsl|anl)\.so.*|lib(stdc\+\+|gcc_s)\.so.*)$'
# The system's where it has them, as its drivers and desktop libraries use them too.
system_first='^lib(GL|EGL|GLX|GLdispatch|OpenGL|drm|gbm|X.*|x.*|SM|ICE|wayland-.*|g(lib|object|io|module|thread)-.*|fontconfig|freetype|harfbuzz|fribidi|graphite2|expat|uuid|png16|z|zstd|lzma|lz4|bz2|brotli.*|dbus-1|pcre2-8|ffi|mount|blkid|selinux|systemd|cap|gcrypt|gpg-error|bsd|md|krb5.*|gssapi_krb5|k5crypto|com_err|keyutils|udev)\.so.*$'
# Not at all: GTK is the system's, and only the plugin for its theme asks for it.
desktop='^lib(gtk-3|gdk-3|gdk_pixbuf-2|cairo.*|pango.*|atk-.*|atspi|epoxy|datrie|thai|pixman-1)[-.].*$'

plugins=(platforms/libqxcb.so platforms/libqoffscreen.so platforms/libqwayland-generic.so platforms/libqwayland-egl.so
  platformthemes/libqgtk3.so platformthemes/libqxdgdesktopportal.so imageformats/libqsvg.so imageformats/libqjpeg.so
  imageformats/libqgif.so imageformats/libqico.so iconengines/libqsvgicon.so xcbglintegrations/libqxcb-glx-integration.so
  xcbglintegrations/libqxcb-egl-integration.so platforminputcontexts/libcomposeplatforminputcontextplugin.so
  platforminputcontexts/libibusplatforminputcontextplugin.so wayland-shell-integration/libxdg-shell.so
  wayland-decoration-client/libbradient.so wayland-graphics-integration-client/libqt-plugin-wayland-egl.so)
for plugin in "${plugins[@]}"; do install -D "$system/qt6/plugins/$plugin" "$usr/plugins/$plugin"; done
printf '[Paths]\nPrefix = ..\nPlugins = plugins\nTranslations = translations\n' >"$usr/bin/qt.conf"

# Where a library lies that a program or plugin needs: "name path" lines.
needed_by() { ldd "$@" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $1, $3 }' | sort -u; }
mkdir -p "$usr/lib/fallback"
bundled=()
while read -r name path; do
  if [[ $name =~ $never ]] || [[ $name =~ $desktop ]]; then continue; fi
  target=$usr/lib
  if [[ $name =~ $system_first ]]; then target=$usr/lib/fallback/$name; fi
  install -D -m 644 "$path" "$target/$name"
  bundled+=("$(readlink -f "$path")")
done < <(needed_by "$usr"/bin/stepscope* "${plugins[@]/#/$system/qt6/plugins/}")
find "$usr/lib" "$usr/plugins" -name '*.so*' -type f -exec strip --strip-unneeded {} +
find "$usr/plugins" -name '*.so' -exec patchelf --force-rpath --set-rpath '$ORIGIN/../../lib' {} \;
find "$usr/lib" -maxdepth 1 -name '*.so*' -exec patchelf --force-rpath --set-rpath '$ORIGIN' {} \;
for program in "$usr"/bin/stepscope*; do patchelf --force-rpath --set-rpath '$ORIGIN/../lib' "$program"; done

# Fonts, Qt's own translations, and the licences of what is inside.
install -D -m 644 -t "$usr/share/fonts" /usr/share/fonts/truetype/dejavu/DejaVuSans{,-Bold,Mono,Mono-Bold}.ttf
install -D -m 644 "$here/appimage_fonts.conf" "$usr/etc/fonts.conf"
for language in de zh_CN; do
  file=/usr/share/qt6/translations/qtbase_$language.qm
  [ ! -e "$file" ] || install -D -m 644 -t "$usr/translations" "$file"
done
for path in "${bundled[@]}" /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf $system/qt6/plugins/platforms/libqwayland-egl.so; do
  { dpkg-query -S "$path" || dpkg-query -S "${path#/usr}"; } 2>/dev/null | head -1 | cut -d: -f1
done | sort -u | while read -r package; do
  install -D -m 644 "/usr/share/doc/$package/copyright" "$usr/share/doc/$package/copyright"
done

id=org.stepscope.Stepscope
install "$here/AppRun" "$app/AppRun"
cp "$usr/share/applications/$id.desktop" "$usr/share/icons/hicolor/scalable/apps/$id.svg" "$app/"
ln -s "$id.svg" "$app/.DirIcon"

runtime=$build/appimage_runtime
"$here/appimage_runtime.sh" "$runtime"
image=$build/AppDir.squashfs
mksquashfs "$app" "$image" -root-owned -noappend -comp zstd -Xcompression-level 19 -b 256K -quiet -no-progress >/dev/null
file=$out/Stepscope-$version-$(uname -m).AppImage
cat "$runtime" "$image" >"$file"
chmod +x "$file"
echo "$file"
