// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"

#include <QTableView>

namespace lockscope::ui {

class ThreadTableModel;

/// The table of threads: one row each, sorted by a click on a column's head.
class ThreadTable : public QTableView
{
    Q_OBJECT

public:
    explicit ThreadTable(QWidget* parent = nullptr);

    void refresh(const measure::History& history);

    /// Order and widths of the columns, and what it is sorted by.
    [[nodiscard]] QByteArray saveState() const;
    /// Takes what saveState() gave, whole; false when it is of another version, and nothing is
    /// changed.
    bool restoreState(const QByteArray& state);
    void resetState();

private:
    ThreadTableModel* m_model; // child
};

} // namespace lockscope::ui
