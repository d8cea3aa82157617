// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace lockscope::ui {

/// Some sentences above what they are of, plain and to be copied; not there while there are none.
/// GUI thread only.
class NoteLabel : public QLabel
{
    Q_OBJECT

public:
    explicit NoteLabel(const QString& name, QWidget* parent = nullptr);

    /// Fit to be shown; empty: nothing.
    void say(const QString& text);
};

} // namespace lockscope::ui
