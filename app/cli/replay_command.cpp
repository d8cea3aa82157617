// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/run_report.h"
#include "app/cli/say.h"
#include "app/common/range_flag.h"
#include "core/program/critical_path_text.h"
#include "core/program/path_track.h"
#include "core/program/watch_account.h"
#include "core/recording/range_gate.h"
#include "core/recording/run_summary_builder.h"
#include "core/recording/stream_decoder.h"
#include "core/report/json.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kChangesShown = 20; ///< what a screen has room for

/// A live change without the configuration that it brought.
struct Passed
{
    std::chrono::nanoseconds time;
    std::string label;
};

/// What a recording comes to when it is read from its beginning to its end.
struct Replayed
{
    recording::RecordingHeader header;
    measure::RunSummary summary;
    std::vector<Passed> changes; ///< the first of them
    std::size_t changesInAll = 0;
    std::uint64_t dropped = 0; ///< snapshots
    std::optional<program::WatchReport> watched; ///< of a program, up to its last account
    program::PathTrack path; ///< of a program's snapshots
    std::optional<std::string> problem; ///< why it is not complete
};

/// Keeps one record at a time, so that a recording may be longer than memory.
Replayed replay(const std::string& file, const std::optional<measure::TimeRange>& range)
{
    recording::RangeGate gate(range);
    recording::StreamReader reader(file);
    Replayed replayed;
    recording::RunSummaryBuilder builder;
    std::optional<measure::RunSummary> recorded;
    recording::AccountPtr account;
    while (auto event = reader.next()) {
        if (auto* header = std::get_if<recording::RecordingHeader>(&*event)) {
            replayed.header = std::move(*header);
        } else if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&*event)) {
            if (!gate.takes(**snapshot))
                continue;
            builder.add(**snapshot);
            replayed.path.add(**snapshot);
            recording::keepAccount(account, **snapshot);
            for (const measure::ConfigChange& change : (*snapshot)->changes)
                if (replayed.changesInAll++ < kChangesShown)
                    replayed.changes.push_back({change.time, change.label});
        } else if (const auto* dropped = std::get_if<recording::DroppedSnapshots>(&*event)) {
            replayed.dropped += dropped->count;
        } else if (auto* end = std::get_if<recording::RecordingEnd>(&*event)) {
            recorded = std::move(end->summary);
        }
    }
    gate.requireAny(file == "-" ? "standard input" : file);
    if (gate.configBefore()) {
        replayed.header.source.config = *gate.configBefore();
        replayed.header.config = recording::labConfigOf(*gate.configBefore());
    }
    if (range)
        recorded.reset(); // it is of the whole run
    replayed.problem = reader.problem();
    if (account && !range) // it is of everything up to it
        replayed.watched = program::reportOf(*account);
    if (replayed.watched)
        replayed.watched->path = replayed.path.path();
    replayed.summary = recorded ? std::move(*recorded) : builder.summary();
    replayed.summary.host = replayed.header.source.host;
    replayed.summary.subject = replayed.header.source.subject;
    if (!recorded) {
        replayed.summary.probe = replayed.header.source.probe;
        replayed.summary.quality = builder.quality(replayed.header);
    }
    return replayed;
}

Json jsonOf(const Replayed& replayed)
{
    const recording::RecordingHeader& header = replayed.header;
    Json json = report::toJson(replayed.summary, header.config.value_or(lab::LabConfig{}));
    if (!header.config) { // of a program that knows more: its own words
        json["config"] = Json::object();
        for (const auto& [name, value] : header.source.config)
            json["config"][name] = value;
    }
    json["complete"] = !replayed.problem;
    json["problem"] = replayed.problem ? Json(*replayed.problem) : Json();
    if (header.source.subject == measure::Subject::Program)
        json["subject"] = "program"; // its calls are acquisitions
    if (replayed.watched) {
        json["watch"] = program::toJson(*replayed.watched);
    } else if (header.source.subject == measure::Subject::Program) {
        const program::CriticalPath path = replayed.path.path();
        json["critical_path"] = program::toJson(path, pathNames(path, replayed.path.names()));
    }
    json["source"] = originName(header.source.provenance.origin);
    json["dropped_snapshots"] = replayed.dropped;
    return json;
}

void print(const Replayed& replayed)
{
    const recording::RecordingHeader& header = replayed.header;
    say("recorded by lockscope {} on {}{}\n",
        header.toolVersion,
        header.source.host.cpuModel.value_or("an unknown CPU"),
        header.source.provenance.isSimulated() ? ", SIMULATED" : "");
    if (replayed.watched) {
        const std::string text = program::toText(*replayed.watched); // which is fit for a terminal
        std::fwrite(text.data(), 1, text.size(), stdout);
    } else {
        printReport(header.source.config, replayed.summary, false);
        if (header.source.subject == measure::Subject::Program) {
            const program::CriticalPath path = replayed.path.path();
            const std::string text = program::toText(path, pathNames(path, replayed.path.names()));
            std::fwrite(text.data(), 1, text.size(), stdout);
        }
    }
    for (const Passed& change : replayed.changes) {
        const double seconds = std::chrono::duration<double>(change.time).count();
        say("{:<22}{}\n", fmt::format("at {:.3f} s", seconds), change.label);
    }
    if (replayed.changesInAll > kChangesShown)
        say("and {} more changes\n", replayed.changesInAll - kChangesShown);
}

struct ReplayCommand
{
    explicit ReplayCommand(CLI::App& command)
    {
        output.reads(command.add_option("file", file, "the recording, - for standard input"))
            ->type_name("FILE|-")
            ->required();
        common::addRange(command, rangeText, "report this part of the run's time alone");
        output.addTo(command, "run");
    }

    void run() const
    {
        std::optional<measure::TimeRange> range;
        if (!rangeText.empty())
            range = common::parseRange(rangeText);
        const Replayed replayed = replay(file, range);
        if (output.forPeople())
            print(replayed);
        output.write(jsonOf(replayed));
        if (replayed.problem)
            sayAside("lockscope-cli: {}\n", *replayed.problem);
    }

    std::string file;
    std::string rangeText;
    Output output;
};

} // namespace

void addReplayCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("replay", "report a recording as its run was reported");
    auto shared = std::make_shared<ReplayCommand>(*command);
    command->callback([shared] { shared->run(); }); // lives as long as the app
}

} // namespace lockscope::cli
