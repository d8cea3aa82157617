// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::test {

/// What a fuzzer is of.
struct FuzzTarget
{
    std::vector<std::string> seeds; ///< inputs to begin with
    std::function<void(std::span<const std::uint8_t>)>
        read; ///< ends the program when something is wrong
    std::string_view pieces; ///< bytes that its format is made of
};

/// The main() of a target without libFuzzer, for any compiler: reads the seeds, then as many
/// mutations of them as asked for, the same ones for the same seed number. With a folder it writes
/// the seeds there instead, as the corpus that libFuzzer begins with; with files it reads those, to
/// see a finding again.
[[nodiscard]] int drive(const FuzzTarget& target, int argc, char** argv);

} // namespace lockscope::test
