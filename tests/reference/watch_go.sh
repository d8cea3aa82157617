#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Closes the circle: the published experiment by real Go, a program that knows nothing of Lockscope, is watched, and its
# guard is found under its own name, with as many acquisitions as there were calls.
#
#   tests/reference/watch_go.sh LOCKSCOPE_CLI [CALLS] [RECORDING]
#
#   RECORDING   keep a recording of it here, too: the sample of Help > Samples
#
# For a recording it is built and run under /tmp/cgo, so that no path of this machine is in it. Exit code 77, with the reason,
# where there is no Go, or one whose runtime takes no mutex any more (Go 1.22 and newer).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=$(realpath "$1")
calls=${2:-500000}
recording=${3:+$(realpath "$3")}

skip() { printf 'Not watched: %s\n' "$1"; exit 77; }
command -v go >/dev/null || skip 'no Go is installed (Debian 12: apt-get install golang).'
guard=$(go env GOROOT)/src/runtime/cgo/gcc_libinit.c
[ -f "$guard" ] || skip "this Go comes without $guard."
why=$(python3 "$here/fast_path_libinit.py" "$guard" 2>&1 >/dev/null) || skip "$why"

if [ -n "$recording" ]; then
    work=/tmp/cgo
    mkdir -m 700 "$work" # fails where it is there already
else
    work=$(mktemp -d)
fi
trap 'rm -rf "$work"' EXIT
cp "$here/go_callbacks.go" "$work"
cd "$work"
GO111MODULE=off GOCACHE=$work/cache HOME=$work go build -trimpath -o go_callbacks go_callbacks.go
"$cli" watch --json watch.json -- ./go_callbacks -tasks "$calls" -workers 8 >/dev/null 2>said.txt || { cat said.txt; exit 1; }
python3 - watch.json "$calls" <<'PYTHON'
import json, sys

watch = json.load(open(sys.argv[1]))
calls = int(sys.argv[2])
assert watch["program"]["exit_code"] == 0, watch["program"]
assert watch["exact"] and watch["overflowed"] == 0, watch["overflowed"]
found = [site for lock in watch["locks"] for site in lock["sites"]
         if site["function"] == "_cgo_wait_runtime_init_done"]
assert len(found) == 1, [lock["site"] for lock in watch["locks"]]
assert found[0]["acquisitions"] == calls, (found[0]["acquisitions"], calls)
print(f"_cgo_wait_runtime_init_done: {calls} calls, {found[0]['acquisitions']} acquisitions, "
      f"{found[0]['contended']} of them contended")
PYTHON
[ -z "$recording" ] || "$cli" record "$recording" --rate 10 --force -- ./go_callbacks -tasks "$((30 * calls))" -workers 8
