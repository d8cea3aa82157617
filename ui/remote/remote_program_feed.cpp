// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/remote_program_feed.h"

#include <cstdio>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kSnapshots = 20; // a second, as of a program that is watched here

/// What the program there says to people, and ssh.
void passOn(const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
}

} // namespace

/// The stream as a source that is stopped for good.
class RemoteProgramFeed::Source final : public measure::Source
{
public:
    explicit Source(RemoteProgramFeed& feed)
        : m_feed(feed)
    {}

    void start() override {} // it has begun, and what has ended does not begin again
    void stop() override
    {
        if (!std::exchange(m_feed.m_stopped, true))
            m_feed.m_run->hangUp();
    }
    [[nodiscard]] bool running() const override
    {
        return !m_feed.m_stopped && m_feed.stream().running();
    }
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override
    {
        return m_feed.m_run->stream().poll();
    }
    [[nodiscard]] measure::SourceInfo facts() const override
    {
        measure::SourceInfo facts = m_feed.stream().facts();
        facts.provenance = facts.provenance.by(measure::Delivery::Remote);
        return facts;
    }

private:
    RemoteProgramFeed& m_feed;
};

RemoteProgramFeed::RemoteProgramFeed(const RemoteHost& host,
                                     const RemoteProgram& program,
                                     const QString& kept)
    : StreamFeed(FeedKind::Remote, host.name)
    , m_host(host)
    , m_program(program)
    , m_run(std::make_unique<RemoteRun>(host,
                                        watchCommand(host, program, kSnapshots),
                                        recording::StreamKeep{.file = kept.toStdString()}))
    , m_source(std::make_unique<Source>(*this))
{
    connect(m_run.get(), &RemoteRun::errorsCame, this, &passOn);
    m_run->closeInput(); // the program there has no terminal to read from
}

RemoteProgramFeed::~RemoteProgramFeed() = default;

const recording::StreamSource& RemoteProgramFeed::stream() const
{
    return m_run->stream();
}

measure::Source* RemoteProgramFeed::source() const
{
    return m_source.get();
}

RemoteOutcome RemoteProgramFeed::outcome() const
{
    RemoteOutcome outcome = m_run->outcome();
    outcome.watched = true;
    if (connected())
        outcome.errors.clear(); // by now they may be words of the program
    return outcome;
}

void RemoteProgramFeed::look()
{
    if (m_over || !m_run->over())
        return;
    m_over = true;
    if (m_stopped || stream().state() == recording::StreamState::Whole)
        return;
    m_why = remoteFailure(m_host, outcome()).sentence;
    if (!connected())
        emit problem(m_why);
}

QString RemoteProgramFeed::endText() const
{
    if (!m_why.isEmpty())
        return m_why;
    return m_stopped ? tr("%1, until watching was stopped").arg(name())
                     : tr("%1, to the program's end").arg(name());
}

} // namespace lockscope::ui
