// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace lockscope::exporting {

/// Writes a file whole or not at all: beside its place, then renamed, so that a failure leaves the
/// old file as it was and nothing half-written behind. `-` is standard output; a device or a pipe is
/// written to as it is. Throws
/// std::runtime_error with one sentence that names the file and the reason.
void writeFile(const std::filesystem::path& path, std::string_view content);

} // namespace lockscope::exporting
