// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/remote/remote_connection.h"
#include "ui/session/feed.h"

#include <memory>

namespace lockscope::ui {

/// An experiment on another host. It is the connection's to be started and stopped like any source;
/// what is asked for goes there.
class RemoteFeed final : public Feed
{
    Q_OBJECT

public:
    /// Connects to nothing yet. Throws lab::ConfigError as validate(host).
    RemoteFeed(const RemoteHost& host, const RemoteExperiment& experiment, int snapshotsPerSecond);
    ~RemoteFeed() override;

    [[nodiscard]] RemoteConnection& connection() { return m_connection; }
    [[nodiscard]] const RemoteConnection& connection() const { return m_connection; }
    /// Whether a person may have it connect again, now.
    [[nodiscard]] bool canReconnect() const;

    [[nodiscard]] QString machine() const override { return m_connection.host().name; }
    [[nodiscard]] measure::Source* source() const override;
    [[nodiscard]] bool canChange() const override;
    void apply(const ExperimentRequest& wanted) override;
    void setSnapshotRate(int perSecond) override;
    [[nodiscard]] std::optional<ExperimentRequest> request() const override { return m_request; }
    /// No CPUs while the host has not said what it has.
    [[nodiscard]] lab::ConfigLimits limits() const override { return m_connection.limits(); }

protected:
    [[nodiscard]] QString text(const measure::History& shown) const override;

private:
    class Source;

    void follow(const lab::LabConfig& config);

    RemoteConnection m_connection;
    std::unique_ptr<Source> m_source; // of the connection
    ExperimentRequest m_request;
};

} // namespace lockscope::ui
