// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QWidget;

namespace lockscope::ui {

/// Lets local files be dropped on a widget.
class FileDrop : public QObject
{
    Q_OBJECT

public:
    /// Child of the widget.
    explicit FileDrop(QWidget* widget);

signals:
    void dropped(const QStringList& files);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace lockscope::ui
