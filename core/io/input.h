// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

/// What comes into the program from files and pipes. The lowest room of core beside measure: it
/// knows nothing of ours.
namespace lockscope::io {

/// An input that cannot be read. what() is "NAME: REASON", to be followed by what is allowed.
class InputError : public BadInput
{
public:
    InputError(const std::string& name, const std::string& reason)
        : BadInput(name + ": " + reason)
        , m_reason(reason)
    {}

    /// "a folder", "cannot be read (No such file or directory)", "larger than 10 MB".
    [[nodiscard]] const std::string& reason() const { return m_reason; }

private:
    std::string m_reason;
};

/// What an input may be. A pipe may have nobody who writes to it: a window that waits for it hangs.
enum class InputKind : std::uint8_t
{
    Anything, ///< a file, a pipe, a device; `-` is standard input
    FileAlone ///< and never waited for
};

/// What sentences call it: the path, "standard input" for `-`.
[[nodiscard]] std::string inputName(const std::filesystem::path& path);

/// An open input. One thread.
class Input
{
public:
    /// Throws InputError for what cannot be opened, for a folder and for a socket; with FileAlone
    /// also for a pipe and a device.
    explicit Input(const std::filesystem::path& path, InputKind kind = InputKind::Anything);
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    Input(Input&& other) noexcept;
    Input& operator=(Input&&) = delete;
    ~Input();

    /// Waits for something to come and reads it: up to `size` bytes, 0 at the end. Throws
    /// InputError.
    [[nodiscard]] std::size_t readSome(char* into, std::size_t size);

    /// Everything to its end. Throws InputError when that is more than `most` bytes, without
    /// reading on.
    [[nodiscard]] std::string readAll(std::size_t most);

    [[nodiscard]] const std::string& name() const { return m_name; } ///< for sentences
    [[nodiscard]] int file() const { return m_file; } ///< the descriptor, which stays its own
    /// Whether it is a file that can be read at any place. Standard input never is.
    [[nodiscard]] bool isFile() const { return m_isFile; }

private:
    std::string m_name;
    int m_file = -1;
    bool m_isFile = false;
};

/// Opens an input and reads it to its end. Throws as Input.
[[nodiscard]] std::string readInput(const std::filesystem::path& path,
                                    std::size_t most,
                                    InputKind kind = InputKind::Anything);

} // namespace lockscope::io
