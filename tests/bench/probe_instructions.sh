#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Counts the instructions of a call with the probe and without it, under callgrind: a number that no layout and no
# other program changes. Needs valgrind (Debian: apt-get install valgrind).
#
#   tests/bench/probe_instructions.sh [FOLDER of probe_bench]
set -euo pipefail
bin=${1:-$(cd "$(dirname "$0")" && pwd)/../../build/bench/bin}
calls=100000
command -v valgrind >/dev/null || { echo 'There is no valgrind here: apt-get install valgrind.' >&2; exit 1; }
[ -x "$bin/probe_bench" ] || { printf 'There is no probe_bench in %s: build it first, or name its folder.\n' "$bin" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

counted() { # calls, workload, fast path, probe: instructions in the loop and what it calls, and none of the start-up
    valgrind --tool=callgrind --toggle-collect='*runWorker<*' --callgrind-out-file="$work/out" \
        "$bin/probe_bench" count "$2" "$3" "$4" "$1" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    awk '/^(summary|totals):/ {n = $2} END {print n}' "$work/out"
}
per_call() { awk -v a="$(counted $calls "$@")" -v b="$(counted $((2 * calls)) "$@")" -v n=$calls 'BEGIN {printf "%.2f", (b - a) / n}'; }

printf '| call | without | with | the probe |\n| --- | --- | --- | --- |\n'
for workload in empty cgo; do
    for fast_path in on off; do
        without=$(per_call $workload $fast_path 0)
        with=$(per_call $workload $fast_path 1)
        name=mutex
        [ $fast_path = off ] || name='fast path'
        awk -v w="$workload" -v f="$name" -v a="$without" -v b="$with" \
            'BEGIN {printf "| `%s`, %s | %.2f | %.2f | %.2f |\n", w, f, a, b, b - a}'
    done
done
