// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/difference/difference_job.h"
#include "ui/pictures/exporter.h"

#include <QString>
#include <QWidget>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;

namespace lockscope::ui {

class ChartPair;
class DifferenceTable;
class HoverLink;
class MessageStrip;
class ScaleLink;
class Settings;
class RangeBox;

/// Two recordings, or two ranges of one, side by side with the same axes, and the table of
/// differences with its verdict: `lockscope-cli diff` to look at. What is wrong with a file or a
/// range is said in one sentence; a file that cannot be read leaves everything as it was, a range
/// without snapshots leaves nothing shown. GUI thread only.
class DifferenceWindow : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kA = 0;
    static constexpr std::size_t kB = 1;
    using RecordingPtr = std::shared_ptr<const recording::Recording>;

    /// Without a recording until one of the following. The settings outlive the window.
    explicit DifferenceWindow(Settings& settings, QWidget* parent = nullptr);
    /// Remembers its size and place.
    ~DifferenceWindow() override;

    /// Before and after the marker that is nearest to the place, or to the first; without markers
    /// before and after the place, or both halves.
    void compareAround(const RecordingPtr& recording,
                       const QString& file,
                       std::optional<std::chrono::nanoseconds> place = std::nullopt);
    /// Opens two files, all of each, or neither.
    void compare(const QString& a, const QString& b);
    /// Opens a file as one side. With two files all of each is compared, with one twice its first
    /// marker.
    void open(std::size_t side, const QString& file);

    /// The difference that is shown; none while there is nothing to show.
    [[nodiscard]] const recording::Difference* difference() const
    {
        return m_shown ? &m_shown->difference : nullptr;
    }
    /// Pictures of what is shown.
    [[nodiscard]] Exporter exporter() const;
    /// Writes `diff --json`. Throws std::runtime_error with one sentence.
    void saveJson(const QString& file) const;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // In difference_window_setup.cpp.
    void setUpSides();
    void setUpCharts();
    void setUpButtons();
    void setUpLayout();
    void linkHover(std::size_t from, std::size_t to);

    void guarded(const std::function<void()>& action);
    void setRecording(std::size_t side, const RecordingPtr& recording, const QString& file);
    void showAround(std::size_t marker);
    void listMarkers();
    void chooseMarker(int index);
    void chooseFile(std::size_t side);
    void askAgain();
    void showResult(const std::shared_ptr<const ComparedRanges>& result);
    void showNothing(const QString& why);
    void applyTheme();
    void exportPictures();
    void chooseJson();
    void copyTable();
    [[nodiscard]] bool sameRecording() const;

    Settings& m_settings;
    std::array<RangeBox*, 2> m_sides{}; // children, as all that follow
    QComboBox* m_markers;
    MessageStrip* m_message;
    std::array<HoverLink*, 2> m_hovers{};
    std::vector<ChartPair*> m_pairs;
    std::vector<std::function<void(const ComparedRanges&)>>
        m_setStretches; ///< of the charts in them
    DifferenceTable* m_table;
    QPushButton* m_export;
    QPushButton* m_json;
    QPushButton* m_copy;
    QSplitter* m_split = nullptr; ///< charts and table
    std::array<QString, 2> m_files; ///< of the sides
    std::shared_ptr<const ComparedRanges> m_shown;
    DifferenceJob m_job; ///< last: its thread has ended before anything that it uses is gone
};

} // namespace lockscope::ui
