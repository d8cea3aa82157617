// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>

class QWidget;

/// Windows that fit on the screen that they are on, whatever was wanted or remembered.
namespace lockscope::ui {

/// A window's geometry brought within the room that there is: as large as wanted, but no larger
/// than the room, and moved into it. `frame`: what its frame adds in width and height. A plain
/// function.
[[nodiscard]] QRect fittingGeometry(const QRect& wanted, const QRect& room, const QSize& frame);

/// What a window may have of its screen, without its frame.
[[nodiscard]] QSize roomFor(const QWidget& window);

/// Gives a window that is not shown yet a size: the wanted one where the screen has the room.
void resizeToFit(QWidget& window, const QSize& wanted);

/// Brings a window that has a place and a size within its screen's room. One that lies in it stays
/// where it is: its frame may be smaller than is assumed, and it would creep with every start.
void bringOntoScreen(QWidget& window);

} // namespace lockscope::ui
