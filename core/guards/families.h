// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/registry.h"

/// The rows of each family, one file each, because each compiles the loops of its locks.
namespace lockscope::guards {

[[nodiscard]] std::span<const GuardRow> standardFamily();
[[nodiscard]] std::span<const GuardRow> onceFamily();
[[nodiscard]] std::span<const GuardRow> posixFamily();
[[nodiscard]] std::span<const GuardRow> parkingFamily();
[[nodiscard]] std::span<const GuardRow> oneTbbFamily();
[[nodiscard]] std::span<const GuardRow> concurrencyKitFamily(); ///< unavailable without the library
[[nodiscard]] std::span<const GuardRow> abseilFamily(); ///< likewise
[[nodiscard]] std::span<const GuardRow> rcuFamily(); ///< likewise
[[nodiscard]] std::span<const GuardRow> baselineFamily();

} // namespace lockscope::guards
