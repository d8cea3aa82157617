// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/range_text.h"

#include "ui/words/foreign_text.h"
#include "ui/words/status_text.h"
#include "ui/words/text.h"

#include <QFileInfo>
#include <QStringList>

namespace lockscope::ui {

namespace {

QString secondsText(std::chrono::nanoseconds time)
{
    return QString::number(std::chrono::duration<double>(time).count(), 'f', 2);
}

} // namespace

QString recordingMark(const recording::Recording& recording)
{
    return QString::fromStdString(markOf(recording.header().source.provenance.recorded()));
}

QString settingsText(const recording::Recording& recording, std::chrono::nanoseconds time)
{
    const measure::ConfigFacts& facts = recording.configAfter(recording.countUntil(time));
    QStringList parts;
    const auto add = [&](const char* name, const QString& text) {
        for (const auto& [known, value] : facts)
            if (known == name)
                parts << text.arg(shownText(value, 40));
    };
    add("program", QStringLiteral("%1"));
    add("watched_by", tr("watched by %1"));
    add("guard", QStringLiteral("%1"));
    add("fast_path", tr("fast path %1"));
    add("cpus", tr("CPUs %1"));
    add("workers", tr("workers %1"));
    return parts.join(QStringLiteral(" · "));
}

QString rangeText(const recording::Range& range)
{
    return tr("%1, %2 to %3 s · %4")
        .arg(shownText(QFileInfo(QString::fromStdString(range.recording->name())).fileName(), 60),
             secondsText(range.from),
             secondsText(range.until),
             settingsText(*range.recording, range.until));
}

} // namespace lockscope::ui
