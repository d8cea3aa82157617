# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of against_go.sh.

    against_go_table.py native-ns FOLDER PRESET    what native-ns has to be on this machine, and how that was found
    against_go_table.py table FOLDER               the table

FOLDER has a file for each variant and number of workers, go-mutex.8 and so on, with ns a task a line; lines of the same
number were measured side by side. At one worker it has go, lab-bare (native-ns 0) and lab-preset, too.
"""
import math
import statistics
import sys
from pathlib import Path

LIMIT = 0.15  # of Go's time: how far the lab's time for a task may be from it

# Student's t for 95 %, two-sided, by degrees of freedom; beyond the list that of the normal distribution is near.
T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
     2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045]


class Ratio:
    """The ratio of values that were measured in pairs, with its interval: none of one pair."""

    def __init__(self, logarithms):
        self.mean = math.exp(statistics.mean(logarithms))
        self.low = self.high = None
        n = len(logarithms)
        if n > 1:
            t = T[n - 2] if n - 2 < len(T) else 1.96
            half = t * statistics.stdev(logarithms) / math.sqrt(n)
            self.low, self.high = self.mean * math.exp(-half), self.mean * math.exp(half)

    def __str__(self):
        if self.low is None:
            return f"{self.mean:.3f} (unknown)"
        return f"{self.mean:.3f} ({self.low:.3f}-{self.high:.3f})"

    def verdict(self):
        """Whether the ratio is 1, but for the limit."""
        least, most = 1 - LIMIT, 1 + LIMIT
        if self.low is None:
            return "unknown"
        if least <= self.low and self.high <= most:
            return "within"
        if self.high < least or self.low > most:
            return "outside"
        return "not shown"


def ratio(a, b):
    return Ratio([math.log(x / y) for x, y in zip(a, b)])


def read(folder, name):
    return [float(line) for line in (folder / name).read_text().split()]


def native_ns(folder, preset):
    """What Go spends on the way into C and back, beyond the work that both do. At one worker nobody waits."""
    go, at, bare = (statistics.median(read(folder, name)) for name in ("go", "lab-preset", "lab-bare"))
    print(f"{max(0, preset * (go - bare) / (at - bare)):.0f} = {preset} x (Go {go:.0f} - lab at native-ns 0 {bare:.0f}) "
          f"/ (lab at {preset} {at:.0f} - {bare:.0f})")


def table(folder):
    print("| workers | Go, mutex | Go, fast path | lab, mutex | lab, fast path | lab / Go, mutex | lab / Go, fast path "
          "| within 15 % | Go: mutex / fast path | lab: mutex / fast path | guards' ratio |")
    print("| --- " * 11 + "|")
    for workers in (1, 2, 4, 8):
        gm, gf, lm, lf = (read(folder, f"{who}.{workers}") for who in ("go-mutex", "go-fast", "lab-mutex", "lab-fast"))
        mutex, fast = ratio(lm, gm), ratio(lf, gf)
        # The lab's ratio over Go's: 1 where the guard is worth as much here as there.
        both = Ratio([math.log(a / b / (c / d)) for a, b, c, d in zip(lm, lf, gm, gf)])
        same = "unknown" if both.low is None else "agrees" if both.low <= 1 <= both.high else "differs"
        medians = " | ".join(f"{statistics.median(v):.0f}" for v in (gm, gf, lm, lf))
        print(f"| {workers} | {medians} | {mutex} | {fast} | {mutex.verdict()}, {fast.verdict()} "
              f"| {ratio(gm, gf)} | {ratio(lm, lf)} | {same} |")


if sys.argv[1] == "native-ns":
    native_ns(Path(sys.argv[2]), int(sys.argv[3]))
else:
    table(Path(sys.argv[2]))
