// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that are made of other tables: guards, workloads, samples.
#include "core/guards/registry.h"
#include "core/lab/settings.h"
#include "core/workload/kinds.h"
#include "ui/recordings/recording_choices.h"
#include "ui/recordings/recording_files.h"
#include "ui/session/session.h"
#include "ui/shell/action_rows.h"
#include "ui/words/text.h"

#include <cstddef>
#include <span>
#include <utility>
#include <variant>

namespace lockscope::ui {

namespace {

QString keylessChoice()
{
    return tr("one of many that are chosen from a list");
}

/// One sentence as tips are: without its full stop.
QString asTip(QString sentence)
{
    if (sentence.endsWith('.'))
        sentence.chop(1);
    return sentence;
}

ActionRow guardRow(Session* session, const guards::GuardRow& guard)
{
    const QString id = toQString(guard.id);
    return {.id = "guard-" + id,
            .text = tr("Guard: %1 (%2)").arg(toQString(guard.label), id),
            .icon = "guard",
            .tip = asTip(toQString(guard.description)),
            .keyless = keylessChoice(),
            .need = Need::Changeable,
            .whyNot =
                [&guard](const WindowState& state) {
                    return asTip(toQString(lab::whyNotGuard(guard, state.limits)));
                },
            .on = [&guard](const WindowState& state) { return state.config.guard == guard.id; },
            .choice = "guard",
            .what = [session, id](bool /*on*/) { session->setGuard(id); }};
}

/// What the settings say of each workload.
std::span<const lab::ChoiceWords> workloadWords()
{
    return std::get<lab::ChoiceSetting>(lab::settingNamed("workload")->value).words;
}

} // namespace

std::vector<ActionRow> choiceRows(Session& session)
{
    std::vector<ActionRow> rows;
    for (const guards::GuardRow& guard : guards::registry())
        rows.push_back(guardRow(&session, guard));
    for (std::size_t i = 0; i < workload::kKindNames.size(); ++i) {
        const auto kind = static_cast<workload::Kind>(i);
        const QString name = toQString(workload::name(kind));
        rows.push_back(
            {.id = "workload-" + name,
             .text = tr("Workload: %1").arg(name),
             .icon = "experiment",
             .tip = asTip(toQString(workloadWords()[i].about)),
             .keyless = keylessChoice(),
             .need = Need::Changeable,
             .on = [kind](const WindowState& state) { return state.config.workload == kind; },
             .choice = "workload",
             .what = [session = &session, kind](bool /*on*/) { session->setWorkload(kind); }});
    }
    return rows;
}

std::vector<ActionRow> sampleRows(RecordingFiles& files)
{
    std::vector<ActionRow> rows;
    std::vector<SampleRecording> samples = sampleRecordings();
    for (SampleRecording& sweep : sampleSweeps())
        samples.push_back(std::move(sweep));
    for (const SampleRecording& sample : samples)
        rows.push_back(
            {.id = QStringLiteral("sample-") + sample.name,
             .text = sample.text,
             .icon = "table",
             .tip = tr("Open a sample that the program carries"),
             .keyless = keylessChoice(),
             .menu = MenuPlace::Samples,
             .what = [files = &files, file = sample.file()](bool /*on*/) { files->open(file); }});
    return rows;
}

} // namespace lockscope::ui
