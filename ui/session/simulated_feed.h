// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/simulated_source.h"
#include "ui/session/feed.h"

#include <memory>

namespace lockscope::ui {

/// The experiment on one machine that is simulated, which is made by open().
class SimulatedFeed final : public Feed
{
    Q_OBJECT

public:
    SimulatedFeed(const lab::LabConfig& config,
                  const simulation::Machine& machine,
                  int snapshotsPerSecond);

    [[nodiscard]] measure::Source* source() const override { return m_simulated.get(); }
    void open() override;
    void close() override { m_simulated.reset(); }
    [[nodiscard]] bool canChange() const override { return true; }
    void apply(const ExperimentRequest& wanted) override;
    void setSnapshotRate(int perSecond) override;

protected:
    [[nodiscard]] QString text(const measure::History& shown) const override;

private:
    simulation::SimulatedConfig m_config; ///< the newest asked for
    int m_rate;
    std::unique_ptr<simulation::SimulatedSource> m_simulated;
};

} // namespace lockscope::ui
