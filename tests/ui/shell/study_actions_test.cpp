// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/widgets/guard_list.h"

#include <QAction>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTabWidget>
#include <QTimer>

#include <array>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

struct Shown
{
    const char* button;
    const char* action;
};
constexpr std::array kButtons{Shown{"sweep-start", "sweep-here"},
                              Shown{"sweep-go-on", "sweep-on"},
                              Shown{"scaling-open", "open-sweeps"},
                              Shown{"scaling-save-json", "save-sweep-json"},
                              Shown{"scaling-save-csv", "save-sweep-csv"},
                              Shown{"scaling-export", "export-scaling"},
                              Shown{"compare-start", "compare-ticked"},
                              Shown{"guards-export", "export-comparison"}};

} // namespace

/// Sweeps and comparisons by menu and key, with the real lab: what they measure is not looked at.
class StudyActionsTest : public test::WindowFixture
{
    Q_OBJECT

    [[nodiscard]] QAction* action(const char* id) const { return find<QAction>(id); }
    [[nodiscard]] QString page() const
    {
        return find<QTabWidget>("pages")->currentWidget()->objectName();
    }

    void buttonsShowTheirActions() const
    {
        for (const Shown& each : kButtons) {
            const auto* button = find<QPushButton>(each.button);
            QVERIFY2(button, each.button);
            QCOMPARE(button->text(), action(each.action)->text());
            QCOMPARE(button->toolTip(), action(each.action)->toolTip());
            QCOMPARE(button->isEnabled(), action(each.action)->isEnabled());
            QVERIFY2(!button->icon().isNull(), each.button);
        }
    }

    void isNotNow(const char* id, const char* reason) const
    {
        QVERIFY2(!action(id)->isEnabled(), id);
        QVERIFY2(action(id)->toolTip().contains(QString("Not now: ") + reason),
                 qPrintable(action(id)->toolTip()));
    }

    /// Which page is in sight when an action asks something, which is not answered.
    [[nodiscard]] QString pageThatAsks(const char* id)
    {
        find<QAction>("show-live")->trigger();
        QString shown;
        QTimer::singleShot(0, this, [&] {
            QWidget* dialog = QApplication::activeModalWidget();
            if (dialog == nullptr)
                return;
            shown = page();
            dialog->close();
        });
        action(id)->trigger();
        return shown;
    }

    /// Whether a side panel is as wide as what it has.
    void hasRoom(const char* panel) const
    {
        const auto* scroll = find<QScrollArea>(panel);
        QVERIFY2(scroll->viewport()->width() >= scroll->widget()->minimumSizeHint().width(), panel);
    }

private slots:
    void init()
    {
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        openActiveWindow(newSettings());
        for (auto* list : m_window->findChildren<ui::GuardList*>())
            list->setTicked({"mutex"});
        find<QLineEdit>("sweep-cpus")->setText("1");
        find<QDoubleSpinBox>("sweep-seconds")->setValue(0.2);
        find<QDoubleSpinBox>("seconds")->setValue(0.2);
    }
    void cleanup() { closeWindow(); }

    void buttonsShowTheirActionsAlsoWhileTheyChange()
    {
        buttonsShowTheirActions();
        isNotNow("sweep-on", "no sweep was cancelled");
        isNotNow("save-sweep-json", "no sweep was made here yet");
        isNotNow("save-sweep-csv", "no sweep was made here yet");
        isNotNow("export-comparison", "no guards were compared yet");
        find<QAction>("show-scaling")->trigger();
        QCoreApplication::processEvents();
        hasRoom("sweep-scrolled");
        find<QPushButton>("sweep-start")->click();
        QVERIFY(find<QPushButton>("sweep-start")->text().contains("Cancel"));
        hasRoom("sweep-scrolled");
        buttonsShowTheirActions();
        find<QPushButton>("sweep-start")->click();
        isNotNow("sweep-here", "it is being cancelled");
        buttonsShowTheirActions();
        QTRY_VERIFY(action("sweep-here")->isEnabled());
        buttonsShowTheirActions();
    }

    void aSweepIsMadeCutShortAndGoneOnWithByKey()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QCOMPARE(page(), QString("scaling-page"));
        QVERIFY(action("sweep-here")->text().contains("Cancel"));
        QVERIFY(action("sweep-here")->statusTip().startsWith("End the sweep"));
        isNotNow("sweep-on", "a sweep runs");
        isNotNow("save-sweep-json", "a sweep runs");
        isNotNow("compare-ticked", "a sweep runs");
        const auto* progress = find<QWidget>("scaling-page")->findChild<QProgressBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(progress->value() > progress->maximum() / 3, 30'000); // some runs
        find<QAction>("show-live")->trigger();
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QCOMPARE(page(), QString("scaling-page")); // which says what is kept
        QTRY_VERIFY(action("sweep-on")->isEnabled());
        QVERIFY(action("save-sweep-json")->isEnabled());
        QVERIFY(action("save-sweep-csv")->isEnabled());
        QVERIFY(action("compare-ticked")->isEnabled());
        find<QAction>("show-live")->trigger();
        QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ShiftModifier);
        QCOMPARE(page(), QString("scaling-page"));
        QVERIFY(action("sweep-here")->text().contains("Cancel"));
        action("sweep-here")->trigger();
        QTRY_VERIFY(action("sweep-here")->text().contains("weep here"));
    }

    void guardsAreComparedByKeyOnTheirPage()
    {
        find<QSpinBox>("repeats")->setValue(2);
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QCOMPARE(page(), QString("comparison-page"));
        QVERIFY(action("compare-ticked")->text().contains("Cancel"));
        hasRoom("contenders-scrolled");
        isNotNow("sweep-here", "guards are being compared");
        isNotNow("export-comparison", "guards are being compared");
        QTRY_VERIFY(action("export-comparison")->isEnabled());
        QVERIFY(action("compare-ticked")->text().contains("ticked guards"));
        QVERIFY(action("sweep-here")->isEnabled());
        buttonsShowTheirActions();
        QCOMPARE(pageThatAsks("export-comparison"), QString("comparison-page"));
    }

    void whatAsksDoesSoOnItsPage()
    {
        QCOMPARE(pageThatAsks("open-sweeps"), QString("scaling-page"));
        QCOMPARE(pageThatAsks("export-scaling"), QString("scaling-page"));
    }
};

LOCKSCOPE_UI_TEST(StudyActionsTest)
#include "study_actions_test.moc"
