// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/opened_sweeps.h"

#include "core/report/sweep_json.h"
#include "core/report/utc_text.h"
#include "ui/theme/host_marker.h"
#include "ui/words/foreign_text.h"
#include "ui/words/status_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace lockscope::ui {

namespace {

/// A sample is in the program, where only Qt can read it.
std::vector<study::HostSweep> sweepsOf(const QString& file)
{
    if (!file.startsWith(":/"))
        return report::readHostSweepsFile(file.toStdString(), io::InputKind::FileAlone);
    QFile sample(file);
    if (!sample.open(QIODevice::ReadOnly))
        throw std::runtime_error("The sample " + file.toStdString() + " is not in this program");
    return report::readHostSweeps(sample.readAll().toStdString());
}

/// The name of its file without folders; in a merge, that of the file that was merged.
QString nameOf(const study::HostSweep& sweep, const QString& file)
{
    const QString name = QFileInfo(QString::fromStdString(sweep.name)).fileName();
    return shownText(name.isEmpty() ? QFileInfo(file).fileName() : name, 200);
}

/// What was measured here beside those from files. Cells without a run are left out, as files do.
study::HostSweep hereAs(const study::Sweep& sweep)
{
    study::HostSweep here{.name = tr("the sweep made here").toStdString(),
                          .host = measure::readHostFacts(),
                          .sweep = sweep};
    std::erase_if(here.sweep.points,
                  [](const study::SweepPoint& point) { return point.runs.empty(); });
    return here;
}

QString factsOf(const study::HostSweep& sweep, const QString& within)
{
    // What matters most first: a narrow window cuts the end off.
    QStringList parts;
    if (!sweep.sweep.complete())
        parts << tr("CUT SHORT: not every run was done");
    parts << dateText(sweep.sweep) << machineTexts(sweep.host);
    if (!within.isEmpty())
        parts << tr("in %1").arg(within);
    return parts.join(QStringLiteral(" · "));
}

template<class Each, class Field>
bool has(const std::vector<ScalingHost>& hosts, Field Each::*field, const Field& value)
{
    return std::any_of(
        hosts.begin(), hosts.end(), [&](const ScalingHost& host) { return host.*field == value; });
}

QString unlike(const std::vector<ScalingHost>& hosts, const QString& name)
{
    QString unique = name;
    for (int i = 2; has(hosts, &ScalingHost::name, unique); ++i)
        unique = QStringLiteral("%1 (%2)").arg(name).arg(i);
    return unique;
}

/// The first that nobody has, so that a host keeps its own when others go.
int freeMarker(const std::vector<ScalingHost>& hosts)
{
    for (int marker = kHereMarker + 1; marker < kHostMarkers; ++marker)
        if (!has(hosts, &ScalingHost::marker, marker))
            return marker;
    return 1 + static_cast<int>(hosts.size()) % (kHostMarkers - 1);
}

} // namespace

void OpenedSweeps::add(const QStringList& files, const std::optional<study::Sweep>& here)
{
    std::vector<study::HostSweep> sweeps = m_merged.hosts;
    std::vector<ScalingHost> hosts = m_hosts;
    int lastId = m_lastId;
    std::vector<QString> names; // as they are unlike each other
    for (const ScalingHost& host : hosts)
        names.push_back(host.name);
    for (const QString& file : files)
        for (study::HostSweep& sweep : sweepsOf(file)) {
            const QString name = nameOf(sweep, file);
            const QString from = QFileInfo(file).fileName();
            ScalingHost host;
            host.id = QStringLiteral("host:%1").arg(++lastId);
            host.name = unlike(hosts, name);
            host.facts = factsOf(sweep, name == from ? QString() : from);
            host.marker = freeMarker(hosts);
            names.push_back(host.name);
            hosts.push_back(std::move(host));
            sweep.name = name.toStdString(); // what is refused is named as its file is
            sweeps.push_back(std::move(sweep));
        }
    if (here) {
        auto all = sweeps;
        all.insert(all.begin(), hereAs(*here));
        (void)study::mergeSweeps(std::move(all)); // refuses the same runs twice
    }
    study::MergedSweeps merged = study::mergeSweeps(std::move(sweeps));
    for (std::size_t i = 0; i < names.size(); ++i)
        merged.hosts[i].name = names[i].toStdString();
    m_merged = std::move(merged);
    m_hosts = std::move(hosts);
    m_lastId = lastId;
}

void OpenedSweeps::remove(const QString& id)
{
    const auto found = std::find_if(
        m_hosts.begin(), m_hosts.end(), [&id](const ScalingHost& host) { return host.id == id; });
    if (found == m_hosts.end())
        return;
    if (m_hosts.size() == 1) {
        clear();
        return;
    }
    auto sweeps = std::move(m_merged.hosts);
    sweeps.erase(sweeps.begin() + (found - m_hosts.begin()));
    m_hosts.erase(found);
    m_merged = study::mergeSweeps(std::move(sweeps));
}

void OpenedSweeps::clear()
{
    m_hosts.clear();
    m_merged = {};
}

QStringList OpenedSweeps::differences(const std::optional<study::Sweep>& here) const
{
    auto sweeps = m_merged.hosts;
    if (here && !sweeps.empty())
        sweeps.insert(sweeps.begin(), hereAs(*here));
    QStringList sentences;
    for (const std::string& difference : study::differencesOf(sweeps))
        sentences << shownText(difference, 300);
    return sentences;
}

QString dateText(const study::Sweep& sweep)
{
    if (!sweep.ended)
        return tr("measured at a time that is unknown");
    QString time = QString::fromStdString(report::utcText(*sweep.ended)); // "2026-11-23T10:52:24Z"
    constexpr int kToMinutes = 16;
    time.truncate(kToMinutes);
    return tr("measured %1 UTC").arg(time.replace('T', ' '));
}

QStringList machineTexts(const measure::HostFacts& host)
{
    const auto text = [](const std::optional<std::string>& value, const QString& what) {
        return value ? shownText(*value) : what + ' ' + unknownText();
    };
    QStringList parts{text(host.cpuModel, tr("CPU")), cpuCountText(host)};
    if (host.hypervisor)
        parts << tr("virtual machine (%1)").arg(shownText(*host.hypervisor, 40));
    parts << text(host.operatingSystem, tr("system"));
    return parts;
}

} // namespace lockscope::ui
