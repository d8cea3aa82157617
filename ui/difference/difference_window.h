// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/difference/range_comparison.h"
#include "ui/pictures/exporter.h"

#include <QString>
#include <QWidget>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

class QComboBox;
class QPushButton;
class QSplitter;

namespace lockscope::ui {

class DifferenceCharts;
class DifferenceTable;
class MessageStrip;
class RangeBox;
class Settings;

/// Two recordings, or two ranges of one, side by side with the same axes, and the table of
/// differences with its verdict: `lockscope-cli diff` to look at. It joins what RangeComparison
/// holds with the widgets that show it. GUI thread only.
class DifferenceWindow : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kA = RangeComparison::kA;
    static constexpr std::size_t kB = RangeComparison::kB;

    /// Without a recording until one is opened. The settings outlive the window.
    explicit DifferenceWindow(Settings& settings, QWidget* parent = nullptr);
    /// Remembers its size and place.
    ~DifferenceWindow() override;

    /// What is compared; to open recordings in.
    [[nodiscard]] RangeComparison& comparison() { return m_comparison; }
    /// The difference that is shown; none while there is nothing to show.
    [[nodiscard]] const recording::Difference* difference() const;
    /// Pictures of what is shown.
    [[nodiscard]] Exporter exporter() const;
    /// Writes `diff --json`. Throws std::runtime_error with one sentence.
    void saveJson(const QString& file) const;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setUpSide(std::size_t side);
    void setUpMarkers();
    void setUpButtons();
    void setUpLayout();
    void connectComparison();

    void showRecordings();
    void showRanges();
    void showMarker();
    void showResult();
    void applyTheme();
    void chooseFile(std::size_t side);
    void exportPictures();
    void chooseJson();
    void copyTable();

    Settings& m_settings;
    RangeComparison m_comparison;
    std::array<RangeBox*, 2> m_sides{}; // children, as all that follow
    QComboBox* m_markers;
    MessageStrip* m_message;
    DifferenceCharts* m_charts;
    DifferenceTable* m_table;
    std::array<QPushButton*, 3> m_outputs; ///< pictures, JSON, copy
    QSplitter* m_split = nullptr; ///< charts and table
};

} // namespace lockscope::ui
