// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/lock_controls.h"

#include "core/preload/layout.h"
#include "core/program/layout_values.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::program {

const std::size_t LockControls::kMost = LS_WISHES_MAX;

namespace {

/// Until when what is said now holds, on the monotonic clock, which the steady one is.
std::uint64_t leaseFrom(std::chrono::steady_clock::time_point now)
{
    return static_cast<std::uint64_t>(
        std::chrono::nanoseconds((now + LockControls::kLease).time_since_epoch()).count());
}

} // namespace

LockControls::~LockControls()
{
    if (m_file < 0)
        return;
    if (!m_wishes.empty())
        (void)set({}); // at once, not when the lease runs out
    ::close(m_file);
}

bool LockControls::open()
{
    if (m_file >= 0)
        return true;
    m_file = ::open(m_path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat status = {};
    // Past its end nothing is written: that would make it longer, page by page.
    if (m_file >= 0 && ::fstat(m_file, &status) == 0 && S_ISREG(status.st_mode)
        && status.st_size >= LS_FIRST_BLOCK)
        return true;
    if (m_file >= 0)
        ::close(m_file);
    m_file = -1;
    return false;
}

bool LockControls::write(std::size_t offset, const void* from, std::size_t bytes)
{
    ssize_t done = -1;
    do
        done = ::pwrite(m_file, from, bytes, static_cast<off_t>(LS_CONTROLS_OFFSET + offset));
    while (done < 0 && errno == EINTR);
    return done == static_cast<ssize_t>(bytes);
}

bool LockControls::set(const std::vector<LockWish>& wishes)
{
    if (wishes == m_wishes)
        return true;
    if (wishes.size() > kMost || !open())
        return false;
    LsControls controls = {};
    for (const LockWish& wish : wishes) {
        LsWish& out = controls.wish[controls.wishes++];
        out.lock = wish.site != 0 ? wish.site : keyOf(wish.lock);
        out.by_site = wish.site != 0 ? 1 : 0;
        out.substitute = static_cast<std::uint32_t>(wish.wanted.by);
        out.delay_ns = static_cast<std::uint64_t>(
            std::clamp(wish.wanted.delay, std::chrono::nanoseconds{}, Substitution::kMostDelay)
                .count());
    }
    const auto now = std::chrono::steady_clock::now();
    controls.lease_ns = leaseFrom(now);
    constexpr std::size_t kBody = offsetof(LsControls, lease_ns);
    // Odd, what is wished, even: a reader that sees the same even number before and after has all
    // of it. Each is a system call of its own, between which the kernel holds the page's lock.
    m_revision += 1;
    bool written = write(0, &m_revision, sizeof m_revision)
        && write(kBody,
                 reinterpret_cast<const char*>(&controls) + kBody, // NOLINT: bytes of a struct
                 sizeof controls - kBody);
    m_revision += 1;
    written = write(0, &m_revision, sizeof m_revision) && written;
    if (written) {
        m_wishes = wishes;
        m_prolonged = now;
    }
    return written;
}

void LockControls::prolong()
{
    const auto now = std::chrono::steady_clock::now();
    if (m_wishes.empty() || now - m_prolonged < kProlong)
        return;
    m_prolonged = now;
    const std::uint64_t lease = leaseFrom(now);
    (void)write(offsetof(LsControls, lease_ns), &lease, sizeof lease);
}

} // namespace lockscope::program
