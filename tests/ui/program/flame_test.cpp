// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "tests/support/made_up_report.h"
#include "tests/support/svg_of.h"
#include "tests/support/ui_test.h"
#include "ui/program/flame_graph.h"
#include "ui/program/flame_panel.h"
#include "ui/program/source_view.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

/// Of functions, the innermost first.
program::WeighedStack stackOf(double ns, const std::vector<std::string>& functions)
{
    program::WeighedStack stack{.ns = ns, .frames = {}};
    for (const std::string& function : functions) {
        program::Frame& frame = stack.frames.emplace_back();
        frame.function = function;
        frame.file = "a.c";
        frame.line = 1;
    }
    return stack;
}

/// put 5, get 3 below store below main; get 2 below load below thread.
std::vector<program::WeighedStack> someStacks()
{
    return {stackOf(5e6, {"put", "store", "main"}),
            stackOf(3e6, {"get", "store", "main"}),
            stackOf(2e6, {"get", "load", "thread"})};
}

} // namespace

/// Flame graphs, their search and the source beside them.
class FlameTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ui::FlameGraph> m_graph;

    [[nodiscard]] QByteArray picture() const { return test::svgOf(*m_graph, {1000, 200}); }
    [[nodiscard]] std::string chosen() const
    {
        return m_graph->chosen() ? m_graph->chosen()->function : std::string();
    }
    /// In the middle of a row, counted from the bottom, at a share of the width.
    void click(int row, double share) const
    {
        const double height = (m_graph->sizeHint().height() - 2) / static_cast<double>(m_rows);
        QTest::mouseClick(
            m_graph.get(),
            Qt::LeftButton,
            {},
            QPointF(share * m_graph->width(), m_graph->height() - (row + 0.5) * height).toPoint());
    }
    static constexpr int m_rows = 4;

private slots:
    void initTestCase() { registerResources(); }
    void init()
    {
        m_graph = std::make_unique<ui::FlameGraph>("waited-flame");
        m_graph->setFlame(program::flameOf(someStacks()), "Who waited for <b>", "nothing");
        m_graph->resize(1000, 200);
        m_graph->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_graph.get()));
    }
    void cleanup() { m_graph.reset(); }

    void everyFunctionHasItsTimeAndShare()
    {
        const QByteArray svg = picture();
        QVERIFY(svg.contains("all · 10.0 ms"));
        QVERIFY(svg.contains("main (a.c:1) · 8.00 ms, 80.0 %"));
        QVERIFY(svg.contains("put (a.c:1) · 5.00 ms, 50.0 %"));
        QVERIFY(svg.contains("Who waited for &lt;b&gt;"));
        m_graph->setFlame({}, "Who waited", "No stack was caught.");
        QVERIFY(picture().contains("No stack was caught."));
    }

    void aClickChoosesAndShowsOneFunctionOverTheWholeWidth()
    {
        const QSignalSpy changed(m_graph.get(), &ui::FlameGraph::chosenChanged);
        click(1, 0.9);
        QCOMPARE(chosen(), std::string("thread"));
        QCOMPARE(changed.count(), 1);
        const QByteArray svg = picture();
        QVERIFY(svg.contains("load (a.c:1) · "));
        QVERIFY2(!svg.contains("main (a.c:1) · "), "what it is not within is gone");
        QVERIFY2(svg.contains("all · 10.0 ms"), "who called it is there");
        click(0, 0.5);
        QVERIFY(picture().contains("main (a.c:1) · "));
    }

    void keysGoThroughItAndBack()
    {
        m_graph->setFocus();
        const auto press = [this](Qt::Key key) { QTest::keyClick(m_graph.get(), key); };
        press(Qt::Key_Up); // the root
        press(Qt::Key_Up);
        QCOMPARE(chosen(), std::string("main")); // the most time
        press(Qt::Key_Right);
        QCOMPARE(chosen(), std::string("thread"));
        press(Qt::Key_Right); // there is none
        QCOMPARE(chosen(), std::string("thread"));
        press(Qt::Key_Left);
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        QCOMPARE(chosen(), std::string("put"));
        press(Qt::Key_Return);
        QVERIFY(!picture().contains("thread (a.c:1) · "));
        press(Qt::Key_Backspace);
        QVERIFY(picture().contains("thread (a.c:1) · "));
        press(Qt::Key_Down);
        QCOMPARE(chosen(), std::string("store"));
    }

    void whatIsChosenAndShownStaysWhileTheTimesChange()
    {
        click(1, 0.9);
        auto stacks = someStacks();
        stacks.push_back(stackOf(90e6, {"aaa", "another"})); // before all by name
        m_graph->setFlame(program::flameOf(stacks), "later", "");
        QCOMPARE(chosen(), std::string("thread"));
        QVERIFY(!picture().contains("main (a.c:1) · "));
        stacks.erase(stacks.begin() + 2);
        m_graph->setFlame(program::flameOf(stacks), "gone", "");
        QVERIFY(m_graph->chosen() == nullptr);
        QVERIFY(picture().contains("another (a.c:1) · "));
        m_graph->setFlame(program::flameOf(someStacks()), "back", "");
        QCOMPARE(chosen(), std::string("thread"));
    }

    void theShareOfWhatIsSearchedCountsNoTimeTwice()
    {
        QVERIFY(!m_graph->wantedShare());
        m_graph->setWanted("GET");
        QCOMPARE(m_graph->wantedShare(), std::optional(0.5));
        auto stacks = someStacks();
        stacks.push_back(stackOf(10e6, {"get", "get", "main"})); // recursion
        m_graph->setFlame(program::flameOf(stacks), "", "");
        QCOMPARE(m_graph->wantedShare(), std::optional(0.75));
        m_graph->setWanted("nowhere");
        QCOMPARE(m_graph->wantedShare(), std::optional(0.0));
        m_graph->setWanted(" ");
        QVERIFY(!m_graph->wantedShare());
    }

    void whatAllStacksBeginWithHasNoRowsOfItsOwn()
    {
        const int rows = m_graph->sizeHint().height();
        auto stacks = someStacks();
        for (program::WeighedStack& stack : stacks)
            for (const char* outer : {"start_thread", "clone3"}) {
                program::Frame& frame = stack.frames.emplace_back();
                frame.function = outer;
                frame.file = "b.c";
                frame.line = 2;
            }
        m_graph->setFlame(program::flameOf(stacks), "", "");
        QCOMPARE(m_graph->sizeHint().height(), rows);
        QVERIFY(picture().contains("all · 10.0 ms, by clone3 (b.c:2) › start_thread (b.c:2)"));
        click(1, 0.9);
        QCOMPARE(chosen(), std::string("thread"));
        stacks.push_back(stackOf(1e6, {"elsewhere"})); // no longer all
        m_graph->setFlame(program::flameOf(stacks), "", "");
        QCOMPARE(chosen(), std::string("thread"));
        QVERIFY(m_graph->sizeHint().height() > rows);
        m_graph->setWanted("clone3");
        stacks.pop_back();
        m_graph->setFlame(program::flameOf(stacks), "", "");
        QCOMPARE(m_graph->wantedShare(), std::optional(1.0));
    }

    void oneStackAloneShowsItsInnermostFunction()
    {
        m_graph->setFlame(program::flameOf({stackOf(1e6, {"put", "store", "main"})}), "", "");
        QVERIFY(picture().contains("put (a.c:1) · "));
        QVERIFY(picture().contains("by main (a.c:1) › store (a.c:1)"));
    }

    void manyFunctionsAreBounded()
    {
        std::vector<program::WeighedStack> stacks;
        for (int i = 0; i < 30'000; ++i)
            stacks.push_back(stackOf(1, {"f" + std::to_string(i), "main", "clone3"}));
        m_graph->setFlame(program::flameOf(stacks), "", "");
        QVERIFY(picture().contains("all · ")); // its children have no room
        QTest::mouseMove(m_graph.get(), {500, 100});
    }

    void thePanelShowsBothKindsOfStacksOfALock()
    {
        ui::FlamePanel panel;
        panel.resize(900, 300);
        panel.show();
        auto* graph = panel.findChild<ui::FlameGraph*>("waited-flame");
        auto* held = panel.findChild<ui::FlameGraph*>("caused-flame");
        auto* choice = panel.findChild<QComboBox*>("flame-choice");
        QVERIFY(test::svgOf(*graph).contains("has no stacks"));
        const program::WatchReport report = test::madeUpReport(2);
        panel.setLock(&report, &report.locks.front());
        QVERIFY(test::svgOf(*graph).contains("main"));
        QVERIFY(test::svgOf(*held).contains("holder_of_evict"));
        QVERIFY(graph->isVisible() && !held->isVisible());
        choice->setCurrentIndex(1);
        QVERIFY(held->isVisible());
        panel.findChild<QLineEdit*>("flame-words")->setText("holder");
        QVERIFY(panel.findChild<QLabel*>("flame-found")->text().contains("100"));
        const auto choices = panel.exporter({}).choices();
        QCOMPARE(choices.size(), std::size_t{3});
        QCOMPARE(choices[1].first, QString("waited-flame"));
        QVERIFY(!panel.exporter({}).page("caused-flame").painted().painting.isNull());
    }

    void sourceLinesAreShownWhereTheFileIsThere()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath("cache.c"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("int a;\n\tint <b>b;\x1b[31m\nint c;\n");
        file.close();
        program::Frame frame;
        frame.function = "evict";
        frame.file = file.fileName().toStdString();
        frame.line = 2;
        ui::SourceView view;
        view.resize(400, 300);
        view.show();
        auto* lines = view.findChild<QPlainTextEdit*>();
        auto* place = view.findChild<QLabel*>("source-place");
        QVERIFY(!lines->isVisible());
        view.setFrame(&frame);
        QVERIFY(lines->isVisible());
        QCOMPARE(lines->textCursor().blockNumber(), 1);
        QVERIFY(lines->toPlainText().contains("2      int <b>b;"));
        QVERIFY(!lines->toPlainText().contains('\x1b'));
        QVERIFY(place->text().startsWith("evict"));
        frame.line = 99;
        view.setFrame(&frame);
        QVERIFY(!lines->isVisible());
        QVERIFY2(place->text().contains("no such line"), qPrintable(place->text()));
        frame.line.reset();
        view.setFrame(&frame);
        QVERIFY(place->text().contains("-g"));
        view.setFrame(nullptr);
        QVERIFY(place->text().startsWith("Choose"));
    }
};

LOCKSCOPE_UI_TEST(FlameTest)
#include "flame_test.moc"
