// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/quality/quality.h"
#include "core/measure/source.h"

#include <QString>

#include <optional>

namespace lockscope::ui {

/// What the quality strip says.
struct QualityText
{
    bool warns = false; ///< something disturbs the figures
    QString text; ///< one line; empty: nothing is known, so there is nothing to show
    QString toolTip; ///< plain text, what each figure is
};

/// Of a measurement; `quota` of the machine, where it is known.
[[nodiscard]] QualityText qualityText(const measure::Quality& quality,
                                      const std::optional<measure::CpuQuota>& quota);

/// The quality of the newest seconds of a history. None for what is simulated, and before the first
/// snapshot.
[[nodiscard]] std::optional<measure::Quality> newestQuality(const measure::History& history,
                                                            const measure::SourceInfo& facts);

} // namespace lockscope::ui
