#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A real control group with a fifth of a CPU, as `docker run --cpus 0.2` makes one: the sweep says so, takes no speed-up
# from it and forecasts nothing. usage: cpu_quota_test.sh LOCKSCOPE-CLI. Says "No control group" where none can be made.
set -euo pipefail
cli=$1
name=lockscope-test-$$

skip() {
    echo "No control group: $1"
    exit 0
}

[ "$(id -u)" = 0 ] || skip 'this needs root'
if [ -w /sys/fs/cgroup/cpu/cgroup.procs ]; then # version 1
    group=/sys/fs/cgroup/cpu/$name
    mkdir "$group" || skip 'none can be made'
    trap 'rmdir "$group"; rm -rf "$folder"' EXIT
    folder=$(mktemp -d)
    echo 100000 > "$group/cpu.cfs_period_us"
    echo 20000 > "$group/cpu.cfs_quota_us"
elif grep -qw cpu /sys/fs/cgroup/cgroup.subtree_control 2>/dev/null; then # version 2
    group=/sys/fs/cgroup/$name
    mkdir "$group" || skip 'none can be made'
    trap 'rmdir "$group"; rm -rf "$folder"' EXIT
    folder=$(mktemp -d)
    echo '20000 100000' > "$group/cpu.max" || skip 'the controller of the processor is not there'
else
    skip 'the controller of the processor is not there'
fi

in_group() {
    sh -c 'echo $$ > "$0/cgroup.procs"; exec "$@"' "$group" "$@"
}

expect() { # pattern file
    grep -q -- "$1" "$2" || { echo "expected '$1' in:"; cat "$2"; exit 1; }
}

in_group "$cli" host > "$folder/host.txt"
expect 'cpu_quota *0.2$' "$folder/host.txt"
in_group "$cli" sweep --guards none --cpus 1 --workload custom --callback-ns 500 --repeats 2 --max-repeats 2 \
    --seconds 0.6 --json "$folder/sweep.json" > "$folder/sweep.txt" 2>&1
expect 'quality: a quota of 0.2 CPUs held the workers back: at 1 CPU' "$folder/sweep.txt"
expect '! quota' "$folder/sweep.txt"
expect '"quota_cpus": 0.2' "$folder/sweep.json"
expect '"cpu_quota": 0.2' "$folder/sweep.json"
expect 'it shows the quota and not the machine' "$folder/sweep.json"
if grep -q '"throttled_share": null' "$folder/sweep.json"; then
    echo 'what was throttled is not known:'
    cat "$folder/sweep.json"
    exit 1
fi
if in_group "$cli" host --calibrate "$folder/machine.json" > /dev/null 2> "$folder/refused.txt"; then
    echo 'calibrated under a quota'
    exit 1
fi
expect 'a quota of 0.2 CPUs' "$folder/refused.txt"
[ ! -e "$folder/machine.json" ]
