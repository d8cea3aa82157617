// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "tests/support/ui_test.h"
#include "ui/actions/action_table.h"
#include "ui/actions/command_palette.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using ui::ActionRow;
using ui::PaletteModel;
using ui::WindowState;

/// The palette of commands: what is found, in which order, and what Enter does.
class PaletteTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ui::ActionTable> m_table;
    std::unique_ptr<ui::CommandPalette> m_palette;
    WindowState m_state;
    QStringList m_done;

    [[nodiscard]] ActionRow row(const QString& id, const QString& text, const QString& tip)
    {
        return {.id = id, .text = text, .icon = "run", .tip = tip, .what = [this, id](bool /*on*/) {
                    m_done << id;
                }};
    }

    static QStringList textsOf(const QAbstractItemModel& model)
    {
        QStringList texts;
        for (int i = 0; i < model.rowCount(); ++i)
            texts << model.index(i, 0).data().toString();
        return texts;
    }

    [[nodiscard]] QLineEdit* typed() const
    {
        return m_palette->findChild<QLineEdit*>("palette-typed");
    }
    [[nodiscard]] QString marked() const
    {
        return m_palette->findChild<QListView*>("palette-list")->currentIndex().data().toString();
    }
    [[nodiscard]] QString hint() const
    {
        return m_palette->findChild<QLabel*>("palette-hint")->text();
    }
    void press(Qt::Key key) const { QTest::keyClick(typed(), key); }

private slots:
    void initTestCase() { registerResources(); }

    void init()
    {
        m_state = {};
        m_done.clear();
        m_window = std::make_unique<QWidget>();
        m_table = std::make_unique<ui::ActionTable>(m_window.get(), [this] { return m_state; });
        ActionRow stop = row("disconnect", "&Disconnect", "Leave the host that is shown");
        stop.need = ui::Need::Connected;
        stop.keys = {Qt::CTRL | Qt::Key_D};
        m_table->add({row("export", "&Export pictures…", "Save charts"),
                      row("data", "Export &data…", "As CSV"),
                      stop,
                      row("guard-mutex", "Guard: Mutex (mutex)", "Sleeps while it waits"),
                      row("guard-spin", "Guard: Spin (spin)", "Burns a CPU while it waits")});
        m_table->refresh();
        m_palette = std::make_unique<ui::CommandPalette>(*m_table);
        m_palette->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_palette.get()));
        m_palette->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_palette.get()));
    }

    void cleanup()
    {
        m_palette.reset();
        m_table.reset();
        m_window.reset();
    }

    void everyWordMustBeFound()
    {
        QVERIFY(ui::paletteScore("exp pic", "Export pictures", "Save charts") > 0);
        QVERIFY(ui::paletteScore("  PICTURES   export ", "Export pictures", "Save") > 0);
        QVERIFY(ui::paletteScore("charts", "Export pictures", "Save charts") > 0);
        QCOMPARE(ui::paletteScore("export videos", "Export pictures", "Save charts"), 0);
    }

    void theBeginningOfTheTextIsBestAndTheTipIsLeast()
    {
        const auto score = [](const char* text, const char* tip) {
            return ui::paletteScore("spin", text, tip);
        };
        QVERIFY(score("Spin", "") > score("Guard: Spin", ""));
        QVERIFY(score("Guard: Spin", "") > score("Unspin", ""));
        QVERIFY(score("Unspin", "") > score("Guard", "it may spin"));
        QVERIFY(score("Guard", "it may spin") > 0);
    }

    void whatIsTypedIsFoundBestFirst()
    {
        PaletteModel model(*m_table);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 5); // all, in the table's order
        QCOMPARE(textsOf(model).front(), QString("Export pictures"));
        model.setTyped("guard");
        QCOMPARE(textsOf(model), (QStringList{"Guard: Mutex (mutex)", "Guard: Spin (spin)"}));
        model.setTyped("sp");
        QCOMPARE(textsOf(model), QStringList{"Guard: Spin (spin)"});
        model.setTyped("cpu");
        QCOMPARE(textsOf(model), QStringList{"Guard: Spin (spin)"}); // by what it does
        model.setTyped("nothing like it");
        QCOMPARE(model.rowCount(), 0);
    }

    void rowsShowTheKeyAndWhyNot()
    {
        PaletteModel model(*m_table);
        model.setTyped("disc");
        const QModelIndex at = model.index(0);
        QCOMPARE(at.data(PaletteModel::KeyRole).toString(), QString("Ctrl+D"));
        QVERIFY(at.data(PaletteModel::WhyNotRole).toString().contains("no other host"));
        QVERIFY(at.data(Qt::AccessibleTextRole).toString().contains("not now: "));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        m_state.connected = true;
        m_table->refresh();
        QCOMPARE(changed.count(), 1);
        QVERIFY(at.data(PaletteModel::WhyNotRole).toString().isEmpty());
    }

    void typingAndEnterCarryOut()
    {
        QVERIFY(typed()->hasFocus());
        QTest::keyClicks(typed(), "exp dat");
        QCOMPARE(marked(), QString("Export data"));
        press(Qt::Key_Return);
        QVERIFY(!m_palette->isVisible());
        QTRY_COMPARE(m_done, QStringList{"data"});
    }

    void arrowKeysMoveTheMarkWhileTheFieldHasTheKeyboard()
    {
        QTest::keyClicks(typed(), "guard");
        QCOMPARE(marked(), QString("Guard: Mutex (mutex)"));
        press(Qt::Key_Down);
        QCOMPARE(marked(), QString("Guard: Spin (spin)"));
        press(Qt::Key_Down); // the end
        QCOMPARE(marked(), QString("Guard: Spin (spin)"));
        press(Qt::Key_PageUp);
        QCOMPARE(marked(), QString("Guard: Mutex (mutex)"));
        press(Qt::Key_Down);
        QVERIFY(typed()->hasFocus());
        press(Qt::Key_Enter);
        QTRY_COMPARE(m_done, QStringList{"guard-spin"});
    }

    void whatCannotBeCarriedOutSaysWhyAndStays()
    {
        QTest::keyClicks(typed(), "disc");
        QVERIFY(hint().contains("Not now: no stream and no other host is shown"));
        press(Qt::Key_Return);
        QVERIFY(m_palette->isVisible());
        m_state.connected = true; // meanwhile
        m_table->refresh();
        press(Qt::Key_Return);
        QVERIFY(!m_palette->isVisible());
        QTRY_COMPARE(m_done, QStringList{"disconnect"});
    }

    void aClickCarriesOut()
    {
        auto* list = m_palette->findChild<QListView*>("palette-list");
        QTest::mouseClick(list->viewport(),
                          Qt::LeftButton,
                          {},
                          list->visualRect(list->model()->index(1, 0)).center());
        QTRY_COMPARE(m_done, QStringList{"data"});
    }

    void whatIsNowhereIsSaidAndEnterDoesNothing()
    {
        QTest::keyClicks(typed(), "xyzzy");
        QCOMPARE(hint(), QString("No command has these words"));
        press(Qt::Key_Return);
        press(Qt::Key_Down);
        QVERIFY(m_palette->isVisible());
        press(Qt::Key_Escape);
        QVERIFY(!m_palette->isVisible());
        QVERIFY(m_done.isEmpty());
    }
};

LOCKSCOPE_UI_TEST(PaletteTest)
#include "palette_test.moc"
