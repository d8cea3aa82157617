// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/picture_facts.h"

#include "ui/words/foreign_text.h"
#include "ui/words/status_text.h"
#include "ui/words/units.h"

namespace lockscope::ui {

namespace {

QString text(const std::optional<std::string>& value)
{
    return value ? shownText(*value) : unknownText();
}

/// "native_ns", "48" reads better as "native 48 ns".
QString setting(const std::string& name, const std::string& value)
{
    QString label = shownText(name, 40);
    QString unit;
    for (const char* ending : {"_ns", "_ms"}) {
        if (label.endsWith(QLatin1String(ending))) {
            unit = QString(" %1").arg(ending + 1);
            label.chop(3);
        }
    }
    label.replace('_', ' ');
    return label + ' ' + shownText(value) + unit;
}

/// The configuration that held at a time: a change still on its way does not count. Null when all
/// that is known is that it was changed later.
const measure::ConfigFacts* configAt(const measure::SourceInfo& source,
                                     const measure::History& history,
                                     std::chrono::nanoseconds time)
{
    bool isChangedLater = false;
    const auto& snapshots = history.snapshots();
    for (auto snapshot = snapshots.rbegin(); snapshot != snapshots.rend(); ++snapshot) {
        const auto& changes = (*snapshot)->changes;
        for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
            if (change->time <= time)
                return &change->config;
            isChangedLater = true;
        }
    }
    return isChangedLater ? nullptr : &source.config;
}

} // namespace

QString isoTime(const PictureFacts& facts)
{
    if (!facts.taken.isValid())
        return {};
    return facts.taken.toOffsetFromUtc(facts.taken.offsetFromUtc()).toString(Qt::ISODate);
}

QString PictureFacts::fullTitle() const
{
    return mark.isEmpty() ? title : mark + ": " + title;
}

QStringList PictureFacts::captionLines() const
{
    QStringList lines;
    for (const QString& line : {mark, experiment, host})
        if (!line.isEmpty())
            lines << line;
    QString last = program;
    if (taken.isValid())
        last += separator() + taken.toString("yyyy-MM-dd HH:mm:ss t");
    else if (!experiment.isEmpty()) // of a picture that is of none there is nothing to wait for
        last += separator() + QStringLiteral("no data yet");
    lines << last;
    return lines;
}

QString PictureFacts::description() const
{
    return captionLines().join('\n');
}

PictureFacts pictureFacts(const std::optional<measure::SourceInfo>& source,
                          const measure::History& history,
                          const QDateTime& taken,
                          std::chrono::nanoseconds until)
{
    PictureFacts facts;
    facts.taken = taken;
    facts.program = QStringLiteral("Lockscope %1").arg(LOCKSCOPE_VERSION);
    if (!source) {
        facts.experiment = QStringLiteral("experiment ") + unknownText();
        facts.host = QStringLiteral("host ") + unknownText();
        return facts;
    }
    facts.mark = sourceMark(*source);
    QStringList settings;
    if (const auto* config = configAt(*source, history, until))
        for (const auto& [name, value] : *config)
            settings << setting(name, value);
    else
        settings << QStringLiteral("experiment ") + unknownText();
    facts.experiment = settings.join(PictureFacts::separator());
    facts.host = QStringList{text(source->host.cpuModel),
                             cpuCountText(source->host),
                             text(source->host.operatingSystem),
                             QStringLiteral("kernel ") + text(source->host.kernel),
                             probeText(source->probe)}
                     .join(PictureFacts::separator());
    return facts;
}

} // namespace lockscope::ui
