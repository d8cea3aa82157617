// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_account.h"
#include "core/measure/snapshot.h"
#include "core/recording/payload.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::recording {

/// The lists of an account, in order; the header says them.
inline constexpr std::array<std::string_view, 6> kFrameFields{
    "function", "file", "line", "module", "offset", "inlined"};
inline constexpr std::array<std::string_view, 33> kAccountLockFields{
    "id",           "kind",         "address",      "pid",          "site",
    "site_address", "acquisitions", "contended",    "wait_ns",      "wait_so_far_ns",
    "wait_max_ns",  "timeouts",     "caused_ns",    "hand_over_ns", "owner_changes",
    "hold_samples", "hold_max_ns",  "flags",        "generation",   "waiters",
    "owner_tid",    "waits",        "waits_max_ns", "holds",        "holds_max_ns",
    "sites",        "wait_stacks",  "blame_stacks", "substitute",   "delay_ns",
    "swaps",        "refusal",      "takers"};
inline constexpr std::array<std::string_view, 6> kSiteFields{
    "frame", "acquisitions", "contended", "wait_ns", "releases", "caused_ns"};
inline constexpr std::array<std::string_view, 15> kAccountThreadFields{"pid",
                                                                       "tid",
                                                                       "name",
                                                                       "acquisitions",
                                                                       "contended",
                                                                       "wait_ns",
                                                                       "running",
                                                                       "seen_ns",
                                                                       "lock_ns",
                                                                       "condition_ns",
                                                                       "running_ns",
                                                                       "preempted_ns",
                                                                       "kernel_known",
                                                                       "waits_for",
                                                                       "owner_tid"};
inline constexpr std::array<std::string_view, 7> kProcessFields{
    "pid", "parent", "command", "running", "uncontended", "exit_code", "exit_signal"};

using AccountPtr = std::shared_ptr<const measure::ProgramAccount>;

/// Keeps the account that a snapshot brings, if it brings one.
void keepAccount(AccountPtr& account, const measure::Snapshot& snapshot);

/// Makes the payloads of a recording's accounts. Each function and each stack is told once, in the
/// first account that has it. What has no room in a record, or in the recording, is left out, the
/// least of it first: stacks, histograms, then locks, which are counted. For one thread.
class AccountEncoder
{
public:
    [[nodiscard]] std::string encode(const measure::ProgramAccount& account);

private:
    class Record;

    std::map<measure::CodeFrame, std::uint32_t> m_frames;
    std::map<std::vector<std::uint32_t>, std::uint32_t> m_stacks;
    std::size_t m_text = 0; ///< of all frames, bytes
    std::size_t m_framesOfStacks = 0;
};

/// The other way. For one thread; accounts must come in their order.
class AccountDecoder
{
public:
    /// Throws PayloadError for what is none, or tells more than a reader keeps.
    [[nodiscard]] AccountPtr decode(Bytes payload);

private:
    void takeFrames(const io::CheckedValue& list);
    void takeStacks(const io::CheckedValue& list);
    [[nodiscard]] measure::CodeFramePtr frameAt(const io::CheckedValue& number) const;
    [[nodiscard]] std::vector<measure::AccountedStack> weights(const io::CheckedValue& list) const;
    [[nodiscard]] measure::AccountedSite siteFrom(const io::CheckedValue& list) const;
    [[nodiscard]] measure::AccountedLock lockFrom(const io::CheckedValue& list) const;

    std::vector<measure::CodeFramePtr> m_frames;
    std::vector<measure::CodeStackPtr> m_stacks;
    std::size_t m_text = 0;
    std::size_t m_framesOfStacks = 0;
};

} // namespace lockscope::recording
