// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <cstdint>
#include <optional>

namespace lockscope::ui {

/// The worker that was picked, by its number: its lane and its row of the table stand out,
/// whichever of them was clicked. GUI thread only.
class ThreadPick : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] std::optional<std::uint32_t> worker() const { return m_worker; }

    void pick(std::optional<std::uint32_t> worker)
    {
        if (worker == m_worker)
            return;
        m_worker = worker;
        emit changed();
    }

signals:
    void changed();

private:
    std::optional<std::uint32_t> m_worker;
};

} // namespace lockscope::ui
