// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action_table.h"

#include "ui/widgets/icons.h"
#include "ui/words/text.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QStringList>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace lockscope::ui {

namespace {

/// "Run the workload (R or Space)".
QString withKeys(const QString& tip, const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& key : keys)
        texts << key.toString(QKeySequence::NativeText);
    return texts.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, texts.join(tr(" or ")));
}

/// A line between what belongs to different sections of a menu.
class SectionedMenu
{
public:
    explicit SectionedMenu(QMenu* menu)
        : m_menu(menu)
    {}

    QMenu* in(int section)
    {
        if (!m_menu->isEmpty() && section != m_section)
            m_menu->addSeparator();
        m_section = section;
        return m_menu;
    }

private:
    QMenu* m_menu;
    int m_section = 0;
};

const MenuRow& menuRow(MenuPlace place)
{
    return *std::find_if(
        kMenus.begin(), kMenus.end(), [place](const MenuRow& row) { return row.place == place; });
}

} // namespace

QString plainText(const QString& menuText)
{
    QString text;
    for (qsizetype at = 0; at < menuText.size(); ++at) {
        if (menuText[at] == '&')
            ++at; // what follows it stands for itself, be it another
        text += menuText.mid(at, 1);
    }
    if (text.endsWith(QStringLiteral("…")))
        text.chop(1);
    return text;
}

ActionTable::ActionTable(QWidget* window, std::function<WindowState()> state)
    : QObject(window)
    , m_window(window)
    , m_getState(std::move(state))
{}

void ActionTable::add(std::vector<ActionRow> rows)
{
    for (ActionRow& row : rows) {
        QAction* action = make(row);
        m_entries.push_back({std::move(row), action});
    }
}

QAction* ActionTable::make(const ActionRow& row)
{
    auto* action = new QAction(icon(row.icon), row.text, m_window);
    action->setObjectName(row.id);
    action->setCheckable(static_cast<bool>(row.on));
    // triggered() is the person; toggled() would also be what shows the state.
    connect(action, &QAction::triggered, this, [this, what = row.what](bool on) {
        refresh(); // it is not on before it was carried out,
        what(on);
        refresh(); // nor when it came to nothing
    });
    action->setShortcuts(row.keys);
    action->setToolTip(withKeys(row.tip, row.keys));
    action->setStatusTip(row.tip);
    if (!row.keys.isEmpty())
        m_window->addAction(action); // its key works also while menu bar or tool bar are hidden
    if (!row.choice.isEmpty()) {
        QActionGroup*& choice = m_choices[row.choice];
        if (choice == nullptr)
            choice = new QActionGroup(this);
        choice->addAction(action);
    }
    return action;
}

QAction* ActionTable::action(const QString& id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&id](const Entry& entry) {
        return entry.row.id == id;
    });
    if (found == m_entries.end())
        throw std::out_of_range("no action " + id.toStdString());
    return found->action;
}

std::vector<QAction*> ActionTable::at(ActionSpot spot) const
{
    std::vector<QAction*> actions;
    for (const Entry& entry : m_entries)
        if (std::count(entry.row.spots.begin(), entry.row.spots.end(), spot) > 0)
            actions.push_back(entry.action);
    return actions;
}

QString ActionTable::whyNot(const Entry& entry) const
{
    QString reason = whyNotMet(entry.row.need, m_state);
    if (reason.isEmpty() && entry.row.whyNot)
        reason = entry.row.whyNot(m_state);
    return reason;
}

void ActionTable::refresh()
{
    m_state = m_getState();
    for (const Entry& entry : m_entries)
        show(entry);
    emit refreshed();
}

void ActionTable::show(const Entry& entry)
{
    const auto& [row, action] = entry;
    const QString reason = whyNot(entry);
    action->setEnabled(reason.isEmpty());
    if (row.on)
        action->setChecked(row.on(m_state));
    if (!row.face && !row.whyNot && row.need == Need::Nothing)
        return;
    ActionFace face{row.text, row.icon, row.tip, row.keys};
    if (row.face)
        row.face(m_state, face);
    if (action->text() != face.text) {
        action->setText(face.text);
        action->setIcon(icon(face.icon));
    }
    if (action->shortcuts() != face.keys)
        action->setShortcuts(face.keys);
    QString tip = withKeys(face.tip, face.keys);
    if (!reason.isEmpty())
        tip += '\n' + tr("Not now: %1").arg(reason);
    action->setToolTip(tip);
    action->setStatusTip(face.tip);
}

void ActionTable::fill(QMenuBar& bar)
{
    std::map<MenuPlace, SectionedMenu> menus;
    for (const MenuRow& row : kMenus)
        if (row.parent == MenuPlace::None)
            menus.emplace(row.place, SectionedMenu(bar.addMenu(tr(row.title))));
    for (const Entry& entry : m_entries) {
        const MenuPlace place = entry.row.menu;
        if (place == MenuPlace::None)
            continue;
        if (!menus.contains(place)) { // a menu in a menu stands where its first action does
            const MenuRow& row = menuRow(place);
            QMenu* menu =
                menus.at(row.parent).in(row.section)->addMenu(icon(row.icon), tr(row.title));
            menu->setObjectName(row.name);
            menus.emplace(place, SectionedMenu(menu));
        }
        menus.at(place).in(entry.row.section)->addAction(entry.action);
    }
}

void ActionTable::fill(QMenu& menu, MenuPlace place) const
{
    SectionedMenu sections(&menu);
    for (const Entry& entry : m_entries)
        if (entry.row.menu == place)
            sections.in(entry.row.section)->addAction(entry.action);
}

} // namespace lockscope::ui
