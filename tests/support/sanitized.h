// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::test {

/// Whether a sanitizer watches: then what repeats itself for the sake of numbers, not of new code, does so less.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

} // namespace lockscope::test
