#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Dependencies run app -> ui -> core, and one way from room to room within core and within ui; core has no Qt, and the command
# line links none.
set -euo pipefail
cd "$1"
cli=$2
failed=0

# Fails when a file of the folders includes something that matches the pattern.
forbid() { # what pattern folder...
    local what=$1 pattern=$2
    shift 2
    if grep -rnE --include='*.h' --include='*.cpp' --include='*.c' "^#include [<\"]($pattern)" "$@"; then
        echo "layering: $what"
        failed=1
    fi
}

forbid 'core must not use Qt' 'Q[A-Z]|Qt' core
forbid 'the command line must not use Qt' 'Q[A-Z]|Qt' app/cli
forbid 'the command line is not of core or the window' 'CLI/' core ui
forbid 'core must not use ui or app' '(ui|app)/' core
forbid 'ui must not use app' 'app/' ui
# Each room, and the rooms of the same program whose headers it may include; itself is understood. No circle, no arrow up:
# a room stands below all that are named after it in its own line.
rooms_of_core='
io:
measure: io
workload: io measure
guards: io measure workload
lab: io measure workload guards
scaling: io measure
simulation: io measure workload guards lab
study: io measure workload guards lab scaling simulation
report: io measure workload guards lab scaling simulation study
preload:
program: io measure report preload
whatif: io measure workload lab scaling simulation report program
exporters: io measure report
recording: io measure workload guards lab report exporters
'
rooms_of_ui='
words:
session: words
settings: words session
theme: words settings
models: words theme
widgets: words theme models
actions: words settings models widgets
pages: words widgets actions
charts: words theme models widgets
pictures: words settings theme widgets charts
experiment: words session widgets actions
recordings: words session widgets actions
remote: words session settings recordings
program: words session settings theme models widgets actions pages charts pictures experiment
scaling: words session settings theme models widgets actions pages charts pictures experiment recordings
comparison: words session settings theme widgets actions pages charts pictures
difference: words settings theme models widgets pages charts pictures recordings
dialogs: words session settings theme models widgets charts pictures remote
shell: words session settings theme models widgets actions pages charts pictures experiment recordings remote program scaling comparison difference dialogs
'

# Fails when a room has a header of another that its line does not name, or stands in no line.
check_rooms() { # program lines
    local line room allowed known=' '
    while IFS= read -r line; do
        [ -n "$line" ] || continue
        room=${line%%:*}
        allowed=${line#*:}
        for name in $allowed; do
            [[ $known == *" $name "* ]] || { echo "layering: $1/$room is below $name, which its line names"; failed=1; }
        done
        known+="$room "
        while IFS= read -r found; do
            other=${found#*\"$1/}
            other=${other%%/*}
            [[ " $room $allowed " == *" $other "* ]] && continue
            echo "$found"
            echo "layering: $1/$room must not know $1/$other"
            failed=1
        done < <(grep -rnE --include='*.h' --include='*.cpp' "^#include \"$1/" "$1/$room" || true)
    done <<<"$2"
    for folder in "$1"/*/; do
        room=$(basename "$folder")
        [[ $known == *" $room "* ]] || { echo "layering: $1/$room stands in no line of $0"; failed=1; }
    done
    for file in "$1"/*.h "$1"/*.cpp; do
        [ ! -e "$file" ] || { echo "layering: $file is in no room"; failed=1; }
    done
}
check_rooms core "$rooms_of_core"
check_rooms ui "$rooms_of_ui"

# Threads that oneTBB makes end the program where the system refuses them something, and tasks can outlive what they
# refer to: see core/lab/worker_pool.h. Locks, queues and arenas of oneTBB's make neither.
forbid 'oneTBB must not make threads or tasks' 'oneapi/tbb(/(task_group|task|parallel_[a-z_]*|flow_graph|tbb))?[.]h' core ui app
forbid 'Clang 14 does not compile the views of GCC 12' 'ranges>' core ui app tests
if grep -rhoE --include='*.cpp' 'QTRY_[A-Z0-9_]+' tests | sort -u | grep -vxFf <(sed -nE 's/^#define (QTRY_[A-Z0-9_]+)\(.*/\1/p' tests/support/qt_macros.h); then
    echo 'layering: tests/support/qt_macros.h does not define this; of newer versions of Qt it makes the compiler warn'
    failed=1
fi
if grep -rl --include='*.cpp' --include='*.h' 'fmt::join' core ui app tests | xargs grep -L '#include <fmt/ranges.h>' | grep .; then
    echo 'layering: fmt::join is in fmt/ranges.h, since fmt 12 there alone'
    failed=1
fi
if grep -rnE --include='*.h' --include='*.cpp' '(arena|Arena)(->|[.])enqueue' core ui app; then
    echo 'layering: a task in an arena has oneTBB make a thread'
    failed=1
fi

# A file tells one story.
while read -r lines file; do
    [ "$file" = total ] || [ "$lines" -le 400 ] || { echo "layering: $file has $lines lines, at most 400"; failed=1; }
done < <(find app core ui tests -name '*.h' -o -name '*.cpp' -o -name '*.c' | xargs wc -l)

# CLI11 by itself takes "010" for eight: number flags are read by lab::between, in transform().
if grep -rnE '(->|\.)check\((lab::)?(between|seedNumber)' --include='*.cpp' --include='*.h' app; then
    echo 'layering: a number flag checks what CLI11 has read, instead of reading it with transform()'
    failed=1
fi

if ldd "$cli" | grep -i 'libQt'; then
    echo 'layering: lockscope-cli links Qt'
    failed=1
fi
exit $failed
