// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/picture_facts.h"
#include "ui/theme/theme.h"

#include <QPicture>
#include <QSizeF>

#include <vector>

class QPainter;

namespace lockscope::ui {

class DashboardView;

/// Views side by side, and how high their row is compared with the others.
struct PictureRow
{
    std::vector<const DashboardView*> views;
    double height = 1;
};
using PictureRows = std::vector<PictureRow>;

/// A page as it was painted, in vectors: it needs no widget any more, and any thread can put it on
/// any device.
struct PaintedPage
{
    PictureFacts facts;
    QSizeF size; ///< logical pixels
    QPicture painting;

    /// Puts it on a device, from (0, 0) on, in vectors where the device keeps them.
    void paint(QPainter& painter) const;
};

/// One exported picture: views with a caption under them. The same page goes to every format.
struct Page
{
    PictureRows rows;
    PictureFacts facts;
    Theme theme;
    QSizeF picture; ///< logical pixels for the views, without the caption

    /// Logical pixels of the whole page; the caption's height depends on its text.
    [[nodiscard]] QSizeF size() const;
    /// The page as it stands now. GUI thread.
    [[nodiscard]] PaintedPage painted() const;

private:
    void paint(QPainter& painter) const;
};

} // namespace lockscope::ui
