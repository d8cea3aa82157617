// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/lane_order.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace lockscope::ui {

/// Where one says which threads have a lane: by number or name, and by what they did. Esc or its
/// button closes it, and all have one again.
class LaneFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit LaneFilterBar(QWidget* parent);

    /// Opens it for typing.
    void openForTyping();
    void clearAndHide();
    /// Shows what is chosen, and how many of how many threads it leaves.
    void showChoice(const LaneChoice& choice, int lanes, int workers);
    /// Offers the states of what is shown.
    void setSubject(measure::Subject subject);

signals:
    /// Of a choice: its text and state.
    void wanted(const QString& text, std::optional<lockscope::measure::State> state);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void tell();

    QLineEdit* m_text; // children
    QComboBox* m_state; ///< of each item the state; none: any
    QLabel* m_count;
};

} // namespace lockscope::ui
