// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/lock_rows.h"

#include <QTableView>

#include <cstdint>
#include <optional>
#include <vector>

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

    /// The lock that was marked stays so; where none is, the first is.
    void setRows(std::vector<LockRow> rows);
    /// Without rows.
    void clear();
    [[nodiscard]] LockFilter& filter() const { return *m_filter; }
    /// The lock that is marked; none when none is.
    [[nodiscard]] std::optional<std::uint32_t> lock() const;
    /// Marks a lock, if it is there.
    void mark(std::uint32_t lock);
    /// What is said of where a lock is; empty when it is not there.
    [[nodiscard]] QString siteOf(std::uint32_t lock) const;
    /// What is marked, or all of it when nothing is.
    [[nodiscard]] QString copiedText() const;

signals:
    /// Another lock is marked, or none.
    void lockChanged();
    /// Somebody went to a lock, by a click or a key.
    void lockChosen(std::uint32_t lock);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    /// Kind and place have the room that the figures leave.
    void resizeEvent(QResizeEvent* event) override;

private:
    void setWidths();

    LockModel* m_model; // children
    LockFilter* m_filter;
};

} // namespace lockscope::ui
