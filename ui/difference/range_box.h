// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/compared_ranges.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <chrono>
#include <memory>

class QComboBox;
class QDoubleSpinBox;
class QPushButton;

namespace lockscope::ui {

class RangeStrip;
class SourceBanner;

/// One side of a comparison: which recording, and which range of it, typed or dragged. What is
/// wrong with a range is not its business: it shows what was chosen. GUI thread only.
class RangeBox : public QWidget
{
    Q_OBJECT

public:
    /// `side` is "A" or "B".
    explicit RangeBox(const QString& side, QWidget* parent = nullptr);

    /// A recording that can be chosen; the newest come first.
    void addFile(const QString& file, const QString& text);
    /// Shows all of a recording; emits nothing. Throws recording::RecordingError, and then still
    /// shows the one before.
    void setRecording(std::shared_ptr<const recording::Recording> recording, const QString& file);
    /// Shows a range, on the recorded source's clock; emits nothing.
    void setRange(std::chrono::nanoseconds from, std::chrono::nanoseconds until);
    /// The list stands on the recording that is shown again, after one that could not be.
    void showFile();
    void setTheme(const Theme& theme);

    [[nodiscard]] const RangeChoice& choice() const { return m_choice; }
    [[nodiscard]] const std::shared_ptr<const recording::Recording>& recording() const
    {
        return m_choice.recording;
    }

signals:
    /// The person chose another recording; nothing is shown of it yet.
    void fileWanted(const QString& file);
    void openWanted();
    /// The person chose another range.
    void rangeChanged();

private:
    void setUp(const QString& side);
    void takeRange(std::chrono::nanoseconds from, std::chrono::nanoseconds until);
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
