// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/overlay.h"
#include "ui/models/decimation.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <chrono>
#include <deque>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// A recording, or all that is kept of what runs, from end to end as its throughput, with the range
/// of it that is chosen: drag an end of the range, drag the range as a whole, or draw a new one
/// beside it. Lines are live changes.
/// GUI thread only.
class RangeStrip : public QWidget
{
    Q_OBJECT

public:
    using Time = std::chrono::nanoseconds;

    explicit RangeStrip(QWidget* parent = nullptr);

    /// Shows another recording, or how it has grown; its samples are those of overviewOf().
    void setRecording(Time begin,
                      Time end,
                      std::deque<Sample> samples,
                      std::vector<Marker> markers);
    /// Shows a range; emits nothing.
    void setRange(Time from, Time until);
    /// Shows where the recording is played; none: it is not.
    void setPlace(std::optional<Time> place);
    void setTheme(const Theme& theme);

    /// Pixel of an instant.
    [[nodiscard]] double xOf(Time time) const { return window().xOf(time); }

    [[nodiscard]] QSize sizeHint() const override { return {300, 46}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 40}; }

signals:
    /// The person moved it.
    void rangeChanged(std::chrono::nanoseconds from, std::chrono::nanoseconds until);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    enum class Grip
    {
        None,
        From,
        Until,
        Whole
    };

    [[nodiscard]] TimeWindow window() const;
    [[nodiscard]] Grip gripAt(double x) const;
    void drag(double x);
    void paintThroughput(QPainter& painter) const;

    Theme m_theme;
    Time m_begin{};
    Time m_end{};
    std::deque<Sample> m_samples;
    std::vector<Marker> m_markers;
    Time m_from{};
    Time m_until{};
    std::optional<Time> m_place;
    Grip m_grip = Grip::None;
    Time m_grabbed{}; ///< where the mouse took hold
    Time m_fromThen{}; ///< the range then
    Time m_untilThen{};
};

} // namespace lockscope::ui
