// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/page.h"
#include "ui/settings/picture_format.h"

#include <QByteArray>
#include <QImage>

#include <functional>
#include <utility>

namespace lockscope::ui {

// One format, one file: the page as the bytes of a file, its facts in the file's metadata. Made in
// memory, so that a disk can only fail in one place (Exporter::writeTo).

/// A page that has been painted, and so needs no widget any more: any thread makes the file of it.
using PaintedPage = std::function<QByteArray()>;

/// `scale` device pixels per logical pixel, kMinPictureScale..kMaxPictureScale. Metadata: tEXt/iTXt
/// chunks Title, Description, Software, Creation Time, Experiment, Host.
[[nodiscard]] QImage paintImage(const Page& page, int scale);
[[nodiscard]] PaintedPage paintPng(const Page& page, int scale);
[[nodiscard]] inline QByteArray writePng(const Page& page, int scale)
{
    return paintPng(page, scale)();
}
/// Metadata: <title> and <desc>.
[[nodiscard]] QByteArray writeSvg(const Page& page);
/// One page as large as the picture. Metadata: Title in the document's information, and XMP.
[[nodiscard]] QByteArray writePdf(const Page& page);

/// Paints it; of vectors that is nearly all of the work.
[[nodiscard]] inline PaintedPage paintPicture(const Page& page, PictureFormat format, int scale)
{
    const auto made = [](QByteArray bytes) -> PaintedPage {
        return [bytes = std::move(bytes)] { return bytes; };
    };
    switch (format) {
    case PictureFormat::Png:
        break;
    case PictureFormat::Svg:
        return made(writeSvg(page));
    case PictureFormat::Pdf:
        return made(writePdf(page));
    }
    return paintPng(page, scale);
}

} // namespace lockscope::ui
