// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/range_sums.h"

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

namespace lockscope::ui {

/// A thread of a watched program that waited for a lock while another held it.
struct Blocked
{
    std::uint32_t ownerTid = 0; ///< the kernel's number of who held it
    std::uint32_t waiter = 0; ///< index of who waited
    std::uint32_t lock = 0; ///< id
    friend bool operator<(const Blocked& a, const Blocked& b)
    {
        return std::tie(a.ownerTid, a.waiter, a.lock) < std::tie(b.ownerTid, b.waiter, b.lock);
    }
};

/// Who waits for whom at the end of a snapshot's interval, where the lock says who holds it.
/// `lock`: for that alone; 0: for any.
[[nodiscard]] std::vector<Blocked> blockedIn(const measure::Snapshot& snapshot,
                                             std::uint32_t lock = 0);

/// Who blocked whom over a range, and how long. A look at each snapshot's end stands for its
/// interval: what began and ended between two of them is not seen.
class RangeBlocking final : public RangeSums
{
public:
    /// In nanoseconds.
    [[nodiscard]] const std::map<Blocked, std::int64_t>& times() const { return m_times; }

protected:
    void add(const measure::Snapshot& snapshot) override;
    void remove(const measure::Snapshot& snapshot) override;
    void clear() override { m_times.clear(); }

private:
    std::map<Blocked, std::int64_t> m_times;
};

} // namespace lockscope::ui
