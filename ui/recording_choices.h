// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/recording.h"

#include <QString>

#include <memory>
#include <vector>

namespace lockscope::ui {

/// A recording that the program carries.
struct SampleRecording
{
    const char* name; ///< of its file, for tests and tools
    QString text; ///< for a menu, with its key

    [[nodiscard]] QString file() const;
};

/// All of them, as they stand in the menu.
[[nodiscard]] std::vector<SampleRecording> sampleRecordings();

/// Opens a file, standard input for "-", or a sample. Throws recording::RecordingError, or
/// std::runtime_error with one sentence.
[[nodiscard]] std::shared_ptr<const recording::Recording> openRecording(const QString& file);

} // namespace lockscope::ui
