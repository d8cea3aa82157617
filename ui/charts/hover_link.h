// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <chrono>
#include <optional>

namespace lockscope::ui {

/// The instant under the mouse, shared by every view that has a time axis: hovering one shows the
/// values of that instant in all.
class HoverLink : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] std::optional<std::chrono::nanoseconds> time() const { return m_time; }

    void setTime(std::optional<std::chrono::nanoseconds> time)
    {
        if (time == m_time)
            return;
        m_time = time;
        emit timeChanged();
    }

signals:
    void timeChanged();

private:
    std::optional<std::chrono::nanoseconds> m_time;
};

} // namespace lockscope::ui
