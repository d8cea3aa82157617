// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notice_strips.h"

#include "core/io/limits.h"
#include "ui/session/feed.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/quality_strip.h"
#include "ui/widgets/source_banner.h"

#include <QVBoxLayout>

namespace lockscope::ui {

NoticeStrips::NoticeStrips(const std::vector<QAction*>& bannerActions, QWidget* parent)
    : QWidget(parent)
    , m_messages(new MessageStrip(this))
    , m_violations(new MessageStrip(this))
    , m_banner(new SourceBanner(this))
    , m_quality(new QualityStrip(this))
{
    m_messages->setObjectName("messages");
    m_violations->setObjectName("violations");
    for (QAction* action : bannerActions)
        m_banner->addActionButton(action);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    for (QWidget* strip :
         std::initializer_list<QWidget*>{m_messages, m_violations, m_banner, m_quality})
        column->addWidget(strip);
}

void NoticeStrips::say(const QString& sentence)
{
    m_messages->say(sentence);
}

void NoticeStrips::showBanner(const Banner& shown, const Banner& pending)
{
    if (shown.mark.isEmpty())
        m_banner->show(pending.mark, pending.text);
    else if (pending.mark.isEmpty())
        m_banner->show(shown.mark, shown.text);
    else
        m_banner->show(shown.mark, tr("%1 · %2: %3").arg(shown.text, pending.mark, pending.text));
}

void NoticeStrips::refresh(const measure::History& history,
                           const std::optional<measure::SourceInfo>& facts)
{
    showQuality(history, facts);
    showViolations(history);
}

void NoticeStrips::showQuality(const measure::History& history,
                               const std::optional<measure::SourceInfo>& facts)
{
    const auto quality = facts ? newestQuality(history, *facts) : std::nullopt;
    m_quality->show(quality ? qualityText(*quality, facts->host.cpuQuota) : QualityText());
}

void NoticeStrips::showViolations(const measure::History& history)
{
    if (history.empty()) {
        forgetViolations();
        return;
    }
    // Each is said once, so that closing the strip holds; a new kind opens it again.
    for (const std::string& violation : history.snapshots().back()->violations)
        if (m_knownViolations.size() < io::limits::kViolationsTold
            && m_knownViolations.insert(violation).second)
            m_violations->say(
                tr("The numbers do not add up: %1").arg(QString::fromStdString(violation)));
}

void NoticeStrips::forgetViolations()
{
    m_knownViolations.clear();
    m_violations->dismiss();
}

void NoticeStrips::setTheme(const Theme& theme)
{
    m_quality->setTheme(theme);
}

} // namespace lockscope::ui
