// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/byte_store.h"

#include "core/recording/stream_decoder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::recording {

namespace {

class FileStore final : public ByteStore
{
public:
    FileStore(int file, std::string name)
        : m_file(file)
        , m_name(std::move(name))
    {}
    ~FileStore() override { close(m_file); }

    [[nodiscard]] std::size_t read(std::uint64_t at, std::span<std::uint8_t> into) const override
    {
        std::size_t done = 0;
        while (done < into.size()) {
            const ssize_t got = pread(
                m_file, into.data() + done, into.size() - done, static_cast<off_t>(at + done));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                throw RecordingError(
                    fmt::format("{} could not be read: {}", m_name, std::strerror(errno)));
            if (got == 0)
                break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

private:
    int m_file;
    std::string m_name;
};

class MemoryStore final : public ByteStore
{
public:
    explicit MemoryStore(std::string bytes)
        : m_bytes(std::move(bytes))
    {}

    [[nodiscard]] std::size_t read(std::uint64_t at, std::span<std::uint8_t> into) const override
    {
        if (at >= m_bytes.size())
            return 0;
        const std::size_t size =
            std::min(into.size(), m_bytes.size() - static_cast<std::size_t>(at));
        std::copy_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(at), size, into.begin());
        return size;
    }

private:
    std::string m_bytes;
};

std::string readToEnd(int file, const std::string& name, std::size_t most)
{
    const RecordOrder order(name);
    std::string bytes;
    std::vector<std::uint8_t> some(std::size_t{1} << 16U);
    while (const std::size_t got = readSome(file, some, name)) {
        if (bytes.size() + got > most)
            throw RecordingError(fmt::format("{} is longer than {} MB, which is as much as is kept "
                                             "of a pipe; write it to a file first",
                                             name,
                                             most >> 20U));
        bytes.append(reinterpret_cast<const char*>(some.data()), got);
        (void)order.passMagic(bytesOf(bytes), false); // what is no recording may have no end
    }
    return bytes;
}

} // namespace

std::unique_ptr<ByteStore> openStore(const std::filesystem::path& path, std::size_t maxPipe)
{
    const int file = openForReading(path);
    const std::string name = readingName(path);
    struct stat status
    {};
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && file != STDIN_FILENO)
        return std::make_unique<FileStore>(file, name);
    std::string bytes;
    try {
        bytes = readToEnd(file, name, maxPipe);
    } catch (...) {
        if (file != STDIN_FILENO)
            close(file);
        throw;
    }
    if (file != STDIN_FILENO)
        close(file);
    return storeOf(std::move(bytes));
}

std::unique_ptr<ByteStore> storeOf(std::string bytes)
{
    return std::make_unique<MemoryStore>(std::move(bytes));
}

} // namespace lockscope::recording
