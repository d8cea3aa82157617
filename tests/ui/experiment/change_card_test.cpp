// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"
#include "tests/support/ui_test.h"
#include "ui/experiment/change_card.h"

#include <QLabel>
#include <QTest>

#include <chrono>
#include <memory>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

class ChangeCardTest : public QObject
{
    Q_OBJECT

    static measure::SnapshotPtr snapshot(std::uint64_t sequence, std::uint64_t calls, bool change)
    {
        auto made = std::make_shared<measure::Snapshot>();
        made->sequence = sequence;
        made->interval = std::chrono::milliseconds(100);
        made->time = made->interval * static_cast<int>(sequence + 1);
        made->delta.calls = calls;
        made->delta.passes = calls;
        made->delta.waitNs = change || sequence > 30 ? 0 : calls * 31;
        if (change) {
            measure::ConfigChange flip;
            flip.revision = 1;
            flip.time = made->time - made->interval;
            flip.label = "fast path on";
            made->changes.push_back(flip);
        }
        return made;
    }

private slots:
    void leavesSomethingOfWhatHasAllButStopped()
    {
        const auto card = [](std::uint64_t before, std::uint64_t after) {
            ui::ChangeCard shown;
            measure::History history;
            for (std::uint64_t i = 0; i < 80; ++i)
                history.push(snapshot(i, i < 30 ? before : after, i == 30));
            shown.refresh(history);
            return shown.findChild<QLabel*>("ratio")->text() + ' '
                + shown.findChild<QLabel*>("throughput")->text();
        };
        QCOMPARE(card(3'320'000, 2), QString("6.02e-07x 33.2 M → 20.0 calls/s"));
        QCOMPARE(card(2, 3'320'000), QString("1.66e+06x 20.0 → 33.2 M calls/s"));
        QCOMPARE(card(3'320'000, 99'600), QString("0.03x 33.2 → 1.00 M calls/s"));
    }

    void showsNoDifferenceWhereThereIsNone()
    {
        ui::ChangeCard card;
        measure::History history;
        for (std::uint64_t i = 0; i < 80; ++i)
            history.push(snapshot(i, i % 3 == 0 ? 3'000'000 : 2'000'000, i == 30));
        card.refresh(history);
        QCOMPARE(card.findChild<QLabel*>("ratio")->text(), QString("no difference shown"));
        const QString interval = card.findChild<QLabel*>("interval")->text();
        QVERIFY2(interval.contains("x (0.") && interval.contains("-1."), qPrintable(interval));
    }

    void saysWhenWorkersWereKeptFromTheirCpus()
    {
        ui::ChangeCard card;
        measure::History history;
        for (std::uint64_t i = 0; i < 80; ++i) {
            auto made = std::make_shared<measure::Snapshot>(
                *snapshot(i, i < 30 ? 1'000'000 : 2'000'000, i == 30));
            made->states = measure::StateShares{{0.7F, 0, 0, 0, 0.3F, 0}};
            made->threads.emplace_back();
            made->threads.back().cpuNs = made->delta.calls * (i < 30 ? 20 : 15);
            history.push(std::move(made));
        }
        card.refresh(history);
        QVERIFY(!card.findChild<QLabel*>("disturbance")->isHidden());
        const QString text = card.findChild<QLabel*>("disturbance")->text();
        QVERIFY2(text.contains("30.0 %") && text.contains("0.75x (0.75-0.75)"), qPrintable(text));
    }

    void comparesTheSettledSecondsOnBothSides()
    {
        ui::ChangeCard card;
        const auto text = [&card](const char* name) {
            return card.findChild<QLabel*>(name)->isHidden()
                ? QString()
                : card.findChild<QLabel*>(name)->text();
        };
        measure::History history;
        QCOMPARE(text("change"), QString("No change yet"));
        for (std::uint64_t i = 0; i < 30; ++i)
            history.push(snapshot(i, 2'640'000, false));
        history.push(snapshot(30, 4'150'000, true));
        card.refresh(history);
        QCOMPARE(text("change"), QString("fast path on"));
        QCOMPARE(text("basis"), QString("settling…"));
        QCOMPARE(text("ratio"), QString());
        card.setMoving(false);
        QVERIFY2(text("basis").contains("stands before this has settled"),
                 qPrintable(text("basis")));
        card.setMoving(true);
        QCOMPARE(text("basis"), QString("settling…"));
        card.setMoving(false); // what has settled says the same while the picture stands
        for (std::uint64_t i = 31; i < 80; ++i)
            history.push(snapshot(i, 4'150'000, false));
        card.refresh(history);
        QCOMPARE(text("ratio"), QString("1.57x"));
        QCOMPARE(text("interval"), QString("(1.57-1.57)"));
        QCOMPARE(text("disturbance"), QString());
        QCOMPARE(text("throughput"), QString("26.4 → 41.5 M calls/s"));
        QCOMPARE(text("wait"), QString("lock wait 31.0 ns → 0 ns a call"));

        for (std::uint64_t i = 80; i < 900; ++i) // the change leaves the history
            history.push(snapshot(i, 4'150'000, false));
        card.refresh(history);
        QCOMPARE(text("ratio"), QString("1.57x"));
        history.clear();
        card.refresh(history);
        QCOMPARE(text("change"), QString("No change yet"));
    }
};

LOCKSCOPE_UI_TEST(ChangeCardTest)
#include "change_card_test.moc"
