// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notice_strips.h"

#include "core/io/limits.h"
#include "ui/session/feed.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/quality_strip.h"
#include "ui/widgets/source_banner.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace lockscope::ui {

NoticeStrips::NoticeStrips(const std::vector<QAction*>& bannerActions,
                           const NoticeEnds::Sayers& sayers,
                           QWidget* parent)
    : QWidget(parent)
    , m_ends(new NoticeEnds(sayers, this))
    , m_messages(new MessageStrip(this))
    , m_violations(new MessageStrip(this))
    , m_first(m_messages)
    , m_facts(new QWidget(this))
    , m_banner(new SourceBanner(m_facts))
    , m_quality(new QualityStrip(m_facts))
{
    m_messages->setObjectName("messages");
    m_violations->setObjectName("violations");
    for (QAction* action : bannerActions)
        m_banner->addActionButton(action);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto* row = new QHBoxLayout(m_facts);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_banner); // without a stretch, for which Qt would forget what each needs
    row->addWidget(m_quality);
    for (QWidget* strip : std::initializer_list<QWidget*>{m_messages, m_violations, m_facts})
        column->addWidget(strip);
    connect(m_ends, &NoticeEnds::over, m_messages, &MessageStrip::dismiss);
    for (MessageStrip* strip : {m_messages, m_violations})
        connect(strip, &MessageStrip::saidChanged, this, [this, strip] {
            if (strip->says())
                m_first = strip;
            arrange();
        });
}

void NoticeStrips::say(const QString& sentence, const QObject* sayer)
{
    m_ends->begin(sayer);
    m_messages->say(sentence);
}

void NoticeStrips::arrange()
{
    MessageStrip* other = m_first == m_messages ? m_violations : m_messages;
    MessageStrip* shown = m_first->says() ? m_first : other->says() ? other : nullptr;
    for (MessageStrip* strip : {m_messages, m_violations})
        strip->setVisible(strip == shown);
    m_facts->setVisible(shown == nullptr);
}

void NoticeStrips::showBanner(const Banner& shown, const Banner& pending)
{
    for (MessageStrip* strip : {m_messages, m_violations})
        strip->setMark(shown.mark);
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
    // A program's threads without a CPU are its own doing, and stand in its lanes.
    const bool isExperiment = facts && facts->subject == measure::Subject::Experiment;
    const auto quality = isExperiment ? newestQuality(history, *facts) : std::nullopt;
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
