// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/source.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace lockscope::ui {

/// What is said of a picture: in the caption under it and in the file's metadata.
struct PictureFacts
{
    QString title; ///< of what is shown
    QString mark; ///< "SIMULATED" or "RECORDED"; empty when measured live
    QString experiment; ///< the settings in force at the picture's end
    QString host; ///< CPU, system and what measuring costs there
    QString program; ///< "Lockscope 0.1.0"
    QDateTime taken; ///< when the newest of the data came; invalid without data

    /// Between the parts of a line, where it may be broken.
    [[nodiscard]] static QString separator() { return QStringLiteral(" · "); }

    /// The title, with the mark when there is one.
    [[nodiscard]] QString fullTitle() const;
    /// Mark, experiment, host, and program with the time.
    [[nodiscard]] QStringList captionLines() const;
    /// The caption as one text, for metadata.
    [[nodiscard]] QString description() const;
};

/// The facts of a picture of `history` that ends at `until`. Without facts of the source it says
/// that they are unknown.
[[nodiscard]] PictureFacts pictureFacts(
    const std::optional<measure::SourceInfo>& source,
    const measure::History& history,
    const QDateTime& taken,
    std::chrono::nanoseconds until = std::chrono::nanoseconds::max());

/// When the data of the picture were taken, with the offset from UTC: "2026-11-23T10:52:24+01:00";
/// empty without data.
[[nodiscard]] QString isoTime(const PictureFacts& facts);

} // namespace lockscope::ui
