// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/output_file.h"
#include "core/program/watch_account.h"
#include "core/recording/recording_writer.h"
#include "tests/support/made_up_account.h"
#include "tests/support/made_up_load.h"

#include <string>

namespace lockscope::test {

/// A recording of a program that does with its lock what a report says.
inline void writeLoadRecording(const std::string& path, const program::WatchReport& report)
{
    recording::RecordingHeader header;
    header.source.subject = measure::Subject::Program;
    recording::RecordingWriter writer(io::OutputFile(path), header);
    writer.write(snapshotWith(report.reading.elapsed, program::accountOf(report)));
    writer.finish(std::nullopt);
}

/// Of one whose present comes out on the preset "2x16", so that it is forecast there.
inline void writeForecastableRecording(const std::string& path)
{
    writeLoadRecording(path,
                       reportOf(simulatedProgram(*simulation::findPreset("2x16"), 2, 1000, 9'000)));
}

} // namespace lockscope::test
