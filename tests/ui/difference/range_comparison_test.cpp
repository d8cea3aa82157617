// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/difference_fixture.h"
#include "tests/support/ui_test.h"
#include "ui/difference/difference_picture.h"
#include "ui/difference/range_comparison.h"

#include <QApplication>
#include <QSignalSpy>

#include <algorithm>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

/// What is compared, without a window.
class RangeComparisonTest : public test::DifferenceFixture
{
    Q_OBJECT

    std::unique_ptr<ui::RangeComparison> m_compared;
    QString m_said;

    [[nodiscard]] bool holds(const recording::Difference& expected) const
    {
        return m_compared->shown() != nullptr
            && test::jsonOf(m_compared->shown()->difference) == test::jsonOf(expected);
    }

private slots:
    void initTestCase() { makeRecordings(); }

    void init()
    {
        m_compared = std::make_unique<ui::RangeComparison>();
        m_said = "nothing yet";
        connect(m_compared.get(), &ui::RangeComparison::said, this, [this](const QString& said) {
            m_said = said;
        });
    }

    void nothingIsComparedAtFirst()
    {
        QVERIFY(!m_compared->shown());
        QVERIFY(m_compared->markerTexts().isEmpty());
        QVERIFY(!m_compared->marker());
        m_compared->setRange(kA, 0s, 1s); // without a recording there is no range
        QVERIFY(!m_compared->side(kA).choice.from);
    }

    void oneFileIsComparedAroundItsFirstMarker()
    {
        m_compared->open(kA, m_turns);
        QTRY_VERIFY(holds(coreAround(m_turns, 0)));
        QCOMPARE(m_compared->marker(), std::optional<std::size_t>(0));
        QCOMPARE(m_compared->markerTexts().size(), 5);
        const QString first = m_compared->markerTexts().front();
        QVERIFY2(first.startsWith("change 1 of A, at 1") && first.contains("fast path"),
                 qPrintable(first));
        QCOMPARE(m_compared->side(kA).file, m_turns);
        QCOMPARE(m_compared->side(kB).file, m_turns);
        QVERIFY(!m_compared->side(kA).overview.empty());
        QCOMPARE(m_said, QString());
    }

    void aRangeOfOnesOwnBelongsToNoMarker()
    {
        m_compared->open(kA, m_turns);
        QSignalSpy ranges(m_compared.get(), &ui::RangeComparison::rangesChanged);
        m_compared->setRange(kA, 13s, 20s);
        QCOMPARE(ranges.count(), 1);
        QVERIFY(!m_compared->marker());
        const auto [before, after] = recording::aroundMarker(ui::openRecording(m_turns), 0);
        QTRY_VERIFY(
            holds(recording::compare(recording::rangeOf(before.recording, 13s, 20s), after)));
    }

    void aSecondFileMakesWholesOfBoth()
    {
        m_compared->open(kA, m_turns);
        m_compared->open(kB, m_steady);
        QTRY_VERIFY(holds(coreOf(m_turns, m_steady)));
        QVERIFY(!m_compared->marker());
        m_compared->chooseMarker(1); // of A: then A is on both sides again
        QTRY_VERIFY(holds(coreAround(m_turns, 1)));
        QCOMPARE(m_compared->side(kB).file, m_turns);
    }

    void twoFilesAreBothOpenedOrNeither()
    {
        m_compared->open(kA, m_steady);
        const recording::Difference before = coreOf(m_steady, m_steady, 0s, 10s, 10s, 20s);
        QTRY_VERIFY(holds(before));
        const QString bad = write("bad.lockscope", "no recording");
        QSignalSpy changed(m_compared.get(), &ui::RangeComparison::recordingsChanged);
        for (const auto& [a, b] : {std::pair(m_turns, bad), std::pair(bad, m_turns)}) {
            m_compared->compare(a, b);
            QVERIFY2(m_said.contains("bad.lockscope"), qPrintable(m_said));
            QCOMPARE(m_compared->side(kA).file, m_steady);
            QCOMPARE(m_compared->side(kB).file, m_steady);
        }
        QCOMPARE(changed.count(), 0);
        QVERIFY(holds(before));
    }

    void aLongFileIsOpenedWhileTheWindowGoesOn()
    {
        m_compared->setAtOnce(0);
        m_compared->compare(m_turns, m_steady);
        QVERIFY(m_compared->opens());
        QVERIFY(!m_compared->side(kA).choice.recording);
        QTRY_VERIFY(holds(coreOf(m_turns, m_steady)));
        QVERIFY(!m_compared->opens());

        m_compared->open(kB, m_turns); // it is A, too: nothing is read
        QVERIFY(!m_compared->opens());
        QTRY_VERIFY(holds(coreAround(m_turns, 0)));
    }

    void openingThatIsGivenUpLeavesAllAsItWas()
    {
        m_compared->open(kA, m_steady);
        const recording::Difference before = coreOf(m_steady, m_steady, 0s, 10s, 10s, 20s);
        QTRY_VERIFY(holds(before));
        m_compared->setAtOnce(0);
        m_compared->open(kB, m_turns);
        QVERIFY(m_compared->opens());
        const auto windows = QApplication::topLevelWidgets();
        const auto dialog = std::find_if(windows.begin(), windows.end(), [](const QWidget* one) {
            return one->objectName() == "recording-opening" && one->isVisible();
        });
        QVERIFY(dialog != windows.end());
        (*dialog)->close();
        QVERIFY(!m_compared->opens());
        QCOMPARE(m_said, QString());
        QCOMPARE(m_compared->side(kB).file, m_steady);
        QVERIFY(holds(before));
    }

    void aRangeWithoutSnapshotsShowsNothingAndSaysWhy()
    {
        m_compared->compare(m_turns, m_steady);
        QTRY_VERIFY(m_compared->shown());
        m_compared->setRange(kB, 5s, 5s);
        QTRY_VERIFY(!m_compared->shown());
        QVERIFY(!m_said.isEmpty());
        m_compared->setRange(kB, 5s, 9s);
        QCOMPARE(m_said, QString());
        QTRY_VERIFY(holds(coreOf(m_turns, m_steady, 0s, 60s, 5s, 9s)));
    }

    void factsOfAPictureNameBothRanges()
    {
        const ui::PictureFacts facts = ui::differenceFacts(coreOf(m_turns, m_steady));
        QCOMPARE(facts.mark, QString("RECORDED"));
        QVERIFY(facts.experiment.contains("A: turns.lockscope, 0.00 to 60.00 s"));
        QVERIFY(facts.experiment.contains("B: steady.lockscope, 0.00 to 20.00 s"));
        QVERIFY(!facts.host.contains("A: ")); // both are of one host
    }
};

LOCKSCOPE_UI_TEST(RangeComparisonTest)
#include "range_comparison_test.moc"
