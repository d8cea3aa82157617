#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Under a limit of memory (ulimit -v), whatever it is, a command ends with 0, or with 1 and one sentence: no thread that
# finds no memory ends the program in another way, and nobody waits for a thread that never came.
set -euo pipefail
cli=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ulimit -c 0
failed=0
refused=0
done_=0

# One command under each limit, in KB.
try() { # first last step argument...
    local first=$1 last=$2 step=$3 limit code
    shift 3
    for ((limit = first; limit <= last; limit += step)); do
        code=0
        (ulimit -v "$limit" && exec timeout --kill-after=5 60 "$cli" "$@") >/dev/null 2>"$folder/said" </dev/null || code=$?
        case $code in
            0) done_=$((done_ + 1)) ;;
            1)
                refused=$((refused + 1))
                [ "$(wc -l <"$folder/said")" -eq 1 ] && grep -q '^lockscope-cli: ' "$folder/said" && continue
                echo "not one sentence, with ulimit -v $limit: $*"
                cat "$folder/said"
                failed=1
                ;;
            *)
                # Below what the program's libraries need it is the loader that ends it.
                [ "$code" -eq 127 ] && grep -q 'shared libraries' "$folder/said" && continue
                echo "exit code $code, with ulimit -v $limit: $*"
                cat "$folder/said"
                failed=1
                ;;
        esac
    done
}

run=(run --seconds 0.02 --workload cgo)
try 20000 60000 1310 "${run[@]}" --workers 2
try 60000 400000 17000 "${run[@]}" --workers 16
try 100000 1100000 53000 "${run[@]}" --workers 64 --placement spread
try 20000 120000 9000 simulate --lock mutex --cpus 1,2,4,8 --machine 2x16
try 20000 200000 17000 record "$folder/run.lockscope" --force --seconds 0.02 --workers 8

# With no limit all is done, and with little nothing: or nothing was tried here.
[ "$refused" -gt 10 ] || { echo "only $refused commands were refused memory"; failed=1; }
[ "$done_" -gt 0 ] || { echo 'no command was done'; failed=1; }
echo "$done_ done, $refused refused"
exit "$failed"
