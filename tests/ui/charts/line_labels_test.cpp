// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/charts/line_labels.h"

#include <QTest>

#include <algorithm>

using namespace lockscope::ui;

namespace {

constexpr QSizeF kLabel{70, 14};
const QRectF kNote{380, 2, 218, 14};

std::vector<QRectF> place(std::initializer_list<double> lines, double height)
{
    std::vector<LabelledLine> labelled;
    for (const double x : lines)
        labelled.push_back({x, kLabel});
    return placeLineLabels(labelled, {0, 0, 600, height}, kNote);
}

} // namespace

class LineLabelsTest : public QObject
{
    Q_OBJECT

private slots:
    void labelsCoverNeitherEachOtherNorTheNote()
    {
        for (const double height : {30.0, 50.0, 90.0, 300.0})
            for (double first = 0; first < 600; first += 30)
                for (double apart = 0; apart < 200; apart += 20) {
                    auto places = place({first, first + apart, first + 2 * apart}, height);
                    places.push_back(kNote);
                    for (std::size_t i = 0; i < places.size(); ++i)
                        for (std::size_t j = 0; j < i; ++j)
                            QVERIFY(!places[i].intersects(places[j]));
                }
    }

    void aHighPlotHasThemAllBesideTheirLines()
    {
        const auto places = place({20, 40, 590}, 300);
        QCOMPARE(places[0].left(), 23.0);
        QCOMPARE(places[1].left(), 43.0);
        QVERIFY(places[1].top() >= places[0].bottom());
        QVERIFY(places[2].right() < 590); // no room at the right of it
        QVERIFY(places[2].top() >= kNote.bottom());
    }

    void linesFarFromEachOtherShareARow()
    {
        const auto places = place({20, 200}, 300);
        QCOMPARE(places[0].top(), places[1].top());
    }

    void aLowPlotKeepsItsDataFree()
    {
        const auto places = place({20, 30, 40, 50}, 50);
        QVERIFY(!places[0].isEmpty());
        QVERIFY(places[3].isEmpty());
        for (const QRectF& label : places)
            QVERIFY(label.isEmpty() || label.bottom() <= 34);
    }
};

LOCKSCOPE_UI_TEST(LineLabelsTest)
#include "line_labels_test.moc"
