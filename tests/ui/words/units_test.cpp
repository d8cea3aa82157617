// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/words/units.h"

#include <QTest>

using namespace lockscope::ui;

class UnitsTest : public QObject
{
    Q_OBJECT

private slots:
    void durationsHaveThreeDigitsAndTheUnitThatSuits_data()
    {
        QTest::addColumn<double>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << "0 ns";
        QTest::newRow("below one") << 0.123 << "0.12 ns";
        QTest::newRow("next to nothing") << 0.0002 << QStringLiteral("≤ 0.001 ns");
        QTest::newRow("less than nothing") << -0.0002 << QStringLiteral("≥ -0.001 ns");
        QTest::newRow("ns") << 48.23 << "48.2 ns";
        QTest::newRow("rounds up") << 999.7 << QStringLiteral("1.00 \u00b5s");
        QTest::newRow("us") << 1240.0 << QStringLiteral("1.24 \u00b5s");
        QTest::newRow("ms") << 120e6 << "120 ms";
        QTest::newRow("s") << 2.5e9 << "2.50 s";
    }
    void durationsHaveThreeDigitsAndTheUnitThatSuits()
    {
        QFETCH(double, ns);
        QFETCH(QString, text);
        QCOMPARE(formatDuration(ns), text);
    }

    void ratesAreScaled()
    {
        QCOMPARE(formatRate(26.4e6), QStringLiteral("26.4 M calls/s"));
        QCOMPARE(formatRate(6.658e9), QStringLiteral("6.66 G calls/s"));
        QCOMPARE(formatRate(12), QStringLiteral("12.0 calls/s"));
        QCOMPARE(formatRate(999'960), QStringLiteral("1.00 M calls/s"));
    }

    void whatCouldNotBeReadIsUnknown()
    {
        QCOMPARE(formatDuration(std::optional<double>()), QStringLiteral("unknown"));
        QCOMPARE(formatShare(std::nullopt), QStringLiteral("unknown"));
        QCOMPARE(formatShare(0.1234), QStringLiteral("12.3 %"));
        QCOMPARE(formatShare(0.0004), QStringLiteral("< 0.1 %"));
        QCOMPARE(formatShare(0.0), QStringLiteral("0.0 %"));
    }
};

LOCKSCOPE_UI_TEST(UnitsTest)
#include "units_test.moc"
