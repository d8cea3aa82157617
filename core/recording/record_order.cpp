// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/record_order.h"

#include "core/io/limits.h"

#include <fmt/format.h>

namespace lockscope::recording {

std::size_t RecordOrder::passMagic(Bytes rest, bool isAll) const
{
    if (rest.empty() && isAll)
        throw RecordingError(
            fmt::format("{} is empty; a Lockscope recording was expected", m_name));
    const MagicScan magic = scanMagic(rest);
    if (magic.status == ScanStatus::Damaged)
        throw RecordingError(fmt::format(
            "{} is no Lockscope recording: it does not begin with '{}'", m_name, kSchema));
    if (magic.status == ScanStatus::NeedMore) {
        if (isAll)
            throw RecordingError(fmt::format(
                "{} was cut short in its first item; nothing of the recording is there", m_name));
        return 0;
    }
    if (magic.version == 0 || magic.version > kFormatVersion)
        throw RecordingError(
            fmt::format("{} is a recording of format version {}, and this program reads 1 "
                        "to {}: a newer Lockscope is needed",
                        m_name,
                        magic.version,
                        kFormatVersion));
    return magic.size;
}

std::string RecordOrder::take(const Frame& frame)
{
    if (frame.sequence != m_next)
        return fmt::format("it is number {} where {} was expected", frame.sequence, m_next);
    if (frame.is(RecordType::Header) != (m_next == 0))
        return "the header is not the first record, and the only one";
    if (frame.isSnapshot()) {
        if (frame.time <= m_time)
            return "its time is not after that of the snapshot before";
        m_time = frame.time;
        ++m_snapshots;
    }
    m_isComplete = frame.is(RecordType::End);
    ++m_next;
    return {};
}

std::string RecordOrder::takeChanges(const std::vector<measure::ConfigChange>& changes)
{
    m_changes += changes.size();
    for (const measure::ConfigChange& change : changes) {
        m_facts += change.config.size();
        m_text += change.label.size();
        for (const auto& [name, value] : change.config)
            m_text += name.size() + value.size();
    }
    if (m_changes > io::limits::kChanges)
        return fmt::format("it has one of more than {} live changes", io::limits::kChanges);
    if (m_facts > io::limits::kFactsOfChanges)
        return fmt::format("the live changes up to it have more than {} facts",
                           io::limits::kFactsOfChanges);
    if (m_text > io::limits::kTextOfChanges)
        return fmt::format("the live changes up to it have more than {} MB of text",
                           io::limits::kTextOfChanges / 1'000'000);
    return {};
}

std::string RecordOrder::whatIsLeft() const
{
    if (m_snapshots == 0)
        return "no snapshot is before that";
    return fmt::format("the {} snapshots before that, up to {:.2f} s, are there",
                       m_snapshots,
                       std::chrono::duration<double>(m_time).count());
}

std::string RecordOrder::cutShort(std::size_t left) const
{
    return left > 0
        ? fmt::format(
            "{} was cut short in the middle of record {}; {}", m_name, m_next, whatIsLeft())
        : fmt::format("{} was cut short: it has no end record; {}", m_name, whatIsLeft());
}

std::string RecordOrder::damaged(std::uint64_t at, const std::string& why) const
{
    return fmt::format(
        "{} is damaged at byte {}, record {}: {}; {}", m_name, at, m_next, why, whatIsLeft());
}

void RecordOrder::needHeader(const std::string& sentence) const
{
    if (m_next == 0)
        throw RecordingError(sentence);
}

} // namespace lockscope::recording
