// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/watch_report.h"
#include "ui/program/swap_wishes.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <vector>

class QMenu;
class QPoint;

namespace lockscope::ui {

class LockTable;
class ProgramReports;

/// Puts other locks in front of those of the program that is watched, and lengthens their holds: by
/// a menu of the lock that is marked in the table. Knows what is wanted, so that it can be undone.
/// GUI thread only.
class LockSwaps : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    LockSwaps(LockTable& table, ProgramReports& reports, QObject* parent);

    /// Opens the menu of the marked lock beside its row.
    void open();
    /// An experiment swaps locks by itself, so nobody else does.
    void setHeld(bool held);
    /// What is wanted of the program's locks.
    [[nodiscard]] const SwapWishes& wishes() const { return m_wishes; }
    /// Has that wanted in place of what was, as whoever undoes a step does.
    void restore(const SwapWishes& wishes);
    /// Has those of these locks that have another lock in front of them, or longer holds, be their
    /// own again; where none of them has, all that have.
    void putBack(const std::vector<std::uint32_t>& locks);
    /// The program has its own locks again, and what was wanted cannot be undone any more.
    void forget();
    /// What there is to choose for a lock; null: none is marked. The caller's.
    [[nodiscard]] std::unique_ptr<QMenu> menuOf(const program::ReportedLock* lock);

signals:
    /// Something else is wanted than before: a step that restore() takes back.
    void stepped(const lockscope::ui::SwapWishes& before, const lockscope::ui::SwapWishes& after);
    /// Steps before this cannot be taken back.
    void forgotten();

private:
    void want(std::uint32_t lock, const SwapWish& wish);
    void step(const SwapWishes& wishes);
    void openAt(const QPoint& place);
    void addChoices(QMenu& menu, const program::LockReading& lock);

    LockTable& m_table;
    ProgramReports& m_reports;
    SwapWishes m_wishes;
    bool m_held = false;
    bool m_wholeSite = false; ///< as it was chosen last
};

} // namespace lockscope::ui
