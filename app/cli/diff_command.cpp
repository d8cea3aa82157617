// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/say.h"
#include "app/common/number_flags.h"
#include "core/lab/lab_config.h"
#include "core/recording/difference_text.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using recording::Difference;

constexpr double kMaxSeconds = 1e9;

struct DiffCommand
{
    explicit DiffCommand(CLI::App& command)
    {
        output.reads(command.add_option("a", fileA, "the recording A"))->type_name("A")->required();
        output
            .reads(command.add_option(
                "b", fileB, "the recording B; with --at-marker, or for two parts of A, none"))
            ->type_name("B");
        const auto addTime =
            [&command](const char* flag, std::optional<double>& into, const char* help) {
                return command.add_option(flag, into, help)
                    ->type_name("S")
                    ->transform(common::between(0.0, kMaxSeconds));
            };
        auto* marker = command
                           .add_option("--at-marker",
                                       atMarker,
                                       "compare before and after the N-th live change of A, from 1")
                           ->type_name("N")
                           ->transform(common::between(1, 1'000'000'000));
        for (auto* option : {addTime("--a-from", fromA, "begin A here, seconds on its clock"),
                             addTime("--a-to", toA, "end A here"),
                             addTime("--b-from", fromB, "begin B here"),
                             addTime("--b-to", toB, "end B here")})
            marker->excludes(option);
        command
            .add_option("--fail-if-slower",
                        failIfSlower,
                        "exit code 1 when B is shown to be slower by more than PCT %, by all of "
                        "the interval")
            ->type_name("PCT")
            ->transform(common::between(0.0, 100.0));
        command.footer(
            "Intervals know what varies within a run. How much runs of the same kind differ "
            "as wholes is what\nthe compare command shows.");
        output.addTo(command, "diff");
    }

    void run() const;
    [[nodiscard]] Difference difference() const;
    static void print(const Difference& difference);
    void judge(const Difference& difference) const;

    std::string fileA;
    std::string fileB;
    std::optional<double> fromA;
    std::optional<double> toA;
    std::optional<double> fromB;
    std::optional<double> toB;
    std::optional<int> atMarker;
    std::optional<double> failIfSlower;
    Output output;
};

std::optional<std::chrono::nanoseconds> timeOf(std::optional<double> seconds)
{
    if (!seconds)
        return std::nullopt;
    return std::chrono::nanoseconds(std::llround(*seconds * 1e9));
}

Difference DiffCommand::difference() const
{
    if (atMarker && !fileB.empty())
        throw lab::ConfigError("at-marker", fmt::format("{}", *atMarker), "one recording alone");
    if (!atMarker && fileB.empty() && !fromA && !toA && !fromB && !toB)
        throw lab::ConfigError(
            "b", "", "a second recording, --at-marker N, or times of two parts of A");
    if (fileA == "-" && fileB == "-")
        throw lab::ConfigError("b", fileB, "another recording than standard input, which is A");
    const auto a = recording::Recording::open(fileA);
    if (atMarker) {
        auto [before, after] = recording::aroundMarker(a, static_cast<std::size_t>(*atMarker - 1));
        return recording::compare(std::move(before), std::move(after));
    }
    const auto b = fileB.empty() ? a : recording::Recording::open(fileB);
    return recording::compare(recording::rangeOf(a, timeOf(fromA), timeOf(toA)),
                              recording::rangeOf(b, timeOf(fromB), timeOf(toB)));
}

void DiffCommand::print(const Difference& difference)
{
    const auto row = [](std::string_view name,
                        const std::string& a,
                        const std::string& b,
                        const std::string& both) {
        say("{:<18} {:<32} {:<32} {}\n", name, a, b, both);
    };
    row("", "A", "B", std::string(recording::kChangeTitle));
    for (const recording::DifferenceRow& line : rowsOf(difference))
        row(line.label, line.a.whole(), line.b.whole(), line.change.whole());
    constexpr std::size_t kLocks = 10;
    for (const recording::LockRows& lock : lockRowsOf(difference, kLocks)) {
        say("\n{}: {}\n", lock.label, lock.change);
        for (const recording::DifferenceRow& line : lock.rows)
            row(line.label, line.a.whole(), line.b.whole(), line.change.whole());
    }
    if (difference.locks.size() > kLocks)
        say("\nand {} more locks\n", difference.locks.size() - kLocks);
    for (const std::string& sentence : difference.remarks)
        say("note: {}\n", sentence);
    say("\n{}\n", difference.verdict());
}

/// Throws std::runtime_error, which ends the program with code 1.
void DiffCommand::judge(const Difference& difference) const
{
    if (!failIfSlower)
        return;
    const auto slower = difference.isSlowerBy(*failIfSlower / 100);
    if (!slower)
        throw std::runtime_error("--fail-if-slower: there are too few snapshots to tell");
    if (*slower)
        throw std::runtime_error(
            fmt::format("slower by more than {} %: {}", *failIfSlower, difference.verdict()));
}

void DiffCommand::run() const
{
    const Difference result = difference();
    if (output.forPeople())
        print(result);
    output.write(toJson(result));
    judge(result);
}

} // namespace

void addDiffCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("diff", "compare two recordings, or two parts of one");
    auto shared = std::make_shared<DiffCommand>(*command);
    command->callback([shared] { shared->run(); }); // lives as long as the app
}

} // namespace lockscope::cli
