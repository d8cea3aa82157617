// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/shell/status_line.h"

#include <QLabel>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The foot of the window, wide and narrow.
class StatusLineTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ui::StatusLine> m_line;

    [[nodiscard]] QLabel* label(const char* name) const { return m_line->findChild<QLabel*>(name); }

private slots:
    void init()
    {
        m_line = std::make_unique<ui::StatusLine>();
        m_line->showFacts(QString("facts of a machine ").repeated(5), "what they mean");
        m_line->resize(1200, 30);
        m_line->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_line.get()));
    }

    void cleanup() { m_line.reset(); }

    void factsAreShownUntilSomethingWasDone()
    {
        QVERIFY(label("status")->isVisible());
        QVERIFY(!label("told")->isVisible());
        m_line->tell("Saved it");
        QCOMPARE(label("told")->text(), QString("Saved it"));
        QVERIFY(label("told")->isVisible());
        QVERIFY(!label("status")->isVisible());
        m_line->clearMessage(); // as the time does
        QVERIFY(label("status")->isVisible());
        QVERIFY(!label("told")->isVisible());
    }

    void whatWasDoneIsNeverCutOff()
    {
        const QString sentence = "Saved /home/somebody/a/rather/long/path/lockscope-dashboard.png";
        m_line->tell(sentence);
        QTRY_VERIFY(label("told")->width() > 800); // all the width is its own
        QVERIFY(label("told")->toolTip().isEmpty());
        m_line->resize(200, 30);
        QTRY_VERIFY(label("told")->toolTip().contains(sentence));
        QVERIFY(label("told")->geometry().right() <= m_line->width());
        m_line->tell("Saved it"); // and what is short again says no more than it shows
        QTRY_VERIFY(label("told")->toolTip().isEmpty());
    }

    void tipsSayWhatThePartsMeanAndWhatIsCutOff()
    {
        QTRY_COMPARE(label("status")->toolTip(), QString("what they mean"));
        m_line->resize(200, 30);
        QTRY_VERIFY(label("status")->toolTip().contains("facts of a machine facts"));
        QVERIFY(label("status")->toolTip().contains("what they mean"));
    }

    void nothingOfItWidensTheWindow()
    {
        const int before = m_line->minimumSizeHint().width();
        m_line->tell(QString("a long sentence ").repeated(40));
        QCoreApplication::processEvents();
        QVERIFY(m_line->minimumSizeHint().width() <= before);
        QVERIFY(before < 400);
    }

    void theStateIsPlainText()
    {
        m_line->showState("<Frozen>", "the picture stands");
        QCOMPARE(label("state")->text(), QString("<b>&lt;Frozen&gt;</b>"));
        QCOMPARE(label("state")->toolTip(), QString("the picture stands"));
        m_line->showState({}, {});
        QVERIFY(label("state")->text().isEmpty());
    }
};

LOCKSCOPE_UI_TEST(StatusLineTest)
#include "status_line_test.moc"
