// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/run_cli.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace lockscope::test {

/// One of the programs of this folder.
inline std::string watched(const std::string& name)
{
    return std::string(LOCKSCOPE_WATCHED) + '/' + name;
}

/// What `watch --json -` says of a program, and what that program printed: that goes to standard
/// error meanwhile.
struct Watched
{
    nlohmann::json json;
    std::string printed;
};

inline Watched watch(const std::string& program,
                     const std::string& before = "",
                     const std::string& options = "")
{
    const Outcome outcome = cli("watch " + options + " --json - -- " + program, before);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return {nlohmann::json::parse(outcome.out, nullptr, false), outcome.err};
}

/// Acquisitions of all locks of a kind whose site's function, or any if empty, is this one.
inline std::uint64_t acquisitions(const nlohmann::json& json, const std::string& kind)
{
    std::uint64_t sum = 0;
    for (const auto& lock : json.at("locks"))
        if (lock.at("kind") == kind)
            sum += lock.at("acquisitions").get<std::uint64_t>();
    return sum;
}

} // namespace lockscope::test
