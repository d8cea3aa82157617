// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/difference_text.h"
#include "core/report/json.h"
#include "resources/resources.h"
#include "tests/support/svg_of.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/written_file.h"
#include "ui/charts/chart_pair.h"
#include "ui/difference/difference_page.h"
#include "ui/recordings/recording_choices.h"
#include "ui/settings/settings.h"
#include "ui/widgets/message_strip.h"

#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace lockscope::test {

/// What is written in a picture, in its order.
inline QStringList wordsIn(const ui::DashboardView& view)
{
    static const QRegularExpression kText("<text[^>]*>([^<]*)</text>");
    QStringList words;
    auto found = kText.globalMatch(QString::fromUtf8(test::svgOf(view)));
    while (found.hasNext())
        words << found.next().captured(1).trimmed();
    return words;
}

/// The labels of a chart's axes: those words that are numbers with or without a unit.
inline QStringList ticksOf(const ui::DashboardView& view)
{
    static const QRegularExpression kTick("^(≤ )?[0-9.]+( (s|ms|µs|ns|%|k|M|G))?$");
    return wordsIn(view).filter(kTick);
}

inline std::string jsonOf(const recording::Difference& difference)
{
    return report::text(recording::toJson(difference));
}

/// A page that compares, on recordings that were made up: 26.4 M calls/s with a mutex, 41.5 M
/// with the fast path, which is switched every 12 s.
class DifferenceFixture : public QObject
{
protected:
    QTemporaryDir m_folder;
    std::unique_ptr<ui::Settings> m_settings;
    std::unique_ptr<ui::DifferencePage> m_page;
    QString m_turns; ///< 60 s with five changes
    QString m_steady; ///< 20 s without

    static constexpr std::size_t kA = ui::DifferencePage::kA;
    static constexpr std::size_t kB = ui::DifferencePage::kB;

    QString write(const char* name, const std::string& bytes)
    {
        return writtenFile(m_folder, name, bytes);
    }

    template<class Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return m_page->findChild<Widget*>(name);
    }

    [[nodiscard]] QString message() const
    {
        return find<ui::MessageStrip>("difference-messages")->text();
    }
    [[nodiscard]] QString verdict() const { return find<QLabel>("verdict")->text(); }
    [[nodiscard]] ui::ChartPair& pair(const char* id) const { return *find<ui::ChartPair>(id); }
    [[nodiscard]] bool shows(const recording::Difference& expected) const
    {
        return m_page->difference() != nullptr && jsonOf(*m_page->difference()) == jsonOf(expected);
    }

    /// Types a time, as a person would.
    void type(const char* name, double seconds)
    {
        auto* box = find<QDoubleSpinBox>(name);
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::number(seconds, 'f', 3));
        QTest::keyClick(box, Qt::Key_Return);
    }

    [[nodiscard]] static recording::Difference coreOf(const QString& a,
                                                      const QString& b,
                                                      auto... ranges)
    {
        const std::array<std::optional<std::chrono::nanoseconds>, 4> times{ranges...};
        return recording::compare(recording::rangeOf(ui::openRecording(a), times[0], times[1]),
                                  recording::rangeOf(ui::openRecording(b), times[2], times[3]));
    }

    [[nodiscard]] static recording::Difference coreAround(const QString& file, std::size_t marker)
    {
        const auto [before, after] = recording::aroundMarker(ui::openRecording(file), marker);
        return recording::compare(before, after);
    }

    /// For initTestCase(), init() and cleanup() of who tests.
    void makeRecordings()
    {
        registerResources();
        m_turns = write("turns.lockscope", recordingOf(syntheticSnapshots(1200)));
        m_steady =
            write("steady.lockscope",
                  recordingOf(syntheticSnapshots(400, {.seed = 3, .changeEverySeconds = 0})));
    }

    void openPage()
    {
        m_settings = std::make_unique<ui::Settings>(m_folder.filePath("settings.ini"));
        m_page = std::make_unique<ui::DifferencePage>(*m_settings);
        m_page->resize(1270, 780);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void closePage()
    {
        m_page.reset();
        m_settings.reset();
    }
};

} // namespace lockscope::test
