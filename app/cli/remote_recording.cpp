// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/remote_recording.h"

#include "app/cli/interrupts.h"
#include "core/lab/lab_config.h"
#include "core/program/watch_account.h"
#include "core/recording/stream_decoder.h"

#include <stdexcept>
#include <variant>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

std::vector<std::string> wordsOf(const RemoteProgram& remote,
                                 const WatchedProgram& watched,
                                 std::optional<double> seconds,
                                 double rate)
{
    if (!watched.given())
        throw lab::ConfigError(
            "connect", remote.host, "a program to watch there, behind --, or --pid PID");
    std::vector<std::string> words{"record", "-", "--rate", fmt::format("{}", rate)};
    const auto add = [&words](const char* flag, const auto& value) {
        if (value)
            words.insert(words.end(), {flag, fmt::format("{}", *value)});
    };
    add("--seconds", seconds);
    add("--pid", watched.pid);
    add("--looks", watched.rate);
    if (!watched.program.empty())
        words.emplace_back("--");
    words.insert(words.end(), watched.program.begin(), watched.program.end());
    return words;
}

} // namespace

std::optional<program::WatchReport> RemoteRecording::report() const
{
    if (!account)
        return std::nullopt;
    program::WatchReport made = program::reportOf(*account);
    made.path = path.path();
    return made;
}

RemoteRecording recordRemotely(const RemoteProgram& remote,
                               const WatchedProgram& watched,
                               std::optional<double> seconds,
                               double rate,
                               const std::function<void(std::string_view, bool)>& take)
{
    RemoteRecording recorded;
    recording::StreamDecoder decoder("what " + remote.host + " sends");
    const auto follow = [&] {
        while (const auto event = decoder.next()) {
            const auto* const snapshot = std::get_if<measure::SnapshotPtr>(&*event);
            if (snapshot == nullptr)
                continue;
            ++recorded.snapshots;
            recorded.path.add(**snapshot);
            recording::keepAccount(recorded.account, **snapshot);
        }
    };
    remote.run(wordsOf(remote, watched, seconds, rate), [&](std::string_view bytes) {
        decoder.feed(recording::bytesOf(bytes));
        recorded.bytes += bytes.size();
        follow();
        take(bytes, recorded.snapshots > 0);
    });
    if (recorded.bytes == 0)
        throw std::runtime_error(fmt::format("nothing came from {}", remote.host));
    decoder.close();
    follow();
    if (recorded.snapshots == 0)
        throw std::runtime_error(
            decoder.problem().value_or(fmt::format("no snapshot came from {}", remote.host)));
    recorded.problem = decoder.problem();
    return recorded;
}

} // namespace lockscope::cli
