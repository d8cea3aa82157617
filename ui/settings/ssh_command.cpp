// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/ssh_command.h"

#include "core/io/ssh_words.h"

#include <QProcess>

#include <algorithm>

namespace lockscope::ui {

namespace {

bool isOneWord(const QString& text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isPrint() && !c.isSpace();
    });
}

/// The remote program for the remote shell, whose ~ is not quoted.
QString quotedProgram(const QString& program)
{
    const QString home = QStringLiteral("~/");
    return program.startsWith(home) ? home + quotedForShell(program.mid(home.size()))
                                    : quotedForShell(program);
}

QStringList experimentFlags(const RemoteExperiment& experiment)
{
    QStringList flags;
    for (const auto& [name, value] : lab::configFacts(experiment.config)) {
        if ((name == "cpus" && !experiment.asksForCpus)
            || (name == "workers" && !experiment.asksForWorkers))
            continue;
        flags << QStringLiteral("--") + QString::fromStdString(name).replace('_', '-')
              << QString::fromStdString(value);
    }
    return flags;
}

/// Has the remote shell run the program there, with these words.
SshCommand sshCommand(const RemoteHost& host, const QStringList& words)
{
    validate(host);
    QStringList ssh = QProcess::splitCommand(qEnvironmentVariable("LOCKSCOPE_SSH"));
    if (ssh.isEmpty())
        ssh << QStringLiteral("ssh");
    QStringList remote{quotedProgram(host.program)};
    for (const QString& word : words)
        remote << quotedForShell(word);
    QStringList arguments = ssh.mid(1);
    for (const std::string& option : io::sshOptions(host.name.toStdString()))
        arguments << QString::fromStdString(option);
    arguments << remote.join(' ');
    return {.program = ssh.front(), .arguments = arguments};
}

} // namespace

void validate(const RemoteHost& host)
{
    if (!isOneWord(host.name) || host.name.startsWith('-'))
        throw lab::ConfigError(
            "connect", host.name.toStdString(), "[user@]host, or a name of ~/.ssh/config");
    const bool isPrintable =
        std::all_of(host.program.begin(), host.program.end(), [](QChar c) { return c.isPrint(); });
    if (host.program.isEmpty() || !isPrintable || host.program.startsWith('-'))
        throw lab::ConfigError("remote-program",
                               host.program.toStdString(),
                               "the name or the path of lockscope-cli there");
}

QString quotedForShell(const QString& word)
{
    return QString::fromStdString(io::shellWord(word.toStdString()));
}

SshCommand recordCommand(const RemoteHost& host,
                         const RemoteExperiment& experiment,
                         int snapshotsPerSecond)
{
    return sshCommand(
        host,
        QStringList{"record", "-", "--control", "--rate", QString::number(snapshotsPerSecond)}
            + experimentFlags(experiment));
}

SshCommand watchCommand(const RemoteHost& host,
                        const RemoteProgram& program,
                        int snapshotsPerSecond)
{
    QStringList words{"record", "-", "--rate", QString::number(snapshotsPerSecond)};
    if (program.pid)
        words << "--pid" << QString::number(*program.pid);
    else
        words << "--" << program.command;
    return sshCommand(host, words);
}

} // namespace lockscope::ui
