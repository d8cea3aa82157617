// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/overlay.h"

#include <QTest>

using namespace lockscope::ui;
using namespace std::chrono_literals;

namespace {

std::vector<MarkerPlace> place(const std::vector<Marker>& markers)
{
    return placeMarkers(
        markers, {100s, 60s, 0, 600}, QRectF(0, 0, 600, 200), [](const QString& label) {
            return QSizeF(static_cast<double>(label.size()) * 7, 14);
        });
}

} // namespace

class OverlayTest : public QObject
{
    Q_OBJECT

private slots:
    void markerLabelsNeverOverlap()
    {
        std::vector<Marker> markers;
        for (int i = 0; i < 60; ++i)
            markers.push_back({40s + i * 1s, QStringLiteral("fast path on")});
        const auto places = place(markers);
        QCOMPARE(places.size(), markers.size());
        int labelled = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            labelled += places[i].label.isEmpty() ? 0 : 1;
            QVERIFY(places[i].label.isEmpty() || QRectF(0, 0, 623, 200).contains(places[i].label));
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(!places[i].label.intersects(places[j].label));
        }
        QVERIFY(labelled >= 6);
    }

    void markersOutsideTheWindowAreLeftOut()
    {
        QCOMPARE(place({{10s, QStringLiteral("old")}, {90s, QStringLiteral("new")}}).size(),
                 std::size_t{1});
    }

    void aFlagNeverStandsOverTheTimeBeforeItsLine()
    {
        QVERIFY(place({{100s, QStringLiteral("8 workers")}}).front().label.isEmpty());
        std::vector<Marker> markers;
        for (int i = 0; i < 20; ++i)
            markers.push_back({40s + i * 3s, QStringLiteral("2 CPUs, 8 workers")});
        int labelled = 0;
        for (const MarkerPlace& at : place(markers)) {
            labelled += at.label.isEmpty() ? 0 : 1;
            QVERIFY(at.label.isEmpty() || at.label.left() == at.x);
        }
        QVERIFY(labelled > 10);
    }

    void aFlagEndsBeforeTheNextLine()
    {
        const QString label = QStringLiteral("2 CPUs, 8 workers"); // 119 pixels
        const auto places = place({{50s, label}, {55s, label}, {80s, label}});
        QVERIFY(places[0].label.right() < places[1].x); // shortened
        QCOMPARE(places[0].label.top(), places[1].label.top());
        QCOMPARE(places[1].label.width(), 119.0);
        QCOMPARE(places[2].label.width(), 119.0);
    }

    void flagsOfLinesThatAreTooCloseAreStacked()
    {
        const QString label = QStringLiteral("fast path on");
        const auto places = place({{50s, label}, {51s, label}, {70s, label}});
        QVERIFY(!places[0].label.isEmpty() && !places[1].label.isEmpty());
        QVERIFY(places[0].label.top() > places[1].label.top());
        QVERIFY(places[0].label.right() < places[2].x);
        // Where there is one row only the first wears a pennant.
        const auto inOne = placeMarkers(
            {{50s, label}, {51s, label}},
            {100s, 60s, 0, 600},
            QRectF(0, 0, 600, 200),
            [](const QString&) { return QSizeF(80, 14); },
            1);
        QVERIFY(inOne[0].label.isEmpty() && !inOne[1].label.isEmpty());
    }

    void labelsAreFoundNearTheirLine()
    {
        const std::vector<Marker> markers{{90s, QStringLiteral("a")}, {95s, QStringLiteral("b")}};
        const TimeWindow window{100s, 60s, 0, 600};
        QCOMPARE(labelsNear(window.xOf(90s) + 3, markers, window), QStringList{"a"});
        QVERIFY(labelsNear(window.xOf(92s), markers, window).isEmpty());
    }

    void legendStandsBesideTheTitleOrWrapsBelowIt()
    {
        const std::vector<QSizeF> entries(6, QSizeF(80, 20));
        const HeaderLayout wide = layOutHeader(900, {150, 20}, entries);
        QCOMPARE(wide.entries.front().top(), wide.title.top());
        const HeaderLayout narrow = layOutHeader(300, {150, 20}, entries);
        QVERIFY(narrow.entries.front().top() >= narrow.title.bottom());
        QVERIFY(narrow.height > wide.height);
        for (const QRectF& entry : narrow.entries)
            QVERIFY(entry.right() <= 300);
    }
};

LOCKSCOPE_UI_TEST(OverlayTest)
#include "overlay_test.moc"
