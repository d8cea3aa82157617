// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace lockscope::ui {

enum class PictureFormat : std::uint8_t
{
    Png,
    Svg,
    Pdf
};

/// What there is to know of a format but how it is written: ui/pictures/picture_writers.h.
struct PictureFormatRow
{
    PictureFormat format;
    const char* suffix; ///< the name on the command line and the ending of the file
    const char* about; ///< for a list, translated by tr()
    bool hasPixels; ///< and may have several for each of the picture
};

inline constexpr std::array kPictureFormats{
    PictureFormatRow{
        PictureFormat::Png, "png", QT_TRANSLATE_NOOP("Lockscope", "PNG: pixels"), true},
    PictureFormatRow{PictureFormat::Svg,
                     "svg",
                     QT_TRANSLATE_NOOP("Lockscope", "SVG: vectors, for the web and for editing"),
                     false},
    PictureFormatRow{PictureFormat::Pdf,
                     "pdf",
                     QT_TRANSLATE_NOOP("Lockscope", "PDF: vectors, for print"),
                     false}};

/// Device pixels per logical pixel of a PNG; the others keep vectors and ignore it.
inline constexpr int kMinPictureScale = 1;
inline constexpr int kMaxPictureScale = 4;

[[nodiscard]] constexpr const PictureFormatRow& rowOf(PictureFormat format)
{
    return kPictureFormats[static_cast<std::size_t>(format)];
}

/// Each row stands at its format's place.
static_assert([] {
    for (const PictureFormatRow& row : kPictureFormats)
        if (rowOf(row.format).format != row.format)
            return false;
    return true;
}());

[[nodiscard]] inline QString suffix(PictureFormat format)
{
    return QString::fromLatin1(rowOf(format).suffix);
}

/// The format of a name; none when there is no such format.
[[nodiscard]] inline std::optional<PictureFormat> pictureFormat(const QString& name)
{
    for (const PictureFormatRow& row : kPictureFormats)
        if (name.compare(QLatin1String(row.suffix), Qt::CaseInsensitive) == 0)
            return row.format;
    return std::nullopt;
}

} // namespace lockscope::ui
