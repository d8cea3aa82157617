// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/models/decimation.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>

using namespace lockscope::ui;
using namespace std::chrono_literals;

namespace {

std::deque<Sample> noise(int count)
{
    std::mt19937 random(7);
    std::deque<Sample> samples;
    for (int i = 0; i < count; ++i)
        samples.push_back({i * 10ms, static_cast<double>(random() % 1000), i == 0});
    return samples;
}

} // namespace

class DecimationTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheExtremesOfEveryColumnInOrderAndNoMoreThanTwo()
    {
        const auto samples = noise(5000);
        const auto column = 130ms;
        std::map<std::int64_t, std::pair<double, double>> extremes;
        for (const Sample& sample : samples) {
            auto [it, fresh] =
                extremes.try_emplace(sample.time / column, sample.value, sample.value);
            it->second.first = std::min(it->second.first, sample.value);
            it->second.second = std::max(it->second.second, sample.value);
        }
        std::map<std::int64_t, std::vector<double>> kept;
        const auto reduced = decimate(samples, 0s, column);
        for (std::size_t i = 0; i < reduced.size(); ++i) {
            QVERIFY(i == 0 || reduced[i].time > reduced[i - 1].time);
            kept[reduced[i].time / column].push_back(reduced[i].value);
        }
        QCOMPARE(kept.size(), extremes.size());
        for (const auto& [cell, values] : kept) {
            QVERIFY(values.size() <= 2);
            const auto [low, high] = std::minmax_element(values.begin(), values.end());
            QCOMPARE(*low, extremes[cell].first);
            QCOMPARE(*high, extremes[cell].second);
        }
    }

    void aGapWithinAColumnStaysAGap()
    {
        std::deque<Sample> samples = noise(100);
        samples[50].startsRun = true;
        const auto reduced = decimate(samples, 0s, 10s);
        QCOMPARE(std::count_if(reduced.begin(),
                               reduced.end(),
                               [](const Sample& sample) { return sample.startsRun; }),
                 2);
        QVERIFY(reduced.size() <= 4);
    }

    void aLineKeepsItsShapeWhileItScrolls()
    {
        auto samples = noise(1000);
        const auto before = decimate(samples, 1s, 70ms);
        samples.push_back({10s, 5, false});
        samples.erase(samples.begin(), samples.begin() + 20);
        const auto after = decimate(samples, 1s + 140ms, 70ms);
        // All but the first and the last columns are the same points.
        for (std::size_t i = 2; i + 4 < after.size(); ++i)
            QVERIFY(std::find(before.begin(), before.end(), after[i]) != before.end());
    }

    void leavesOutWhatIsBeforeTheWindow()
    {
        const auto reduced = decimate(noise(100), 500ms, 1ns);
        QCOMPARE(reduced.front().time, std::chrono::nanoseconds(500ms));
        QVERIFY(reduced.front().startsRun);
        QVERIFY(decimate(noise(10), 1h, 1ms).empty());
        QVERIFY(decimate({}, 0s, 1ms).empty());
    }
};

LOCKSCOPE_UI_TEST(DecimationTest)
#include "decimation_test.moc"
