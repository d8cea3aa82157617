#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Lockscope and opens its window. Arguments go to the program.
set -euo pipefail
start_dir=$PWD
cd "$(dirname "$0")"
# shellcheck source=.ci/packages.sh
. .ci/packages.sh

install_missing "${build_packages[@]}"

# A build folder that the tests have set up is used as it is. Not by CMakeCache.txt: a failed configuration leaves one.
[ -f build/release/build.ninja ] || configure release -DLOCKSCOPE_TESTS=OFF
say 'Building (the first time takes a few minutes).'
cmake --build --preset release --target lockscope lockscope-cli -- --quiet
bin=$PWD/build/release/bin

# Something of the program's own asked for: it needs no window to show, or knows where to show it.
wants_no_window() {
    local argument
    [ -z "${QT_QPA_PLATFORM:-}" ] || return 0
    for argument in "$@"; do
        case $argument in -h | --help* | --version | --export-charts*) return 0 ;; esac
    done
    return 1
}

cd "$start_dir"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$bin/lockscope" "$@"
elif wants_no_window "$@"; then
    exec env QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" "$bin/lockscope" "$@"
fi

charts=$start_dir/charts
say 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open.'
say 'Running the published experiment in the terminal instead.'
"$bin/lockscope-cli" published
say
for fast_path in off on; do
    QT_QPA_PLATFORM=offscreen "$bin/lockscope" --workload cgo --task-source channel --workers 8 \
        --placement none --padding off --guard mutex --fast-path "$fast_path" \
        --export-charts "$charts/fast-path-$fast_path" --format png --after 5 >/dev/null
done
say "Charts of 8 workers, with and without the fast path, are in $charts."
