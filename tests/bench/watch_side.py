#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Lockscope itself takes of a CPU while it watches, for results/program.md. Run it where nothing else runs.

usage: watch_side.py BUILD [RUNS]     BUILD: a folder of a release build with the benchmarks; RUNS for each row (7)

The program is bench_busy with 64 threads and 1,000 locks: threads that wait now and then, and threads that wait nearly always.
A row has the median of the runs and its 95 % interval by order statistics: CPU time of all of Lockscope's threads (/proc/PID/stat) in
SECONDS that begin 2 s after the start, as a share of one CPU.
"""
import os
import subprocess
import sys
import tempfile
import time

from watch_cost import cpu_seconds, interval

SECONDS = 6
SETTLED = 2


def share_of(command):
    """Of a CPU, per cent; the command ends by itself or is ended."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home)
        with subprocess.Popen(command, env=environment, **quiet) as process:
            time.sleep(SETTLED)
            begin, cpu = time.monotonic(), cpu_seconds(process.pid)
            time.sleep(SECONDS)
            share = 100 * (cpu_seconds(process.pid) - cpu) / (time.monotonic() - begin)
            process.terminate()
            process.wait()
    return share


def attached(cli, program, options):
    with subprocess.Popen(program, stdout=subprocess.DEVNULL) as process:
        time.sleep(0.5)
        share = share_of([cli, "watch", "--pid", str(process.pid)] + options)
        process.kill()
    return share


def main(build, runs):
    cli, window, busy = (os.path.abspath(os.path.join(build, "bin", name)) for name in ("lockscope-cli", "lockscope", "bench_busy"))
    many = [busy, "64", "1000", str(SETTLED + SECONDS + 3)]
    waiting = many + ["200"]
    rows = []
    for name, program in (("64 threads, 1,000 locks", many), ("the same, nearly all waiting", waiting)):
        record = [cli, "record", "/dev/null", "--force", "--rate", "20", "--"] + program
        rows.append((f"`record` to /dev/null at 20 Hz, {name}", lambda record=record: share_of(record)))
        rows.append((f"`watch --pid` at 250 Hz, {name}",
                     lambda program=program: attached(cli, program, ["--rate", "250"])))
    if os.path.exists(window):
        rows.append(("the window, offscreen, 64 threads, 1,000 locks", lambda: share_of([window, "--"] + many)))
    shares = [[] for _ in rows]
    for _ in range(runs):
        for (_, measure), into in zip(rows, shares):
            into.append(measure())
    print("| what | of a CPU |\n| --- | --- |")
    for (name, _), values in zip(rows, shares):
        median, low, high = interval(values)
        print(f"| {name} | {median:.1f} % ({low:.1f} to {high:.1f}) |")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 7)
