// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/range_sums.h"

#include <cstdint>
#include <vector>

namespace lockscope::ui {

/// The locks of a watched program over a range: by id what was counted in it, and how each stood at
/// its end.
class RangeLocks final : public RangeSums
{
public:
    /// Of each lock that did something in the range or stands at its end, by id.
    [[nodiscard]] std::vector<measure::LockSnapshot> locks() const;
    /// How long the snapshots are together.
    [[nodiscard]] double seconds() const;
    /// All of it was counted, and nothing sampled.
    [[nodiscard]] bool exact() const { return m_sampled == 0; }

protected:
    void add(const measure::Snapshot& snapshot) override;
    void remove(const measure::Snapshot& snapshot) override;
    void clear() override;

private:
    std::vector<measure::LockSnapshot> m_sums; ///< by id; of counts alone
    std::int64_t m_length = 0; ///< ns
    int m_sampled = 0; ///< snapshots
};

} // namespace lockscope::ui
