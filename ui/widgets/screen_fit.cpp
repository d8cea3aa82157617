// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/screen_fit.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace lockscope::ui {

namespace {

/// A title bar and borders as window managers have them, until the window has its own.
constexpr QSize kUsualFrame{8, 36};

QRect roomOf(const QWidget& window)
{
    const QScreen* screen =
        window.screen() != nullptr ? window.screen() : QGuiApplication::primaryScreen();
    return screen != nullptr ? screen->availableGeometry() : QRect(0, 0, 1024, 768);
}

QSize frameOf(const QWidget& window)
{
    return (window.frameGeometry().size() - window.geometry().size()).expandedTo(kUsualFrame);
}

} // namespace

QRect fittingGeometry(const QRect& wanted, const QRect& room, const QSize& frame)
{
    const QSize size = wanted.size().boundedTo(room.size() - frame).expandedTo({1, 1});
    const auto within = [](int at, int length, int from, int until) {
        return std::max(from, std::min(at, until - length));
    };
    // The frame's title is above, its borders are on both sides.
    const int side = frame.width() / 2;
    const int bottom = side;
    const int top = frame.height() - bottom;
    return {QPoint(within(wanted.left(),
                          size.width() + side,
                          room.left() + side,
                          room.left() + room.width()),
                   within(wanted.top(),
                          size.height() + bottom,
                          room.top() + top,
                          room.top() + room.height())),
            size};
}

QSize roomFor(const QWidget& window)
{
    return roomOf(window).size() - frameOf(window);
}

void resizeToFit(QWidget& window, const QSize& wanted)
{
    window.resize(wanted.boundedTo(roomFor(window)));
}

void bringOntoScreen(QWidget& window)
{
    // A maximised window's size is the window manager's.
    if ((window.windowState() & (Qt::WindowMaximized | Qt::WindowFullScreen)) != 0)
        return;
    if (roomOf(window).contains(window.geometry()))
        return;
    window.setGeometry(fittingGeometry(window.geometry(), roomOf(window), frameOf(window)));
}

} // namespace lockscope::ui
