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

    [[nodiscard]] QString text() const;

public slots:
    void say(const QString& sentence);
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_text;
};

} // namespace lockscope::ui
