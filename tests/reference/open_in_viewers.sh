#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens what `export` writes in the tools that it is for: trace and profile in speedscope's page (from npm) in headless
# Chromium, the profile in `go tool pprof`, metrics in `promtool check metrics`. No part of test.sh: it takes packages
# from npm. (promtool reads no OpenMetrics; the suite holds those to the parser of Prometheus' Python client.)
#
#   tests/reference/open_in_viewers.sh [LOCKSCOPE_CLI] [PICTURES]
#
# PICTURES is a folder for screenshots to look at. Parts that are missing are named and left out. Debian 12:
#   apt-get install chromium nodejs npm golang prometheus
# Exit code 1 when a tool complains.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=${1:-$here/../../build/release/bin/lockscope-cli}
[ -x "$cli" ] || { printf 'There is no lockscope-cli at %s: build it first, or name it.\n' "$cli" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${2:-$work}
mkdir -p "$pictures"
failed=0
missing() { printf 'Left out: %s\n' "$1"; }

# Three seconds of waits, with live changes that overlap. Standard input stays open longer than the run takes to begin.
{ sleep 1; printf '%s\n' '{"fast_path": true}' '{"fast_path": false}'; sleep 1; echo '{"workers": 3}'; sleep 4; } |
    "$cli" record "$work/run.lockscope" --control --seconds 3 --workload empty --task-source none --workers 4 >/dev/null
for format in trace:run.trace.json pprof:run.pb.gz prometheus:run.prom; do
    "$cli" export "$work/run.lockscope" --format "${format%%:*}" --output "$work/${format#*:}" >/dev/null
done

printf '\n== speedscope\n'
chromium=$(command -v chromium || command -v google-chrome || true)
if [ -z "$chromium" ] || ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    missing 'trace and profile in speedscope: Chromium, Node.js or npm is not installed.'
elif ! npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work/npm" speedscope@1.25 playwright-core@1 >"$work/npm.log" 2>&1; then
    missing "trace and profile in speedscope: npm could not install it ($(tail -n 1 "$work/npm.log"))."
else
    printf 'speedscope %s\n' "$(node -p 'require(process.argv[1]).version' "$work/npm/node_modules/speedscope/package.json")"
    node "$here/open_in_speedscope.mjs" "$work/npm" "$chromium" "$pictures" "$work/run.trace.json" "$work/run.pb.gz" || failed=1
fi

printf '\n== go tool pprof\n'
if command -v go >/dev/null; then
    go tool pprof -top "$work/run.pb.gz" 2>&1 | tail -n 7 || failed=1
else
    missing 'the profile in go tool pprof: Go is not installed.'
fi

printf '\n== promtool\n'
if command -v promtool >/dev/null; then
    if promtool check metrics <"$work/run.prom"; then
        echo 'prometheus: no complaint'
    else
        failed=1
    fi
else
    missing "metrics in promtool: Debian's package prometheus is not installed."
fi
exit $failed
