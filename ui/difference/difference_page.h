// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/difference/range_comparison.h"
#include "ui/pages/panel_page.h"
#include "ui/pictures/exporter.h"

#include <QString>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

class QComboBox;
class QPushButton;

namespace lockscope::ui {

class DifferenceCharts;
class DifferenceTable;
class MessageStrip;
class RangeBox;
class Settings;

/// Two recordings, or two ranges of one, side by side with the same axes, and the table of
/// differences with its verdict: `lockscope-cli diff` to look at. It joins what RangeComparison
/// holds with the widgets that show it. GUI thread only.
class DifferencePage : public PanelPage
{
    Q_OBJECT

public:
    static constexpr std::size_t kA = RangeComparison::kA;
    static constexpr std::size_t kB = RangeComparison::kB;

    /// Without a recording until one is opened. The settings outlive the page.
    explicit DifferencePage(Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("recordings.md#comparing-recordings");
    }
    /// What is compared; to open recordings in.
    [[nodiscard]] RangeComparison& comparison() { return m_comparison; }
    /// Compares around a place in a recording that is played, null when none is. Without a place
    /// only when nothing is compared yet; and then a sample, when nothing is played either.
    void compareShown(const RangeComparison::RecordingPtr& played,
                      const QString& file,
                      std::optional<std::chrono::nanoseconds> place);
    /// The difference that is shown; none while there is nothing to show.
    [[nodiscard]] const recording::Difference* difference() const;
    /// Pictures of what is shown.
    [[nodiscard]] Exporter exporter() const;
    /// Writes `diff --json`. Throws std::runtime_error with one sentence.
    void saveJson(const QString& file) const;

    void setTheme(const Theme& theme);

signals:
    /// It came into sight and compares nothing yet.
    void emptyShown();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setUpSide(std::size_t side);
    void setUpMarkers();
    void setUpButtons();
    [[nodiscard]] QWidget* setUpChoice();
    [[nodiscard]] QWidget* setUpTable();
    void connectComparison();
    [[nodiscard]] bool isEmpty() const;

    void showRecordings();
    void showRanges();
    void showMarker();
    void showResult();
    void chooseFile(std::size_t side);
    void exportPictures();
    void chooseJson();
    void copyTable() const;

    Settings& m_settings;
    RangeComparison m_comparison;
    std::array<RangeBox*, 2> m_sides{}; // children, as all that follow
    QComboBox* m_markers;
    MessageStrip* m_message;
    DifferenceCharts* m_charts;
    DifferenceTable* m_table;
    std::array<QPushButton*, 3> m_outputs; ///< pictures, JSON, copy
};

} // namespace lockscope::ui
