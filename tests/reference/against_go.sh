#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the workload `cgo` against real Go: the published experiment by an installed Go whose runtime has the
# mutex (go1.21 or older), by the same Go with the fast path put in, and by lockscope-cli, by worker count.
#
#   tests/reference/against_go.sh [LOCKSCOPE_CLI] [PAIRS] [TASKS] [NATIVE_NS]
#
#   NATIVE_NS   what the lab's calls do on the native side, ns; without it, what comes out on this machine
#
# The channel is filled before the clock starts, there and here. What Go spends on the way into C and back, beyond the work
# that both do, is a matter of the machine: native-ns stands for it. So it is found first, at one worker with the mutex,
# where nobody waits; what that row says of the mutex is then no news, all others are. Prints a Markdown table: ns of
# wall-clock time for each task, the medians of interleaved runs; the ratios with their 95 % intervals, by Student's t on
# the logarithms of the ratios of runs that stand side by side; and verdicts: whether the lab's time is within 15 % of
# Go's (all of the interval: "within"; none of it: "outside"; else "not shown"), and whether the guards' ratio here is
# shown to differ from the one there.
# Says so and ends well where there is no Go, or one that has the fast path already. Nothing else should run meanwhile.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=${1:-$here/../../build/release/bin/lockscope-cli}
pairs=${2:-5}
tasks=${3:-1000000}
native=${4:-}

skip() { printf 'Not held against Go: %s\n' "$1"; exit 0; }
command -v go >/dev/null || skip 'no Go is installed (Debian 12: apt-get install golang).'
[ -x "$cli" ] || { printf 'There is no lockscope-cli at %s: build it first, or name it.\n' "$cli" >&2; exit 2; }
guard=$(go env GOROOT)/src/runtime/cgo/gcc_libinit.c
[ -f "$guard" ] || skip "this Go comes without $guard."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/fast_path_libinit.py" "$guard" >"$work/gcc_libinit.c" 2>"$work/why" \
    || skip "$(cat "$work/why")"
printf '{"Replace": {"%s": "%s"}}\n' "$guard" "$work/gcc_libinit.c" >"$work/overlay.json"
export GO111MODULE=off GOCACHE=$work/cache
go build -o "$work/mutex" "$here/go_callbacks.go"
go build -overlay "$work/overlay.json" -o "$work/fast" "$here/go_callbacks.go"

go_ns() { "$work/$1" -tasks "$tasks" -workers "$2" 2>/dev/null; } # variant workers
lab_ns() { # fast path, workers, further flags...
    "$cli" run --workload cgo --task-source channel --placement none --padding off --guard mutex \
        --fast-path "$1" --workers "$2" --tasks "$tasks" "${@:3}" --json - |
        python3 -c 'import json, sys; r = json.load(sys.stdin); print(1e9 * r["elapsed_s"] / r["calls"])'
}

preset=$("$cli" run --workload cgo --tasks 1 --json - | python3 -c 'import json, sys; print(json.load(sys.stdin)["config"]["native_ns"])')
if [ -z "$native" ]; then
    for ((pair = 0; pair < pairs; ++pair)); do
        lab_ns off 1 --native-ns 0 >>"$work/lab-bare"
        go_ns mutex 1 >>"$work/go"
        lab_ns off 1 >>"$work/lab-preset"
    done
    native=$(python3 "$here/against_go_table.py" native-ns "$work" "$preset")
    printf 'native-ns on this machine: %s (the preset is %s).\n' "$native" "$preset"
    native=${native%% *}
fi

printf '%s, %s tasks out of one channel, native-ns %s, ns a task, medians of %s interleaved runs, ratios with 95 %% intervals\n\n' \
    "$(go version | cut -d" " -f3)" "$tasks" "$native" "$pairs"
for workers in 1 2 4 8; do
    for ((pair = 0; pair < pairs; ++pair)); do
        # Forwards and backwards in turn, so that a drift of the machine's speed falls on all.
        order='go-mutex lab-mutex go-fast lab-fast'
        ((pair % 2 == 0)) || order='lab-fast go-fast lab-mutex go-mutex'
        for what in $order; do
            case $what in
            go-*) go_ns "${what#go-}" $workers ;;
            lab-mutex) lab_ns off $workers --native-ns "$native" ;;
            lab-fast) lab_ns on $workers --native-ns "$native" ;;
            esac >>"$work/$what.$workers"
        done
    done
done
python3 "$here/against_go_table.py" table "$work"
