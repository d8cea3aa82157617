#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every test: all of them in a release build, the window's
# once more on a real X server, and the core's under ThreadSanitizer and AddressSanitizer.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=.ci/packages.sh
. .ci/packages.sh

install_missing "${build_packages[@]}" "${test_packages[@]}"

step() { printf '\n== %s (%s)\n' "$1" "$(date +%T)"; }

build() { # preset
    cmake --preset "$1" -DLOCKSCOPE_TESTS=ON >/dev/null
    cmake --build --preset "$1" -- --quiet
}

step 'Release: build'
build release
step 'Release: all tests, the window on the offscreen platform'
QT_QPA_PLATFORM=offscreen ctest --preset release

step 'Release: the window on an X server'
QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args='-screen 0 1920x1200x24' \
    ctest --preset release --label-regex window

for sanitizer in tsan asan; do
    step "$sanitizer: build"
    build "$sanitizer"
    step "$sanitizer: core, command line and stress tests"
    ctest --preset "$sanitizer"
done
step 'All passed'
