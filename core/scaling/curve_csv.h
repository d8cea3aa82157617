// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"
#include "core/io/input.h"
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
class CurveError : public io::BadInput
{
public:
    using BadInput::BadInput;
};

struct CurveFile
{
    Curve curve;
    /// What was read in another way than it stands, and what had to be guessed, a sentence each.
    std::vector<std::string> notes;
    std::string name{}; ///< of one curve among several in a table; empty for the only one
};

/// Beyond, a text is no table of throughputs.
inline constexpr std::size_t kMaxCurveBytes = 10'000'000;
inline constexpr std::size_t kMaxCurvePoints = 100'000;

/// Reads the curves of a table, in any locale; io::TableReader says which tables. A header that
/// names columns `n` (or `cpus`, `threads`...) and `throughput` (in any case) says which these are;
/// otherwise they are the first two that have a name, with a note. Further columns are left out,
/// with a note. Numbers have a decimal point, or a decimal comma or groups of thousands where the
/// column leaves no doubt, with a note. Unsorted N are sorted, with a note. Equal N are repeated
/// measurements and are all kept, with a note.
///
/// What `sweep --csv` has written is a curve for each guard, fast path on or off, with its name;
/// anything else is one curve. Never empty. Throws CurveError, also for a table without a header
/// whose columns can be taken for others than they are.
[[nodiscard]] std::vector<CurveFile> readCurves(std::string_view text);

/// The same of a file, a pipe or, for `-`, standard input. Throws CurveError, also for what cannot
/// be read or is too large; the sentence begins with the file's name.
[[nodiscard]] std::vector<CurveFile> readCurvesFile(const std::filesystem::path& path,
                                                    io::InputKind kind = io::InputKind::Anything);

} // namespace lockscope::scaling
