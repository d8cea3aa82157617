// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/byte_store.h"

#include "core/recording/stream_decoder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::recording {

namespace {

class FileStore final : public ByteStore
{
public:
    explicit FileStore(io::Input input)
        : m_input(std::move(input))
    {}

    [[nodiscard]] std::size_t read(std::uint64_t at, std::span<std::uint8_t> into) const override
    {
        std::size_t done = 0;
        while (done < into.size()) {
            const ssize_t got = pread(m_input.file(),
                                      into.data() + done,
                                      into.size() - done,
                                      static_cast<off_t>(at + done));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                throw RecordingError(
                    fmt::format("{} could not be read: {}", m_input.name(), std::strerror(errno)));
            if (got == 0)
                break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

private:
    io::Input m_input;
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
    io::Input input = openForReading(path);
    if (input.isFile())
        return std::make_unique<FileStore>(std::move(input));
    return storeOf(readToEnd(input.file(), input.name(), maxPipe));
}

std::unique_ptr<ByteStore> storeOf(std::string bytes)
{
    return std::make_unique<MemoryStore>(std::move(bytes));
}

} // namespace lockscope::recording
