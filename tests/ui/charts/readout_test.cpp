// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/charts/readout.h"

#include <QTest>

using namespace lockscope::ui;

namespace {

constexpr ReadoutSizes kSizes{.line = 14, .heading = 60, .column = 120};
const QRectF kHigh{50, 10, 600, 300};

ReadoutLayout place(const QRectF& plot, const QRectF& room, const QPointF& at, int rows)
{
    return layOutReadout(plot, room, at, rows, kSizes);
}

} // namespace

class ReadoutTest : public QObject
{
    Q_OBJECT

private slots:
    void rowsStandInOneColumnWhereThereIsRoom()
    {
        const ReadoutLayout layout = place(kHigh, {0, 0, 700, 340}, {100, 100}, 9);
        QCOMPARE(layout.columns, 1);
        QCOMPARE(layout.shown, 9);
        QVERIFY(kHigh.contains(layout.box));
        QVERIFY(layout.box.left() > 100);
        QVERIFY(place(kHigh, {0, 0, 700, 340}, {640, 100}, 9).box.right() < 640);
    }

    void aLowRoomHasTheRowsBesideEachOther()
    {
        const QRectF room(0, 0, 700, 75);
        const ReadoutLayout layout = place({50, 5, 600, 50}, room, {100, 30}, 9);
        QCOMPARE(layout.columns, 3);
        QCOMPARE(layout.shown, 9);
        QVERIFY(room.contains(layout.box));
    }

    void whatHasNoRoomIsCounted()
    {
        const QRectF room(0, 0, 300, 75); // two columns of three
        const ReadoutLayout layout = place({50, 5, 240, 50}, room, {100, 30}, 9);
        QCOMPARE(layout.columns, 2);
        QCOMPARE(layout.shown, layout.columns * layout.perColumn - 1);
        QVERIFY(layout.shown < 9);
        QVERIFY(room.contains(layout.box));
    }

    void theBoxIsNeverCut()
    {
        for (const double height : {60.0, 75.0, 120.0, 340.0})
            for (int rows = 0; rows < 14; ++rows)
                for (double x = 0; x <= 400; x += 40) {
                    const QRectF room(0, 0, 400, height);
                    const QRectF plot = room.adjusted(50, 5, -20, -20);
                    const ReadoutLayout layout = place(plot, room, {x, plot.center().y()}, rows);
                    QVERIFY(room.contains(layout.box));
                    const int places = layout.columns * layout.perColumn;
                    QCOMPARE(layout.shown, rows <= places ? rows : places - 1);
                }
    }
};

LOCKSCOPE_UI_TEST(ReadoutTest)
#include "readout_test.moc"
