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
#include "ui/widgets/action_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace lockscope::ui {

LivePage::LivePage(Session& session, QWidget* parent)
    : PanelPage("live-page", tr("Live"), parent)
    , m_centre(new QStackedWidget(this))
    , m_back(new ActionButton(this))
    , m_there(new ActionButton(this))
    , m_dashboard(new Dashboard(this))
    , m_controls(new ControlPanel(session, this))
    , m_card(new ChangeCard(this))
    , m_table(new ThreadTable(m_dashboard->timeView(), this, m_dashboard->threadPick()))
{
    m_centre->addWidget(setUpElsewhere());
    m_centre->addWidget(m_dashboard);
    m_centre->setCurrentWidget(m_dashboard);
    setUp(m_centre,
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

QWidget* LivePage::setUpElsewhere()
{
    auto* elsewhere = new QWidget(this);
    auto* about = new QLabel(tr("A program is shown, on the page Program."), elsewhere);
    about->setAlignment(Qt::AlignHCenter);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_there);
    buttons->addWidget(m_back);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(elsewhere);
    column->addStretch(1);
    column->addWidget(about);
    column->addLayout(buttons);
    column->addStretch(2);
    return elsewhere;
}

void LivePage::hold(bool pictures)
{
    if (pictures)
        m_centre->addWidget(m_dashboard);
    m_centre->setCurrentIndex(pictures ? 1 : 0);
    setPanelsShown(pictures); // there is nothing here that they could say
}

void LivePage::setActions(const ActionTable& table)
{
    m_there->setAction(table.action("show-program"));
    m_back->setAction(table.action("begin-experiment"));
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
