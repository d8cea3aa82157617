// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/substitution.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lockscope::program {

/// The page of a process' shared file in which stands what is wished of its locks
/// (core/preload/layout.h). Only this page is ever written, by pwrite(), so that a file that is cut
/// short is an error and no signal. Wishes hold for kLease: who made them has to call prolong()
/// from time to time, and when it ends, however that comes, the program has its own locks again.
/// Not thread-safe.
class LockControls
{
public:
    /// Long enough for who looks names up meanwhile, short enough for who was killed.
    static constexpr std::chrono::seconds kLease{3};
    static constexpr std::chrono::milliseconds kProlong{500};
    static const std::size_t kMost; ///< wishes of a process

    explicit LockControls(std::string path)
        : m_path(std::move(path))
    {}
    LockControls(const LockControls&) = delete;
    LockControls& operator=(const LockControls&) = delete;
    ~LockControls();

    /// Instead of those before; at most kMost. False when the file cannot be written.
    bool set(const std::vector<LockWish>& wishes);

    /// Lets them hold for longer, when that is due; nothing where nothing is wished.
    void prolong();

private:
    bool write(std::size_t offset, const void* from, std::size_t bytes);
    bool open();

    std::string m_path;
    int m_file = -1;
    std::uint64_t m_revision = 0;
    std::vector<LockWish> m_wishes;
    std::chrono::steady_clock::time_point m_prolonged;
};

} // namespace lockscope::program
