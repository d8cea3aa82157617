// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/spool.h"

#include "core/io/output_file.h"
#include "core/recording/range_gate.h"
#include "core/recording/snapshot_codec.h"

#include <algorithm>
#include <utility>

namespace lockscope::recording {

Spool::Spool(std::chrono::nanoseconds span, std::size_t maxBytes)
    : m_span(span)
    , m_maxBytes(maxBytes)
{}

void Spool::begin(const RecordingHeader& header)
{
    const std::lock_guard hold(m_mutex);
    m_kept.clear();
    m_bytes = 0;
    m_account.reset();
    m_header = header;
}

void Spool::add(const measure::Snapshot& snapshot)
{
    // It grew while it was written, up to twice its size: of thousands that is some thirty
    // megabytes that nothing counts.
    std::string payload = encodeSnapshot(snapshot);
    payload.shrink_to_fit();
    Kept kept{.type = typeOf(snapshot),
              .time = snapshot.time,
              .interval = snapshot.interval,
              .wallClock = std::chrono::system_clock::now(),
              .payload = std::make_shared<const std::string>(std::move(payload)),
              .configAfter = nullptr,
              .bytes = 0};
    kept.bytes = kept.payload->size();
    if (!snapshot.changes.empty()) {
        kept.configAfter =
            std::make_shared<const measure::ConfigFacts>(snapshot.changes.back().config);
        for (const auto& [name, value] : *kept.configAfter)
            kept.bytes += sizeof(measure::ConfigFacts::value_type) + name.size() + value.size();
    }

    const std::lock_guard hold(m_mutex);
    if (!m_kept.empty() && snapshot.time <= m_kept.back().time) {
        m_kept.clear();
        m_bytes = 0;
        m_account.reset();
    }
    if (snapshot.program && snapshot.program->account) {
        m_account = snapshot.program->account;
        m_accountTime = snapshot.time;
    }
    m_bytes += kept.bytes;
    m_kept.push_back(std::move(kept));
    while (m_kept.size() > 1
           && (m_bytes > m_maxBytes || m_kept.front().time <= m_kept.back().time - m_span))
        dropOldest();
}

void Spool::dropOldest()
{
    const Kept& oldest = m_kept.front();
    if (oldest.configAfter) { // what is left begins under that configuration
        m_header.source.config = *oldest.configAfter;
        m_header.config = labConfigOf(m_header.source.config);
    }
    m_bytes -= oldest.bytes;
    m_kept.pop_front();
}

void Spool::clear()
{
    const std::lock_guard hold(m_mutex);
    m_kept.clear();
    m_bytes = 0;
    m_account.reset();
}

bool Spool::empty() const
{
    const std::lock_guard hold(m_mutex);
    return m_kept.empty();
}

std::size_t Spool::snapshots() const
{
    const std::lock_guard hold(m_mutex);
    return m_kept.size();
}

std::size_t Spool::snapshotsIn(const measure::TimeRange& range) const
{
    const std::lock_guard hold(m_mutex);
    return static_cast<std::size_t>(
        std::count_if(m_kept.begin(), m_kept.end(), [&range](const Kept& kept) {
            return gateTakes(range, {kept.time - kept.interval, kept.time});
        }));
}

std::size_t Spool::bytes() const
{
    const std::lock_guard hold(m_mutex);
    return m_bytes;
}

std::chrono::nanoseconds Spool::length() const
{
    const std::lock_guard hold(m_mutex);
    if (m_kept.empty())
        return {};
    return m_kept.back().time - (m_kept.front().time - m_kept.front().interval);
}

std::size_t Spool::saveTo(const std::filesystem::path& path, bool replace) const
{
    std::deque<Kept> kept;
    RecordingHeader header;
    AccountPtr account;
    std::chrono::nanoseconds accountTime{};
    {
        const std::lock_guard hold(m_mutex);
        kept = m_kept; // the payloads are shared, so this is quick
        header = m_header;
        account = m_account;
        accountTime = m_accountTime;
    }
    if (kept.empty())
        throw RecordingError("there is nothing to save yet: no snapshot has come");
    header.startedAt = kept.front().wallClock
        - std::chrono::duration_cast<std::chrono::system_clock::duration>(kept.front().interval);
    header.startedTime = kept.front().time - kept.front().interval;
    io::writeWhole(path, replace, [&](io::OutputFile& destination) {
        RecordEncoder encoder;
        destination.write(encoder.begin(header));
        for (const Kept& each : kept) {
            if (account && each.time >= accountTime) {
                destination.write(encoder.account(*account, each.time));
                account.reset();
            }
            destination.write(encoder.record(each.type, each.time, *each.payload));
        }
        destination.write(encoder.end(std::nullopt)); // a part of a run
    });
    return kept.size();
}

} // namespace lockscope::recording
