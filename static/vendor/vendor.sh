#!/usr/bin/env bash
# Fetch every file that is not ours into static/vendor and static/fonts, and write
# VENDORED.md. Needs npm and the network; neither set-up nor the tests need it, for
# the files themselves are committed.
set -euo pipefail

vendor=$(cd "$(dirname "$0")" && pwd)
static=$(dirname "$vendor")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
table=$work/table

# vendor PACKAGE VERSION LICENCE FOLDER INTEGRITY FILE...
# FILE is a path inside the package; every package brings its licence along.
vendor() {
  local package=$1 version=$2 licence=$3 folder=$4 integrity=$5
  shift 5
  local packed=$work/packed
  rm -rf "$packed" && mkdir -p "$packed"
  (cd "$packed" && npm pack --silent "$package@$version" >/dev/null)
  local archive=("$packed"/*.tgz)
  local found
  found="sha512-$(openssl dgst -sha512 -binary "${archive[0]}" | base64 -w0)"
  if [ "$found" != "$integrity" ]; then
    echo "$package@$version is not the package we looked at: $found" >&2
    exit 1
  fi
  tar -xzf "${archive[0]}" -C "$packed"

  rm -rf "${static:?}/$folder" && mkdir -p "$static/$folder"
  {
    echo
    echo "## $package $version"
    echo
    echo "- Source: npm package \`$package@$version\`"
    echo "- Integrity: \`$integrity\`"
    echo "- Licence: $licence"
    echo
    echo "| file | sha256 |"
    echo "| --- | --- |"
  } >>"$table"
  local file copy
  for file in "$@"; do
    copy=$folder/$(basename "$file")
    cp "$packed/package/$file" "$static/$copy"
    chmod 644 "$static/$copy"
    case $copy in
      *.css) sed -i '/^\/\*# sourceMappingURL=.*\*\/$/d' "$static/$copy" ;;
      *.js) sed -i '/^\/\/# sourceMappingURL=.*$/d' "$static/$copy" ;;
    esac
    echo "| \`$copy\` | \`$(sha256sum "$static/$copy" | cut -d' ' -f1)\` |" >>"$table"
  done
}

vendor bootstrap 5.3.9 MIT vendor/bootstrap-5.3.9 \
  sha512-20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w== \
  dist/css/bootstrap.min.css dist/js/bootstrap.bundle.min.js LICENSE

vendor htmx.org 2.0.11 0BSD vendor/htmx-2.0.11 \
  sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA== \
  dist/htmx.min.js LICENSE

screen=()
for part in vietnamese latin-ext latin; do
  for weight in 400 600 700; do
    screen+=("files/be-vietnam-pro-$part-$weight-normal.woff2")
  done
done
vendor @fontsource/be-vietnam-pro 5.3.0 OFL-1.1 fonts/be-vietnam-pro-5.3.0 \
  sha512-xhAQBGHDxP5BF8IJxedy5MoWUmc1DlPCcZbMLhvnPkf8TaYCbbUVs3LjpuJ4BYdTrdiCLaewNaY8z+owq/FqFw== \
  "${screen[@]}" LICENSE

# Be Vietnam Pro has no tabular figures; on screens the digits come from Inter.
vendor @fontsource/inter 5.3.0 OFL-1.1 fonts/inter-5.3.0 \
  sha512-RofMylZmjlJEfELXeNHFWBRcSs75rGU/6bV2S2jfnvv/3rPXPGe0LgUJTklcHZ9lM4OZmAVFhcJPnACfb91A3g== \
  files/inter-latin-{400,600,700}-normal.woff2 LICENSE

vendor @expo-google-fonts/tinos 0.4.2 OFL-1.1 fonts/tinos-0.4.2 \
  sha512-MQkfvUO1Aw7UP3jRtWLcjda+udanoL8ecrbkjbc3ZdhSI1iW/Uil4uD8O0eOiIxU2v/FeAT2XjGNiz5oYUlucg== \
  400Regular/Tinos_400Regular.ttf 400Regular_Italic/Tinos_400Regular_Italic.ttf \
  700Bold/Tinos_700Bold.ttf 700Bold_Italic/Tinos_700Bold_Italic.ttf LICENSE_FONT

{
  cat <<'HEAD'
# Vendored files

Written by `static/vendor/vendor.sh`; change the script, not this page. Paths are
relative to `static/`. Every file is as its package has it, with one exception: the
`sourceMappingURL` comment at the end of Bootstrap's files is removed, because the maps
are not shipped and the manifest storage refuses to collect a file that names one.

Screens use Be Vietnam Pro, in parts by `unicode-range`, and Inter for digits alone,
because Be Vietnam Pro has no tabular figures. Prints use Tinos as whole TTF files:
WeasyPrint draws wrong letters when one family comes in parts.
HEAD
  cat "$table"
} >"$vendor/VENDORED.md"
