// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "tests/support/ui_test.h"
#include "ui/actions/action_table.h"
#include "ui/actions/keys_page.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QWidget>

#include <stdexcept>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using ui::ActionRow;
using ui::ActionSpot;
using ui::MenuPlace;
using ui::Need;
using ui::WindowState;

/// Actions that are made of rows: what is enabled, on and shown follows one state.
class ActionTableTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QWidget> m_window;
    WindowState m_state;
    QStringList m_done;
    std::unique_ptr<ui::ActionTable> m_table;

    [[nodiscard]] ActionRow row(const QString& id, ActionRow rest = {}) // NOLINT
    {
        rest.id = id;
        rest.text = rest.text.isEmpty() ? id : rest.text;
        rest.icon = "run";
        rest.tip = "Does " + id;
        if (!rest.what)
            rest.what = [this, id](bool on) { m_done << id + (on ? " on" : ""); };
        return rest;
    }

    void add(const ActionRow& row)
    {
        m_table->add({row});
        m_table->refresh();
    }

private slots:
    void initTestCase() { registerResources(); }

    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_state = {};
        m_done.clear();
        m_table = std::make_unique<ui::ActionTable>(m_window.get(), [this] { return m_state; });
    }

    void cleanup()
    {
        m_table.reset();
        m_window.reset();
    }

    void aRowIsAnAction()
    {
        add(row("go", {.text = "&Go…", .keys = {Qt::CTRL | Qt::Key_G, Qt::Key_G}}));
        QAction* action = m_table->action("go");
        QCOMPARE(action->objectName(), QString("go"));
        QCOMPARE(action->text(), QString("&Go…"));
        QCOMPARE(action->toolTip(), QString("Does go (Ctrl+G or G)"));
        QVERIFY(!action->icon().isNull());
        QVERIFY(m_window->actions().contains(action)); // its key works
        QVERIFY(!action->isCheckable());
        action->trigger();
        QCOMPARE(m_done, QStringList{"go"});
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, (void)m_table->action("gone"));
    }

    void needsAreMetOrSayWhyNot_data()
    {
        QTest::addColumn<Need>("need");
        QTest::addColumn<WindowState>("without");
        QTest::addColumn<WindowState>("with");
        WindowState fixed;
        fixed.changeable = false;
        WindowState running;
        running.running = true;
        WindowState frozen;
        frozen.frozen = true;
        WindowState connected;
        connected.connected = true;
        WindowState lost;
        lost.canReconnect = true;
        QTest::newRow("changeable") << Need::Changeable << fixed << WindowState();
        QTest::newRow("running") << Need::Picture << WindowState() << running;
        QTest::newRow("frozen") << Need::Picture << WindowState() << frozen;
        QTest::newRow("connected") << Need::Connected << WindowState() << connected;
        QTest::newRow("reconnectable") << Need::Reconnectable << connected << lost;
    }

    void needsAreMetOrSayWhyNot()
    {
        QFETCH(Need, need);
        QFETCH(WindowState, without);
        QFETCH(WindowState, with);
        m_state = without;
        add(row("go", {.keys = {Qt::Key_G}, .need = need}));
        const auto& entry = m_table->entries().front();
        QVERIFY(!entry.action->isEnabled());
        const QString why = m_table->whyNot(entry);
        QVERIFY(!why.isEmpty());
        QCOMPARE(entry.action->toolTip(), "Does go (G)\nNot now: " + why);
        m_state = with;
        m_table->refresh();
        QVERIFY(entry.action->isEnabled());
        QVERIFY(m_table->whyNot(entry).isEmpty());
        QCOMPARE(entry.action->toolTip(), QString("Does go (G)"));
    }

    void aRowsOwnReasonComesAfterItsNeed()
    {
        add(row("go", {.need = Need::Connected, .whyNot = [](const WindowState& state) {
                           return state.running ? QString("it runs") : QString();
                       }}));
        const auto& entry = m_table->entries().front();
        QCOMPARE(m_table->whyNot(entry), ui::whyNotMet(Need::Connected, {}));
        m_state.connected = m_state.running = true;
        m_table->refresh();
        QCOMPARE(m_table->whyNot(entry), QString("it runs"));
        m_state.running = false;
        m_table->refresh();
        QVERIFY(entry.action->isEnabled());
    }

    void whatIsOnFollowsTheStateAndNotThePress()
    {
        add(row("record", {.on = &WindowState::recording}));
        QAction* action = m_table->action("record");
        action->trigger(); // nothing came of it
        QCOMPARE(m_done, QStringList{"record on"});
        QVERIFY(!action->isChecked());
        m_state.recording = true;
        m_table->refresh();
        QVERIFY(action->isChecked());
        QCOMPARE(m_done.size(), 1); // showing the state is no press
        action->trigger();
        QCOMPARE(m_done.last(), QString("record"));
    }

    void onlyOneOfAChoiceIsOn()
    {
        for (const auto page : {ui::WindowPage::Live, ui::WindowPage::Scaling})
            add(row(page == ui::WindowPage::Live ? "live" : "scaling",
                    {.on = [page](const WindowState& state) { return state.page == page; },
                     .choice = "page",
                     .what = [this, page](bool /*on*/) { m_state.page = page; }}));
        QVERIFY(m_table->action("live")->isChecked());
        m_table->action("scaling")->trigger();
        QVERIFY(m_table->action("scaling")->isChecked());
        QVERIFY(!m_table->action("live")->isChecked());
    }

    void aFaceFollowsTheState()
    {
        add(row("run",
                {.keys = {Qt::Key_R, Qt::Key_Space},
                 .face = [](const WindowState& state, ui::ActionFace& face) {
                     if (state.running)
                         face = {"Stop", "stop", "Stop it", {Qt::Key_R}};
                 }}));
        QAction* action = m_table->action("run");
        QCOMPARE(action->toolTip(), QString("Does run (R or Space)"));
        m_state.running = true;
        m_table->refresh();
        QCOMPARE(action->text(), QString("Stop"));
        QCOMPARE(action->toolTip(), QString("Stop it (R)"));
        QCOMPARE(action->shortcuts(), QList<QKeySequence>{Qt::Key_R});
    }

    void menusAreMadeOfRowsWithLinesBetweenSections()
    {
        m_table->add({row("a", {.menu = MenuPlace::View, .section = 0}),
                      row("b", {.menu = MenuPlace::View, .section = 0}),
                      row("dark", {.menu = MenuPlace::Theme}),
                      row("c", {.menu = MenuPlace::View, .section = 3}),
                      row("hidden")});
        QMenuBar bar;
        m_table->fill(bar);
        QStringList menus; // those in the bar, in its order
        for (const QAction* action : bar.actions())
            menus << action->text();
        QCOMPARE(menus,
                 (QStringList{"&File", "Histor&y", "&View", "&Experiment", "Pro&gram", "&Help"}));
        const QMenu* view = bar.actions()[2]->menu();
        QStringList texts;
        for (const QAction* action : view->actions())
            texts << (action->isSeparator() ? "-" : action->text());
        QCOMPARE(texts, (QStringList{"a", "b", "-", "&Theme", "-", "c"}));
        const auto* themes = bar.findChild<QMenu*>("themes");
        QCOMPARE(themes->actions(), QList<QAction*>{m_table->action("dark")});
    }

    void aTextOfAMenuReadsInASentence()
    {
        QCOMPARE(ui::plainText("&Open…"), QString("Open"));
        QCOMPARE(ui::plainText("Undo a && b…c"), QString("Undo a & b…c"));
        QCOMPARE(ui::plainText("odd &"), QString("odd "));
    }

    void spotsHaveTheirActionsInOrder()
    {
        m_table->add({row("a", {.spots = {ActionSpot::ToolBar}}),
                      row("b", {.spots = {ActionSpot::Banner}}),
                      row("c", {.spots = {ActionSpot::Banner, ActionSpot::ToolBar}})});
        QCOMPARE(m_table->at(ActionSpot::ToolBar),
                 (std::vector{m_table->action("a"), m_table->action("c")}));
        QVERIFY(m_table->at(ActionSpot::ExportButton).empty());
    }

    void theTableOfKeysHasThoseThatHaveOne()
    {
        const QStringList lines = ui::keysTable(
            {row("&Go…", {.keys = {Qt::CTRL | Qt::Key_G, Qt::Key_Plus}}), row("keyless")});
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.last(), QString("| **Ctrl+G** or **+** | Go | Does &Go… |"));
    }
};

LOCKSCOPE_UI_TEST(ActionTableTest)
#include "action_table_test.moc"
