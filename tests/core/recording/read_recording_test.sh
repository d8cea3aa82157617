#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The sample script reads what the program wrote, whole and cut short, as the program itself does.
set -euo pipefail
cli=$1
script=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { printf '%s\n' "$*" >&2; exit 1; }

# The first Python may be one beside the distribution's, which has the library.
python=
for each in python3 /usr/bin/python3; do
    [ -n "$python" ] || ! "$each" -c 'import cbor2' 2>/dev/null || python=$each
done
[ -n "$python" ] || { echo 'Not read by the script: there is no cbor2 for Python here'; exit 0; }

# What a key of replay's JSON says.
of() { "$python" -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1]))[sys.argv[2]]))' "$1" "$2"; }

{ sleep 1; echo '{"fast_path": true}'; sleep 2; } \
    | "$cli" record "$folder/whole" --control --workload custom --workers 3 --json "$folder/live.json" >/dev/null
head -c "$(($(stat -c %s "$folder/whole") * 2 / 3))" "$folder/whole" >"$folder/cut"

for name in whole cut; do
    "$cli" replay "$folder/$name" --json "$folder/$name.json" >/dev/null 2>&1
    "$python" "$script" "$folder/$name" >"$folder/$name.txt"
    for key in calls complete; do
        expected=$(of "$folder/$name.json" "$key")
        grep -qx "$key $expected" "$folder/$name.txt" \
            || fail "$name: the script does not find $key $expected: $(tail -3 "$folder/$name.txt")"
    done
done
grep -qx 'change: fast path on' "$folder/whole.txt" || fail 'the script does not find the change'
grep -qx 'complete true' "$folder/whole.txt" || fail 'the whole recording is not complete'
grep -qx 'complete false' "$folder/cut.txt" || fail 'the cut recording is complete'

"$cli" record "$folder/program" -- /usr/bin/env sleep 0.1 >/dev/null 2>&1
"$python" "$script" "$folder/program" >"$folder/program.txt" || fail 'a program cannot be read'
grep -qx 'complete true' "$folder/program.txt" || fail 'the recording of a program is not complete'
if "$python" "$script" "$script" 2>/dev/null; then
    fail 'the script reads what is no recording'
fi
echo 'The script reads what the program does'
