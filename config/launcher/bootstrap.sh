#!/bin/sh
# Makes .venv with the pinned packages and adds the few system libraries they load.
#   sh config/launcher/bootstrap.sh runtime|dev
# Does nothing, quickly, when all of it is there. Needs python3 >= 3.11 only.
set -eu
cd "$(dirname "$0")/../.."
kind=${1:-runtime}
venv=.venv
python=$venv/bin/python

say() { printf '%s\n' "$*"; }
give_up() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}
loads() { "$1" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$2" 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if has "$name" && is_new_enough "$name"; then command -v "$name"; return; fi
    done
    give_up "Cần Python 3.11 trở lên. Trên Debian/Ubuntu: sudo apt-get install python3"
}

has_browser() {
    [ -n "${CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome
}

# What the machine lacks. The portal cannot start without the first list; the second
# makes it better, or lets more of the tests run.
list_missing() {
    needed= wished=
    if ! loads "$base" libpangoft2-1.0.so.0; then
        needed="libpangoft2-1.0-0"
        wished="libharfbuzz-subset0"
    fi
    if ! [ -x "$python" ] && ! has uv && ! "$base" -c 'import ensurepip' 2>/dev/null
    then
        needed="$needed python3-venv"
    fi
    [ "$kind" = dev ] || return 0
    has msgfmt || wished="$wished gettext"
    has_browser || wished="$wished chromium"
}

install() { # install PACKAGE…
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        >"$log" 2>&1
}

add_system_packages() {
    list_missing
    [ -n "$needed$wished" ] || return 0
    if [ "$(id -u)" != 0 ] || ! has apt-get; then
        say "Máy còn thiếu gói hệ thống. Hãy chạy dòng này rồi thử lại:"
        # shellcheck disable=SC2086  # a list of words, on purpose
        say "    sudo apt-get install -y --no-install-recommends" $needed $wished
        [ -z "$needed" ] || exit 1
        return 0
    fi
    say "Đang cài gói hệ thống:" $needed $wished
    log=$(mktemp)
    apt-get update -qq >"$log" 2>&1 || say "apt-get update báo lỗi; vẫn thử cài."
    for package in $needed; do
        install "$package" || { cat "$log" >&2; give_up "Không cài được $package."; }
    done
    for package in $wished; do
        install "$package" || say "Không cài được $package; tiếp tục không có gói này."
    done
    rm -f "$log"
}

is_sound() { [ -x "$python" ] && is_new_enough "$python"; }

make_venv() {
    is_sound && return 0
    rm -rf "$venv"
    if has uv && uv venv -q --python "$base" "$venv"; then return 0; fi
    "$base" -m venv "$venv"
}

install_packages() { # install_packages REQUIREMENTS
    say "Đang cài các gói Python của $1 (chỉ lần đầu, hoặc khi tệp này đổi)…"
    if has uv && uv pip install -q --python "$python" -r "$1"; then return 0; fi
    "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip -q
    "$python" -m pip install -q --disable-pip-version-check -r "$1"
}

checksum() { cat "$@" | cksum; }

stamps_match() {
    is_sound || return 1
    [ "$(cat "$venv/portal-$1.stamp" 2>/dev/null)" = "$2" ]
}

base=$(find_python)
mkdir -p var
exec 9>var/bootstrap.lock
! has flock || flock 9

runtime=$(checksum requirements.txt)
dev=$(checksum requirements.txt requirements-dev.txt)
add_system_packages
case $kind in
runtime)
    if ! stamps_match runtime "$runtime"; then
        make_venv
        install_packages requirements.txt
        printf '%s' "$runtime" >"$venv/portal-runtime.stamp"
    fi
    ;;
dev)
    if ! stamps_match dev "$dev"; then
        make_venv
        install_packages requirements-dev.txt
        printf '%s' "$runtime" >"$venv/portal-runtime.stamp"
        printf '%s' "$dev" >"$venv/portal-dev.stamp"
    fi
    ;;
*) give_up "bootstrap.sh runtime|dev" ;;
esac
