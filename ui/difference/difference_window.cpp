// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_window.h"

#include "core/io/output_file.h"
#include "core/recording/difference_text.h"
#include "core/report/json.h"
#include "ui/charts/chart_pair.h"
#include "ui/difference/difference_table.h"
#include "ui/difference/range_box.h"
#include "ui/pictures/export_dialog.h"
#include "ui/recordings/recording_choices.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/save_file.h"
#include "ui/words/foreign_text.h"
#include "ui/words/range_text.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPushButton>

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>

namespace lockscope::ui {

namespace {

/// The marker that is nearest to a place; of none the first.
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

/// When the last snapshot of a range was taken, by the wall clock.
QDateTime takenAt(const recording::Range& range)
{
    const recording::RecordingHeader& header = range.recording->header();
    const auto at = header.startedAt
        + std::chrono::duration_cast<std::chrono::system_clock::duration>(range.until
                                                                          - header.startedTime);
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count());
}

PictureFacts factsOf(const recording::Range& range)
{
    PictureFacts facts =
        pictureFacts(range.recording->header().source, measure::History(), takenAt(range));
    facts.mark = recordingMark(*range.recording);
    return facts;
}

} // namespace

void DifferenceWindow::guarded(const std::function<void()>& action)
{
    m_message->dismiss();
    try {
        action();
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
    for (RangeBox* side : m_sides)
        side->showFile();
}

bool DifferenceWindow::sameRecording() const
{
    return m_sides[kA]->recording() == m_sides[kB]->recording();
}

void DifferenceWindow::compareAround(const RecordingPtr& recording,
                                     const QString& file,
                                     std::optional<std::chrono::nanoseconds> place)
{
    guarded([&] {
        setRecording(kA, recording, file);
        setRecording(kB, recording, file);
        listMarkers();
        if (!recording->markers().empty()) {
            showAround(nearestMarker(*recording, place));
            return;
        }
        const auto middle = place.value_or(recording->begin() + recording->duration() / 2);
        m_sides[kA]->setRange(recording->begin(), middle);
        m_sides[kB]->setRange(middle, recording->end());
        askAgain();
    });
}

void DifferenceWindow::compare(const QString& a, const QString& b)
{
    guarded([&] {
        const RecordingPtr first = openRecording(a);
        if (a == b) { // the same file is the same recording
            compareAround(first, a);
            return;
        }
        const RecordingPtr second = openRecording(b);
        setRecording(kA, first, a);
        setRecording(kB, second, b);
        listMarkers();
        askAgain();
    });
}

void DifferenceWindow::open(std::size_t side, const QString& file)
{
    const std::size_t other = side == kA ? kB : kA;
    guarded([&] {
        // The same file is the same recording, also when it can be read only once.
        const RecordingPtr opened =
            m_files[other] == file ? m_sides[other]->recording() : openRecording(file);
        if (!m_sides[other]->recording()) {
            compareAround(opened, file);
            return;
        }
        const bool wasSame = sameRecording();
        setRecording(side, opened, file);
        if (sameRecording()) {
            compareAround(opened, file);
            return;
        }
        const RecordingPtr& theirs = m_sides[other]->recording();
        if (wasSame) // that it was before or after something means nothing now
            m_sides[other]->setRange(theirs->begin(), theirs->end());
        listMarkers();
        askAgain();
    });
}

void DifferenceWindow::setRecording(std::size_t side,
                                    const RecordingPtr& recording,
                                    const QString& file)
{
    m_sides[side]->setRecording(recording, file);
    m_files[side] = file;
    for (RangeBox* box : m_sides)
        box->addFile(file, QFileInfo(file).fileName());
}

void DifferenceWindow::listMarkers()
{
    m_markers->clear();
    const RecordingPtr& a = m_sides[kA]->recording();
    const auto& markers = a->markers();
    m_markers->addItem(markers.empty() ? tr("no live change in A") : tr("ranges of your own"));
    for (std::size_t i = 0; i < markers.size(); ++i)
        m_markers->addItem(
            tr("change %1 of A, at %2 s: %3")
                .arg(i + 1)
                .arg(std::chrono::duration<double>(markers[i].change.time).count(), 0, 'f', 2)
                .arg(shownText(markers[i].change.label, 60)));
    m_markers->setEnabled(!markers.empty());
}

void DifferenceWindow::chooseMarker(int index)
{
    if (index < 1)
        return;
    guarded([&] {
        if (!sameRecording())
            setRecording(kB, m_sides[kA]->recording(), m_files[kA]);
        showAround(static_cast<std::size_t>(index - 1));
    });
}

void DifferenceWindow::showAround(std::size_t marker)
{
    m_markers->setCurrentIndex(static_cast<int>(marker) + 1);
    try {
        const auto [before, after] = recording::aroundMarker(m_sides[kA]->recording(), marker);
        m_sides[kA]->setRange(before.from, before.until);
        m_sides[kB]->setRange(after.from, after.until);
        askAgain();
    } catch (const recording::RecordingError& error) {
        m_job.forget();
        showNothing(QString::fromUtf8(error.what())); // what was shown is not of this marker
    }
}

void DifferenceWindow::chooseFile(std::size_t side)
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a recording"), {}, tr("Recordings (*.lockscope);;All files (*)"));
    if (!file.isEmpty())
        open(side, file);
}

void DifferenceWindow::askAgain()
{
    m_message->dismiss();
    m_job.ask(m_sides[kA]->choice(), m_sides[kB]->choice());
}

void DifferenceWindow::showResult(const std::shared_ptr<const ComparedRanges>& result)
{
    m_shown = result;
    for (const auto& setStretch : m_setStretches)
        setStretch(*result);
    for (ChartPair* pair : m_pairs)
        pair->refresh(result->a, result->b);
    m_table->setDifference(result->difference);
    for (QPushButton* button : {m_export, m_json, m_copy})
        button->setEnabled(true);
}

void DifferenceWindow::showNothing(const QString& why)
{
    m_shown.reset();
    for (ChartPair* pair : m_pairs)
        pair->refresh(measure::History());
    m_table->setDifference(std::nullopt);
    for (QPushButton* button : {m_export, m_json, m_copy})
        button->setEnabled(false);
    if (!why.isEmpty())
        m_message->say(why);
}

void DifferenceWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_pairs.empty())
        applyTheme();
}

void DifferenceWindow::applyTheme()
{
    const Theme theme = Theme::of(palette());
    for (RangeBox* side : m_sides)
        side->setTheme(theme);
    for (ChartPair* pair : m_pairs)
        pair->setTheme(theme);
    m_table->setTheme(theme);
}

Exporter DifferenceWindow::exporter() const
{
    // What is shown, and not what is chosen, which may be on its way.
    const recording::Range& a = m_shown->difference.a;
    const recording::Range& b = m_shown->difference.b;
    PictureFacts facts = factsOf(b);
    const PictureFacts factsA = factsOf(a);
    const auto both = [](const QString& ofA, const QString& ofB, const QString& separator) {
        return ofA == ofB ? ofA : tr("A: %1").arg(ofA) + separator + tr("B: %1").arg(ofB);
    };
    facts.mark = both(factsA.mark, facts.mark, QStringLiteral("; "));
    facts.host = both(factsA.host, facts.host, PictureFacts::separator());
    const std::array names{tr("A: %1").arg(rangeText(a)), tr("B: %1").arg(rangeText(b))};
    facts.experiment = QStringList{QString::fromStdString(m_shown->difference.verdict()),
                                   tr("95 % confidence intervals by batch means"),
                                   names[kA],
                                   names[kB]}
                           .join(PictureFacts::separator());
    PictureRows rows{{.views = {m_table}, .height = m_table->pictureSize().height()}};
    constexpr double kPairHeight = 230;
    for (ChartPair* pair : m_pairs) {
        pair->setNames(names[kA], names[kB]);
        rows.push_back({.views = {pair}, .height = kPairHeight});
    }
    WholePicture whole{.id = "comparison",
                       .choice = tr("Whole comparison"),
                       .title = tr("Lockscope: two recordings compared"),
                       .size = {1200, 0}};
    for (const PictureRow& row : rows)
        whole.size.rheight() += row.height + 10; // and the gap between rows
    return {rows, facts, Theme::of(palette()), whole};
}

void DifferenceWindow::exportPictures()
{
    ExportDialog([this] { return exporter(); }, m_settings, this).exec();
}

void DifferenceWindow::saveJson(const QString& file) const
{
    io::writeFile(QFileInfo(file).absoluteFilePath().toStdString(),
                  report::text(recording::toJson(m_shown->difference)));
}

void DifferenceWindow::chooseJson()
{
    if (const auto target = askForTarget(
            this, tr("Save the comparison"), "lockscope-diff.json", {{tr("JSON"), ".json"}}))
        guarded([&] { saveJson(target->file); });
}

void DifferenceWindow::copyTable()
{
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(recording::tableText(m_shown->difference)));
}

} // namespace lockscope::ui
