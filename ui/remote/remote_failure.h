// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/stream_source.h"
#include "ui/settings/ssh_command.h"

#include <QString>

#include <optional>

namespace lockscope::ui {

/// How a run on another host ended, without having been told to.
struct RemoteOutcome
{
    bool started = true; ///< false: there is no such ssh
    std::optional<int>
        exitCode; ///< of ssh, which hands the remote program's on; none: it was killed
    QString errors; ///< what ssh and the remote program wrote for people
    recording::StreamState stream = recording::StreamState::Waiting;
    QString problem; ///< of the stream, one sentence; empty when it has none
    bool sentNothing = true;
    bool watched = false; ///< a program of the person's own, and no experiment, was asked for
};

/// Why a run on another host ended, for people.
struct RemoteFailure
{
    QString sentence; ///< one, without an end mark
    bool mayPass = false; ///< it may go well again without anybody doing anything
};
[[nodiscard]] RemoteFailure remoteFailure(const RemoteHost& host, const RemoteOutcome& outcome);

} // namespace lockscope::ui
