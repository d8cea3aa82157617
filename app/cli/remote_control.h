// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/control_lines.h"
#include "core/lab/lab.h"
#include "core/recording/recording_writer.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lockscope::cli {

/// Live control of a lab from afar: lines of JSON on standard input, one object each, answered in
/// the recording.
///
/// An object has the experiment's flags by their names with underscores (`{"fast_path": true,
/// "cpus": 2}`), which are applied together; `"rate"`, snapshots a second; `"ping"`, a whole
/// number, answered by a note `pong` with that id; `"silence"`, whole seconds: the run ends when no
/// line comes for so long, because a connection can die without either end being told; `"stop":
/// true`, which ends the run. What is wrong with a line is answered by a note `problem`, one
/// sentence, and changes nothing. What was applied answers by the change in a snapshot. For one
/// thread.
class RemoteControl
{
public:
    /// So many problems are told in a recording, which does not grow with what is sent.
    static constexpr int kMaxProblems = 1000;

    /// Reads from `file`, which stays the caller's.
    explicit RemoteControl(int file)
        : m_lines(file)
    {}

    /// Carries out lines that have come, without waiting for more, and leaves what is much for the
    /// next time. False when the run is to end: asked for, or nothing can come any more; then a
    /// last line without its end has been carried out, too. `time`: of the newest snapshot, for the
    /// notes.
    [[nodiscard]] bool serve(lab::Lab& lab,
                             recording::RecordingWriter& writer,
                             std::chrono::nanoseconds time);

private:
    enum class Verdict
    {
        GoOn,
        Stop
    };
    Verdict carryOut(std::string_view line,
                     lab::Lab& lab,
                     recording::RecordingWriter& writer,
                     std::chrono::nanoseconds time);

    void noteProblem(std::string text,
                     recording::RecordingWriter& writer,
                     std::chrono::nanoseconds time);

    ControlLines m_lines;
    std::optional<std::chrono::seconds> m_patience; ///< with silence; none: endless
    int m_problems = 0;
};

} // namespace lockscope::cli
