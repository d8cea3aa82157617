// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_history.h"
#include "tests/support/ui_test.h"
#include "ui/session/picture.h"

#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

class PictureTest : public QObject
{
    Q_OBJECT

private:
    const QDateTime m_noon = QDateTime(QDate(2026, 1, 1), QTime(12, 0));
    test::SyntheticSource m_source{{}};

    [[nodiscard]] std::vector<measure::SnapshotPtr> next(int count)
    {
        std::vector<measure::SnapshotPtr> snapshots;
        for (int i = 0; i < count; ++i)
            snapshots.push_back(m_source.next());
        return snapshots;
    }

    [[nodiscard]] static measure::SourceInfo of(int cpus)
    {
        measure::SourceInfo facts;
        facts.host.cpus = cpus;
        return facts;
    }

private slots:
    void beginsWithNothing()
    {
        const ui::Picture picture;
        QVERIFY(picture.history().empty());
        QVERIFY(!picture.facts());
        QVERIFY(!picture.takenAt().isValid());
        QVERIFY(!picture.frozen());
    }

    void holdsHistoryFactsAndTimeTogetherWhileFrozen()
    {
        ui::Picture picture;
        picture.note(of(2));
        picture.add(next(3), m_noon);
        picture.setFrozen(true);
        picture.note(of(4));
        picture.add(next(2), m_noon.addSecs(60));
        QCOMPARE(picture.history().snapshots().size(), std::size_t{3});
        QCOMPARE(picture.facts()->host.cpus, 2);
        QCOMPARE(picture.takenAt(), m_noon);
        QVERIFY(picture.measuredTime() > picture.history().end()); // it goes on behind
        picture.setFrozen(true); // holds the picture that it holds
        QCOMPARE(picture.history().snapshots().size(), std::size_t{3});

        picture.setFrozen(false);
        QCOMPARE(picture.history().snapshots().size(), std::size_t{5});
        QCOMPARE(picture.history().dropped(), std::uint64_t{0});
        QCOMPARE(picture.facts()->host.cpus, 4);
        QCOMPARE(picture.takenAt(), m_noon.addSecs(60));
    }

    void aJumpReplacesTheHistory()
    {
        ui::Picture picture;
        const auto all = next(6);
        picture.add(all, m_noon);
        picture.replace({all[0], all[1]}, m_noon.addSecs(1));
        QCOMPARE(picture.history().snapshots().size(), std::size_t{2});
        QCOMPARE(picture.measuredTime(), all[1]->time);
        picture.replace({}, m_noon.addSecs(2)); // to the beginning
        QVERIFY(picture.history().empty());
        QCOMPARE(picture.takenAt(), m_noon.addSecs(2));
    }

    void clearForgetsSnapshotsAndThawsButKnowsItsSource()
    {
        ui::Picture picture;
        picture.note(of(2));
        picture.add(next(3), m_noon);
        picture.setFrozen(true);
        picture.clear();
        QVERIFY(!picture.frozen());
        QVERIFY(picture.history().empty());
        QVERIFY(picture.facts().has_value());
        QCOMPARE(picture.measuredTime(), std::chrono::nanoseconds{0});
    }
};

LOCKSCOPE_UI_TEST(PictureTest)
#include "picture_test.moc"
