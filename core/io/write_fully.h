// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace lockscope::io {

/// Writes all of it; waits where the other end is slow. 0, or the number of the error that ended
/// it.
[[nodiscard]] int writeFully(int file, std::string_view bytes);

} // namespace lockscope::io
