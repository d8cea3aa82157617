#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that others wrote, whose hottest lock is swapped some thirty times a second: they do what they do without.
# usage: swapped_programs_test.sh LOCKSCOPE-CLI. Says which programs are not here; 77 when none is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=$(realpath "$1")
folder=$(mktemp -d)
watched=
# shellcheck disable=SC2317 # called by the trap
tidy() {
    [ -z "$watched" ] || kill "$watched" 2>/dev/null || true
    rm -rf "$folder"
}
trap tidy EXIT
tried=0
said=$folder/said.txt

fail() { cat "$said"; printf '%s\n' "$*" >&2; exit 1; }

have() { # program, package
    if command -v "$1" >/dev/null; then tried=$((tried + 1)); return; fi
    echo "Not tried: there is no $1 here (package $2)."
    return 1
}

# Lines of --control, until nobody reads them any more.
swaps() {
    trap '' PIPE
    while true; do
        for by in '"ticket"' '"mcs"' null '"spin-then-park"' '"back-off"' '"restricted"' '"own"'; do
            sleep 0.03
            echo "{\"substitute\": {\"lock\": \"top\", \"by\": $by}}" || return 0
        done
    done 2>/dev/null
}

# The program ended in order, all was counted, and some lock was swapped so many times.
swapped() { # json least
    python3 - "$1" "$2" <<'PYTHON'
import json, sys
with open(sys.argv[1]) as file:
    watch = json.load(file)
program = watch["program"]
assert program["exit_code"] == 0 and program["exit_signal"] is None, program
assert watch["overflowed"] == 0 and not watch["damaged"], watch["overflowed"]
swaps = max(lock["swaps"] for lock in watch["locks"])
assert swaps >= int(sys.argv[2]), swaps
print(f'{program["command"]}: {swaps} swaps')
PYTHON
}

if have pbzip2 pbzip2; then
    for _ in $(seq 6); do head -c 5000000 "$cli"; done > "$folder/plain"
    timeout 100 pbzip2 -k -p8 -1 -b1 -c "$folder/plain" > "$folder/without.bz2"
    swaps | timeout 100 "$cli" watch --control --json "$folder/pbzip2.json" -- \
        sh -c "exec pbzip2 -k -p8 -1 -b1 -c '$folder/plain'" > "$folder/with.bz2" 2> "$said" || fail 'pbzip2 was not watched to its end.'
    cmp "$folder/without.bz2" "$folder/with.bz2" || fail 'pbzip2 wrote something else while its lock was swapped.'
    swapped "$folder/pbzip2.json" 2
fi

if have memcached memcached && have memcaslap libmemcached-tools; then
    port=$((20000 + RANDOM % 20000))
    swaps | "$cli" watch --control --seconds 7 --json "$folder/memcached.json" -- \
        memcached -u nobody -l 127.0.0.1 -p $port -t 8 2> "$said" &
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
        sleep 0.1
    done
    watched=$(pgrep -n -f "memcached -u nobody -l 127.0.0.1 -p $port" || true)
    # Each value that comes back is compared with what was stored.
    timeout 60 memcaslap -s "127.0.0.1:$port" -T 4 -c 32 -t 4s -v 1.0 -X 100 > "$folder/load.txt" || fail 'memcaslap failed.'
    wait %1 || fail 'memcached was not watched to its end.'
    grep -E '^(verify_misses|verify_failed|get_misses): ' "$folder/load.txt"
    grep -q '^verify_failed: 0$' "$folder/load.txt" || { cat "$folder/load.txt"; fail 'memcached gave back something else.'; }
    kill -0 "$watched" || fail 'memcached did not survive.'
    kill "$watched"
    watched=
fi

if have go golang; then
    # The published experiment: its one lock is swapped under the eight threads that call back.
    if python3 "$here/../reference/fast_path_libinit.py" "$(go env GOROOT)/src/runtime/cgo/gcc_libinit.c" > /dev/null 2>&1; then
        cp "$here/../reference/go_callbacks.go" "$folder"
        (cd "$folder" && GO111MODULE=off GOCACHE=$folder/cache HOME=$folder go build -trimpath -o go_callbacks go_callbacks.go)
        swaps | timeout 100 "$cli" watch --control --json "$folder/go.json" -- \
            "$folder/go_callbacks" -tasks 1000000 -workers 8 > "$folder/go.txt" 2> "$said" || fail 'The Go program was not watched to its end.'
        swapped "$folder/go.json" 2
    else
        echo 'Not tried: this Go takes no mutex on callbacks any more.'
    fi
fi

[ "$tried" -gt 0 ] || exit 77
