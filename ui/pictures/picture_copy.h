// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/page.h"

#include <QObject>
#include <QString>

#include <optional>
#include <thread>

namespace lockscope::ui {

/// Copies pictures to the clipboard while the window goes on: pixels, and SVG for programs that
/// take it, are made on a thread. GUI thread only.
class PictureCopy : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Copies the page soon, and says `text` then; of those that are asked for while one is made
    /// the newest follows it.
    void copy(PaintedPage page, int scale, const QString& text);

signals:
    /// It is in the clipboard.
    void copied(const QString& text);
    void failed(const QString& sentence);

private:
    struct Wanted
    {
        PaintedPage page;
        int scale;
        QString text;
    };

    void make(Wanted wanted);
    void goOn();

    std::optional<Wanted> m_next;
    std::jthread m_thread; ///< last: it has ended before anything that it tells is gone
};

} // namespace lockscope::ui
