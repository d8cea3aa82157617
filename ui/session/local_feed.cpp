// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/local_feed.h"

namespace lockscope::ui {

LocalFeed::LocalFeed(const lab::LabConfig& config, const lab::LabOptions& options)
    : Feed(FeedKind::Local)
    , m_config(config)
    , m_options(options)
{}

void LocalFeed::open()
{
    if (!m_lab)
        m_lab = std::make_unique<lab::Lab>(m_config, m_options);
}

void LocalFeed::apply(const ExperimentRequest& wanted)
{
    if (m_lab)
        m_lab->apply(wanted.config());
    m_config = wanted.config();
}

void LocalFeed::setSnapshotRate(int perSecond)
{
    if (m_lab)
        m_lab->setSnapshotRate(perSecond);
    m_options.snapshotsPerSecond = perSecond;
}

QString LocalFeed::text(const measure::History& /*shown*/) const
{
    return {}; // what is measured here and now has no banner
}

} // namespace lockscope::ui
