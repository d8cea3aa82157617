// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording_export.h"

#include "core/exporters/config_track.h"
#include "core/io/file_place.h"
#include "core/io/output_file.h"
#include "core/io/sink_stream.h"
#include "core/recording/range_gate.h"
#include "core/recording/stream_decoder.h"

#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

measure::SourceInfo recordedFacts(const RecordingHeader& header)
{
    measure::SourceInfo facts = header.source;
    facts.provenance = facts.provenance.recorded();
    return facts;
}

} // namespace

Exported exportAll(StreamReader& reader,
                   exporters::DataWriter& writer,
                   const std::string& name,
                   const ExportOptions& options)
{
    constexpr std::uint64_t kBetweenLooks = 200; // snapshots
    Exported exported;
    RangeGate gate(options.range);
    std::uint64_t read = 0;
    bool begun = false;
    AccountPtr account;
    const auto begin = [&] {
        if (gate.configBefore())
            exported.facts.config = *gate.configBefore();
        writer.begin(exported.facts);
        begun = true;
    };
    while (const auto event = reader.next()) {
        if (const auto* header = std::get_if<RecordingHeader>(&*event)) {
            exported.facts = recordedFacts(*header);
        } else if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&*event)) {
            if (options.watch && read++ % kBetweenLooks == 0)
                options.watch(exported.snapshots);
            keepAccount(account, **snapshot);
            if (!gate.takes(**snapshot))
                continue;
            if (!begun)
                begin();
            writer.add(**snapshot);
            ++exported.snapshots;
        } else if (const auto* dropped = std::get_if<DroppedSnapshots>(&*event)) {
            exported.dropped += dropped->count;
        }
    }
    gate.requireAny(name);
    if (!begun)
        begin();
    if (account)
        writer.account(account);
    writer.end();
    exported.problem = reader.problem();
    return exported;
}

Exported exportFile(const std::filesystem::path& from,
                    const exporters::DataFormat& format,
                    const std::filesystem::path& to,
                    bool replace,
                    const ExportOptions& options)
{
    const auto read = io::identityOf(from);
    if (read && read == io::identityOf(to))
        throw RecordingError(fmt::format(
            "{} is the recording itself, which an export does not overwrite", to.string()));
    StreamReader reader(from); // before anything is made
    Exported exported;
    io::writeWhole(to, replace, [&](io::OutputFile& destination) {
        io::SinkStream sink([&](std::string_view bytes) { destination.write(bytes); });
        exported = exportAll(reader, *format.make(sink.stream()), from.string(), options);
        sink.flush();
    });
    return exported;
}

} // namespace lockscope::recording
