// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"
#include "core/io/file_place.h"
#include "core/io/unfinished_files.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lockscope::io {

/// A file stands where one is to be written, and nobody said that it may go. what() is one
/// sentence.
class FileExists : public BadInput
{
public:
    using BadInput::BadInput;
};

/// A place that bytes go to: a file, a device, a pipe, standard output. For one thread at a time.
///
/// A file is written whole or not at all: beside its place, under a name that nobody can guess, and
/// put in its place by keep(). A symbolic link is written through, also one that leads to nothing
/// yet. A new file has the rights that the umask leaves; one that is replaced keeps its rights and,
/// where we may give it away, its owner. Devices and pipes are written to as they are.
///
/// Everything throws std::runtime_error with one sentence that names the file and the reason.
class OutputFile
{
public:
    /// Opens `path`; `-` is standard output. Throws FileExists for a file that holds something,
    /// unless `replace` is set; an empty one has nothing to lose.
    explicit OutputFile(const std::filesystem::path& path, bool replace = false);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile(); ///< what was not kept is gone, and an old file is as it was

    /// Writes all of it, in one call of the kernel where it takes it, so that it is with the kernel
    /// when this returns: what kills the program then does not take it back. A closed pipe is an
    /// error only where SIGPIPE is ignored or blocked.
    void write(std::string_view bytes);

    /// Has the kernel put a file on its disk; does nothing for a pipe.
    void sync();

    /// Puts what was written in its place, and what is written from now on is there at once. Throws
    /// FileExists when a file has come into the place meanwhile that was not to be replaced. Does
    /// nothing the second time.
    void keep();

    [[nodiscard]] bool isKept() const { return !m_beside.has_value(); } ///< also true of a pipe
    [[nodiscard]] const std::string& name() const { return m_name; } ///< for sentences
    [[nodiscard]] bool isTerminal() const;

private:
    void openBeside(FilePlace place, bool replace);
    void takeRights();
    void putInPlace() const;

    std::string m_name;
    int m_file = -1;
    bool m_owned = false;
    bool m_replace = false;
    FilePlace m_place;
    std::optional<std::string> m_beside; ///< what is written to, until it is kept
    std::unique_ptr<UnfinishedFile> m_unfinished;
};

/// Writes a file whole or not at all: `fill` writes, then it is put on the disk and in its place.
void writeWhole(const std::filesystem::path& path,
                bool replace,
                const std::function<void(OutputFile&)>& fill);

/// Writes a file whole or not at all, whatever stood there. `-` is standard output.
void writeFile(const std::filesystem::path& path, std::string_view content);

} // namespace lockscope::io
