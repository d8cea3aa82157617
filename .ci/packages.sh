# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034 # the scripts that source this use the lists
# Sourced by run.sh and test.sh: installs what is missing of the packages that a job needs.

# Where a release names a package differently, the names stand side by side: the first known one counts.
# A bar at the end: where no such package is known, it is done without (its guards are listed as missing).
build_packages=(
    g++ cmake ninja-build pkg-config
    qt6-base-dev 'qt6-charts-dev|libqt6charts6-dev' 'qt6-svg-dev|libqt6svg6-dev'
    libgl-dev libopengl-dev libqt6opengl6-dev
    libtbb-dev libhwloc-dev libcli11-dev libfmt-dev nlohmann-json3-dev libeigen3-dev
    libprotozero-dev zlib1g-dev libdw-dev
    'libck-dev|' 'liburcu-dev|' 'libabsl-dev|'
    fonts-dejavu-core
)
test_packages=('clang-format-14|' 'clang-tidy-14|' libgtest-dev openssh-server openssh-client xvfb xauth poppler-utils parallel python3-cbor2 python3-prometheus-client 'memcached|' 'libmemcached-tools|' 'pbzip2|' 'sysbench|' 'libjemalloc2|' 'libtcmalloc-minimal4|' 'redis-server|' 'redis-tools|')

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# The first of the names that is installed or, failing that, that apt knows.
choose() { # name|name...
    local name
    for name in ${1//|/ }; do installed "$name" && { say "$name"; return; }; done
    for name in ${1//|/ }; do
        apt-cache show "$name" >/dev/null 2>&1 && { say "$name"; return; }
    done
    [[ $1 == *'|' ]] || say "${1%%|*}"
}

# Has CMake set up the build folder of a preset, from anew where what is there cannot be used (another compiler, a
# folder that was moved).
configure() { # preset, cmake's options...
    local said
    if said=$(cmake --preset "$@" 2>&1 >/dev/null); then
        [ -z "$said" ] || say "$said" >&2
        return
    fi
    rm -rf "build/$1/CMakeCache.txt" "build/$1/CMakeFiles"
    cmake --preset "$@" >/dev/null && return
    fail "CMake could not set up build/$1; its message is above. Run this again when that is mended."
}

needed_elsewhere() {
    cat <<'TEXT'
This script installs packages on Debian and Ubuntu only. Elsewhere install these first, then run it
again: a C++20 compiler (GCC 12, Clang 14 or newer), CMake 3.22 or newer, Ninja, pkg-config, Qt 6.2 or newer with
Widgets, Charts and Svg, OpenGL headers, oneTBB 2021, hwloc 2, CLI11 2, fmt 8 or newer, nlohmann-json 3,
Eigen 3.3 or newer, protozero, zlib, elfutils' libdw and a font, and for all families of guards Concurrency Kit, liburcu and Abseil; for
the tests GoogleTest, Xvfb, poppler's command line tools and Python's cbor2 too (and, for one test each, an OpenSSH
server, GNU parallel, Prometheus' Python client and Go). On Fedora and Arch this was never tried; the names may be wrong:
  Fedora: gcc-c++ cmake ninja-build pkgconf qt6-qtbase-devel qt6-qtcharts-devel qt6-qtsvg-devel
          tbb-devel hwloc-devel ck-devel userspace-rcu-devel abseil-cpp-devel cli11-devel fmt-devel json-devel eigen3-devel protozero-devel zlib-devel elfutils-devel gtest-devel xorg-x11-server-Xvfb
          poppler-utils parallel python3-cbor2 python3-prometheus_client openssh-server openssh-clients
  Arch:   gcc cmake ninja pkgconf qt6-base qt6-charts qt6-svg onetbb hwloc ck liburcu abseil-cpp cli11 fmt nlohmann-json eigen protozero zlib libelf
          gtest xorg-server-xvfb openssh poppler parallel python-cbor2 python-prometheus_client
TEXT
}

# Installs what is missing of the packages named, and says so first.
install_missing() { # name...
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        needed_elsewhere >&2
        if command -v cmake >/dev/null && command -v ninja >/dev/null && command -v c++ >/dev/null; then
            say 'Going on with what is installed.' >&2
            return
        fi
        exit 1
    fi
    local name missing=()
    for name in "$@"; do
        local alternative found=
        for alternative in ${name//|/ }; do installed "$alternative" && found=yes; done
        [ -n "$found" ] || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null \
            || fail "These packages are missing, and there is no sudo to install them with: ${missing[*]%|}"
        as_root=(sudo)
    fi
    say "Looking for ${#missing[@]} missing packages with apt-get${as_root[0]:+ (with sudo)}."
    "${as_root[@]}" apt-get update -qq || fail 'apt-get update failed; its message is above.'
    local chosen=()
    for name in "${missing[@]}"; do
        name=$(choose "$name")
        [ -z "$name" ] || chosen+=("$name")
    done
    [ ${#chosen[@]} -gt 0 ] || return 0
    say "Installing: ${chosen[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${chosen[@]}" >/dev/null \
        || fail 'apt-get install failed; its message is above.'
}
