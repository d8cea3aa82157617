// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>
#include <QString>

#include <utility>
#include <vector>

namespace lockscope::ui {

/// A slider for a place in a recording: a press on its groove goes there, and lines on it are live
/// changes, which say what they were when they are pointed at. GUI thread only.
class PlaceSlider : public QSlider
{
    Q_OBJECT

public:
    /// A live change.
    struct Mark
    {
        int place = 0; ///< a value of the slider
        QString label;
    };

    explicit PlaceSlider(QWidget* parent = nullptr);

    void setMarks(std::vector<Mark> marks);
    [[nodiscard]] const std::vector<Mark>& marks() const { return m_marks; }

    /// Pixel of a value, in the middle of the handle; and the value there.
    [[nodiscard]] int xOf(int place) const;
    [[nodiscard]] int placeAt(int x) const;

protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// Pixels that the middle of the handle can be at, from the first to behind the last.
    [[nodiscard]] std::pair<int, int> reach() const;
    [[nodiscard]] bool isOnHandle(const QPoint& at) const;

    std::vector<Mark> m_marks;
};

} // namespace lockscope::ui
