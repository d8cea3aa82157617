// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/live_page.h"

#include "core/measure/history.h"
#include "ui/actions/action_table.h"
#include "ui/charts/thread_table.h"
#include "ui/charts/time_view.h"
#include "ui/experiment/change_card.h"
#include "ui/experiment/control_panel.h"
#include "ui/session/session.h"
#include "ui/shell/dashboard.h"

namespace lockscope::ui {

LivePage::LivePage(Session& session, QWidget* parent)
    : PanelPage("live-page", tr("Live"), parent)
    , m_dashboard(new Dashboard(this))
    , m_controls(new ControlPanel(session, this))
    , m_card(new ChangeCard(this))
    , m_table(new ThreadTable(m_dashboard->timeView(), this, m_dashboard->threadPick()))
{
    setUp(m_dashboard,
          {{.name = "experiment",
            .title = tr("Experiment"),
            .content = m_controls,
            .part = WindowPart::SidePanel,
            .scrolls = true},
           {.name = "last-change",
            .title = tr("Last change"),
            .content = m_card,
            .part = WindowPart::Change,
            .scrolls = true},
           {.name = "threads",
            .title = tr("Threads"),
            .content = m_table,
            .part = WindowPart::Table,
            .area = Qt::BottomDockWidgetArea}});
    const auto tellMoving = [this, &session] {
        m_card->setMoving(session.running() && !session.frozen());
    };
    connect(&session, &Session::runningChanged, m_card, tellMoving);
    connect(&session, &Session::frozenChanged, m_card, tellMoving);
    connect(&session, &Session::feedReplaced, m_card, tellMoving);
    tellMoving();
    connect(m_dashboard, &Dashboard::hiddenEntriesChanged, m_table, &ThreadTable::hideEntries);
}

void LivePage::setActions(const ActionTable& table)
{
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const char* id : {"pin-lane", "filter-lanes", "lanes-by-wait", "export-data"})
        m_table->addAction(table.action(id));
}

void LivePage::refresh(const measure::History& history, const measure::History& past)
{
    m_dashboard->refresh(history);
    m_card->refresh(past);
    m_table->refresh(history);
}

void LivePage::forgetPicture()
{
    m_card->refresh(measure::History()); // the last change was one of another picture
}

void LivePage::setTheme(const Theme& theme)
{
    m_dashboard->setTheme(theme);
}

} // namespace lockscope::ui
