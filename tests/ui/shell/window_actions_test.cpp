// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/actions/action_table.h"
#include "ui/actions/command_palette.h"
#include "ui/actions/keys_page.h"

#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTabWidget>

#include <cstdio>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The rows of the window's actions: each has all that a person needs to find it.
class WindowActionsTest : public test::WindowFixture
{
    Q_OBJECT

    [[nodiscard]] const std::vector<ui::ActionTable::Entry>& entries() const
    {
        return m_window->actionTable().entries();
    }

    /// Keys of different actions that are enabled differ, as do mnemonics within a menu.
    void keysDiffer() const
    {
        QStringList keys;
        for (const auto& [row, action] : entries())
            for (const QKeySequence& key : action->shortcuts())
                keys << key.toString();
        QVERIFY(keys.size() > 25);
        QCOMPARE(keys.removeDuplicates(), 0);
    }

    static QString mnemonicOf(const QString& text)
    {
        const qsizetype at = text.indexOf('&');
        return at < 0 ? QString() : text.mid(at + 1, 1).toUpper();
    }

    static void mnemonicsDiffer(const QList<QAction*>& actions, const QString& where)
    {
        QStringList known;
        for (const QAction* action : actions) {
            if (action->isSeparator())
                continue;
            const QString mnemonic = mnemonicOf(action->text());
            const QByteArray what = (where + " > " + action->text()).toUtf8();
            QVERIFY2(!mnemonic.isEmpty(), what.constData());
            QVERIFY2(!known.contains(mnemonic), what.constData());
            known << mnemonic;
            if (action->menu() != nullptr)
                mnemonicsDiffer(action->menu()->actions(), action->text());
        }
    }

    [[nodiscard]] ui::CommandPalette* openPalette()
    {
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        return m_window->findChild<ui::CommandPalette*>();
    }

private slots:
    void init() { openActiveWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void everyRowHasKeyOrReasonTipAndIcon()
    {
        QStringList ids;
        for (const auto& [row, action] : entries()) {
            const QByteArray id = row.id.toUtf8();
            QVERIFY2(row.keys.isEmpty() != row.keyless.isEmpty(), id.constData());
            QVERIFY2(!row.text.isEmpty() && !row.tip.isEmpty(), id.constData());
            QVERIFY2(!row.tip.endsWith('.'), id.constData());
            QVERIFY2(!action->icon().isNull(), id.constData());
            QVERIFY2(action->toolTip().startsWith(row.face ? QString() : row.tip), id.constData());
            QVERIFY2(row.what, id.constData());
            QCOMPARE(find<QAction>(id.constData()), action);
            ids << row.id;
        }
        QCOMPARE(ids.removeDuplicates(), 0);
        QVERIFY(ids.size() > 40);
    }

    void keysDifferWhateverTheWindowDoes()
    {
        keysDiffer();
        run();
        keysDiffer();
        m_session->setFrozen(true);
        keysDiffer();
        find<QAction>("select-visible")->trigger();
        find<QAction>("full-screen")->trigger();
        keysDiffer();
    }

    void everyActionWithAKeyStandsInAMenuWithAMnemonicOfItsOwn()
    {
        for (const auto& [row, action] : entries())
            QVERIFY2(row.keys.isEmpty() || row.menu != ui::MenuPlace::None, qPrintable(row.id));
        mnemonicsDiffer(m_window->menuBar()->actions(), "menu bar");
    }

    void noControlTakesTheKeyOfAMenuOrOfAnAction()
    {
        QStringList taken;
        for (const QAction* menu : m_window->menuBar()->actions())
            taken << mnemonicOf(menu->text());
        for (const auto& [row, action] : entries())
            for (const QKeySequence& key : row.keys)
                if (const QString text = key.toString(); text.startsWith("Alt+"))
                    taken << text.mid(4);
        QVERIFY(taken.contains("F") && taken.contains("L"));
        auto* pages = find<QTabWidget>("pages");
        int controls = 0;
        find<QDockWidget>("experiment")->show(); // it gives way on a small screen
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentIndex(page);
            const auto check = [&](const QWidget& control, const QString& text) {
                if (!control.isVisible() || mnemonicOf(text).isEmpty())
                    return;
                ++controls;
                QVERIFY2(!taken.contains(mnemonicOf(text)), qPrintable(text));
            };
            for (const auto* button : m_window->findChildren<QPushButton*>())
                check(*button, button->text());
            for (const auto* label : m_window->findChildren<QLabel*>())
                if (label->buddy() != nullptr)
                    check(*label, label->text());
        }
        QVERIFY(controls > 20);
    }

    void thePageOnKeysIsMadeOfTheRows()
    {
        std::vector<ui::ActionRow> rows;
        for (const auto& [row, action] : entries())
            rows.push_back(row);
        const QStringList expected = ui::keysTable(rows);
        QFile page(":/lockscope/manual/resources/help/keys.md");
        QVERIFY(page.open(QIODevice::ReadOnly));
        if (QString::fromUtf8(page.readAll()).contains("\n\n" + expected.join('\n') + "\n\n"))
            return;
        for (const QString& line : expected)
            std::fprintf(stderr, "%s\n", qPrintable(line));
        QFAIL("resources/help/keys.md must have the table above");
    }

    void thePaletteHasEveryAction()
    {
        ui::CommandPalette* palette = openPalette();
        QVERIFY(palette && palette->isVisible());
        const ui::PaletteModel* model = palette->findChild<ui::PaletteModel*>();
        QCOMPARE(model->rowCount(), int(entries().size()));
        for (int i = 0; i < model->rowCount(); ++i)
            QCOMPARE(model->action(i), entries()[std::size_t(i)].action);
        auto* typed = palette->findChild<QLineEdit*>("palette-typed");
        for (const guards::GuardRow& guard : guards::registry()) {
            typed->setText("Guard: " + QString::fromStdString(std::string(guard.id)));
            QVERIFY2(model->rowCount() > 0, qPrintable(typed->text()));
        }
    }

    void aGuardIsChosenFromThePaletteWithTheKeyboardAlone()
    {
        run();
        ui::CommandPalette* palette = openPalette();
        QVERIFY(palette);
        auto* typed = palette->findChild<QLineEdit*>("palette-typed");
        QTest::keyClicks(typed, "guard (ck-ticket)");
        QTest::keyClick(typed, Qt::Key_Return);
        QTRY_COMPARE(m_session->config().guard, std::string("ck-ticket"));
        QVERIFY(find<QAction>("guard-ck-ticket")->isChecked());
        QVERIFY(!find<QAction>("guard-mutex")->isChecked());
        QTRY_VERIFY(m_window->findChild<ui::CommandPalette*>() == nullptr);
    }

    void whatIsPlayedCannotBeChangedAndSaysWhy()
    {
        find<QAction>("sample-fast-path")->trigger();
        QTRY_VERIFY(m_session->plays());
        for (const char* id :
             {"fast-path-action", "more-cpus", "fewer-cpus", "guard-mutex", "workload-cgo"})
        {
            const QAction* action = find<QAction>(id);
            QVERIFY2(!action->isEnabled(), id);
            QVERIFY2(action->toolTip().contains("Not now: what is shown is only played"), id);
        }
        find<QAction>("replay-close")->trigger();
        QVERIFY(find<QAction>("fast-path-action")->isEnabled());
    }

    void aGuardThatIsNotBuiltInSaysWhy()
    {
        for (const guards::GuardRow& guard : guards::registry()) {
            const QByteArray id =
                "guard-" + QByteArray(guard.id.data(), qsizetype(guard.id.size()));
            const QAction* action = find<QAction>(id.constData());
            QCOMPARE(action->isEnabled(), guard.available);
            QCOMPARE(action->toolTip().contains("Not now"), !guard.available);
        }
    }

    void partsAndPagesAreShownAndHiddenAndSaidToBe()
    {
        auto* threads = find<QAction>("show-table");
        QVERIFY(threads->isChecked());
        threads->trigger();
        QVERIFY(!threads->isChecked());
        QVERIFY(find<QWidget>("threads")->isHidden());
        find<QAction>("show-controls")->trigger();
        QVERIFY(find<QWidget>("controls")->isHidden());
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QVERIFY(!find<QWidget>("controls")->isHidden());
        QVERIFY(find<QAction>("show-controls")->isChecked());

        auto* pages = find<QTabWidget>("pages");
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::AltModifier);
        QCOMPARE(pages->currentWidget()->objectName(), QString("scaling-page"));
        QVERIFY(find<QAction>("show-scaling")->isChecked());
        QVERIFY(!threads->isChecked() || find<QWidget>("sweep-points")->isVisible());
        QVERIFY(!find<QAction>("show-last-change")->isEnabled()); // it has no such panel
        pages->setCurrentWidget(find<QWidget>("live-page"));
        QVERIFY(find<QAction>("show-live")->isChecked());
        QVERIFY(find<QAction>("show-last-change")->isEnabled());
    }
};

LOCKSCOPE_UI_TEST(WindowActionsTest)
#include "window_actions_test.moc"
