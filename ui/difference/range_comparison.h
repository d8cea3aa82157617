// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/difference/difference_job.h"
#include "ui/recordings/recording_opener.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace lockscope::ui {

/// Which ranges of which recordings are compared, and what came of it. It has no widgets but the
/// dialog while a long file is opened: the window shows it and hands what the person does to it. A
/// file that cannot be read leaves all as it was; a range without snapshots leaves nothing shown.
/// GUI thread only.
class RangeComparison : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kA = 0;
    static constexpr std::size_t kB = 1;
    using RecordingPtr = RecordingOpener::RecordingPtr;
    using ResultPtr = std::shared_ptr<const ComparedRanges>;

    /// One of the two that are compared.
    struct Side
    {
        RangeChoice choice; ///< without a recording until one was opened
        QString file; ///< that the recording is from
        std::deque<Sample> overview; ///< of the whole recording
    };

    /// The window, which the dialog stands over, outlives it.
    explicit RangeComparison(QWidget* window = nullptr);

    /// Before and after the marker that is nearest to the place, or to the first; without markers
    /// before and after the place, or both halves.
    void compareAround(const RecordingPtr& recording,
                       const QString& file,
                       std::optional<std::chrono::nanoseconds> place = std::nullopt);
    /// Opens two files, all of each, or neither. As open(), soon.
    void compare(const QString& a, const QString& b);
    /// Opens a file as one side: at once, or soon when it is long. With two files all of each is
    /// compared, with one twice its first marker.
    void open(std::size_t side, const QString& file);
    /// Whether a file is being opened.
    [[nodiscard]] bool opens() const { return m_opened != nullptr; }
    void setAtOnce(qint64 bytes) { m_opener.setAtOnce(bytes); } ///< as of RecordingOpener
    /// Compares before and after a marker of A's recording.
    void chooseMarker(std::size_t marker);
    /// Compares a range of the person's own.
    void setRange(std::size_t side, std::chrono::nanoseconds from, std::chrono::nanoseconds until);

    [[nodiscard]] const Side& side(std::size_t index) const { return m_sides[index]; }
    /// The live changes of recording A, a line each.
    [[nodiscard]] QStringList markerTexts() const;
    /// The marker whose two sides are compared; none: ranges of the person's own.
    [[nodiscard]] std::optional<std::size_t> marker() const { return m_marker; }
    /// What is shown, which may be of the choice before while the newest is computed; null when
    /// there is nothing to show.
    [[nodiscard]] const ResultPtr& shown() const { return m_shown; }

signals:
    /// Another recording on a side, with its range.
    void recordingsChanged();
    void rangesChanged();
    void markerChanged();
    void shownChanged();
    /// One sentence on what is wrong; empty when nothing is any more. Also after a file that could
    /// not be opened: side() tells what holds.
    void said(const QString& sentence);

private:
    using Opened = std::function<void(const RecordingPtr&)>;

    void guarded(const std::function<void()>& action);
    void openThen(const QString& file, Opened opened);
    /// What came of it.
    void endOpening(const RecordingPtr& recording);
    void setSide(std::size_t side, const RecordingPtr& recording, const QString& file);
    void setSides(Side a, Side b);
    void showAround(std::size_t marker);
    void setMarker(std::optional<std::size_t> marker);
    void setRanges(const RangeChoice& a, const RangeChoice& b);
    void ask();
    void setShown(const ResultPtr& result);
    [[nodiscard]] const RecordingPtr& recording(std::size_t index) const
    {
        return m_sides[index].choice.recording;
    }

    std::array<Side, 2> m_sides;
    std::optional<std::size_t> m_marker;
    ResultPtr m_shown;
    RecordingOpener m_opener;
    Opened m_opened; ///< what is to be done with the file that is being opened
    DifferenceJob m_job; ///< last: its thread has ended before anything that it uses is gone
};

} // namespace lockscope::ui
