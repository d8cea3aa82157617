// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/curve.h"

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::scaling {

/// A text that is no curve: what() is one sentence that names the line, what stands there and what
/// is allowed.
class CurveError : public std::invalid_argument
{
public:
    using std::invalid_argument::invalid_argument;
};

struct CurveFile
{
    Curve curve;
    std::vector<std::string>
        notes; ///< what was read in another way than it stands, a sentence each
};

/// Beyond, a text is no table of throughputs.
inline constexpr std::size_t kMaxCurveBytes = 10'000'000;
inline constexpr std::size_t kMaxCurvePoints = 100'000;

/// Reads a table of N and throughput, in any locale: fields separated by commas, semicolons, tabs
/// or blanks; numbers with a decimal point. Lines that are empty or begin with # are skipped, as
/// are a byte order mark and carriage returns. A header may stand first. One that names columns `n`
/// and `throughput` (in any case) says which they are; otherwise they are the first two. Further
/// columns are left out, with a note. Unsorted N are sorted, with a note. Equal N are repeated
/// measurements and are all kept, with a note. Throws CurveError.
[[nodiscard]] CurveFile readCurve(std::string_view text);

/// Reads a file, or standard input for `-`. Throws CurveError, also for a file that cannot be read
/// or is too large; the sentence begins with the file's name.
[[nodiscard]] CurveFile readCurveFile(const std::filesystem::path& path);

} // namespace lockscope::scaling
