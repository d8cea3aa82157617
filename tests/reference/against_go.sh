#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the workload `cgo` against real Go: the published experiment by an installed Go whose runtime has the
# mutex (go1.21 or older), by the same Go with the fast path put in, and by lockscope-cli, by worker count.
#
#   tests/reference/against_go.sh [LOCKSCOPE_CLI] [PAIRS] [TASKS]
#
# Prints a Markdown table: ns of wall-clock time for each task, the medians of interleaved runs; and the time
# that the preset of `cgo` stands for (native-ns), as it comes out on this machine. Says so and ends well where there is no Go, or one that has the fast path already.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=${1:-$here/../../build/release/bin/lockscope-cli}
pairs=${2:-5}
tasks=${3:-1000000}

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
median() { sort -g | awk '{v[NR]=$1} END {print NR % 2 ? v[(NR+1)/2] : (v[NR/2] + v[NR/2+1]) / 2}'; }

printf '%s, %s tasks out of one channel, ns a task, medians of %s interleaved runs\n\n' \
    "$(go version | cut -d" " -f3)" "$tasks" "$pairs"
printf '| workers | Go, mutex | Go, fast path | Go: ratio | lab, mutex | lab, fast path | lab: ratio | lab / Go, mutex |\n'
printf '| --- | --- | --- | --- | --- | --- | --- | --- |\n'
for workers in 1 2 4 8; do
    for ((pair = 0; pair < pairs; ++pair)); do
        go_ns mutex $workers >>"$work/go-mutex.$workers"
        lab_ns off $workers >>"$work/lab-mutex.$workers"
        go_ns fast $workers >>"$work/go-fast.$workers"
        lab_ns on $workers >>"$work/lab-fast.$workers"
        [ $workers != 1 ] || lab_ns off 1 --native-ns 0 >>"$work/lab-bare"
    done
    awk -v w=$workers -v gm="$(median <"$work/go-mutex.$workers")" -v gf="$(median <"$work/go-fast.$workers")" \
        -v lm="$(median <"$work/lab-mutex.$workers")" -v lf="$(median <"$work/lab-fast.$workers")" 'BEGIN {
        printf "| %d | %.0f | %.0f | %.3f | %.0f | %.0f | %.3f | %.2f |\n", w, gm, gf, gm / gf, lm, lf, lm / lf, lm / gm }'
done

# What Go spends on the way into C and back, beyond the work that both do. At one worker nobody waits; part of
# the busy work runs while the channel's feeder does, so the preset's own run says what a nanosecond of it adds.
preset=$("$cli" run --workload cgo --tasks 1 --json - | python3 -c 'import json, sys; print(json.load(sys.stdin)["config"]["native_ns"])')
awk -v go="$(median <"$work/go-mutex.1")" -v at0="$(median <"$work/lab-bare")" \
    -v at="$(median <"$work/lab-mutex.1")" -v preset="$preset" 'BEGIN {
    printf "\nnative-ns for this machine: %.0f = %d x (Go %.0f - lab at native-ns 0 %.0f) / (lab at %d %.0f - %.0f)\n",
        preset * (go - at0) / (at - at0), preset, go, at0, preset, at, at0 }'
