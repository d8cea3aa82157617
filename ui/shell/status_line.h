// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>
#include <QString>

class QLabel;

namespace lockscope::ui {

class ElidedLabel;

/// The foot of the window: what is out of the ordinary about the picture, what is measured and on
/// what; and in place of that, for some seconds, what was just done, or what a menu's entry does.
/// What there is no room for stands in the tool tip; nothing of it widens the window. GUI thread
/// only.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    /// "Frozen"; empty when there is nothing out of the ordinary. Tool tips say what it means.
    void showState(const QString& state, const QString& about);
    /// What is measured, and on what.
    void showFacts(const QString& facts, const QString& about);
    /// What was just done, for some seconds.
    void tell(const QString& sentence);

protected:
    /// Without the message, which the base would cut off: a label has it.
    void paintEvent(QPaintEvent* event) override;

private:
    void showTold(const QString& message);

    ElidedLabel* m_told; // children, as all that follow
    ElidedLabel* m_facts;
    QLabel* m_state;
};

} // namespace lockscope::ui
