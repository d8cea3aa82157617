// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace lockscope::study {

/// One guard, with or without the fast path.
struct Contender
{
    std::string guard;
    bool fastPath = false;
    friend bool operator==(const Contender&, const Contender&) = default;
};

/// What is run: a contender on so many CPUs.
struct Cell
{
    Contender contender;
    int cpus = 1;
    int workers = 1;
    friend bool operator==(const Cell&, const Cell&) = default;
};

} // namespace lockscope::study
