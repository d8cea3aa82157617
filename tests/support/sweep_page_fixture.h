// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/registry.h"
#include "core/report/json.h"
#include "core/report/sweep_json.h"
#include "resources/resources.h"
#include "tests/support/fake_feed.h"
#include "tests/support/written_file.h"
#include "ui/charts/scaling_chart.h"
#include "ui/scaling/scaling_page.h"
#include "ui/settings/settings.h"
#include "ui/widgets/host_list.h"
#include "ui/widgets/message_strip.h"

#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace lockscope::test {

/// What a machine's sweep of the mutex, both ways, would be: `gamma` calls/s on one CPU, and less
/// with each more.
inline study::HostSweep sweepOf(const char* model, double gamma, const std::vector<int>& cpus)
{
    study::HostSweep made;
    made.host.cpuModel = model;
    made.host.cpus = 64;
    made.host.operatingSystem = "An OS";
    made.host.version = "1";
    study::Sweep& sweep = made.sweep;
    sweep.plan.config = lab::defaultConfig();
    sweep.plan.config.cpus = sweep.plan.config.workers = 1;
    sweep.plan.contenders = {{"mutex", false}, {"mutex", true}};
    sweep.plan.cpus = cpus;
    sweep.plan.repeats = sweep.plan.maxRepeats = 2;
    sweep.ended = std::chrono::sys_days(std::chrono::year(2026) / 2 / 28) + std::chrono::hours(9);
    const scaling::Coefficients law{.alpha = 0.02, .beta = 0.001, .gamma = gamma};
    for (const study::Contender& contender : sweep.plan.contenders)
        for (const int count : cpus) {
            study::SweepPoint point;
            point.cell = {contender, count, count};
            for (const double off : {0.99, 1.01})
                point.runs.emplace_back().throughput =
                    off * law.throughputAt(count) * (contender.fastPath ? 3 : 1);
            sweep.points.push_back(std::move(point));
        }
    return made;
}

inline std::string jsonOf(const study::HostSweep& sweep)
{
    return report::text(report::toJson(sweep.sweep, sweep.host));
}

/// The mutex as curves are called.
inline QString mutexLabel()
{
    const auto label = guards::findGuard("mutex")->label;
    return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size()));
}

/// The page on scaling with two machines' sweeps to open, and a sweep made here that has the runs
/// of the first. It is not shown, so that nothing is simulated, but by tests that want that. Each
/// test function has a page of its own after openPage(), until closePage().
class SweepPageFixture : public QObject
{
protected:
    SweepPageFixture() { registerResources(); }

    void openPage()
    {
        m_page = std::make_unique<ui::ScalingPage>(
            m_session,
            m_settings,
            [this](const auto& /*plan*/, const auto& /*watcher*/, const auto& /*earlier*/) {
                return m_a.sweep;
            });
    }

    void closePage() { m_page.reset(); }

    QTemporaryDir m_folder;
    std::shared_ptr<FakeLab> m_lab = std::make_shared<FakeLab>();
    ui::Session m_session{fakeFeeds(m_lab), lab::defaultConfig()};
    ui::Settings m_settings{m_folder.filePath("settings.ini")};
    std::unique_ptr<ui::ScalingPage> m_page;
    study::HostSweep m_a = sweepOf("Model A", 1e6, {1, 2, 4, 8, 16, 32});
    study::HostSweep m_b = sweepOf("Model B", 2e6, {4, 8, 16, 64});

    QString fileOf(const QString& name, const std::string& text)
    {
        return writtenFile(m_folder, name, text);
    }

    [[nodiscard]] ui::ScalingChart* chart() const { return m_page->findChild<ui::ScalingChart*>(); }
    [[nodiscard]] QString message() const { return m_page->findChild<ui::MessageStrip*>()->text(); }
    [[nodiscard]] QString verdicts() const
    {
        return m_page->findChild<QLabel*>("scaling-verdicts")->text();
    }
    [[nodiscard]] ui::PictureFacts facts() const
    {
        return m_page->exporter().page("scaling").facts;
    }
    /// Everything that the list of hosts says.
    [[nodiscard]] QString listed() const
    {
        auto* list = m_page->findChild<ui::HostList*>();
        QStringList texts;
        if (!list->isHidden()) {
            for (auto* box : list->findChildren<QCheckBox*>())
                texts << box->text();
            for (auto* label : list->findChildren<QLabel*>())
                texts << label->text();
        }
        return texts.join('\n');
    }
    [[nodiscard]] const ui::ScalingCurve& curve(const QString& fullName) const
    {
        for (const ui::ScalingCurve& each : chart()->curves())
            if (ui::fullName(each, chart()->hosts()) == fullName)
                return each;
        throw std::out_of_range(fullName.toStdString());
    }
    [[nodiscard]] QString idOf(const QString& host) const
    {
        for (const ui::ScalingHost& each : chart()->hosts())
            if (each.name == host)
                return each.id;
        return {};
    }
    void openBoth()
    {
        m_page->openSweeps({fileOf("a.json", jsonOf(m_a)), fileOf("b.json", jsonOf(m_b))});
        QCOMPARE(message(), QString());
        QCOMPARE(chart()->hosts().size(), 2U);
    }
};

} // namespace lockscope::test
