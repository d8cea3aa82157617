// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/feed.h"

#include "ui/words/text.h"
#include "ui/words/units.h"

#include <algorithm>

namespace lockscope::ui {

Feed::Feed(FeedKind kind)
    : m_kind(kind)
{}

Feed::~Feed() = default;

measure::Provenance Feed::provenance() const
{
    const measure::Source* known = source();
    if (known == nullptr || traits().isExperiment)
        return traits().provenance;
    return known->facts().provenance.by(traits().provenance.delivery);
}

QString Feed::tab() const
{
    return ui::tr(traits().tab);
}

Banner Feed::banner(const measure::History& shown) const
{
    const QString mark = QString::fromStdString(markOf(provenance()));
    return mark.isEmpty() ? Banner{} : Banner{.mark = mark, .text = text(shown)};
}

QString Feed::machine() const
{
    const measure::Source* known = source();
    const auto model = known == nullptr ? std::nullopt : known->facts().host.cpuModel;
    return model ? toQString(*model) : unknownText();
}

void Feed::apply(const ExperimentRequest& /*wanted*/) {}

void Feed::setSnapshotRate(int /*perSecond*/) {}

std::optional<std::vector<measure::SnapshotPtr>> Feed::takeAll()
{
    return std::nullopt;
}

std::optional<std::chrono::nanoseconds> Feed::place() const
{
    return std::nullopt;
}

std::shared_ptr<const measure::ProgramAccount> Feed::account() const
{
    return nullptr;
}

std::optional<ExperimentRequest> Feed::request() const
{
    return std::nullopt;
}

lab::ConfigLimits Feed::limits() const
{
    const measure::Source* known = source();
    return {.cpus = known == nullptr ? 1 : std::max(1, known->facts().host.cpus),
            .guardsInstalled = false};
}

} // namespace lockscope::ui
