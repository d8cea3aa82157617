// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/host_facts.h"

#include "core/measure/hardware_counters.h"
#include "core/measure/quality/quality.h"
#include "ui/words/foreign_text.h"
#include "ui/words/status_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QCoreApplication>

namespace lockscope::ui {

namespace {

QString text(const std::optional<std::string>& value)
{
    return value ? shownText(*value, 70) : unknownText();
}

QString text(const std::optional<int>& value)
{
    return value ? QString::number(*value) : unknownText();
}

QString text(const std::optional<measure::CpuQuota>& quota)
{
    if (!quota)
        return unknownText();
    return quota->cpus ? toQString(measure::cpusText(*quota->cpus)) : QStringLiteral("none");
}

QString memoryText(const std::optional<std::uint64_t>& bytes)
{
    constexpr double kGib = 1024.0 * 1024 * 1024;
    return bytes ? QStringLiteral("%1 GiB").arg(static_cast<double>(*bytes) / kGib, 0, 'f', 1)
                 : unknownText();
}

std::vector<Fact> hostFacts(const measure::SourceInfo& facts)
{
    const measure::HostFacts& host = facts.host;
    return {{"CPU", text(host.cpuModel)},
            {"CPUs usable", QString::number(host.cpus)},
            {"CPUs online", text(host.cpusOnline)},
            {"CPU quota", text(host.cpuQuota)},
            {"Cores", text(host.cores)},
            {"Packages", text(host.packages)},
            {"NUMA nodes", text(host.numaNodes)},
            {"Memory", memoryText(host.memoryBytes)},
            {"System", text(host.operatingSystem)},
            {"Kernel", text(host.kernel)},
            {"Hypervisor", host.hypervisor ? text(host.hypervisor) : "none, or unknown"},
            {"Architecture", shownText(host.architecture)},
            {"Clock", shownText(host.clock)},
            {"Kernel wait times", host.schedstat ? "yes" : "no: some states are unknown"},
            {"Probe", probeText(facts.probe)},
            {"Compiler", shownText(host.compiler)},
            {"Build", shownText(host.buildType)}};
}

void addCounters(std::vector<Fact>& facts)
{
    for (const measure::HardwareCounter counter : measure::kHardwareCounters) {
        const std::string_view name = measure::counterName(counter);
        const auto why = measure::whyNotCounted(counter);
        facts.emplace_back(QStringLiteral("Counter: ") + toQString(name),
                           why ? "not available: " + QString::fromStdString(*why) : "counted");
    }
}

} // namespace

QString factsTable(const std::vector<Fact>& facts)
{
    QString html = "<table cellpadding=3>";
    for (const auto& [name, value] : facts)
        html += "<tr><td>" + name.toHtmlEscaped() + "&nbsp;&nbsp;</td><td><b>"
            + value.toHtmlEscaped() + "</b></td></tr>";
    return html + "</table>";
}

QString machineTable(const std::optional<measure::SourceInfo>& facts)
{
    if (!facts)
        return QCoreApplication::translate("MachineFacts", "Known once the workload has run.");
    std::vector<Fact> all = hostFacts(*facts);
    if (facts->provenance.isMeasuredHere())
        addCounters(all);
    return factsTable(all);
}

} // namespace lockscope::ui
