// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/program_run.h"

#include <QTableView>

#include <cstdint>
#include <optional>

namespace lockscope::ui {

class LockFilter;
class LockModel;

/// The table of a program's locks, sorted by a click on a column's head; at first those that were
/// waited for most are on top. What is marked is copied by Ctrl+C. GUI thread only.
class LockTable : public QTableView
{
    Q_OBJECT

public:
    explicit LockTable(QWidget* parent = nullptr);

    /// The lock that was marked stays so; where none is, the first is. As LockModel::setReport().
    void setReport(const WatchReportPtr& report, bool live);
    [[nodiscard]] LockFilter& filter() const { return *m_filter; }
    /// The lock that is marked; null when none is. As long as the report.
    [[nodiscard]] const program::ReportedLock* lock() const;
    /// What is marked, or all of it when nothing is.
    [[nodiscard]] QString copiedText() const;

signals:
    /// Another lock is marked, or none.
    void lockChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    /// Where a lock is taken has the room that the figures leave.
    void resizeEvent(QResizeEvent* event) override;

private:
    void setWidths();

    LockModel* m_model; // children
    LockFilter* m_filter;
};

} // namespace lockscope::ui
