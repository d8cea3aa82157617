#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs a program to be watched: runs without and with the preload library, in turn, and a row of Markdown for each.

usage: watch_cost.py BUILD [PAIRS]     BUILD has bin/lockscope-cli and bin/bench_pairs; PAIRS of runs for each row (15)

Each row has the median of the pairs' ratios or differences, and their 95 % interval by order statistics (the binomial
distribution's, as for any median). Whole programs are timed from their start to their end, so starting the library counts. A program that is
not installed has no row.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time


def interval(values):
    """Median, and the ranks between which it lies with 95 % certainty (n >= 6)."""
    ordered = sorted(values)
    n = len(ordered)
    tail, term, rank = 0.0, 0.5 ** n, 0
    while rank < n // 2 and tail + term <= 0.025:
        tail += term
        term = term * (n - rank) / (rank + 1)
        rank += 1
    low = max(rank - 1, 0)
    return ordered[n // 2], ordered[low], ordered[n - 1 - low]


def run(command, watched, cli, folder):
    if watched:
        command = [cli, "watch", "--json", os.path.join(folder, "watch.json"), "--force", "--"] + command
    begin = time.monotonic()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    took = time.monotonic() - begin
    if watched:  # not the report that follows
        with open(os.path.join(folder, "watch.json"), encoding="utf-8") as file:
            took = json.load(file)["elapsed_s"]
    return took, done.stdout


def main(build, pairs):
    cli = os.path.abspath(os.path.join(build, "bin/lockscope-cli"))
    bench = os.path.abspath(os.path.join(build, "bin/bench_pairs"))
    with tempfile.TemporaryDirectory() as folder:
        print("| what | bare | watched | difference, or ratio of speed |\n| --- | --- | --- | --- |")
        for locks in (1, 64, 4000):
            bare, watched = [], []
            for _ in range(pairs):
                bare.append(float(run([bench, str(locks)], False, cli, folder)[1]))
                watched.append(float(run([bench, str(locks)], True, cli, folder)[1]))
            median, low, high = interval([w - b for b, w in zip(bare, watched)])
            print(f"| a pair of lock and unlock, {locks} locks | {interval(bare)[0]:.2f} ns | {interval(watched)[0]:.2f} ns"
                  f" | {median:.2f} ns ({low:.2f} to {high:.2f}) |", flush=True)
        data = os.path.join(folder, "data")
        with open(data, "wb") as file:
            file.write(os.urandom(1 << 20) * 40)
        go = os.environ.get("LOCKSCOPE_GO_PROGRAM", "")
        for name, command in (
                ("Go's callbacks, 5,000,000 calls by 8 goroutines", [go, "-tasks", "5000000"]),
                ("pbzip2, 40 MB, 2 threads", ["pbzip2", "-kcp2", data]),
                ("sysbench mutex, 8 threads", ["sysbench", "mutex", "--threads=8", "--mutex-num=16", "--mutex-loops=20000",
                                               "--mutex-locks=50000", "run"]),
                ("python3, 8 threads and a lock", ["python3", "-c", PYTHON])):
            if not command[0] or not shutil.which(command[0]):
                continue
            ratios, bare, watched = [], [], []
            for _ in range(pairs):
                bare.append(run(command, False, cli, folder)[0])
                watched.append(run(command, True, cli, folder)[0])
                ratios.append(bare[-1] / watched[-1])
            median, low, high = interval(ratios)
            print(f"| {name} | {interval(bare)[0]:.3f} s | {interval(watched)[0]:.3f} s | {median:.3f} ({low:.3f} to {high:.3f}) |",
                  flush=True)


PYTHON = """
import threading
lock, n = threading.Lock(), 0
def work():
    global n
    for _ in range(500000):
        with lock:
            n += 1
threads = [threading.Thread(target=work) for _ in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
"""

if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 15)
