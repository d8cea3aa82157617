// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/source.h"
#include "ui/shell/notice_ends.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <set>
#include <string>
#include <vector>

class QAction;

namespace lockscope::ui {

class MessageStrip;
class QualityStrip;
class SourceBanner;
struct Banner;

/// What stands above the pictures when there is something to say, on one line, one at a time: what
/// went wrong, what was said last before what was said earlier; numbers that do not add up; else
/// that something is not measured live, and beside it what disturbs the measuring. What covers the
/// banner carries its mark. GUI thread only.
class NoticeStrips : public QWidget
{
    Q_OBJECT

public:
    /// The actions stand in the banner while they can be carried out.
    NoticeStrips(const std::vector<QAction*>& bannerActions,
                 const NoticeEnds::Sayers& sayers,
                 QWidget* parent = nullptr);

    /// Says what went wrong until it is over, closed, or another takes its place; `sayer` is one of
    /// those that were given, or somebody else.
    void say(const QString& sentence, const QObject* sayer);
    /// Of what is shown, and of a host that is not shown yet; nothing of what has no mark.
    void showBanner(const Banner& shown, const Banner& pending);
    /// What the newest snapshots say of their own quality, unless there are no facts to say it
    /// with, and of sums that are wrong.
    void refresh(const measure::History& history, const std::optional<measure::SourceInfo>& facts);
    /// Another picture is shown: what was wrong with the one before says nothing of it.
    void forgetViolations();
    void setTheme(const Theme& theme);

private:
    /// Shows the one that comes first.
    void arrange();
    void showQuality(const measure::History& history,
                     const std::optional<measure::SourceInfo>& facts);
    void showViolations(const measure::History& history);

    NoticeEnds* m_ends; // child
    MessageStrip* m_messages; // children, as all strips
    MessageStrip* m_violations;
    MessageStrip* m_first; ///< of these two: the one that said something last
    QWidget* m_facts; ///< holds the two that follow
    SourceBanner* m_banner;
    QualityStrip* m_quality;
    std::set<std::string> m_knownViolations;
};

} // namespace lockscope::ui
