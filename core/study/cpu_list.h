// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockscope::study {

/// CPU counts as taskset and cpuset write lists: numbers and ranges, with a step where it is not 1:
/// "1,2,4", "1-8", "1-4,8-64:8". Sorted, each once. Throws lab::ConfigError, for the flag, when
/// the text is no such list or a count is not within 1 and `most`.
[[nodiscard]] std::vector<int> parseCpuList(std::string_view text,
                                            int most,
                                            const std::string& flag = "cpus");

/// What to measure when nobody says: every count to 8, then about four to each doubling, and all of
/// them.
[[nodiscard]] std::vector<int> usualCpuCounts(int most);

} // namespace lockscope::study
