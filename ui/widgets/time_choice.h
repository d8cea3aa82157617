// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

class QComboBox;
class QLabel;
class QSpinBox;

namespace lockscope::ui {

/// Where one chooses a time of a run: one of some that have names, all, or the newest seconds; and
/// says how much that is. GUI thread only.
class TimeChoice : public QWidget
{
    Q_OBJECT

public:
    /// Times with what they are called; the last is all that there is.
    using Named = std::vector<std::pair<QString, measure::TimeRange>>;
    /// How much a time is, in words; none: all.
    using Size = std::function<QString(const std::optional<measure::TimeRange>& range)>;

    explicit TimeChoice(QWidget* parent);

    /// `usual` is what is offered first; `all` says what there is by now, which the newest seconds
    /// are of.
    void offer(Named times, int usual, std::function<measure::TimeRange()> all, Size size);

    /// None: all.
    [[nodiscard]] std::optional<measure::TimeRange> range() const;
    [[nodiscard]] QComboBox* list() const { return m_list; }

private:
    [[nodiscard]] bool isNewest() const;
    void showSize();

    Named m_times;
    std::function<measure::TimeRange()> m_all;
    Size m_sizeOf;
    QComboBox* m_list; // children
    QSpinBox* m_seconds;
    QLabel* m_size;
};

} // namespace lockscope::ui
