// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/recording/frame.h"
#include "core/recording/payload.h"

#include <array>
#include <string>
#include <string_view>

namespace lockscope::recording {

/// What stands where in the arrays of a snapshot's payload; the header of every recording repeats
/// it, so that a script need not know it. A field is never moved: new ones come last, and are null
/// in older files.
inline constexpr std::array<std::string_view, 13> kSnapshotFields{"sequence",
                                                                  "interval_ns",
                                                                  "delta",
                                                                  "total",
                                                                  "waits_exact",
                                                                  "waits",
                                                                  "states",
                                                                  "threads",
                                                                  "changes",
                                                                  "violations",
                                                                  "disturbance",
                                                                  "wait_max_ns",
                                                                  "program"};
inline constexpr std::array<std::string_view, 6> kTotalsFields{
    "tasks", "calls", "callbacks", "passes", "contended", "wait_ns"};
inline constexpr std::array<std::string_view, 12> kThreadFields{"index",
                                                                "tid",
                                                                "cpu",
                                                                "calls",
                                                                "contended",
                                                                "wait_ns",
                                                                "p99_wait_ns",
                                                                "states",
                                                                "cpu_ns",
                                                                "voluntary_switches",
                                                                "involuntary_switches",
                                                                "wait_so_far_ns"};
inline constexpr std::array<std::string_view, 6> kChangeFields{
    "revision", "time_ns", "gap_ns", "initialising_ns", "label", "config"};

inline constexpr std::array<std::string_view, 7> kDisturbanceFields{"span_ns",
                                                                    "others_ns",
                                                                    "stolen_ns",
                                                                    "throttled_ns",
                                                                    "other_lockscopes",
                                                                    "frequency_low_mhz",
                                                                    "frequency_high_mhz"};

/// The payload of a snapshot's record; its time is the record's. Any thread.
[[nodiscard]] std::string encodeSnapshot(const measure::Snapshot& snapshot);

/// The other way, every value checked: shares within 0..1, buckets within the histogram, an
/// interval above 0. Throws PayloadError. Any thread.
[[nodiscard]] measure::Snapshot decodeSnapshot(Bytes payload, std::chrono::nanoseconds time);

/// Of a record that is one, by its type: one of Snapshot has no live change, else PayloadError (who
/// looks for changes reads the others alone).
[[nodiscard]] measure::Snapshot decodeSnapshot(const Frame& frame);

/// Parts that other records have, too. Reading them throws io::ValueError.
[[nodiscard]] Cbor totalsToCbor(const measure::Totals& totals);
[[nodiscard]] measure::Totals totalsFrom(const io::CheckedValue& list);
[[nodiscard]] Cbor sharesToCbor(const std::optional<measure::StateShares>& shares);
[[nodiscard]] std::optional<measure::StateShares> sharesFrom(const io::CheckedValue& list);
/// Pairs, [distance, count, ...], each distance being to the bucket before.
[[nodiscard]] Cbor histogramToCbor(const measure::SparseHistogram& histogram);
/// `longest`: the largest value in it, exact; null where that is not known.
[[nodiscard]] measure::SparseHistogram histogramFrom(const io::CheckedValue& list,
                                                     const io::CheckedValue& longest);
[[nodiscard]] Cbor factsToCbor(const measure::ConfigFacts& facts);
[[nodiscard]] measure::ConfigFacts factsFrom(const io::CheckedValue& list);

} // namespace lockscope::recording
