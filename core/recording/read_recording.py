#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a Lockscope recording with nothing but a CBOR library (Debian: python3-cbor2).

usage: read_recording.py FILE      one line for each snapshot, then what was found

FORMAT.md, beside this script, describes every field.
"""
import io
import sys
import zlib

import cbor2

SCHEMA, VERSION = "lockscope.recording", 1
HEADER, SNAPSHOT, MARKED_SNAPSHOT, NOTE, DROPPED, END, ACCOUNT = range(7)


def records(stream):
    """Yields (type, time_ns, payload) of each whole record, and stops at the first that is not."""
    magic = cbor2.load(stream)
    if not isinstance(magic, list) or magic[0] != SCHEMA:
        raise SystemExit("no Lockscope recording")
    if magic[1] > VERSION:
        raise SystemExit(f"format version {magic[1]}; this script reads {VERSION}")
    expected = 0
    while True:
        try:
            checksum, kind, sequence, time_ns, payload = cbor2.load(stream)
            covered = b"".join(cbor2.dumps(part) for part in (kind, sequence, time_ns, payload))
        except Exception:  # cut short, or no record: what came before is good
            return
        if zlib.crc32(covered) != checksum or sequence != expected:
            return
        expected += 1
        yield kind, time_ns, cbor2.loads(payload)


def waits(snapshot, histogram):
    """The snapshot's waits as [(lower bound of the bucket in ns, count)]."""
    sub = histogram["sub_bits"]
    bucket, result = 0, []
    pairs = iter(snapshot["waits"])
    for distance, count in zip(pairs, pairs):
        bucket += distance
        if bucket < 1 << sub:
            lower = bucket
        else:
            lower = (bucket & ((1 << sub) - 1) | 1 << sub) << ((bucket >> sub) - 1)
        result.append((lower, count))
    return result


class Account:
    """What is known of a watched program, and the functions and stacks that were told of once."""

    def __init__(self):
        self.frames, self.stacks, self.newest = [], [], None

    def follow(self, header, account):
        self.frames += [dict(zip(header["frame_fields"], frame)) for frame in account["frames"]]
        self.stacks += account["stacks"]
        account["locks"] = [dict(zip(header["account_lock_fields"], lock)) for lock in account["locks"]]
        self.newest = account

    def text(self, stack):
        frames = [self.frames[number] for number in self.stacks[stack]]
        return " < ".join(frame["function"] or frame["module"] for frame in frames)

    def show(self):
        for lock in self.newest["locks"]:
            for what in ("wait_stacks", "blame_stacks"):
                pairs = iter(lock[what])
                for stack, ns in zip(pairs, pairs):
                    print(f"lock {lock['id']} {what} {ns * 1e-9:.3f} s  {self.text(stack)}")


def main(path):
    with open(path, "rb") as file:
        stream = io.BytesIO(file.read())
    header, calls, snapshots, complete, account = None, 0, 0, False, Account()
    for kind, time_ns, payload in records(stream):
        if kind == HEADER:
            header = payload
        elif kind in (SNAPSHOT, MARKED_SNAPSHOT):
            snapshot = dict(zip(header["snapshot_fields"], payload))
            delta = dict(zip(header["totals_fields"], snapshot["delta"]))
            threads = [dict(zip(header["thread_fields"], thread)) for thread in snapshot["threads"]]
            # Of a watched program threads may have ended within the interval.
            assert snapshot.get("program") or sum(thread["calls"] for thread in threads) == delta["calls"]
            for change in snapshot["changes"]:
                print("change:", dict(zip(header["change_fields"], change))["label"])
            rate = delta["calls"] / (snapshot["interval_ns"] * 1e-9)
            longest = max((lower for lower, _ in waits(snapshot, header["histogram"])), default=None)
            print(f"{time_ns * 1e-9:.3f} s  {rate:.4g} calls/s  {len(threads)} threads"
                  + ("" if longest is None else f"  longest wait about {longest} ns"))
            calls += delta["calls"]
            snapshots += 1
        elif kind == ACCOUNT:
            account.follow(header, payload)
        elif kind == END:
            complete = True
    if account.newest:
        account.show()
    print("snapshots", snapshots)
    print("calls", calls)
    print("complete", str(complete).lower())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
