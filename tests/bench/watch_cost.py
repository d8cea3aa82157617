#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs a program to be watched: runs without and with the preload library, in turn, and a row of Markdown for each.

usage: watch_cost.py BUILD [PAIRS [ROW...]]
  BUILD   a folder of a release build with the benchmarks
  PAIRS   of runs for each row (15)
  ROW     only rows whose names contain one of these

Each row has the median of the pairs' ratios or differences, and their 95 % interval by order statistics (the binomial
distribution's, as for any median). Which run of a pair comes first alternates. Whole programs are timed from their start to their
end, so starting the library counts; a server by what drives it. Ratios are bare to watched, of wall-clock time and of the CPU time
that the program itself used, which says what the library costs also where other programs run beside it. A program that is not
installed has no row.
"""
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


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


def watching(cli, folder):
    return [cli, "watch", "--json", os.path.join(folder, "watch.json"), "--force", "--"]


TIMED = """
import json, resource, subprocess, sys, time
begin = time.monotonic()
subprocess.run(sys.argv[2:], check=True)
took, used = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump([took, used.ru_utime + used.ru_stime], file)
"""


def run(command, watched, cli, folder):
    """What it printed."""
    return subprocess.run((watching(cli, folder) if watched else []) + command, cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True).stdout


def timed(command, watched, cli, folder):
    """Seconds from the program's begin to its end, and of CPU time that it and its children used: not Lockscope's."""
    times = os.path.join(folder, "times.json")
    subprocess.run((watching(cli, folder) if watched else []) + [sys.executable, "-c", TIMED, times] + command, cwd=folder,
                   check=True, **QUIET)
    with open(times, encoding="utf-8") as file:
        return json.load(file)


def cpu_seconds(pid):
    """Of all threads of a process."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def served(server, load, port, watched, cli, folder):
    """Seconds that the load takes of a server, and what CPU time that uses."""
    with subprocess.Popen((watching(cli, folder) if watched else []) + server, **QUIET) as process:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(0.3)
        pid = process.pid
        if watched:
            pid = int(subprocess.run(["pgrep", "-P", str(pid)], stdout=subprocess.PIPE, check=True, text=True).stdout)
        begin, used = time.monotonic(), cpu_seconds(pid)
        subprocess.run(load, check=True, **QUIET)
        took, used = time.monotonic() - begin, cpu_seconds(pid) - used
        process.terminate()  # which Lockscope hands on
        process.wait()
    return took, used


def pairs_of(measure, pairs):
    """Two lists, of runs in turn: bare and watched."""
    bare, watched = [], []
    for i in range(pairs):
        for with_watch in ((False, True) if i % 2 == 0 else (True, False)):
            (watched if with_watch else bare).append(measure(with_watch))
    return bare, watched


def say_ratio(name, measure, pairs):
    bare, watched = pairs_of(measure, pairs)
    cells = [f"{interval([took for took, _ in runs])[0]:.3f} s" for runs in (bare, watched)]
    for which in (0, 1):
        median, low, high = interval([b[which] / w[which] for b, w in zip(bare, watched)])
        cells.append(f"{median:.3f} ({low:.3f} to {high:.3f})")
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def go_program(folder):
    """The published experiment; None where there is no Go."""
    if not shutil.which("go"):
        return None
    shutil.copy(os.path.join(HERE, "../reference/go_callbacks.go"), folder)
    environment = dict(os.environ, GO111MODULE="off", GOCACHE=os.path.join(folder, "cache"), HOME=folder)
    subprocess.run(["go", "build", "-o", "go_callbacks", "go_callbacks.go"], cwd=folder, env=environment, check=True)
    return os.path.join(folder, "go_callbacks")


def small_project(folder):
    """Twenty sources and what makes a program of them."""
    for i in range(20):
        with open(os.path.join(folder, f"part{i}.c"), "w", encoding="utf-8") as file:
            file.write("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n")
            file.writelines(f"int f{i}_{j}(int n) {{ char t[64]; snprintf(t, sizeof t, \"%d\", n); return (int)strlen(t) + {j}; }}\n"
                            for j in range(100))
            if i == 0:
                file.write("int main(void) { return 0; }\n")
    with open(os.path.join(folder, "Makefile"), "w", encoding="utf-8") as file:
        parts = " ".join(f"part{i}.o" for i in range(20))
        file.write(f"CFLAGS = -O1\nall: {parts}\n\tcc -o all {parts}\n")


def programs(folder):
    """Names and commands of what is here."""
    data = os.path.join(folder, "data")
    with open(data, "wb") as file:
        file.write(os.urandom(1 << 20) * 40)
    small_project(folder)
    for name, command in (
            ("Go's callbacks, 5,000,000 calls by 8 goroutines", [go_program(folder), "-tasks", "5000000", "-workers", "8"]),
            ("pbzip2, 40 MB, 2 threads", ["pbzip2", "-kcp2", data]),
            ("sysbench mutex, 8 threads", ["sysbench", "mutex", "--threads=8", "--mutex-num=16", "--mutex-loops=20000",
                                           "--mutex-locks=50000", "run"]),
            ("sysbench threads, 8 threads", ["sysbench", "threads", "--threads=8", "--thread-locks=4", "--thread-yields=100",
                                             "--events=600", "--time=0", "run"]),
            ("python3, 8 threads and a lock", ["python3", "-c", PYTHON]),
            ("make -j2 of 20 sources", ["make", "-s", "-B", "-j2"])):
        if command[0] and shutil.which(command[0]):
            yield name, command


def memcached(pairs, cli, folder):
    port = random.randrange(20000, 40000)
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    server = ["memcached", "-l", "127.0.0.1", "-p", str(port), "-U", "0", "-t", "4"] + user
    load = ["memcslap", f"--servers=127.0.0.1:{port}", "--concurrency=8", "--execute-number=5000"]
    say_ratio("memcached, 4 threads, by memcslap with 8", lambda watched: served(server, load, port, watched, cli, folder), pairs)


def main(build, pairs, rows):
    cli = os.path.abspath(os.path.join(build, "bin/lockscope-cli"))
    bench = os.path.abspath(os.path.join(build, "bin/bench_pairs"))

    def wanted(name):
        return not rows or any(row in name for row in rows)

    with tempfile.TemporaryDirectory() as folder:
        print("| what | bare | watched | difference; or ratio of speed | and of CPU time |\n| --- | --- | --- | --- | --- |")
        for locks in (1, 64, 4000):
            name = f"a pair of lock and unlock, {locks} locks"
            if not wanted(name):
                continue
            bare, watched = pairs_of(lambda w, n=locks: float(run([bench, str(n)], w, cli, folder)), pairs)
            median, low, high = interval([w - b for b, w in zip(bare, watched)])
            print(f"| {name} | {interval(bare)[0]:.2f} ns | {interval(watched)[0]:.2f} ns"
                  f" | {median:.2f} ns ({low:.2f} to {high:.2f}) | |", flush=True)
        for name, command in programs(folder):
            if wanted(name):
                say_ratio(name, lambda w, c=command: timed(c, w, cli, folder), pairs)
        if wanted("memcached") and shutil.which("memcached") and shutil.which("memcslap"):
            memcached(pairs, cli, folder)


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
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 15, sys.argv[3:])
