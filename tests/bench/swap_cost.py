#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a substitute costs a watched program, and how soon it is rid of one: rows of Markdown.

usage: swap_cost.py BUILD [ROUNDS]
  BUILD    a folder of a release build with the benchmarks
  ROUNDS   of all substitutes in turn (9)

First, nanoseconds for a lock and unlock that nobody else wants. One program runs all the time, and has its own lock, a substitute,
its own lock, the next substitute and so on in front of one mutex; each substitute is held against its own lock just before and
after. Medians and their 95 % interval by order statistics.

Second, 64 threads that want one mutex have a substitute and then their own lock again: how long from the line that says so, written to
`watch --control`, until the passes of 5 ms reach half of what they are with the own lock. Median and worst.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

from watch_cost import interval

KINDS = ("ticket", "mcs", "spin-then-park", "back-off", "restricted")
HELD = 0.35  # s that each lasts
SETTLED = 0.15  # of these are left out: until it is in force
THREADS = 64
WITHIN_MS = 5


def controlled(cli, program, folder, script):
    """What the program printed, while a script has hold of its locks; it ends by itself, or is ended."""
    command = [cli, "watch", "--control", "--json", os.path.join(folder, "watch.json"), "--force", "--"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
        with subprocess.Popen(command + program, stdin=subprocess.PIPE, stdout=printed, stderr=subprocess.DEVNULL, text=True) as process:
            time.sleep(1.5)

            def substitute(kind):
                process.stdin.write(json.dumps({"substitute": {"lock": "top", "by": kind}}) + "\n")
                process.stdin.flush()
                return time.monotonic()

            script(substitute)
            process.stdin.close()
            process.wait()
        printed.seek(0)
        lines = [[float(word) for word in line.split()] for line in printed]
    with open(os.path.join(folder, "watch.json"), encoding="utf-8") as file:
        return lines, json.load(file)["locks"][0]["swaps"]


def median(values):
    return sorted(values)[len(values) // 2]


def costs(cli, program, rounds, folder):
    parts = []

    def script(substitute):
        for _ in range(rounds):
            for kind in KINDS:
                for by in (None, kind):
                    parts.append((by, substitute(by) + SETTLED))
                    time.sleep(HELD)
        parts.append((None, substitute(None) + SETTLED))
        time.sleep(HELD)

    seconds = 4 + (2 * len(KINDS) * rounds + 1) * HELD
    lines, swaps = controlled(cli, [program, f"{seconds:.0f}"], folder, script)
    if swaps < 2 * len(KINDS) * rounds - 1:
        raise SystemExit(f"only {swaps} swaps came into force")

    def figures(part):
        mine = [line for line in lines if part[1] <= line[0] < part[1] + HELD - SETTLED - 0.02]
        return median([line[1] for line in mine]), median([line[2] for line in mine])

    measured = [(by, figures((by, begin))) for by, begin in parts]
    own = [figure[0] for by, figure in measured if by is None]
    other = [figure[1] for by, figure in measured]
    print("| a pair of | ns | more than its own lock |\n| --- | --- | --- |")
    print(f"| its own lock, before and after | {interval(own)[0]:.1f} | |")
    print(f"| another mutex of the program | {interval(other)[0]:.1f} | |")
    for kind in KINDS:
        values, more = [], []
        for i, (by, figure) in enumerate(measured):
            if by == kind:
                values.append(figure[0])
                more.append(figure[0] - (measured[i - 1][1][0] + measured[i + 1][1][0]) / 2)
        middle, low, high = interval(more)
        print(f"| {kind} | {interval(values)[0]:.1f} | {middle:.1f} ns ({low:.1f} to {high:.1f}) |", flush=True)


def away(cli, program, rounds, folder):
    print(f"\n| {THREADS} threads, away from | passes a ms, of those with the own lock | median | worst |\n| --- | --- | --- | --- |")
    for kind in KINDS:
        began, ended = [], []

        def script(substitute, kind=kind, began=began, ended=ended):
            for _ in range(rounds):
                began.append(substitute(kind))
                time.sleep(0.8)
                ended.append(substitute(None))
                time.sleep(0.8)

        lines, swaps = controlled(cli, [program, str(THREADS), f"{4 + 1.6 * rounds:.0f}"], folder, script)
        if swaps < 2 * rounds:
            raise SystemExit(f"only {swaps} swaps came into force")
        passes = {int(ms): taken for ms, taken in lines}

        def rate(begin, end, passes=passes):
            return sum(passes.get(ms, 0) for ms in range(begin, end)) / (end - begin)

        times, shares = [], []
        for begin, end in zip(began, ended):
            at = int(end * 1000)
            own = rate(at + 300, at + 750)
            shares.append(rate(int(begin * 1000) + 300, at) / own)
            after = next(ms for ms in range(at, at + 800) if rate(ms, ms + WITHIN_MS) >= own / 2)
            times.append(after - at)
        print(f"| {kind} | {median(shares):.3f} | {median(times)} ms | {max(times)} ms |", flush=True)


def main(build, rounds):
    cli, swaps, line = (os.path.abspath(os.path.join(build, "bin", name)) for name in ("lockscope-cli", "bench_swaps", "bench_line"))
    with tempfile.TemporaryDirectory() as folder:
        costs(cli, swaps, rounds, folder)
        away(cli, line, rounds, folder)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 9)
