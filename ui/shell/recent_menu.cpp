// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/recent_menu.h"

#include "ui/settings/settings.h"
#include "ui/words/foreign_text.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>
#include <QStringList>

namespace lockscope::ui {

namespace {

/// Its name, with the folder where another file has the same.
QString textOf(const QFileInfo& file, const QStringList& names)
{
    constexpr int kMostOfName = 40;
    constexpr int kMostOfFolder = 30;
    const QString name = shownMenuText(file.fileName(), kMostOfName);
    return names.count(file.fileName()) > 1
        ? QStringLiteral("%1 – %2").arg(name, shownMenuText(file.path(), kMostOfFolder))
        : name;
}

} // namespace

RecentMenu::RecentMenu(QMenu& menu, const Settings& settings, QObject* parent)
    : QObject(parent)
    , m_menu(menu)
    , m_settings(settings)
    , m_below(menu.insertSeparator(menu.actions().value(0)))
{
    m_menu.setToolTipsVisible(true);
    connect(&m_menu, &QMenu::aboutToShow, this, &RecentMenu::fill);
}

void RecentMenu::fill()
{
    qDeleteAll(m_shown);
    m_shown.clear();
    const QStringList files = m_settings.recentFiles();
    QStringList names;
    for (const QString& file : files)
        names << QFileInfo(file).fileName();
    for (const QString& file : files) {
        auto* action = new QAction(
            QStringLiteral("&%1  %2").arg(m_shown.size() + 1).arg(textOf(QFileInfo(file), names)),
            this);
        action->setToolTip(plainToolTip(file));
        action->setStatusTip(shownText(file));
        connect(action, &QAction::triggered, this, [this, file] { emit fileWanted(file); });
        add(action);
    }
    if (files.isEmpty()) {
        auto* none = new QAction(tr("&Nothing yet"), this);
        none->setEnabled(false);
        add(none);
    }
}

void RecentMenu::add(QAction* action)
{
    m_menu.insertAction(m_below, action);
    m_shown << action;
}

} // namespace lockscope::ui
