#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Dependencies run app -> ui -> core, core has no Qt, and the command line links none.
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
forbid 'core must not use ui or app' '(ui|app)/' core
forbid 'ui must not use app' 'app/' ui
forbid 'reading and writing know no room' 'core/(measure|guards|lab|workload|export|recording|scaling|simulation)/' core/io
forbid 'measure is the lowest room of core' 'core/(guards|lab|workload|export|recording|scaling|simulation)/' core/measure
forbid 'workload knows measure alone' 'core/(guards|lab|export|recording|scaling|simulation)/' core/workload
forbid 'guards know workload and measure alone' 'core/(lab|export|recording|scaling|simulation)/' core/guards
forbid 'the lab neither fits nor simulates nor formats' 'core/(export|recording|scaling|simulation)/' core/lab
forbid 'scaling does not format' 'core/export/' core/scaling
forbid 'the simulator does not format' 'core/export/' core/simulation
forbid 'scaling and simulator do not record' 'core/recording/' core/scaling core/simulation
forbid 'recordings know no source but the lab' 'core/(scaling|simulation)/' core/recording
forbid 'what is exported need not be recorded' 'core/recording/' core/export
# Threads that oneTBB makes end the program where the system refuses them something, and tasks can outlive what they
# refer to: see core/lab/worker_pool.h. Locks, queues and arenas of oneTBB's make neither.
forbid 'oneTBB must not make threads or tasks' 'oneapi/tbb(/(task_group|task|parallel_[a-z_]*|flow_graph|tbb))?[.]h' core ui app
forbid 'Clang 14 does not compile the views of GCC 12' 'ranges>' core ui app tests
if grep -rl --include='*.cpp' --include='*.h' 'fmt::join' core ui app tests | xargs grep -L '#include <fmt/ranges.h>' | grep .; then
    echo 'layering: fmt::join is in fmt/ranges.h, since fmt 12 there alone'
    failed=1
fi
if grep -rnE --include='*.h' --include='*.cpp' '(arena|Arena)(->|[.])enqueue' core ui app; then
    echo 'layering: a task in an arena has oneTBB make a thread'
    failed=1
fi

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
