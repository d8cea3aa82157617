// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace lockscope::recording {

/// Bytes that can be read from any place. Safe from any thread.
class ByteStore
{
public:
    ByteStore() = default;
    ByteStore(const ByteStore&) = delete;
    ByteStore& operator=(const ByteStore&) = delete;
    virtual ~ByteStore() = default;

    /// Reads from `at` on as many as fit or there are; how many. Throws RecordingError.
    [[nodiscard]] virtual std::size_t read(std::uint64_t at,
                                           std::span<std::uint8_t> into) const = 0;
};

/// A file that stays open; a pipe, a device or standard input (`-`) read into memory to its end, at
/// most `maxPipe` bytes. Throws RecordingError in one sentence.
[[nodiscard]] std::unique_ptr<ByteStore> openStore(const std::filesystem::path& path,
                                                   std::size_t maxPipe);
[[nodiscard]] std::unique_ptr<ByteStore> storeOf(std::string bytes);

} // namespace lockscope::recording
