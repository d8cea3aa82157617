// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace lockscope::ui {

/// Makes every tool tip of the program fit: Qt shows a long plain sentence on one line, over the
/// whole screen and beyond. Texts are given to Qt as they are; here, and nowhere else, they are
/// broken into lines, and no tag in them counts but those of plainToolTip(). GUI thread only.
class ToolTipFit : public QObject
{
    Q_OBJECT

public:
    /// Of the whole program, as long as this lives.
    explicit ToolTipFit(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace lockscope::ui
