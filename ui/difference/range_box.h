// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/compared_ranges.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <chrono>
#include <deque>

class QComboBox;
class QDoubleSpinBox;
class QPushButton;

namespace lockscope::ui {

class RangeStrip;
class SourceBanner;

/// One side of a comparison: which recording, and which range of it, typed or dragged. It shows
/// what was chosen, also when something is wrong with it. GUI thread only.
class RangeBox : public QWidget
{
    Q_OBJECT

public:
    /// `side` is "A" or "B".
    explicit RangeBox(const QString& side, QWidget* parent = nullptr);

    /// A recording that can be chosen; the newest come first.
    void addFile(const QString& file, const QString& text);
    /// Shows a recording, with its overview, and a range of it; emits nothing.
    void setRecording(const RangeChoice& choice,
                      const QString& file,
                      const std::deque<Sample>& overview);
    /// Shows another range, on the recorded source's clock; emits nothing.
    void setRange(std::chrono::nanoseconds from, std::chrono::nanoseconds until);
    /// The list stands on the recording that is shown again, after one that could not be.
    void showFile();
    void setTheme(const Theme& theme);

signals:
    /// The person chose another recording; nothing is shown of it yet.
    void fileWanted(const QString& file);
    void openWanted();
    /// The person chose another range, which is shown.
    void rangeChosen(std::chrono::nanoseconds from, std::chrono::nanoseconds until);

private:
    void setUp(const QString& side);
    void takeRange(std::chrono::nanoseconds from, std::chrono::nanoseconds until);
    void showRecording(const std::deque<Sample>& overview);
    void showRange();

    RangeChoice m_choice;
    QString m_file;
    QComboBox* m_files; // children, as all that follow
    SourceBanner* m_banner;
    RangeStrip* m_strip;
    QDoubleSpinBox* m_from;
    QDoubleSpinBox* m_until;
    QPushButton* m_whole;
};

} // namespace lockscope::ui
