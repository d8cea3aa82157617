// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_picture.h"

#include "ui/charts/chart_pair.h"
#include "ui/difference/difference_table.h"
#include "ui/words/foreign_text.h"
#include "ui/words/range_text.h"
#include "ui/words/text.h"

#include <chrono>

namespace lockscope::ui {

namespace {

constexpr double kPairHeight = 230;
constexpr double kRowGap = 10;

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

QString nameA(const recording::Difference& difference)
{
    return tr("A: %1").arg(rangeText(difference.a));
}

QString nameB(const recording::Difference& difference)
{
    return tr("B: %1").arg(rangeText(difference.b));
}

} // namespace

PictureFacts differenceFacts(const recording::Difference& difference)
{
    PictureFacts facts = factsOf(difference.b);
    const PictureFacts factsA = factsOf(difference.a);
    const auto both = [](const QString& ofA, const QString& ofB, const QString& separator) {
        return ofA == ofB ? ofA : tr("A: %1").arg(ofA) + separator + tr("B: %1").arg(ofB);
    };
    facts.mark = both(factsA.mark, facts.mark, QStringLiteral("; "));
    facts.host = both(factsA.host, facts.host, PictureFacts::separator());
    facts.experiment = QStringList{QString::fromStdString(difference.verdict()),
                                   tr("95 % confidence intervals by batch means"),
                                   nameA(difference),
                                   nameB(difference)}
                           .join(PictureFacts::separator());
    return facts;
}

Exporter differenceExporter(const recording::Difference& difference,
                            const DifferenceTable& table,
                            const std::vector<ChartPair*>& pairs,
                            const Theme& theme)
{
    PictureRows rows{{.views = {&table}, .height = table.pictureSize().height()}};
    for (ChartPair* pair : pairs) {
        pair->setNames(nameA(difference), nameB(difference));
        rows.push_back({.views = {pair}, .height = kPairHeight});
    }
    WholePicture whole{.id = "comparison",
                       .choice = tr("Whole comparison"),
                       .title = tr("Lockscope: two recordings compared"),
                       .size = {1200, 0}};
    for (const PictureRow& row : rows)
        whole.size.rheight() += row.height + kRowGap;
    return {rows, differenceFacts(difference), theme, whole};
}

} // namespace lockscope::ui
