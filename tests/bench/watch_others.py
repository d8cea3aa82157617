#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watching beside other ways to see a program's locks: runs of one program without and with each, in turn, for results/program.md.

usage: watch_others.py BUILD [PAIRS]     BUILD: a folder of a release build with the benchmarks; PAIRS of runs for each row (9)

The program is bench_pairs: 300,000 pairs of lock and unlock of 64 mutexes that nobody else wants, ns a pair. And bench_busy, 16
threads of which some wait: passes in 2 s. The others are perf trace of futex calls; probes of the kernel at the C library's lock
and unlock (uprobes), counted by perf stat and by bpftrace; heaptrack, which stands in front of malloc as we do in front of locks,
for what being preloaded takes at all. They need root; one that is not here, or that the kernel refuses, is said.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

from watch_cost import interval

FUNCTIONS = ("pthread_mutex_lock", "pthread_mutex_unlock")


def c_library():
    for line in subprocess.run(["ldconfig", "-p"], stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines():
        if line.split()[:1] == ["libc.so.6"] and "x86-64" in line:
            return os.path.realpath(line.split()[-1])
    raise SystemExit("no libc.so.6")


class Beside:
    """A tool that looks at all processes while the program runs."""

    def __init__(self, command, settle):
        self.command, self.settle = command, settle

    def __call__(self, program):
        with subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as tool:
            time.sleep(self.settle)
            if tool.poll() is not None:
                raise subprocess.SubprocessError(f"{self.command[0]} ended with {tool.returncode}")
            printed = output(program)
            tool.terminate()
            tool.wait()
        return printed


class Around:
    """A tool that starts the program."""

    def __init__(self, command):
        self.command = command

    def __call__(self, program):
        return output(self.command + program)


def output(command):
    """The last line that is a number: tools print, too."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True, text=True)
    numbers = [line for line in done.stdout.splitlines() if line.replace(".", "", 1).isdigit()]
    return float(numbers[-1])


def ways(build, folder):
    yield "lockscope-cli watch", Around([os.path.join(build, "bin/lockscope-cli"), "watch", "--json", folder + "/watch.json", "--force", "--"])
    if shutil.which("perf"):
        yield "perf trace -e futex", Around(["perf", "trace", "-e", "futex", "-o", folder + "/trace", "--"])
        probes = [f"probe_libc:{name}" for name in FUNCTIONS]
        if all(subprocess.run(["perf", "probe", "-q", "-x", c_library(), name], stderr=subprocess.DEVNULL, check=False).returncode == 0
               for name in FUNCTIONS):
            yield "uprobes, perf stat", Around(["perf", "stat", "-o", folder + "/stat", "-e", ",".join(probes), "--"])
        else:
            print("uprobes by perf: refused by this kernel")
    if shutil.which("bpftrace"):
        script = " ".join(f"uprobe:{c_library()}:{name} {{ @[tid] = count(); }}" for name in FUNCTIONS)
        yield "uprobes, bpftrace", Beside(["sh", "-c", 'ulimit -l 65536; exec bpftrace -e "$0"', script], 5)
    if shutil.which("heaptrack"):
        yield "heaptrack", Around(["heaptrack", "-o", folder + "/heap"])


def main(build, pairs):
    programs = ((os.path.join(build, "bin/bench_pairs"), ["64", "300000"], "ns"), (os.path.join(build, "bin/bench_busy"), ["16", "64", "2"], "passes"))
    missing = [name for name in ("perf", "bpftrace", "heaptrack") if not shutil.which(name)]
    if missing:
        print("not here: " + ", ".join(missing))
    with tempfile.TemporaryDirectory() as folder:
        print("| by | a pair, bare | with it | passes of 16 threads, of bare |\n| --- | --- | --- | --- |")
        for name, way in ways(build, folder):
            cells = []
            try:
                for program, options, unit in programs:
                    bare, seen = [], []
                    for i in range(pairs):
                        for with_it in ((False, True) if i % 2 == 0 else (True, False)):
                            command = [os.path.abspath(program)] + options
                            (seen if with_it else bare).append(way(command) if with_it else output(command))
                    if unit == "ns":
                        median, low, high = interval(seen)
                        cells += [f"{interval(bare)[0]:.1f} ns", f"{median:.1f} ns ({low:.1f} to {high:.1f})"]
                    else:
                        median, low, high = interval([s / b for b, s in zip(bare, seen)])
                        cells.append(f"{median:.3f} ({low:.3f} to {high:.3f})")
                print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
            except (subprocess.SubprocessError, IndexError) as error:
                print(f"| {name} | not measured: {error} |", flush=True)
        for name in FUNCTIONS:
            subprocess.run(["perf", "probe", "-q", "-d", f"probe_libc:{name}*"], stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 9)
