// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace lockscope::ui {

/// A host that ssh knows, and the program there.
struct RemoteHost
{
    QString name; ///< [user@]host, or a name of ~/.ssh/config: port, key and jumps are set there
    QString program =
        QStringLiteral("lockscope-cli"); ///< as the remote shell finds it; ~/ is its home
    friend bool operator==(const RemoteHost&, const RemoteHost&) = default;
};

/// What a host is asked to run. CPUs and workers are the host's choice (all that it has, a worker
/// each) until they are asked for.
struct RemoteExperiment
{
    lab::LabConfig config;
    bool asksForCpus = false;
    bool asksForWorkers = false;
};

/// A program on a host: one to start there, or one that runs there.
struct RemoteProgram
{
    QStringList command; ///< program and arguments; empty: `pid` is meant
    std::optional<int> pid; ///< to look at from outside
};

/// Throws lab::ConfigError for a host or a program that could be taken for
/// something else: an option of ssh, several words.
void validate(const RemoteHost& host);

/// A word as a POSIX shell reads it back, whatever is in it.
[[nodiscard]] QString quotedForShell(const QString& word);

/// A program and its arguments, for starting without a shell.
struct SshCommand
{
    QString program;
    QStringList arguments;
};

/// Runs the remote program so that it streams its recording and takes live changes. No password is
/// asked for, nothing is forwarded and no connection is left behind; what is in ~/.ssh/config holds
/// otherwise. The environment's LOCKSCOPE_SSH, when it is set, stands in the place of `ssh`, with
/// arguments ("ssh -F file"). Throws as validate(host).
[[nodiscard]] SshCommand recordCommand(const RemoteHost& host,
                                       const RemoteExperiment& experiment,
                                       int snapshotsPerSecond);

/// Watches a program there, and streams its recording; likewise.
[[nodiscard]] SshCommand watchCommand(const RemoteHost& host,
                                      const RemoteProgram& program,
                                      int snapshotsPerSecond);

} // namespace lockscope::ui
