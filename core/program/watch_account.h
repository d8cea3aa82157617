// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_account.h"
#include "core/program/watch_report.h"

#include <memory>
#include <string>

namespace lockscope::program {

/// What a recording has of a report: all but what follows from it (who blocks whom, deadlocks, the
/// verdict), its texts in UTF-8 and short enough.
[[nodiscard]] std::shared_ptr<const measure::ProgramAccount> accountOf(const WatchReport& report);

/// The other way, with what follows.
[[nodiscard]] WatchReport reportOf(const measure::ProgramAccount& account);

/// Text of a program for a recording: UTF-8, of at most io::limits::kText bytes.
[[nodiscard]] std::string recordedText(const std::string& bytes);

} // namespace lockscope::program
