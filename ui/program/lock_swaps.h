// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/watch_report.h"

#include <QObject>

#include <memory>

class QMenu;
class QPoint;

namespace lockscope::ui {

class LockTable;
class ProgramReports;

/// Puts other locks in front of those of the program that is watched, and lengthens their holds: by
/// a menu of the lock that is marked in the table. GUI thread only.
class LockSwaps : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    LockSwaps(LockTable& table, ProgramReports& reports, QObject* parent);

    /// Opens the menu of the marked lock beside its row.
    void open();
    /// An experiment swaps locks by itself, so nobody else does.
    void setHeld(bool held) { m_held = held; }
    /// What there is to choose for a lock; null: none is marked. The caller's.
    [[nodiscard]] std::unique_ptr<QMenu> menuOf(const program::ReportedLock* lock);

private:
    void openAt(const QPoint& place);
    void addChoices(QMenu& menu, const program::LockReading& lock);

    LockTable& m_table;
    ProgramReports& m_reports;
    bool m_held = false;
    bool m_wholeSite = false; ///< as it was chosen last
};

} // namespace lockscope::ui
