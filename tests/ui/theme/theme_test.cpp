// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/color_vision.h"
#include "tests/support/ui_test.h"
#include "ui/theme/state_pattern.h"

#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using measure::State;
using test::Vision;

namespace {

double distance(const QColor& a, const QColor& b, const Vision& vision)
{
    return test::distanceOf(test::labOf(a, vision), test::labOf(b, vision));
}

QColor colorOf(const ui::Theme& theme, State state)
{
    return theme.state[static_cast<std::size_t>(state)];
}

QByteArray named(const ui::Theme& theme, const Vision& vision, const std::string& what, double is)
{
    return QByteArray(theme.dark ? "dark, " : "light, ") + vision.name + ", " + what.c_str() + ": "
        + QByteArray::number(is);
}

} // namespace

/// The colours of the states, as people with and without colour vision see them.
class ThemeTest : public QObject
{
    Q_OBJECT

    const std::array<ui::Theme, 2> m_themes{ui::Theme::light(), ui::Theme::darkSet()};

private slots:
    void distancesAreThoseOfThePaper_data()
    {
        QTest::addColumn<QList<double>>("pair");
        QTest::addColumn<double>("distance");
        // Sharma, Wu and Dalal's table 1: pairs 1, 4, 7, 17, 25 and 34.
        QTest::newRow("1") << QList<double>{50, 2.6772, -79.7751, 50, 0, -82.7485} << 2.0425;
        QTest::newRow("4") << QList<double>{50, -1.3802, -84.2814, 50, 0, -82.7485} << 1.0000;
        QTest::newRow("7") << QList<double>{50, 0, 0, 50, -1, 2} << 2.3669;
        QTest::newRow("17") << QList<double>{50, 2.5, 0, 73, 25, -18} << 27.1492;
        QTest::newRow("25") << QList<double>{60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387}
                            << 1.2644;
        QTest::newRow("34") << QList<double>{2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514}
                            << 0.9082;
    }
    void distancesAreThoseOfThePaper()
    {
        QFETCH(QList<double>, pair);
        QFETCH(double, distance);
        const double is =
            test::distanceOf({pair[0], pair[1], pair[2]}, {pair[3], pair[4], pair[5]});
        QVERIFY2(std::abs(is - distance) < 1e-4, qPrintable(QString::number(is, 'f', 5)));
    }

    void everyTwoStatesAreToldApartByEveryEye()
    {
        constexpr double kFarApart = 15;
        for (const ui::Theme& theme : m_themes)
            for (const Vision& vision : test::kVisions)
                for (const State a : measure::kStates)
                    for (const State b : measure::kStates) {
                        if (a == b)
                            continue;
                        const double is = distance(colorOf(theme, a), colorOf(theme, b), vision);
                        const std::string what = std::string(measure::stateName(a)) + " and "
                            + std::string(measure::stateName(b));
                        QVERIFY2(is >= kFarApart, named(theme, vision, what, is).constData());
                    }
    }

    void everyStateIsToldFromNothing()
    {
        constexpr double kSeen = 6;
        for (const ui::Theme& theme : m_themes)
            for (const Vision& vision : test::kVisions)
                for (const State state : measure::kStates) {
                    const double is = distance(colorOf(theme, state), theme.base, vision);
                    QVERIFY2(is >= kSeen,
                             named(theme, vision, std::string(measure::stateName(state)), is)
                                 .constData());
                }
    }

    /// What happens to a thread from outside is no colour that draws the eye.
    void workAndWaitingStandOutAndTheRestIsQuiet()
    {
        for (const ui::Theme& theme : m_themes) {
            const Vision& usual = test::kVisions[0];
            const auto chroma = [&](State state) {
                return test::chromaOf(test::labOf(colorOf(theme, state), usual));
            };
            const auto fromBase = [&](State state) {
                return distance(colorOf(theme, state), theme.base, usual);
            };
            for (const State quiet : {State::Preempted, State::Idle})
                for (const State loud :
                     {State::Native, State::Guard, State::Blocked, State::Callback}) {
                    QVERIFY(chroma(quiet) * 2 < chroma(loud));
                    QVERIFY(fromBase(quiet) < fromBase(loud));
                }
            // Waiting is warm and more colourful than work.
            QVERIFY(chroma(State::Guard) > chroma(State::Native));
        }
    }

    void everyStateHasAPatternOfItsOwn()
    {
        for (const State a : measure::kStates)
            for (const State b : measure::kStates)
                QVERIFY(a == b || ui::patternOf(a) != ui::patternOf(b));
    }
};

LOCKSCOPE_UI_TEST(ThemeTest)
#include "theme_test.moc"
