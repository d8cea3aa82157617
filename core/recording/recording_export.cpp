// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording_export.h"

#include "core/exporters/config_track.h"
#include "core/io/file_place.h"
#include "core/io/output_file.h"
#include "core/io/sink_stream.h"
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

Exported exportAll(StreamReader& reader, exporters::DataWriter& writer)
{
    Exported exported;
    while (const auto event = reader.next()) {
        if (const auto* header = std::get_if<RecordingHeader>(&*event)) {
            exported.facts = recordedFacts(*header);
            writer.begin(exported.facts);
        } else if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&*event)) {
            writer.add(**snapshot);
            ++exported.snapshots;
        } else if (const auto* dropped = std::get_if<DroppedSnapshots>(&*event)) {
            exported.dropped += dropped->count;
        }
    }
    writer.end();
    exported.problem = reader.problem();
    return exported;
}

Exported exportFile(const std::filesystem::path& from,
                    const exporters::DataFormat& format,
                    const std::filesystem::path& to,
                    bool replace)
{
    const auto read = io::identityOf(from);
    if (read && read == io::identityOf(to))
        throw RecordingError(fmt::format(
            "{} is the recording itself, which an export does not overwrite", to.string()));
    StreamReader reader(from); // before anything is made
    Exported exported;
    io::writeWhole(to, replace, [&](io::OutputFile& destination) {
        io::SinkStream sink([&](std::string_view bytes) { destination.write(bytes); });
        exported = exportAll(reader, *format.make(sink.stream()));
        sink.flush();
    });
    return exported;
}

} // namespace lockscope::recording
