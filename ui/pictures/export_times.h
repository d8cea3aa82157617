// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"

#include <QString>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace lockscope::ui {

class TimeView;

/// What time of a picture an export can be of, each with what it is called: the selection if there
/// is one, what is visible, all that is kept.
[[nodiscard]] std::vector<std::pair<QString, measure::TimeRange>> exportTimes(const TimeView& view);
/// Which of these data are of unless the person says otherwise: the selection if there is one, else
/// all, as what is in sight is no choice of data.
[[nodiscard]] int usualTimeOfData(const TimeView& view);

/// Has a view show a range and select nothing, so that everything that is drawn of it is of that
/// range, and look at what it did before once this is gone. GUI thread only.
class ShownRange
{
public:
    /// The view outlives it.
    ShownRange(TimeView& view, const measure::TimeRange& range);
    ShownRange(const ShownRange&) = delete;
    ShownRange& operator=(const ShownRange&) = delete;
    ~ShownRange();

private:
    std::function<void()> m_goBack;
};

} // namespace lockscope::ui
