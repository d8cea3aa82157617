// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QBrush>
#include <QRectF>

#include <array>
#include <functional>

class QPainter;

namespace lockscope::ui {

/// The marks that tell states apart without colour.
enum class Pattern
{
    Solid,
    DiagonalUp,
    DiagonalDown,
    Vertical,
    Horizontal,
    Dots,
    CrossHatch ///< what could not be read
};

/// Patterns repeat after so many pixels in both directions; a power of two.
inline constexpr int kPatternPeriod = 8;

[[nodiscard]] Pattern patternOf(measure::State state);

/// Whether the pattern has a mark at the pixel; periodic, negative coordinates allowed.
[[nodiscard]] bool hasMark(Pattern pattern, int x, int y);

/// A fill colour and the colour of the marks on it.
struct PatternColors
{
    QColor fill;
    QColor mark;
};
[[nodiscard]] PatternColors stateColors(const Theme& theme, measure::State state);
[[nodiscard]] PatternColors unknownColors(const Theme& theme);

/// One period of each fill as pixels, for drawing them in a raster: kStates first, then unknown.
class PatternTiles
{
public:
    static constexpr std::size_t kUnknown = measure::kStateCount;

    explicit PatternTiles(const Theme& theme);

    [[nodiscard]] QRgb at(std::size_t fill, int x, int y) const
    {
        constexpr int kMask = kPatternPeriod - 1;
        return m_pixels[fill][pixelIndex(x & kMask, y & kMask)];
    }

    /// The fill without its marks.
    [[nodiscard]] QRgb fill(std::size_t fill) const { return m_fills[fill]; }

private:
    [[nodiscard]] static constexpr std::size_t pixelIndex(int x, int y)
    {
        return static_cast<std::size_t>(y) * kPatternPeriod + static_cast<std::size_t>(x);
    }

    std::array<QRgb, measure::kStateCount + 1> m_fills{};
    std::array<std::array<QRgb, std::size_t{kPatternPeriod} * kPatternPeriod>,
               measure::kStateCount + 1>
        m_pixels{};
};

/// Draws the marks with vector operations inside `bounds` wherever `inside` says so: for devices
/// that keep vectors but neither clip nor texture (SVG).
void paintMarks(QPainter& painter,
                Pattern pattern,
                const QColor& color,
                const QRectF& bounds,
                const std::function<bool(double x, double y)>& inside);

/// A rectangle filled with a state's colour and marks, in vectors.
void paintStateRect(QPainter& painter,
                    Pattern pattern,
                    const PatternColors& colors,
                    const QRectF& rect);

} // namespace lockscope::ui
