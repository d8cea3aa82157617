// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "core/recording/recording_writer.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

/// A pipe; each end is closed once.
struct Pipe
{
    Pipe() { EXPECT_EQ(pipe(ends.data()), 0); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe()
    {
        closeReading();
        close(ends[1]);
    }
    void closeReading()
    {
        if (ends[0] >= 0)
            close(ends[0]);
        ends[0] = -1;
    }
    [[nodiscard]] std::string writing() const { return "/dev/fd/" + std::to_string(ends[1]); }
    [[nodiscard]] std::string reading() const { return "/dev/fd/" + std::to_string(ends[0]); }
    std::array<int, 2> ends{};
};

TEST(RecordingWriter, WritesTheBytesThatTheEncoderMakes)
{
    const auto snapshots = test::syntheticSnapshots(100, {.threads = 3, .changeEverySeconds = 1});
    const test::TemporaryFile file("written.lockscope");
    RecordingWriter writer(io::OutputFile(file.path()), test::syntheticHeader());
    for (const auto& snapshot : snapshots)
        writer.write(snapshot);
    writer.finish(std::nullopt);
    const std::string bytes = test::contentOf(file.path());
    EXPECT_EQ(bytes, test::recordingOf(snapshots));
    EXPECT_EQ(writer.bytes(), bytes.size());
    EXPECT_EQ(writer.written(), 100U);
    EXPECT_EQ(writer.dropped(), 0U);
    EXPECT_FALSE(writer.problem());
}

TEST(RecordingWriter, WithoutAnEndEverythingQueuedIsThereAndItReadsAsCutShort)
{
    const test::TemporaryFile file("unfinished.lockscope");
    {
        RecordingWriter writer(io::OutputFile(file.path()), test::syntheticHeader());
        for (const auto& snapshot : test::syntheticSnapshots(20, {.threads = 1}))
            writer.write(snapshot);
    }
    const auto recording = Recording::open(file.path());
    EXPECT_EQ(recording->size(), 20U);
    EXPECT_FALSE(recording->isComplete());
    EXPECT_NE(recording->problem()->find("no end record"), std::string::npos);
}

TEST(RecordingWriter, AFileThatExistsIsKeptUnlessItMayBeReplaced)
{
    const test::TemporaryFile file("precious", "precious");
    EXPECT_THROW(io::OutputFile(file.path()), io::FileExists);
    RecordingWriter writer(io::OutputFile(file.path(), true), test::syntheticHeader());
    EXPECT_EQ(test::contentOf(file.path()), "precious") << "no snapshot has come yet";
    writer.write(test::syntheticSnapshots(1, {.threads = 1}).front());
    writer.finish(std::nullopt);
    EXPECT_TRUE(Recording::open(file.path())->isComplete());
}

TEST(RecordingWriter, WithoutASnapshotNothingIsReplacedAndNoFileIsMade)
{
    const test::TemporaryFile old("old.lockscope", "precious");
    const test::TemporaryFile none("none.lockscope");
    for (const std::string& path : {old.path(), none.path()}) {
        RecordingWriter writer(io::OutputFile(path, true), test::syntheticHeader());
        try {
            writer.finish(std::nullopt);
            FAIL();
        } catch (const std::runtime_error& error) {
            EXPECT_EQ(error.what(), path + " was not written: no snapshot has come");
        }
    }
    EXPECT_EQ(test::contentOf(old.path()), "precious");
    EXPECT_FALSE(std::filesystem::exists(none.path()));
}

TEST(RecordingWriter, AFullDiskIsOneSentence)
{
    RecordingWriter writer(io::OutputFile("/dev/full"), test::syntheticHeader());
    for (const auto& snapshot : test::syntheticSnapshots(20, {.threads = 1}))
        writer.write(
            snapshot); // it may have failed already, and then takes what comes all the same
    try {
        writer.finish(std::nullopt);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(),
                     "/dev/full could not be written: No space left on device; the 0 snapshots "
                     "before that are kept");
    }
    EXPECT_TRUE(writer.problem());
}

TEST(RecordingWriter, APipeThatNobodyReadsAnyMoreIsOneSentenceAndNoSignal)
{
    Pipe pipe;
    RecordingWriter writer(io::OutputFile(pipe.writing()), test::syntheticHeader());
    pipe.closeReading();
    for (const auto& snapshot : test::syntheticSnapshots(20, {.threads = 1}))
        writer.write(snapshot);
    try {
        writer.finish(std::nullopt);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("Broken pipe"), std::string::npos) << error.what();
    }
}

TEST(RecordingWriter, WhatAReaderDoesNotTakeInTimeIsDroppedCountedAndToldInItsPlace)
{
    Pipe pipe;
    std::uint64_t dropped = 0;
    std::thread reader;
    std::string bytes;
    {
        RecordingWriter writer(io::OutputFile(pipe.writing()), test::syntheticHeader(), 10);
        const auto snapshots =
            test::syntheticSnapshots(1000, {.threads = 4, .changeEverySeconds = 49});
        for (std::size_t i = 0; i < 990;
             ++i) // many more than pipe and queue hold, and nobody reads
            writer.write(snapshots[i]);
        dropped = writer.dropped();
        reader = std::thread([&] {
            std::array<char, 4096> some{};
            for (ssize_t got = 0; (got = read(pipe.ends[0], some.data(), some.size())) > 0;)
                bytes.append(some.data(), static_cast<std::size_t>(got));
        });
        writer.finish(std::nullopt);
        EXPECT_EQ(writer.written() + dropped, 990U);
    }
    close(std::exchange(pipe.ends[1], open("/dev/null", 0)));
    reader.join();
    const auto recording = Recording::fromBytes(bytes, "pipe");
    EXPECT_TRUE(recording->isComplete());
    EXPECT_GT(dropped, 100U);
    EXPECT_EQ(recording->dropped(), dropped);
    EXPECT_EQ(recording->size() + dropped, 990U);
    EXPECT_EQ(recording->markers().size(), 1U) << "a change finds room when snapshots do not";
}

TEST(RecordingWriter, ASnapshotOfAnotherRunIsRefused)
{
    const test::TemporaryFile file("two-runs.lockscope");
    RecordingWriter writer(io::OutputFile(file.path()), test::syntheticHeader());
    const auto snapshots = test::syntheticSnapshots(2, {.threads = 1});
    writer.write(snapshots[1]);
    EXPECT_THROW(writer.write(snapshots[0]), RecordingError);
    writer.finish(std::nullopt);
    EXPECT_EQ(Recording::open(file.path())->size(), 1U);
}

} // namespace
} // namespace lockscope::recording
