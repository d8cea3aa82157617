// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/remote_feed.h"

#include "ui/remote/banner_parts.h"
#include "ui/words/units.h"

namespace lockscope::ui {

/// A connection as a source.
class RemoteFeed::Source final : public measure::Source
{
public:
    explicit Source(RemoteConnection& connection)
        : m_connection(connection)
    {}

    void start() override { m_connection.open(); }
    void stop() override { m_connection.close(); }
    [[nodiscard]] bool running() const override { return m_connection.active(); }
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override { return m_connection.poll(); }
    [[nodiscard]] measure::SourceInfo facts() const override { return m_connection.facts(); }

private:
    RemoteConnection& m_connection;
};

namespace {

QString latencyText(const std::optional<recording::RoundTrip>& trip)
{
    if (!trip)
        return RemoteFeed::tr("latency %1").arg(unknownText());
    const QString time =
        formatDuration(static_cast<double>(std::chrono::nanoseconds(trip->time).count()));
    return trip->atLeast ? RemoteFeed::tr("latency over %1").arg(time)
                         : RemoteFeed::tr("latency %1").arg(time);
}

} // namespace

RemoteFeed::RemoteFeed(const RemoteHost& host,
                       const RemoteExperiment& experiment,
                       int snapshotsPerSecond)
    : Feed(FeedKind::Remote)
    , m_connection(host, experiment, snapshotsPerSecond)
    , m_source(std::make_unique<Source>(m_connection))
    , m_request(experiment.config)
{
    connect(&m_connection, &RemoteConnection::changed, this, &Feed::changed);
    connect(&m_connection, &RemoteConnection::problem, this, &Feed::problem);
    connect(&m_connection, &RemoteConnection::configIs, this, &RemoteFeed::follow);
}

RemoteFeed::~RemoteFeed() = default;

measure::Source* RemoteFeed::source() const
{
    return m_source.get();
}

bool RemoteFeed::canReconnect() const
{
    using State = RemoteConnection::State;
    return m_connection.state() != State::Connecting && m_connection.state() != State::Live;
}

bool RemoteFeed::canChange() const
{
    return limits().cpus > 0;
}

void RemoteFeed::apply(const ExperimentRequest& wanted)
{
    m_connection.ask(wanted.config());
    m_request = wanted;
}

void RemoteFeed::follow(const lab::LabConfig& config)
{
    m_request = m_request.with(config, limits());
    emit requestChanged();
}

void RemoteFeed::setSnapshotRate(int perSecond)
{
    m_connection.askRate(perSecond);
}

QString RemoteFeed::text(const measure::History& shown) const
{
    using State = RemoteConnection::State;
    QStringList parts{m_connection.host().name};
    switch (m_connection.state()) {
    case State::Off:
        parts << tr("stopped");
        break;
    case State::Connecting:
        parts << (m_connection.why().isEmpty() ? tr("connecting…") : tr("connecting again…"));
        break;
    case State::Live:
        parts << tr("live") << latencyText(m_connection.roundTrip());
        break;
    case State::Waiting:
        parts << tr("CONNECTION LOST, trying again in %1 s").arg(m_connection.secondsLeft())
              << m_connection.why();
        break;
    case State::Failed:
        parts << tr("NOT CONNECTED") << m_connection.why();
        break;
    }
    const auto facts = m_connection.facts();
    if (m_connection.why().isEmpty() && facts.host.cpus > 0)
        parts << hostText(facts) << droppedText(shown);
    return parts.join(kBannerSeparator);
}

} // namespace lockscope::ui
