// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preload/layout.h"
#include "core/program/shared_file.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace lockscope::program {

namespace fs = std::filesystem;

/// A folder of its own, gone afterwards.
class SharedFileTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = (fs::temp_directory_path() / "lockscope-shared-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        m_folder = name;
    }
    void TearDown() override { fs::remove_all(m_folder); }

    /// What the library wrote of a program that took every kind of lock. Only as much of it as was
    /// used: the rest is addresses.
    std::vector<char> written()
    {
        const std::string command = "LOCKSCOPE_PRELOAD=" + m_folder.string() + " LD_PRELOAD="
            + LOCKSCOPE_PRELOAD_LIBRARY + " " + LOCKSCOPE_TEST_LOCKS + " 4 300 >/dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0);
        std::vector<char> bytes;
        for (const auto& entry : fs::directory_iterator(m_folder)) {
            std::ifstream file(entry.path(), std::ios::binary);
            LsHeader header = {};
            file.read(reinterpret_cast<char*>(&header), sizeof header);
            bytes.resize(header.used);
            file.seekg(0);
            file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        }
        return bytes;
    }

    std::string save(const std::vector<char>& bytes)
    {
        const std::string path = (m_folder / "damaged").string();
        std::ofstream(path, std::ios::binary | std::ios::trunc)
            .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return path;
    }

    /// Everything that is read of a file, twice: what was read first is remembered.
    static ProcessCounts readAll(SharedFile& file)
    {
        ProcessCounts counts;
        for (int i = 0; i < 2; ++i) {
            counts = file.read(true);
            std::vector<WaitUnderWay> waits;
            file.readWaits(waits);
            for (const WaitUnderWay& wait : waits)
                (void)file.stillWaits(wait);
            std::vector<HolderStack> holders;
            file.readHolderStacks(holders, 1000);
            for (const LockCounts& lock : counts.locks)
                (void)file.birthStack(lock.name);
        }
        return counts;
    }

    fs::path m_folder;
};

namespace {

template<class Value>
void put(std::vector<char>& bytes, std::size_t at, const Value& value)
{
    if (at + sizeof value <= bytes.size())
        std::memcpy(bytes.data() + at, &value, sizeof value);
}

std::uint64_t wordAt(const std::vector<char>& bytes, std::size_t at)
{
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    return word;
}

/// A word that somebody may have thought of, or any.
std::uint64_t anyWord(std::mt19937_64& random, std::uint64_t before, std::uint64_t size)
{
    const std::array<std::uint64_t, 16> words = {0,
                                                 1,
                                                 63,
                                                 64,
                                                 LS_FIRST_BLOCK,
                                                 size,
                                                 size - 64,
                                                 size / 2 / 64 * 64,
                                                 ~std::uint64_t{0},
                                                 std::uint64_t{1} << 63,
                                                 (std::uint64_t{1} << 32) - 1,
                                                 LS_FIRST_BLOCK | 20,
                                                 before + 64,
                                                 before ^ (std::uint64_t{1} << random() % 64),
                                                 before & ~std::uint64_t{63},
                                                 random()};
    return words[random() % words.size()];
}

} // namespace

TEST_F(SharedFileTest, WhatTheLibraryWroteIsWhole)
{
    const std::unique_ptr<SharedFile> file = SharedFile::open(save(written()));
    ASSERT_TRUE(file);
    const ProcessCounts counts = readAll(*file);
    EXPECT_FALSE(counts.damaged);
    std::uint64_t mutexes = 0;
    for (const LockCounts& lock : counts.locks)
        if (lock.name.kind == LockKind::Mutex)
            mutexes += lock.acquisitions;
    EXPECT_EQ(mutexes, 7U * 4 * 300);
}

/// No crash, no end that does not come. Most words of a file are zeros that mean nothing: those
/// that are not are changed more often.
TEST_F(SharedFileTest, AnyDamageIsSaidOrLeftOut)
{
    const std::vector<char> whole = written();
    ASSERT_GT(whole.size(), std::size_t{LS_FIRST_BLOCK});
    std::vector<std::size_t> places;
    for (std::size_t at = 8; at + 8 <= whole.size(); at += 8)
        if (wordAt(whole, at) != 0)
            places.push_back(at);
    std::mt19937_64 random(20261130);
    unsigned said = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    int round = 0;
    for (; round < 600 && std::chrono::steady_clock::now() < end; ++round) {
        std::vector<char> bytes = whole;
        for (unsigned i = 0; i <= random() % 24; ++i) {
            const std::size_t at = random() % 8 == 0 ? random() % (bytes.size() / 8) * 8
                : random() % 4 == 0                  ? random() % (sizeof(LsHeader) / 8) * 8
                                                     : places[random() % places.size()];
            put(bytes, at, anyWord(random, wordAt(bytes, at), bytes.size()));
        }
        if (random() % 6 == 0)
            bytes.resize(random() % bytes.size());
        const auto began = std::chrono::steady_clock::now();
        if (const std::unique_ptr<SharedFile> file = SharedFile::open(save(bytes)))
            said += readAll(*file).damaged ? 1 : 0;
        ASSERT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10)) << round;
    }
    EXPECT_GT(round, 50);
    EXPECT_GT(said, 0U);
}

/// A program that cuts its file while it is read.
TEST_F(SharedFileTest, CutWhileItIsRead)
{
    const std::vector<char> whole = written();
    const std::string path = save(whole);
    const std::unique_ptr<SharedFile> file = SharedFile::open(path);
    ASSERT_TRUE(file);
    EXPECT_FALSE(readAll(*file).damaged);
    for (std::size_t size = whole.size(); size > 0; size /= 2) {
        fs::resize_file(path, size);
        std::vector<WaitUnderWay> waits;
        file->readWaits(waits);
        std::vector<HolderStack> holders;
        file->readHolderStacks(holders, 1000);
    }
    EXPECT_TRUE(readAll(*file).damaged);
}

/// Many threads whose tables are all the same large one: hours of reading, if all were believed.
TEST_F(SharedFileTest, TablesOverOneAnother)
{
    constexpr unsigned kBits = 16;
    constexpr std::size_t kBlocks = 30'000;
    const std::size_t table = LS_FIRST_BLOCK + kBlocks * sizeof(LsThread);
    std::vector<char> bytes(table + (sizeof(LsHotCell) << kBits));
    LsHeader header = {};
    header.magic = LS_MAGIC;
    header.version = LS_LAYOUT_VERSION;
    header.pid = 1;
    header.used = bytes.size();
    header.first_thread = LS_FIRST_BLOCK;
    put(bytes, 0, header);
    for (std::size_t i = 0; i < kBlocks; ++i) {
        LsThread thread = {};
        thread.next = i + 1 < kBlocks ? LS_FIRST_BLOCK + (i + 1) * sizeof thread : 0;
        thread.tid = static_cast<std::uint32_t>(i + 1);
        thread.generation = 1;
        thread.hot = table | kBits;
        thread.cold = table | 0;
        put(bytes, LS_FIRST_BLOCK + i * sizeof thread, thread);
    }
    for (std::size_t i = 0; i < std::size_t{1} << kBits; ++i)
        put(bytes, table + i * sizeof(LsHotCell), LsHotCell{i % 64 + 1, i + 1, 1, 0});
    const std::unique_ptr<SharedFile> file = SharedFile::open(save(bytes));
    ASSERT_TRUE(file);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_TRUE(file->read(true).damaged);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30));
}

} // namespace lockscope::program
