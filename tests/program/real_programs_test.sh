#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that others wrote, watched: they end as they do without, with the same output, and all of their locks are
# counted. usage: real_programs_test.sh LOCKSCOPE-CLI. Says which programs are not here; 77 when none is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=$(realpath "$1")
folder=$(mktemp -d)
watched=
place= # of a program that runs as another user
# shellcheck disable=SC2317 # called by the trap
tidy() {
    [ -z "$watched" ] || kill "$watched" 2>/dev/null || true
    rm -rf "$folder" ${place:+"$place"}
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

# A port nobody listens on, by luck; and whether somebody does by now.
some_port() { echo $((20000 + RANDOM % 20000)); }
listens() { # port
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.1
    done
    return 1
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

# CPython: its one lock is a condition. Then with an allocator that locks before our constructor ran, behind ours and
# before it.
cat > "$folder/threads.py" <<'PYTHON'
import queue, threading
lock, done, total = threading.Lock(), queue.Queue(), 0
def work(number):
    global total
    for i in range(5000):
        bytes(i)
        with lock:
            total += 1
    done.put(number)
threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
[thread.start() for thread in threads]
print(sorted(done.get() for _ in threads), total)
[thread.join() for thread in threads]
PYTHON
if have python3 python3; then
    python3 "$folder/threads.py" > "$folder/without.txt"
    timeout 60 "$cli" watch --json "$folder/python.json" -- python3 "$folder/threads.py" > "$folder/with.txt" 2> "$said"
    cmp "$folder/without.txt" "$folder/with.txt" || fail 'Python printed something else while it was watched.'
    counted "$folder/python.json" 16
    for name in libjemalloc.so.2 libtcmalloc_minimal.so.4; do
        library=$(ldconfig -p 2>/dev/null | awk -v name="$name" '$1 == name { found = $NF } END { print found }')
        if [ -z "$library" ]; then
            echo "Not tried: there is no $name here."
            continue
        fi
        LD_PRELOAD=$library timeout 60 "$cli" watch --json "$folder/behind.json" -- \
            python3 "$folder/threads.py" > "$folder/with.txt" 2> "$said" || fail "Python failed with $name behind ours."
        cmp "$folder/without.txt" "$folder/with.txt" || fail "Python printed something else with $name behind ours."
        counted "$folder/behind.json" 16
        timeout 60 "$cli" watch --json "$folder/before.json" -- \
            sh -c "LD_PRELOAD=$library:\$LD_PRELOAD exec python3 '$folder/threads.py'" \
            > "$folder/with.txt" 2> "$said" || fail "Python failed with $name before ours."
        cmp "$folder/without.txt" "$folder/with.txt" || fail "Python printed something else with $name before ours."
        counted "$folder/before.json" 16
    done
fi

# Programs built with a sanitizer, which has to be the first library and puts functions of its own before ours. The one
# for threads makes its own once.
for sanitizer in address thread; do
    least=$((12 * 4 * 1000))
    [ $sanitizer = address ] || least=$((11 * 4 * 1000))
    if ! gcc -g -O1 -fsanitize=$sanitizer "$here/programs/all_kinds.c" -o "$folder/$sanitizer" -pthread 2> "$folder/gcc.txt"; then
        echo "Not tried: no gcc here builds with -fsanitize=$sanitizer."
        continue
    fi
    # Some kernels place a program where the sanitizer wants to be.
    if ! timeout 60 "$folder/$sanitizer" 4 1000 > "$folder/without.txt" 2> "$folder/without.err"; then
        echo "Not tried: what -fsanitize=$sanitizer builds does not run here."
        continue
    fi
    tried=$((tried + 1))
    timeout 60 "$cli" watch --json "$folder/$sanitizer.json" -- "$folder/$sanitizer" 4 1000 > "$folder/with.txt" 2> "$said" \
        || fail "lockscope-cli failed with -fsanitize=$sanitizer."
    cmp "$folder/without.txt" "$folder/with.txt" || fail "A program of -fsanitize=$sanitizer printed something else."
    counted "$folder/$sanitizer.json" $least
done

if have memcached memcached && have memcslap libmemcached-tools; then
    user=()
    [ "$(id -u)" != 0 ] || user=(-u nobody)
    port=$(some_port)
    timeout 100 "$cli" watch --json "$folder/memcached.json" -- \
        memcached "${user[@]}" -l 127.0.0.1 -p "$port" -U 0 -t 4 > "$folder/memcached.txt" 2>&1 &
    watched=$!
    listens "$port" || { cat "$folder/memcached.txt"; fail 'memcached does not listen.'; }
    timeout 60 memcslap --servers="127.0.0.1:$port" --concurrency=8 --execute-number=500 > "$folder/memcslap.txt"
    # timeout, lockscope-cli, memcached
    kill "$(pgrep -P "$(pgrep -P "$watched")")"
    wait "$watched" || { cat "$folder/memcached.txt"; fail 'memcached failed.'; }
    watched=
    counted "$folder/memcached.json" 4000
fi

if have redis-server redis-server && have redis-benchmark redis-tools; then
    port=$(some_port)
    (cd "$folder" && exec timeout 100 "$cli" watch --json redis.json -- redis-server --port "$port" --bind 127.0.0.1 \
        --save '' --io-threads 2 --io-threads-do-reads yes > redis.txt 2>&1) &
    watched=$!
    listens "$port" || { cat "$folder/redis.txt"; fail 'redis does not listen.'; }
    timeout 60 redis-benchmark -p "$port" -q -c 50 -n 5000 incr counter > /dev/null
    [ "$(redis-cli -p "$port" get counter)" = 5000 ] || fail 'redis lost calls.'
    redis-cli -p "$port" shutdown nosave
    wait "$watched" || { cat "$folder/redis.txt"; fail 'redis failed.'; }
    watched=
    counted "$folder/redis.json" 100
fi

# Processes of one program that wait for each other with semaphores in shared memory. It refuses to run as root, and
# whoever it runs as has to reach what was built.
postgres=$({ find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null || true; } | sort -V | tail -n 1)
as=()
[ "$(id -u)" != 0 ] || as=(runuser -u postgres --)
if [ -z "$postgres" ] || [ ! -x "$postgres/initdb" ]; then
    echo 'Not tried: there is no PostgreSQL here (package postgresql).'
elif ! command -v pgbench >/dev/null || ! "${as[@]}" test -x "$cli" 2>/dev/null; then
    echo 'Not tried: PostgreSQL is here, but not pgbench, or no user postgres that may run what is tested.'
else
    tried=$((tried + 1))
    place=$("${as[@]}" mktemp -d)
    data=$place/data
    "${as[@]}" "$postgres/initdb" -D "$data" --auth=trust --no-sync > "$folder/initdb.txt" 2>&1 \
        || { cat "$folder/initdb.txt"; fail 'PostgreSQL could not be set up.'; }
    (cd "$place" && exec timeout 100 "${as[@]}" "$cli" watch --json "$place/postgres.json" -- "$postgres/postgres" -D "$data" -k "$place" \
        -c listen_addresses= -c fsync=off > "$folder/postgres.txt" 2>&1) &
    watched=$!
    for _ in $(seq 100); do
        "${as[@]}" pgbench -h "$place" -i -s 1 -q postgres > "$folder/pgbench.txt" 2>&1 && break
        sleep 0.2
    done
    (cd "$place" && timeout 60 "${as[@]}" pgbench -h "$place" -c 8 -j 2 -t 100 postgres) > "$folder/pgbench.txt" 2>&1 \
        || { cat "$folder/pgbench.txt" "$folder/postgres.txt"; fail 'pgbench failed.'; }
    grep -q 'actually processed: 800/800' "$folder/pgbench.txt" || { cat "$folder/pgbench.txt"; fail 'PostgreSQL lost transactions.'; }
    kill -INT "$(head -n 1 "$data/postmaster.pid")"
    wait "$watched" || { cat "$folder/postgres.txt"; fail 'PostgreSQL failed.'; }
    watched=
    counted "$place/postgres.json" 100
fi

[ "$tried" -gt 0 ] || exit 77
