// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/measure/source.h"

#include <memory>

/// Snapshots in the formats of other tools. In each of them a source that is not a live one is
/// marked, what is not known is left out or null, and never 0, and waits that were sampled say so.
namespace lockscope::exporters {

/// Writes the snapshots of one source to a stream: begin() once, add() for each in their order,
/// end() once. Nothing is complete before end().
///
/// CSV, JSON lines and trace events go out as they come; pprof and both kinds of metrics keep sums,
/// whose size depends on threads and configurations, not on the length. So a recording of any
/// length will do. Whether the stream takes what is written is for its owner to see to: ask it, or
/// have it throw. One thread.
class DataWriter
{
public:
    DataWriter() = default;
    DataWriter(const DataWriter&) = delete;
    DataWriter& operator=(const DataWriter&) = delete;
    virtual ~DataWriter() = default;

    /// `facts.config` is the configuration in force at the first snapshot; from there on the
    /// snapshots say what changes.
    virtual void begin(const measure::SourceInfo& facts) = 0;
    virtual void add(const measure::Snapshot& snapshot) = 0;
    /// Of a watched program: everything that was known of it at some time of the recording, also of
    /// one that is not exported. The last is the best. Before end().
    virtual void account(const std::shared_ptr<const measure::ProgramAccount>& /*account*/) {}
    /// Throws std::runtime_error when compressing fails.
    virtual void end() = 0;
};

} // namespace lockscope::exporters
