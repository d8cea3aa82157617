// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace lockscope::ui {

struct RecordingProgress;

/// Says that a recording is being written: a red dot, how long it is and how large. For the line at
/// the foot of a window; hidden until there is something to say. GUI thread only.
class RecordingSign : public QWidget
{
    Q_OBJECT

public:
    explicit RecordingSign(QWidget* parent);

    void show(const RecordingProgress& progress);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_text; // child
};

/// "0:07, 1.2 MB"; an hour and more as "1:00:07".
[[nodiscard]] QString progressText(const RecordingProgress& progress);

} // namespace lockscope::ui
