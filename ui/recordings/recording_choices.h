// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/recording.h"

#include <QString>

#include <memory>
#include <vector>

namespace lockscope::ui {

/// A recording or a sweep that the program carries.
struct SampleRecording
{
    const char* name; ///< of its file, for tests and tools
    QString text; ///< for a menu, with its key
    const char* suffix = "lockscope";

    [[nodiscard]] QString file() const;
};

/// All of them, as they stand in the menu.
[[nodiscard]] std::vector<SampleRecording> sampleRecordings();

/// The sweeps among the samples, for the page on scaling.
[[nodiscard]] std::vector<SampleRecording> sampleSweeps();

/// Whether a file's name is that of a table of N and throughput.
[[nodiscard]] bool isTable(const QString& file);
/// Whether a file is for the page on scaling, or is bad JSON: by its name, or because it begins
/// like JSON, which no recording does.
[[nodiscard]] bool isSweep(const QString& file);

/// Opens a file, standard input for "-", or a sample; any thread may. Throws
/// recording::RecordingError, or std::runtime_error with one sentence.
[[nodiscard]] std::shared_ptr<const recording::Recording> openRecording(
    const QString& file, const recording::Recording::Progress& progress = {});

} // namespace lockscope::ui
