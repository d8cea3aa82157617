// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_reading.h"

#include <QSet>
#include <QTreeWidget>

#include <vector>

namespace lockscope::ui {

/// Stacks with the time that belongs to each, most first: the innermost function, and below it who
/// called it. What was opened stays open from one report to the next. GUI thread only.
class StackTree : public QTreeWidget
{
    Q_OBJECT

public:
    /// The name is the object's; the title heads the column of functions.
    StackTree(const QString& name, const QString& title, QWidget* parent = nullptr);

    /// `none`: what is said when there are none.
    void setStacks(const std::vector<program::WeighedStack>& stacks, const QString& none);
    /// All of it with blanks in front of callers, as text.
    [[nodiscard]] QString copiedText() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QSet<QString> m_closed; ///< stacks that the person closed, by their functions
    bool m_filling = false;
};

} // namespace lockscope::ui
