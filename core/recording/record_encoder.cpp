// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/record_encoder.h"

#include "core/recording/snapshot_codec.h"
#include "core/recording/summary_codec.h"

namespace lockscope::recording {

std::string RecordEncoder::begin(const RecordingHeader& header)
{
    return magicBytes() + record(RecordType::Header, header.startedTime, encodeHeader(header));
}

std::string RecordEncoder::snapshot(const measure::Snapshot& snapshot)
{
    std::string bytes;
    if (snapshot.program && snapshot.program->account)
        bytes = account(*snapshot.program->account, snapshot.time);
    return bytes + record(typeOf(snapshot), snapshot.time, encodeSnapshot(snapshot));
}

std::string RecordEncoder::account(const measure::ProgramAccount& account,
                                   std::chrono::nanoseconds time)
{
    return record(RecordType::Account, time, m_accounts.encode(account));
}

std::string RecordEncoder::note(const Note& note)
{
    return record(RecordType::Note, note.time, encodeNote(note));
}

std::string RecordEncoder::dropped(const DroppedSnapshots& dropped)
{
    return record(RecordType::Dropped, dropped.time, encodeDropped(dropped));
}

std::string RecordEncoder::end(const std::optional<measure::RunSummary>& summary)
{
    return record(RecordType::End, m_time, encodeEnd(summary));
}

std::string RecordEncoder::record(RecordType type,
                                  std::chrono::nanoseconds time,
                                  std::string_view payload)
{
    m_time = time;
    return frameBytes(type, m_sequence++, time, payload);
}

RecordType typeOf(const measure::Snapshot& snapshot)
{
    return snapshot.changes.empty() ? RecordType::Snapshot : RecordType::MarkedSnapshot;
}

} // namespace lockscope::recording
