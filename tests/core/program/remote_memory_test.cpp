// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/remote_memory.h"
#include "tests/core/program/child_process.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

namespace lockscope::program {
namespace {

std::uint64_t addressOf(const void* place)
{
    return reinterpret_cast<std::uint64_t>(place);
}

/// Two pages of which the second cannot be read.
class HalfReadable
{
public:
    HalfReadable()
        : m_size(static_cast<std::size_t>(sysconf(_SC_PAGESIZE)))
        , m_pages(static_cast<char*>(mmap(
              nullptr, 2 * m_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)))
    {
        std::memset(m_pages, 'x', m_size);
        munmap(m_pages + m_size, m_size);
    }
    HalfReadable(const HalfReadable&) = delete;
    HalfReadable& operator=(const HalfReadable&) = delete;
    ~HalfReadable() { munmap(m_pages, m_size); }

    [[nodiscard]] std::uint64_t end() const { return addressOf(m_pages + m_size); }

private:
    std::size_t m_size;
    char* m_pages;
};

TEST(RemoteMemory, ReadsWhatIsThereAndSaysWhereItEnds)
{
    const HalfReadable pages;
    const RemoteMemory memory(getpid());
    std::array<char, 200> bytes{};
    const RemoteRead part = memory.read(pages.end() - 100, bytes.data(), bytes.size());
    EXPECT_EQ(part.bytes, 100U);
    EXPECT_EQ(part.error, EFAULT);
    EXPECT_FALSE(part.whole());
    EXPECT_EQ(bytes[99], 'x');
    EXPECT_EQ(bytes[100], '\0');
    EXPECT_TRUE(memory.read(pages.end() - 200, bytes.data(), bytes.size()).whole());
    EXPECT_EQ(memory.read(pages.end(), bytes.data(), 1).bytes, 0U);
    EXPECT_FALSE(memory.value<std::uint64_t>(pages.end() - 4));
    EXPECT_TRUE(memory.value<std::uint64_t>(pages.end() - 8));
}

TEST(RemoteMemory, OnePieceThatCannotBeReadKeepsNoOtherFromBeingRead)
{
    const HalfReadable pages;
    const RemoteMemory memory(getpid());
    constexpr std::size_t kPieces = 300; // some calls' worth
    std::vector<std::uint64_t> source(kPieces);
    std::vector<std::uint64_t> read(kPieces);
    std::vector<RemotePiece> pieces(kPieces);
    for (std::size_t i = 0; i < kPieces; ++i) {
        source[i] = i + 1;
        const bool bad = i % 50 == 7 || i == 63 || i == 64 || i == kPieces - 1;
        pieces[i] = {bad ? pages.end() - 4 * (i % 2) : addressOf(&source[i]), &read[i], 8};
    }
    const RemoteRead sum = memory.readPieces(pieces);
    EXPECT_EQ(sum.error, EFAULT);
    std::size_t whole = 0;
    for (std::size_t i = 0; i < kPieces; ++i) {
        const bool bad = i % 50 == 7 || i == 63 || i == 64 || i == kPieces - 1;
        EXPECT_EQ(pieces[i].read, !bad) << i;
        if (!bad) {
            EXPECT_EQ(read[i], i + 1);
            ++whole;
        }
    }
    EXPECT_EQ(sum.bytes, whole * 8);
    EXPECT_TRUE(memory.readPieces({}).whole());
}

TEST(RemoteMemory, AProcessThatHasEndedIsAnErrorAndNotAnException)
{
    test::ChildProcess child({"/bin/sleep", "100"});
    const pid_t pid = child.pid();
    child.end();
    std::uint64_t word = 0;
    EXPECT_EQ(RemoteMemory(pid).read(addressOf(&word), &word, sizeof(word)).error, ESRCH);
    std::array<RemotePiece, 2> pieces{RemotePiece{addressOf(&word), &word, 8, true},
                                      RemotePiece{addressOf(&word), &word, 8, true}};
    EXPECT_EQ(RemoteMemory(pid).readPieces(pieces).error, ESRCH);
    EXPECT_FALSE(pieces[0].read);
    EXPECT_FALSE(pieces[1].read);
}

} // namespace
} // namespace lockscope::program
