// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace lockscope::io {

/// The content as a gzip file (RFC 1952), without a name or a time, so that the same content gives
/// the same bytes. Throws std::runtime_error when zlib fails (no memory).
[[nodiscard]] std::string gzipped(std::string_view content);

} // namespace lockscope::io
