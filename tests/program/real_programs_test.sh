#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that others wrote, watched: they end as they do without, with the same output, and all of their locks are
# counted. usage: real_programs_test.sh LOCKSCOPE-CLI. Says which programs are not here; 77 when none is.
set -euo pipefail
cli=$1
folder=$(mktemp -d)
watched=
# shellcheck disable=SC2317 # called by the trap
tidy() {
    [ -z "$watched" ] || kill "$watched" 2>/dev/null || true
    rm -rf "$folder"
}
trap tidy EXIT
tried=0
said=$folder/said.txt # what watch tells in words

fail() { cat "$said"; printf '%s\n' "$*" >&2; exit 1; }

have() { # program, package
    if command -v "$1" >/dev/null; then tried=$((tried + 1)); return; fi
    echo "Not tried: there is no $1 here (package $2)."
    return 1
}

# What was counted of a program: everything, and at least so many acquisitions.
counted() { # json least
    python3 - "$1" "$2" <<'PYTHON'
import json, sys
with open(sys.argv[1]) as file:
    watch = json.load(file)
program = watch["program"]
assert program["exit_code"] == 0, program
assert program["exit_signal"] is None, program
assert watch["overflowed"] == 0, watch["overflowed"]
taken = sum(lock["acquisitions"] for lock in watch["locks"])
taken += sum(process["uncontended"] for process in program["processes"])
assert taken >= int(sys.argv[2]), taken
print(f'{program["command"]}: {taken} acquisitions')
PYTHON
}

if have pbzip2 pbzip2; then
    head -c 4000000 "$cli" > "$folder/plain"
    timeout 60 pbzip2 -k -p4 -c "$folder/plain" > "$folder/without.bz2"
    timeout 60 "$cli" watch --json "$folder/pbzip2.json" -- \
        sh -c "exec pbzip2 -k -p4 -c '$folder/plain'" > "$folder/with.bz2" 2> "$said"
    cmp "$folder/without.bz2" "$folder/with.bz2" || fail 'pbzip2 wrote something else while it was watched.'
    counted "$folder/pbzip2.json" 20
fi

if have sysbench sysbench; then
    options=(mutex --threads=4 --mutex-loops=10 --mutex-locks=2000 --mutex-num=64)
    timeout 60 "$cli" watch --json "$folder/sysbench.json" -- sysbench "${options[@]}" run > "$folder/sysbench.txt" 2> "$said"
    grep -q 'total number of events: *4$' "$folder/sysbench.txt" || { cat "$folder/sysbench.txt"; fail 'sysbench failed.'; }
    counted "$folder/sysbench.json" 8000
fi

# An allocator that locks before our constructor ran, in either order.
for name in libjemalloc.so.2 libtcmalloc_minimal.so.4; do
    library=$(ldconfig -p 2>/dev/null | awk -v name="$name" '$1 == name { found = $NF } END { print found }')
    if [ -z "$library" ]; then
        echo "Not tried: there is no $name here."
        continue
    fi
    tried=$((tried + 1))
    script='import threading
def work():
    for i in range(5000): bytes(i)
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
print("all")'
    [ "$(LD_PRELOAD=$library timeout 60 "$cli" watch --json "$folder/behind.json" -- /usr/bin/python3 -c "$script" 2> "$said")" = all ] \
        || fail "Python failed with $name behind ours."
    counted "$folder/behind.json" 16
    ours=$(dirname "$(dirname "$cli")")/lib/liblockscope-preload.so
    if [ -f "$ours" ]; then
        mkdir -p "$folder/before"
        [ "$(LOCKSCOPE_PRELOAD=$folder/before LD_PRELOAD=$library:$ours timeout 60 /usr/bin/python3 -c "$script")" = all ] \
            || fail "Python failed with $name before ours."
    fi
done

if have memcached memcached && have memcslap libmemcached-tools; then
    user=()
    [ "$(id -u)" != 0 ] || user=(-u nobody)
    port=$((20000 + RANDOM % 20000))
    timeout 100 "$cli" watch --json "$folder/memcached.json" -- \
        memcached "${user[@]}" -l 127.0.0.1 -p "$port" -U 0 -t 4 > "$folder/memcached.txt" 2>&1 &
    watched=$!
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
        sleep 0.1
    done
    timeout 60 memcslap --servers="127.0.0.1:$port" --concurrency=8 --execute-number=500 > "$folder/memcslap.txt"
    # timeout, lockscope-cli, memcached
    kill "$(pgrep -P "$(pgrep -P "$watched")")"
    wait "$watched" || { cat "$folder/memcached.txt"; fail 'memcached failed.'; }
    watched=
    counted "$folder/memcached.json" 4000
fi

[ "$tried" -gt 0 ] || exit 77
