// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/run_summary.h"
#include "core/recording/account_codec.h"
#include "core/recording/header.h"
#include "core/recording/note.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockscope::recording {

/// Makes the bytes of a recording, record after record: the same ones for a file, a pipe and
/// memory. For one thread. Call begin() first and once.
class RecordEncoder
{
public:
    [[nodiscard]] std::string begin(const RecordingHeader& header);
    /// With the account that it brings, if it does, in a record before it.
    [[nodiscard]] std::string snapshot(const measure::Snapshot& snapshot);
    /// Of what is known up to the snapshot that follows.
    [[nodiscard]] std::string account(const measure::ProgramAccount& account,
                                      std::chrono::nanoseconds time);
    [[nodiscard]] std::string note(const Note& note);
    [[nodiscard]] std::string dropped(const DroppedSnapshots& dropped);
    /// The last record; `summary` of a whole run, none for a part of one.
    [[nodiscard]] std::string end(const std::optional<measure::RunSummary>& summary);

    /// A record whose payload is there already.
    [[nodiscard]] std::string record(RecordType type,
                                     std::chrono::nanoseconds time,
                                     std::string_view payload);

private:
    AccountEncoder m_accounts;
    std::uint64_t m_sequence = 0;
    std::chrono::nanoseconds m_time{}; ///< of the newest record
};

/// A snapshot with changes has a type of its own.
[[nodiscard]] RecordType typeOf(const measure::Snapshot& snapshot);

} // namespace lockscope::recording
