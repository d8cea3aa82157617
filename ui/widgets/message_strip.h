// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QLabel;

namespace lockscope::ui {

/// A strip across the window that says in one sentence what went wrong, until it is closed or
/// another sentence takes its place. Hidden when there is nothing to say.
class MessageStrip : public QFrame
{
    Q_OBJECT

public:
    explicit MessageStrip(QWidget* parent = nullptr);

    /// What it says; empty when it says nothing, also while it is covered by another.
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool says() const { return m_says; }
    /// What must not be forgotten meanwhile, in front of the sentence: "SIMULATED"; empty: nothing.
    void setMark(const QString& mark);

signals:
    /// It says something, something else, or nothing any more.
    void saidChanged();

public slots:
    void say(const QString& sentence);
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_mark; // children
    QLabel* m_text;
    bool m_says = false;
};

} // namespace lockscope::ui
