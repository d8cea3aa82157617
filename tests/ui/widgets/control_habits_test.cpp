// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/charts/thread_table.h"

#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QHelpEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolTip>
#include <QWheelEvent>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

/// What a control holds, whatever it is.
QVariant heldBy(const QWidget& control)
{
    return control.property(qobject_cast<const QComboBox*>(&control) ? "currentIndex" : "value");
}

void turnWheel(QWidget& widget, int delta)
{
    const QPointF at = QRectF(widget.rect()).center();
    QWheelEvent event(at,
                      widget.mapToGlobal(at),
                      {},
                      {0, delta},
                      Qt::NoButton,
                      Qt::NoModifier,
                      Qt::NoScrollPhase,
                      false);
    QSpontaneKeyEvent::setSpontaneous(&event); // as of a mouse: else nobody but the widget gets it
    qApp->notify(&widget, &event);
}

/// The label of the tool tip that is shown.
const QWidget* shownToolTip()
{
    for (const QWidget* widget : QApplication::topLevelWidgets())
        if (widget->inherits("QTipLabel") && widget->isVisible())
            return widget;
    return nullptr;
}

void askForToolTip(QWidget& widget, const QPoint& at)
{
    QToolTip::hideText();
    QHelpEvent event(QEvent::ToolTip, at, widget.mapToGlobal(at));
    QApplication::sendEvent(&widget, &event);
}

} // namespace

/// What holds for all controls of the window and of what opens from it.
class ControlHabitsTest : public test::WindowFixture
{
    Q_OBJECT

private:
    /// Brings everything up that has controls, and is no modal dialog.
    void showEverything()
    {
        run();
        for (const char* action :
             {"show-start", "show-scaling", "compare", "compare-recordings-action", "help"})
        {
            find<QAction>(action)->trigger();
            QCoreApplication::processEvents();
        }
        find<QAction>("show-live")->trigger();
        QCoreApplication::processEvents();
    }

    template<class Widget>
    [[nodiscard]] static std::vector<Widget*> all()
    {
        std::vector<Widget*> found;
        for (QWidget* widget : QApplication::allWidgets())
            if (auto* wanted = qobject_cast<Widget*>(widget))
                if (qobject_cast<QScrollBar*>(widget) == nullptr) {
                    widget->ensurePolished(); // as it is when it is seen
                    found.push_back(wanted);
                }
        return found;
    }

    void wheelChangesNothing(const std::vector<QWidget*>& controls)
    {
        QVERIFY(!controls.empty());
        for (QWidget* control : controls) {
            m_window->setFocus();
            const QByteArray name = control->metaObject()->className() + QByteArray(" ")
                + control->objectName().toUtf8();
            QVERIFY2(control->focusPolicy() != Qt::WheelFocus, name);
            const QVariant before = heldBy(*control);
            const QWidget* focused = QApplication::focusWidget();
            turnWheel(*control, 120);
            turnWheel(*control, -240);
            QVERIFY2(heldBy(*control) == before, name);
            QVERIFY2(QApplication::focusWidget() == focused, name);
        }
    }

private slots:
    void init() { openActiveWindow(newSettings()); }

    void cleanup() { closeWindow(); }

    void theWheelChangesNoControlThatItPasses()
    {
        showEverything();
        std::vector<QWidget*> controls;
        for (QWidget* widget : all<QAbstractSlider>())
            controls.push_back(widget);
        for (QWidget* widget : all<QAbstractSpinBox>())
            controls.push_back(widget);
        for (QWidget* widget : all<QComboBox>())
            controls.push_back(widget);
        QVERIFY(controls.size() > 10);
        wheelChangesNothing(controls);
        QVERIFY(!m_session->history().empty()); // what was measured is still there
    }

    void itScrollsWhatTheControlLiesIn()
    {
        QScrollArea area;
        auto* page = new QWidget;
        page->setMinimumHeight(2000);
        auto* number = new QSpinBox(page);
        auto* slider = new QSlider(page);
        auto* list = new QComboBox(page);
        list->addItems({"a", "b"});
        area.setWidget(page);
        area.resize(200, 200);
        area.show();
        area.setFocus();
        for (QWidget* control : std::initializer_list<QWidget*>{number, slider, list}) {
            area.verticalScrollBar()->setValue(0);
            turnWheel(*control, -120);
            QVERIFY2(area.verticalScrollBar()->value() > 0, control->metaObject()->className());
        }
    }

    void withTheFocusItWorksAsEver()
    {
        auto* number = find<QSpinBox>("callback-ns");
        number->setFocus();
        const int before = number->value();
        turnWheel(*number, 120);
        QVERIFY(number->value() > before);
    }

    void tabLeavesEveryTable()
    {
        showEverything();
        const auto views = all<QAbstractItemView>();
        QVERIFY(views.size() > 2);
        for (const QAbstractItemView* view : views)
            QVERIFY2(!view->tabKeyNavigation(), view->metaObject()->className());
    }

    void tabGoesOnFromTheThreads()
    {
        run();
        auto* table = &m_window->findChild<ui::LivePage*>()->table();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(0, 0));
        for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
            table->setFocus();
            QTest::keyClick(table, key);
            QVERIFY(!table->hasFocus());
            QCOMPARE(table->currentIndex().column(), 0);
        }
    }

    void aLongToolTipIsBrokenIntoLines()
    {
        constexpr int kWidest = 700;
        auto* slider = find<QWidget>("cpu-slider");
        QVERIFY(slider->toolTip().size() > 100);
        askForToolTip(*slider, slider->rect().center());
        QVERIFY(shownToolTip() != nullptr);
        QVERIFY2(shownToolTip()->width() < kWidest,
                 qPrintable(QString::number(shownToolTip()->width())));
        QVERIFY(shownToolTip()->height() > 2 * shownToolTip()->fontMetrics().height());
    }

    void aShortOneStaysAsItIs()
    {
        auto* button = find<QWidget>("export-button");
        askForToolTip(*button, button->rect().center());
        QCOMPARE(QToolTip::text(), button->toolTip());
    }

    void noTextFromElsewhereIsATag()
    {
        auto* box = find<QComboBox>("guard");
        box->setToolTip("<img src=\"file:///x\"><b>big</b>");
        askForToolTip(*box, box->rect().center());
        QVERIFY(QToolTip::text().contains("&lt;b&gt;big"));
        QVERIFY(!QToolTip::text().contains("<img"));
    }

    void itemsHeadersAndTabsFitToo()
    {
        run();
        const QString longText = QStringLiteral("a word ").repeated(40);
        auto* table = &m_window->findChild<ui::LivePage*>()->table();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        auto* tabs = find<QTabWidget>("pages");
        tabs->setTabToolTip(0, longText);
        askForToolTip(*tabs->tabBar(), tabs->tabBar()->tabRect(0).center());
        QVERIFY(QToolTip::text().startsWith("<p>"));

        QTableWidget made(1, 1, m_window.get());
        made.setItem(0, 0, new QTableWidgetItem("x"));
        made.item(0, 0)->setToolTip(longText);
        made.setHorizontalHeaderItem(0, new QTableWidgetItem("y"));
        made.horizontalHeaderItem(0)->setToolTip(longText);
        made.show();
        askForToolTip(*made.viewport(), made.visualItemRect(made.item(0, 0)).center());
        QVERIFY(QToolTip::text().startsWith("<p>"));
        askForToolTip(*made.horizontalHeader()->viewport(), {3, 3});
        QVERIFY(QToolTip::text().startsWith("<p>"));
    }
};

LOCKSCOPE_UI_TEST(ControlHabitsTest)
#include "control_habits_test.moc"
