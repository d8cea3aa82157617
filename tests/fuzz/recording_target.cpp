// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/recording_target.h"

#include "core/exporters/formats.h"
#include "core/program/watch_account.h"
#include "core/recording/account_codec.h"
#include "core/recording/difference.h"
#include "core/recording/range.h"
#include "core/recording/recording.h"
#include "core/recording/replay_source.h"
#include "core/recording/run_summary_builder.h"
#include "core/recording/snapshot_codec.h"
#include "core/recording/stream_decoder.h"
#include "core/recording/summary_codec.h"
#include "tests/support/made_up_account.h"
#include "tests/support/synthetic_recording.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace lockscope::test {

namespace {

using namespace recording; // NOLINT(google-build-using-namespace): what is tested

enum Mode : std::uint8_t
{
    Raw,
    Payloads,
    ModeCount
};

void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

/// Records made of [type, time step, length, length, payload]...
std::string framed(Bytes bytes)
{
    RecordEncoder encoder;
    std::string recording = magicBytes();
    std::chrono::nanoseconds time{};
    while (bytes.size() >= 4) {
        const auto type = static_cast<RecordType>(bytes[0] % 8);
        time += std::chrono::milliseconds(bytes[1]);
        const std::size_t wanted = bytes[2] + 256U * bytes[3];
        const std::size_t length = std::min(wanted, bytes.size() - 4);
        const Bytes payload = bytes.subspan(4, length);
        recording += encoder.record(
            type, time, {reinterpret_cast<const char*>(payload.data()), payload.size()});
        bytes = bytes.subspan(4 + length);
    }
    return recording;
}

/// Told of anew it is the same, whatever was told of before.
void checkRoundTrip(const measure::ProgramAccount& account)
{
    const std::string once = AccountEncoder().encode(account);
    const AccountPtr back = AccountDecoder().decode(bytesOf(once));
    require(AccountEncoder().encode(*back) == once, "an account comes back the same");
    require(!program::toText(program::reportOf(account)).empty(), "an account makes a report");
}

/// What a reader found.
struct Found
{
    bool refused = false;
    bool isComplete = false;
    std::vector<measure::SnapshotPtr> snapshots;
};

Found streamed(const std::string& bytes)
{
    Found found;
    try {
        StreamDecoder decoder("input");
        const std::size_t piece = 1 + bytes.size() / 3;
        for (std::size_t at = 0; !decoder.ended(); at += piece) {
            if (at < bytes.size())
                decoder.feed(bytesOf(bytes).subspan(at, std::min(piece, bytes.size() - at)));
            else
                decoder.close();
            while (const auto event = decoder.next())
                if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&*event))
                    found.snapshots.push_back(*snapshot);
        }
        found.isComplete = decoder.isComplete();
        require(found.isComplete != decoder.problem().has_value(),
                "complete, or a sentence why not");
    } catch (const RecordingError&) {
        found.refused = true;
    }
    return found;
}

/// Written and read again it is the same.
void checkRoundTrip(const measure::Snapshot& snapshot)
{
    const std::string once = encodeSnapshot(snapshot);
    require(encodeSnapshot(decodeSnapshot(bytesOf(once), snapshot.time)) == once,
            "a snapshot comes back the same");
}

void play(const std::shared_ptr<const Recording>& recording, Bytes script)
{
    ReplaySource::TimePoint now;
    ReplaySource source(recording, [&now] { return now; });
    for (const std::uint8_t command : script.last(std::min<std::size_t>(script.size(), 8))) {
        switch (command % 8) {
        case 0:
            source.start();
            break;
        case 1:
            source.stop();
            break;
        case 2:
            source.step(command / 8 - 16);
            break;
        case 3:
            (void)source.jumpToNextMarker();
            break;
        case 4:
            (void)source.jumpToPreviousMarker();
            break;
        case 5:
            source.setSpeed(command);
            break;
        case 6:
            source.seek(recording->begin() + recording->duration() / 32 * (command / 8));
            break;
        default:
            now += std::chrono::milliseconds(command);
            break;
        }
        (void)source.poll();
        (void)source.history(std::chrono::milliseconds(500));
        (void)source.facts();
        require(source.position() >= source.begin()
                    && source.position() <= std::max(source.begin(), source.end()),
                "the position is within the recording");
    }
}

/// What is made of a recording: figures that are compared, and every format.
void work(const std::string& bytes, const std::shared_ptr<const Recording>& recording)
{
    const Range all{recording, recording->begin(), recording->end()};
    const Difference difference = compare(all, all);
    require(!toJson(difference).dump(-1, ' ', true, Cbor::error_handler_t::replace).empty(),
            "a comparison can be written");
    for (std::size_t i = 0; i < recording->markers().size() && i < 3; ++i) {
        try {
            (void)aroundMarker(recording, i);
        } catch (const RecordingError&) { // no whole snapshot there
        }
    }
    for (const exporters::DataFormat& format : exporters::dataFormats()) {
        std::ostringstream out;
        const auto writer = format.make(out);
        StreamDecoder decoder("input");
        decoder.feed(bytesOf(bytes));
        decoder.close();
        while (const auto event = decoder.next()) {
            if (const auto* header = std::get_if<RecordingHeader>(&*event))
                writer->begin(header->source);
            else if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&*event)) {
                writer->add(**snapshot);
                if ((*snapshot)->program && (*snapshot)->program->account)
                    writer->account((*snapshot)->program->account);
            }
        }
        writer->end();
        if (format.id == "trace")
            require(Cbor::accept(out.str()), "a trace is JSON");
    }
}

/// Returns what random access found; null when a snapshot could not be decoded.
std::optional<Found> randomAccess(const std::string& bytes, Bytes script)
{
    Found found;
    try {
        const auto recording = Recording::fromBytes(bytes, "input");
        for (std::size_t i = 0; i < recording->size(); ++i)
            found.snapshots.push_back(recording->snapshot(i));
        found.isComplete = recording->isComplete();
        require(found.isComplete != recording->problem().has_value(),
                "complete, or a sentence why not");
        (void)summaryOf(*recording);
        if (recording->recordedSummary()) {
            const std::string once = encodeEnd(recording->recordedSummary());
            require(encodeEnd(decodeEnd(bytesOf(once), {})) == once,
                    "a summary comes back the same");
        }
        if (recording->size() > 0 && bytes.size() % 8 == 0) // it is slow
            work(bytes, recording);
        play(recording, script);
    } catch (const RecordingError&) {
        if (!found.snapshots.empty())
            return std::nullopt;
        found.refused = true;
    }
    return found;
}

} // namespace

void readRecording(std::span<const std::uint8_t> input)
{
    if (input.empty())
        return;
    const Bytes rest = input.subspan(1);
    const std::string bytes = input[0] % ModeCount == Raw
        ? std::string(reinterpret_cast<const char*>(rest.data()), rest.size())
        : framed(rest);
    const Found stream = streamed(bytes);
    const auto random = randomAccess(bytes, rest);
    for (const auto& snapshot : stream.snapshots) {
        checkRoundTrip(*snapshot);
        if (snapshot->program && snapshot->program->account)
            checkRoundTrip(*snapshot->program->account);
    }
    if (!random)
        return; // a payload that random access decodes late, and the stream at once
    require(random->refused == stream.refused, "both readers refuse, or none");
    require(random->isComplete == stream.isComplete, "both readers find the end, or none");
    require(random->snapshots.size() == stream.snapshots.size(),
            "both readers find as many snapshots");
}

std::vector<std::string> recordingSeeds()
{
    std::vector<std::string> seeds;
    const auto raw = [&seeds](const std::string& bytes) {
        seeds.emplace_back(1, Raw);
        seeds.back() += bytes;
    };
    const std::string whole = recordingOf(
        syntheticSnapshots(6, {.threads = 2, .changeEverySeconds = 0.1, .contended = false}));
    raw(whole);
    raw(whole.substr(0, whole.size() / 2));
    raw(magicBytes());
    std::string flipped = whole;
    flipped[whole.size() / 3] = static_cast<char>(flipped[whole.size() / 3] ^ 4);
    raw(flipped);

    const auto account = std::make_shared<const measure::ProgramAccount>(madeUpAccount());
    raw(recordingOf({snapshotWith(std::chrono::seconds(1), account),
                     snapshotWith(std::chrono::seconds(2), account)}));

    std::string payloads(1, Payloads);
    const auto add = [&payloads](RecordType type, const std::string& payload) {
        payloads += static_cast<char>(type);
        payloads += static_cast<char>(50);
        payloads += static_cast<char>(payload.size() % 256);
        payloads += static_cast<char>(payload.size() / 256);
        payloads += payload;
    };
    add(RecordType::Header, encodeHeader(syntheticHeader()));
    const std::string headerOnly = payloads;
    for (const auto& snapshot : syntheticSnapshots(3, {.threads = 1, .changeEverySeconds = 0.1}))
        add(typeOf(*snapshot), encodeSnapshot(*snapshot));
    add(RecordType::Account, AccountEncoder().encode(*account));
    add(RecordType::Snapshot, encodeSnapshot(*snapshotWith(std::chrono::seconds(3), nullptr)));
    add(RecordType::Note, encodeNote({.time = {}, .kind = "pong", .text = "t", .id = 17}));
    add(RecordType::Dropped, encodeDropped({.time = {}, .count = 3}));
    measure::RunSummary summary;
    summary.threads.resize(1);
    add(RecordType::End, encodeEnd(summary));
    seeds.push_back(payloads);
    seeds.push_back(headerOnly);
    return seeds;
}

} // namespace lockscope::test
