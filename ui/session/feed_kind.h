// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/provenance.h"

#include <QtGlobal>

#include <array>
#include <cstddef>
#include <cstdint>

namespace lockscope::ui {

/// All kinds of feed that there are. A new one is a class that derives from Feed, and a row below.
enum class FeedKind : std::uint8_t
{
    Local, ///< the experiment, measured on this computer
    Simulated, ///< the experiment, on a machine that is simulated
    Replay, ///< a recording
    Remote, ///< an experiment on another host
    Stream, ///< a recording that is still being made, through a pipe
    Program ///< a program of the person's own, watched on this computer
};

/// What holds for all feeds of a kind.
struct FeedTraits
{
    FeedKind kind;
    /// Of what it brings. Whether that was simulated is the source's word where it comes from
    /// elsewhere.
    measure::Provenance provenance;
    /// The name of the page with its charts, translated by tr().
    const char* tab;
    /// The window's own experiment runs in it; any other is shown in place of that.
    bool isExperiment;
};

inline constexpr std::array kFeedKinds{
    FeedTraits{.kind = FeedKind::Local,
               .provenance = measure::kLive,
               .tab = QT_TRANSLATE_NOOP("Lockscope", "Live"),
               .isExperiment = true},
    FeedTraits{.kind = FeedKind::Simulated,
               .provenance = measure::kSimulated,
               .tab = QT_TRANSLATE_NOOP("Lockscope", "Simulated"),
               .isExperiment = true},
    FeedTraits{.kind = FeedKind::Replay,
               .provenance = measure::kRecorded,
               .tab = QT_TRANSLATE_NOOP("Lockscope", "Recording"),
               .isExperiment = false},
    FeedTraits{.kind = FeedKind::Remote,
               .provenance = measure::kLive.by(measure::Delivery::Remote),
               .tab = QT_TRANSLATE_NOOP("Lockscope", "Remote, live"),
               .isExperiment = false},
    FeedTraits{.kind = FeedKind::Stream,
               .provenance = measure::kLive.by(measure::Delivery::Streamed),
               .tab = QT_TRANSLATE_NOOP("Lockscope", "Stream, live"),
               .isExperiment = false},
    FeedTraits{.kind = FeedKind::Program,
               .provenance = measure::kLive,
               .tab = QT_TRANSLATE_NOOP("Lockscope", "Program"),
               .isExperiment = false}};

[[nodiscard]] constexpr const FeedTraits& traitsOf(FeedKind kind)
{
    return kFeedKinds[static_cast<std::size_t>(kind)];
}

/// Each row stands at its kind's place.
static_assert([] {
    for (const FeedTraits& row : kFeedKinds)
        if (traitsOf(row.kind).kind != row.kind)
            return false;
    return true;
}());

} // namespace lockscope::ui
