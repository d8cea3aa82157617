// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/range_comparison.h"

#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr std::size_t kOverviewSteps = 1000; ///< more than a strip has pixels to tell apart

/// The marker that is nearest to a place; without a place the first.
std::size_t nearestMarker(const recording::Recording& recording,
                          std::optional<std::chrono::nanoseconds> place)
{
    const auto& markers = recording.markers();
    const auto away = [&](const recording::Marker& marker) {
        return place ? std::chrono::abs(marker.change.time - *place) : std::chrono::nanoseconds(0);
    };
    const auto nearest =
        std::min_element(markers.begin(), markers.end(), [&](const auto& a, const auto& b) {
            return away(a) < away(b);
        });
    return static_cast<std::size_t>(nearest - markers.begin());
}

/// All of a recording. Throws recording::RecordingError.
RangeComparison::Side wholeSide(const RangeComparison::RecordingPtr& recording, const QString& file)
{
    return {
        .choice = {.recording = recording, .from = recording->begin(), .until = recording->end()},
        .file = file,
        .overview = overviewOf(*recording, kOverviewSteps)};
}

} // namespace

RangeComparison::RangeComparison(QWidget* window)
    : m_opener(window)
{
    connect(&m_opener, &RecordingOpener::opened, this, [this](const RecordingPtr& recording) {
        endOpening(recording);
    });
    connect(&m_opener, &RecordingOpener::problem, this, [this](const QString& sentence) {
        m_opened = nullptr;
        emit said(sentence);
    });
    connect(&m_opener, &RecordingOpener::givenUp, this, [this] {
        m_opened = nullptr;
        emit said({});
    });
    connect(&m_job, &DifferenceJob::compared, this, &RangeComparison::setShown);
    connect(&m_job, &DifferenceJob::failed, this, [this](const QString& sentence) {
        setShown(nullptr);
        emit said(sentence);
    });
}

void RangeComparison::guarded(const std::function<void()>& action)
{
    emit said({});
    try {
        action();
    } catch (const std::exception& error) {
        emit said(problemText(error));
    }
}

void RangeComparison::compareAround(const RecordingPtr& recording,
                                    const QString& file,
                                    std::optional<std::chrono::nanoseconds> place)
{
    guarded([&] {
        const Side side = wholeSide(recording, file);
        setSides(side, side);
        if (!recording->markers().empty()) {
            showAround(nearestMarker(*recording, place));
            return;
        }
        const auto middle = place.value_or(recording->begin() + recording->duration() / 2);
        setRanges({.recording = recording, .from = recording->begin(), .until = middle},
                  {.recording = recording, .from = middle, .until = recording->end()});
        ask();
    });
}

void RangeComparison::compare(const QString& a, const QString& b)
{
    openThen(a, [this, a, b](const RecordingPtr& first) {
        if (a == b) { // the same file is the same recording
            compareAround(first, a);
            return;
        }
        openThen(b, [this, a, b, first](const RecordingPtr& second) {
            setSides(wholeSide(first, a), wholeSide(second, b));
            ask();
        });
    });
}

void RangeComparison::openThen(const QString& file, Opened opened)
{
    emit said({});
    m_opened = std::move(opened);
    m_opener.open(file);
}

void RangeComparison::endOpening(const RecordingPtr& recording)
{
    const Opened opened = std::exchange(m_opened, nullptr); // which may open another
    guarded([&] { opened(recording); });
}

void RangeComparison::open(std::size_t side, const QString& file)
{
    const std::size_t other = side == kA ? kB : kA;
    // The same file is the same recording, also when it can be read only once.
    if (m_sides[other].file == file)
        compareAround(recording(other), file);
    else
        openThen(file, [this, side, file](const RecordingPtr& recording) {
            setSide(side, recording, file);
        });
}

void RangeComparison::setSide(std::size_t side, const RecordingPtr& opened, const QString& file)
{
    const std::size_t other = side == kA ? kB : kA;
    if (!recording(other)) {
        compareAround(opened, file);
        return;
    }
    const bool wasSame = recording(kA) == recording(kB);
    Side theirs = m_sides[other];
    if (wasSame) { // that it was before or after something means nothing now
        theirs.choice.from = theirs.choice.recording->begin();
        theirs.choice.until = theirs.choice.recording->end();
    }
    Side mine = wholeSide(opened, file);
    if (side == kA)
        setSides(std::move(mine), std::move(theirs));
    else
        setSides(std::move(theirs), std::move(mine));
    ask();
}

void RangeComparison::chooseMarker(std::size_t marker)
{
    guarded([&] {
        if (recording(kA) != recording(kB)) {
            const Side side = m_sides[kA];
            setSides(side, side);
        }
        showAround(marker);
    });
}

void RangeComparison::setRange(std::size_t side,
                               std::chrono::nanoseconds from,
                               std::chrono::nanoseconds until)
{
    if (!recording(side))
        return;
    setMarker(std::nullopt);
    RangeChoice& choice = m_sides[side].choice;
    choice.from = from;
    choice.until = until;
    emit rangesChanged();
    ask();
}

void RangeComparison::setSides(Side a, Side b)
{
    m_sides = {std::move(a), std::move(b)};
    m_marker.reset();
    emit recordingsChanged();
    emit markerChanged();
}

void RangeComparison::showAround(std::size_t marker)
{
    setMarker(marker);
    try {
        const auto [before, after] = recording::aroundMarker(recording(kA), marker);
        setRanges({.recording = recording(kA), .from = before.from, .until = before.until},
                  {.recording = recording(kB), .from = after.from, .until = after.until});
        ask();
    } catch (const recording::RecordingError& error) {
        m_job.forget();
        setShown(nullptr); // what was shown is not of this marker
        emit said(problemText(error));
    }
}

void RangeComparison::setMarker(std::optional<std::size_t> marker)
{
    m_marker = marker;
    emit markerChanged();
}

void RangeComparison::setRanges(const RangeChoice& a, const RangeChoice& b)
{
    m_sides[kA].choice = a;
    m_sides[kB].choice = b;
    emit rangesChanged();
}

void RangeComparison::ask()
{
    emit said({});
    m_job.ask(m_sides[kA].choice, m_sides[kB].choice);
}

void RangeComparison::setShown(const ResultPtr& result)
{
    m_shown = result;
    emit shownChanged();
}

QStringList RangeComparison::markerTexts() const
{
    QStringList texts;
    if (!recording(kA))
        return texts;
    const auto& markers = recording(kA)->markers();
    for (std::size_t i = 0; i < markers.size(); ++i)
        texts << tr("change %1 of A, at %2 s: %3")
                     .arg(i + 1)
                     .arg(std::chrono::duration<double>(markers[i].change.time).count(), 0, 'f', 2)
                     .arg(shownText(markers[i].change.label, 60));
    return texts;
}

} // namespace lockscope::ui
