// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/say.h"
#include "app/common/range_flag.h"
#include "core/exporters/config_track.h"
#include "core/exporters/formats.h"
#include "core/io/output_file.h"
#include "core/io/sink_stream.h"
#include "core/lab/lab_config.h"
#include "core/recording/format.h"
#include "core/recording/recording_export.h"
#include "core/recording/stream_decoder.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using exporters::DataFormat;
using recording::Exported;

std::string allFormats()
{
    std::string names;
    for (const DataFormat& format : exporters::dataFormats())
        names += fmt::format("{}{}", names.empty() ? "" : "|", format.id);
    return names;
}

struct ExportCommand
{
    explicit ExportCommand(CLI::App& command)
    {
        output.reads(command.add_option("file", file, "the recording, - for standard input"))
            ->type_name("FILE|-")
            ->required();
        command.add_option("--format", formatText, "what to write it as")
            ->type_name(allFormats())
            ->required();
        output
            .writes(command.add_option("--output", out, "where it goes, - for standard output"),
                    nothing())
            ->type_name("OUT|-")
            ->required();
        common::addRange(command, rangeText, "only this part of the run's time");
        std::string formats = "Formats:";
        for (const DataFormat& format : exporters::dataFormats())
            formats += fmt::format("\n  {:<12} {}", format.id, format.description);
        command.footer(formats);
        output.addTo(command, "export");
    }

    void run() const;
    [[nodiscard]] const DataFormat& format() const;
    [[nodiscard]] recording::ExportOptions options() const;
    [[nodiscard]] Exported write(const DataFormat& as) const;
    [[nodiscard]] nlohmann::ordered_json json(const Exported& exported, const DataFormat& as) const;

    std::string file;
    std::string formatText;
    std::string out;
    std::string rangeText;
    Output output;
};

recording::ExportOptions ExportCommand::options() const
{
    recording::ExportOptions options;
    if (!rangeText.empty())
        options.range = common::parseRange(rangeText);
    return options;
}

const DataFormat& ExportCommand::format() const
{
    const DataFormat* named = exporters::formatNamed(formatText);
    if (named == nullptr)
        throw lab::ConfigError("format", formatText, allFormats());
    return *named;
}

Exported ExportCommand::write(const DataFormat& as) const
{
    if (out == "-") {
        recording::StreamReader reader(file); // before anything is said
        io::OutputFile standardOutput("-");
        if (!as.forTerminal && standardOutput.isTerminal())
            throw lab::ConfigError(
                "output", out, "a file or a pipe; a profile is not for a terminal");
        io::SinkStream sink([&](std::string_view bytes) { standardOutput.write(bytes); });
        Exported exported = recording::exportAll(
            reader, *as.make(sink.stream()), file == "-" ? "standard input" : file, options());
        sink.flush();
        return exported;
    }
    return recording::exportFile(file, as, out, output.force(), options());
}

nlohmann::ordered_json ExportCommand::json(const Exported& exported, const DataFormat& as) const
{
    return {
        {"schema", "lockscope.export/1"},
        {"file", file},
        {"format", as.id},
        {"output", out},
        {"source", nameOf(exported.facts.provenance)},
        {"snapshots", exported.snapshots},
        {"dropped_snapshots", exported.dropped},
        {"complete", !exported.problem},
        {"problem",
         exported.problem ? nlohmann::ordered_json(*exported.problem) : nlohmann::ordered_json()}};
}

void ExportCommand::run() const
{
    const DataFormat& as = format();
    if (out == "-" && !output.forPeople())
        throw lab::ConfigError("json", "-", "a file, while the data go to standard output");
    (void)options(); // bad ones before anything is read
    const Exported exported = write(as);
    if (output.forPeople() && out != "-")
        say("{}: {} snapshots as {}, {}\n",
            out,
            exported.snapshots,
            as.id,
            nameOf(exported.facts.provenance));
    output.write(json(exported, as));
    if (exported.problem)
        sayAside("lockscope-cli: {}\n", *exported.problem);
}

} // namespace

void addExportCommand(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("export", "write a recording in the format of another tool");
    auto shared = std::make_shared<ExportCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
