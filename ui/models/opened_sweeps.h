// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/scaling_curves.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace lockscope::ui {

/// Sweeps that were opened from files, to be laid over each other: each of a host. What was
/// measured here is none of them. GUI thread only.
class OpenedSweeps
{
public:
    /// Reads what `sweep --json` and `merge --json` write, samples included, and adds all of it or
    /// nothing. Throws io::BadInput, or std::runtime_error for a failure of the system, with one
    /// sentence that names the file: when it cannot be read, is no sweep, has no points, or when
    /// its runs are shown already, as those of another file or as the sweep that was made here.
    void add(const QStringList& files, const std::optional<study::Sweep>& here);
    void remove(const QString& id);
    void clear();

    [[nodiscard]] bool empty() const { return m_hosts.empty(); }
    /// In the order of merged().hosts.
    [[nodiscard]] const std::vector<ScalingHost>& hosts() const { return m_hosts; }
    [[nodiscard]] const study::MergedSweeps& merged() const { return m_merged; }

    /// In what the experiments differ, a sentence each, that of a sweep made here among them.
    [[nodiscard]] QStringList differences(const std::optional<study::Sweep>& here) const;

private:
    study::MergedSweeps m_merged;
    std::vector<ScalingHost> m_hosts;
    int m_lastId = 0;
};

/// When a sweep's last run ended, for people: "measured 2026-11-23 10:52 UTC".
[[nodiscard]] QString dateText(const study::Sweep& sweep);
/// "AMD EPYC 7763 64-Core Processor", "64 CPUs", whether it is a virtual machine, the system;
/// unknown is said.
[[nodiscard]] QStringList machineTexts(const measure::HostFacts& host);

} // namespace lockscope::ui
