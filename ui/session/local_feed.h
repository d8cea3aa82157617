// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "ui/session/feed.h"

#include <memory>

namespace lockscope::ui {

/// The experiment measured on this computer: the lab, which is made by open() and not before, so
/// that a window can paint first.
class LocalFeed final : public Feed
{
    Q_OBJECT

public:
    LocalFeed(const lab::LabConfig& config, const lab::LabOptions& options);

    [[nodiscard]] measure::Source* source() const override { return m_lab.get(); }
    void open() override;
    void close() override { m_lab.reset(); }
    [[nodiscard]] bool canChange() const override { return true; }
    void apply(const ExperimentRequest& wanted) override;
    void setSnapshotRate(int perSecond) override;

protected:
    [[nodiscard]] QString text(const measure::History& shown) const override;

private:
    lab::LabConfig m_config; ///< the newest asked for
    lab::LabOptions m_options;
    std::unique_ptr<lab::Lab> m_lab;
};

} // namespace lockscope::ui
