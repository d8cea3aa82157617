// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace lockscope::ui {

enum class PictureFormat
{
    Png,
    Svg,
    Pdf
};

inline constexpr std::array kPictureFormats{
    PictureFormat::Png, PictureFormat::Svg, PictureFormat::Pdf};

/// Device pixels per logical pixel of a PNG; the others keep vectors and ignore it.
inline constexpr int kMinPictureScale = 1;
inline constexpr int kMaxPictureScale = 4;

/// "png", "svg", "pdf": the name on the command line and the ending of the file.
[[nodiscard]] inline QString suffix(PictureFormat format)
{
    constexpr std::array kNames{"png", "svg", "pdf"};
    return QString::fromLatin1(kNames[static_cast<std::size_t>(format)]);
}

/// The format of a name; none when there is no such format.
[[nodiscard]] inline std::optional<PictureFormat> pictureFormat(const QString& name)
{
    for (const PictureFormat format : kPictureFormats)
        if (name.compare(suffix(format), Qt::CaseInsensitive) == 0)
            return format;
    return std::nullopt;
}

} // namespace lockscope::ui
