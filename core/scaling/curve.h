// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <istream>
#include <stdexcept>
#include <string>
#include <vector>

namespace lockscope::scaling {

/// Throughput at a number of CPUs (or of anything else that is added): both > 0 and finite. The unit of the
/// throughput is the caller's.
struct CurvePoint
{
    double n = 0;
    double throughput = 0;
    friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

/// Points by n, rising. The same n may stand there more than once: it was measured more than once.
using Curve = std::vector<CurvePoint>;

/// A file that is no curve: what() is one sentence that names the line, what stands there and what may.
class CurveError : public std::invalid_argument
{
public:
    using std::invalid_argument::invalid_argument;
};

/// Reads two columns, n and throughput, separated by a comma, a semicolon, a tab or spaces; further columns
/// are passed over. A header may stand first; blank lines and lines from '#' on do not count. Numbers are as
/// in C whatever the locale. Sorted by n. Throws CurveError, naming the input by `name`: for a text or a
/// missing value where a number belongs, for one that is not finite and positive, for more than a million
/// lines or for no point at all.
[[nodiscard]] Curve readCurve(std::istream& input, const std::string& name);

} // namespace lockscope::scaling
