// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/compared_ranges.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <thread>
#include <utility>

namespace lockscope::ui {

/// Compares ranges on a thread of its own, which of a long recording takes seconds: the newest
/// that was asked for, once the one under way is done. So ranges can be dragged, and what is shown
/// follows as fast as it can. GUI thread only.
class DifferenceJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void ask(const RangeChoice& a, const RangeChoice& b);
    /// What is under way comes to nothing.
    void forget();
    /// Something that was asked for has not come yet.
    [[nodiscard]] bool busy() const { return m_running || m_next.has_value(); }

signals:
    void compared(const std::shared_ptr<const lockscope::ui::ComparedRanges>& result);
    /// One sentence.
    void failed(const QString& sentence);

private:
    void begin();
    void end(const std::shared_ptr<const ComparedRanges>& result, const QString& problem);

    std::optional<std::pair<RangeChoice, RangeChoice>> m_next;
    bool m_running = false;
    bool m_forgotten = false; ///< the one that runs
    std::jthread m_thread; ///< last: it has ended before anything that it uses is gone
};

} // namespace lockscope::ui
