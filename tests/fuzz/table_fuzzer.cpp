// SPDX-License-Identifier: GPL-3.0-or-later
// For libFuzzer: how to run it is in CONTRIBUTING.md.
#include "tests/fuzz/table_target.h"

#include <cstddef>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    lockscope::test::readTable({data, size});
    return 0;
}
