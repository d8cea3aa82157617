// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace lockscope::recording {

/// An open place that a recording goes to: a file, a device, a pipe, standard output. For one
/// thread at a time.
class Destination
{
public:
    /// Opens `path`; `-` is standard output. A file that exists is refused by a RecordingError,
    /// unless `replace` is set: then it is emptied, but not before the first write. A device or a
    /// pipe is written to as it is. Throws std::runtime_error with one sentence when it cannot be
    /// opened. `name` is what sentences call it, when that is not the path.
    explicit Destination(const std::filesystem::path& path,
                         bool replace = false,
                         const std::string& name = {});
    Destination(const Destination&) = delete;
    Destination& operator=(const Destination&) = delete;
    Destination(Destination&& other) noexcept;
    Destination& operator=(Destination&&) = delete;
    ~Destination();

    /// Writes all of it, in one call of the kernel where it takes it, so that it is with the kernel
    /// when this returns: what kills the program then does not take it back. Throws
    /// std::runtime_error with one sentence that names the file and the reason. A closed pipe is
    /// such a reason only where the thread has SIGPIPE blocked.
    void write(std::string_view bytes);

    /// Has the kernel put a file on its disk. Throws as write(); does nothing for a pipe.
    void sync();

    [[nodiscard]] const std::string& name() const { return m_name; } ///< for sentences
    [[nodiscard]] bool isTerminal() const;

private:
    std::string m_name;
    int m_file = -1;
    bool m_owned = false;
    bool m_emptyFirst = false;
};

/// Writes a file whole or not at all: `fill` writes beside its place, then it is renamed. A file
/// that exists is refused by a RecordingError unless `replace` is set. Throws std::runtime_error as
/// Destination.
void writeWhole(const std::filesystem::path& path,
                bool replace,
                const std::function<void(Destination&)>& fill);

} // namespace lockscope::recording
