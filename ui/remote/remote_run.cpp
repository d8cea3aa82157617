// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/remote_run.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::ui {

namespace {

constexpr qsizetype kMostErrors = 16384; ///< the end of what is said is what counts
constexpr int kGraceMs = 2000; ///< for the one of ssh and stream that is still there
constexpr int kKillMs = 1000;

} // namespace

RemoteRun::RemoteRun(RemoteHost host, const SshCommand& command, recording::StreamKeep keep)
    : m_host(std::move(host))
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error(std::string("no pipe for ssh: ") + std::strerror(errno));
    const auto [reading, writing] = std::pair(ends[0], ends[1]);
    try {
        m_stream = std::make_unique<recording::StreamSource>(
            reading, tr("the stream from %1").arg(m_host.name).toStdString(), std::move(keep));
        m_stream->start();
    } catch (...) {
        close(writing);
        throw;
    }
    connect(&m_process, &QProcess::readyReadStandardError, this, &RemoteRun::readErrors);
    m_process.setProgram(command.program);
    m_process.setArguments(command.arguments);
    // In the child: its standard output is our pipe and not QProcess', which only this thread could
    // read.
    m_process.setChildProcessModifier([output = writing] { dup2(output, STDOUT_FILENO); });
    m_process.start();
    close(writing);
}

RemoteRun::~RemoteRun()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(kKillMs);
}

void RemoteRun::send(const QByteArray& line)
{
    if (m_process.state() != QProcess::NotRunning)
        m_process.write(line + '\n');
}

void RemoteRun::ping()
{
    send("{\"ping\": " + QByteArray::number(qulonglong{m_stream->ping()}) + '}');
}

void RemoteRun::stop()
{
    send(R"({"stop": true})");
    m_process.closeWriteChannel();
}

bool RemoteRun::over()
{
    const bool processGone = m_process.state() == QProcess::NotRunning;
    const bool streamGone = m_stream->ended();
    if (processGone && streamGone)
        return true;
    if (!processGone && !streamGone)
        return false;
    if (!m_halfOver.isValid())
        m_halfOver.start();
    if (m_halfOver.elapsed() < kGraceMs)
        return false;
    if (processGone) // somebody whom ssh left behind has the pipe
        return true;
    m_killed = true;
    m_process.kill();
    return false;
}

RemoteOutcome RemoteRun::outcome() const
{
    const auto problem = m_stream->problem();
    const bool ended = m_process.exitStatus() == QProcess::NormalExit && !m_killed;
    return {.started = m_process.error() != QProcess::FailedToStart,
            .exitCode = ended ? std::optional(m_process.exitCode()) : std::nullopt,
            .errors = QString::fromUtf8(m_errors),
            .stream = m_stream->state(),
            .problem = problem ? QString::fromStdString(*problem) : QString(),
            .sentNothing = m_stream->bytes() == 0};
}

void RemoteRun::readErrors()
{
    const QByteArray bytes = m_process.readAllStandardError();
    m_errors += bytes;
    m_errors = m_errors.right(kMostErrors);
    emit errorsCame(bytes);
}

} // namespace lockscope::ui
