// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/page.h"
#include "ui/settings/picture_format.h"

#include <QByteArray>
#include <QImage>

namespace lockscope::ui {

// One format, one file: the page as the bytes of a file, its facts in the file's metadata. Made in
// memory, so that a disk can only fail in one place (Exporter::writeTo). Any thread.

/// `scale` device pixels per logical pixel, kMinPictureScale..kMaxPictureScale. Metadata: tEXt/iTXt
/// chunks Title, Description, Software, Creation Time, Experiment, Host.
[[nodiscard]] QImage imageOf(const PaintedPage& page, int scale);
[[nodiscard]] QByteArray writePng(const PaintedPage& page, int scale);
/// Metadata: <title> and <desc>.
[[nodiscard]] QByteArray writeSvg(const PaintedPage& page);
/// One page as large as the picture. Metadata: Title in the document's information, and XMP.
[[nodiscard]] QByteArray writePdf(const PaintedPage& page);

/// `scale` is of PNG alone.
[[nodiscard]] inline QByteArray writePicture(const PaintedPage& page,
                                             PictureFormat format,
                                             int scale)
{
    switch (format) {
    case PictureFormat::Png:
        break;
    case PictureFormat::Svg:
        return writeSvg(page);
    case PictureFormat::Pdf:
        return writePdf(page);
    }
    return writePng(page, scale);
}

} // namespace lockscope::ui
