#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every test: all of them in a release build, the window's on a real
# X server, and the core's and the command line's under ThreadSanitizer and AddressSanitizer.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=.ci/packages.sh
. .ci/packages.sh

install_missing "${build_packages[@]}" "${test_packages[@]}"

step() {
    step=$1
    printf '\n== %s (%s)\n' "$1" "$(date +%T)"
}

build() { # preset
    configure "$1" -DLOCKSCOPE_TESTS=ON
    cmake --build --preset "$1" -- --quiet
}

# What the failed tests of a preset's last run printed: of each the first 30 lines and the last 30, what is repeated
# once.
what_failed() { # preset
    local log=build/$1/Testing/Temporary
    cut -d: -f2- "$log/LastTestsFailed.log" | awk '
        function flush_last(i) {
            if (shown && lines > 60)
                print "..."
            for (i = (lines > 60 ? lines - 30 : 30); shown && i < lines; ++i)
                print last[i % 30]
        }
        NR == FNR { failed[$0] = 1; next }
        match($0, /^[0-9]+\/[0-9]+ Testing: /) {
            flush_last()
            shown = substr($0, RLENGTH + 1) in failed
            lines = 0
        }
        !shown || $0 == line && lines > 0 { next }
        { line = $0; if (lines < 30) print; last[lines++ % 30] = $0 }
        END { flush_last() }' - "$log/LastTest.log" || true
}

# Tests that fail do not keep the later steps from telling theirs. What failed is said once more at the end of its step:
# on a server the end of the output is what one gets to see.
failed=()
run_tests() { # preset, ctest's options...; below the command in `under`
    "${under[@]}" ctest --preset "$@" && return
    failed+=("$step")
    what_failed "$1" >&2
}

step 'Release: build'
build release
step 'Release: all tests but the window'
under=(env QT_QPA_PLATFORM=offscreen)
run_tests release --label-exclude window

step 'Release: the window, on an X server'
under=(env QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args='-screen 0 1920x1200x24')
run_tests release --parallel 1 --label-regex window

under=(env)
for sanitizer in tsan asan; do
    step "$sanitizer: build"
    build "$sanitizer"
    step "$sanitizer: core, command line and stress tests"
    run_tests "$sanitizer"
done
if [ ${#failed[@]} -gt 0 ]; then
    printf '\nFailed: %s\n' "${failed[@]}" >&2
    exit 1
fi
step 'All passed'
