// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/remote_failure.h"

#include "ui/words/text.h"

#include <QStringList>

#include <algorithm>
#include <initializer_list>

namespace lockscope::ui {

namespace {

using recording::StreamState;

constexpr int kSshFailed = 255;
constexpr int kNotFound = 127;
constexpr int kNotExecutable = 126;
constexpr int kBadArguments = 2;

/// The last line that is not empty: where ssh and programs say why they end.
QString lastLine(const QString& errors)
{
    const QStringList lines = errors.split('\n', Qt::SkipEmptyParts);
    QString last = lines.isEmpty() ? QString() : lines.back().trimmed();
    while (last.endsWith('.'))
        last.chop(1); // it becomes a part of a sentence
    return last;
}

bool hasOneOf(const QString& errors, std::initializer_list<const char*> words)
{
    return std::any_of(words.begin(), words.end(), [&errors](const char* word) {
        return errors.contains(QLatin1String(word), Qt::CaseInsensitive);
    });
}

/// What ssh says for itself; its words have been the same for decades.
RemoteFailure ofSsh(const QString& name, const RemoteOutcome& outcome)
{
    const QString& errors = outcome.errors;
    const QString said = lastLine(errors);
    if (hasOneOf(errors, {"Could not resolve hostname"}))
        return {tr("There is no host %1: ssh could not find its address").arg(name), true};
    if (hasOneOf(errors, {"REMOTE HOST IDENTIFICATION HAS CHANGED"}))
        return {tr("The key of %1 is not the one that ssh knows: somebody may be listening, or the "
                   "host was set "
                   "up anew; `ssh %1` in a terminal says more")
                    .arg(name)};
    if (hasOneOf(errors, {"Host key verification failed"}))
        return {
            tr("ssh does not know the key of %1 yet: connect once with `ssh %1` in a terminal, and "
               "check it")
                .arg(name)};
    if (hasOneOf(errors, {"Permission denied", "Too many authentication failures"}))
        return {tr("%1 refused the key: no password is asked for here, so a key that it accepts "
                   "has to be in "
                   "ssh-agent or named in ~/.ssh/config (%2)")
                    .arg(name, said)};
    if (hasOneOf(errors,
                 {"Bad configuration option", "Bad owner or permissions", "no argument after"}))
        return {tr("ssh does not accept its settings: %1").arg(said)};
    if (hasOneOf(errors, {"Connection refused"}))
        return {tr("%1 refused the connection: no ssh server listens there").arg(name), true};
    if (outcome.stream >= StreamState::Live && outcome.stream != StreamState::NoRecording)
        return {said.isEmpty() ? tr("The connection to %1 was lost").arg(name)
                               : tr("The connection to %1 was lost: %2").arg(name, said),
                true};
    return {said.isEmpty() ? tr("%1 could not be reached").arg(name)
                           : tr("%1 could not be reached: %2").arg(name, said),
            true};
}

RemoteFailure ofProgram(const RemoteHost& host, const RemoteOutcome& outcome)
{
    QString said = lastLine(outcome.errors);
    if (outcome.exitCode == kNotFound)
        return {tr("There is no %1 on %2: install Lockscope there, or say where it is with "
                   "--remote-program")
                    .arg(host.program, host.name)};
    if (outcome.exitCode == kNotExecutable)
        return {tr("%1 on %2 cannot be run: %3").arg(host.program, host.name, said)};
    if (outcome.exitCode == kBadArguments && hasOneOf(said, {"not expected"}))
        return {tr("%1 on %2 is older than this window and cannot be steered by it: %3")
                    .arg(host.program, host.name, said)};
    if (outcome.exitCode == kBadArguments)
        return {
            (outcome.watched ? tr("%1 cannot watch it: %2") : tr("%1 refused the experiment: %2"))
                .arg(host.name, said)};
    if (said.isEmpty())
        said = outcome.problem;
    return {tr("%1 on %2 ended with code %3: %4")
                .arg(host.program, host.name)
                .arg(outcome.exitCode.value_or(-1))
                .arg(said.isEmpty() ? tr("it said nothing") : said)};
}

} // namespace

RemoteFailure remoteFailure(const RemoteHost& host, const RemoteOutcome& outcome)
{
    if (!outcome.started)
        return {tr("ssh could not be started: install openssh-client, or see LOCKSCOPE_SSH")};
    const bool isNoise = outcome.stream == StreamState::NoRecording && !outcome.sentNothing;
    if (isNoise && outcome.exitCode != kNotFound && outcome.exitCode != kNotExecutable) {
        const bool mayBeShell = outcome.problem.contains(QLatin1String("does not begin"));
        return {mayBeShell ? tr("%1; does a start-up file of the shell on %2 print something?")
                                 .arg(outcome.problem, host.name)
                           : outcome.problem};
    }
    if (!outcome.exitCode || outcome.exitCode == kSshFailed)
        return ofSsh(host.name, outcome);
    if (outcome.exitCode == 0) // it left without a word, which it never does by itself
        return {outcome.problem.isEmpty() ? tr("The run on %1 is over").arg(host.name)
                                          : outcome.problem,
                true};
    return ofProgram(host, outcome);
}

} // namespace lockscope::ui
