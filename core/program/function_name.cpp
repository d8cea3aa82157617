// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/function_name.h"

#include "core/io/limits.h"

#include <cmath>
#include <cstdlib>
#include <memory>

#include <cxxabi.h>

namespace lockscope::program {

namespace {

/// Back references of a mangled name: S_, S0_, T_, T0_ ... What they refer to is written out each
/// time, and it may have references itself.
int referencesIn(std::string_view name)
{
    int references = 0;
    for (std::size_t i = 0; i + 1 < name.size(); ++i) {
        if (name[i] != 'S' && name[i] != 'T')
            continue;
        std::size_t end = i + 1;
        while (
            end < name.size()
            && ((name[end] >= '0' && name[end] <= '9') || (name[end] >= 'A' && name[end] <= 'Z')))
            ++end;
        references += end < name.size() && name[end] == '_';
    }
    return references;
}

/// Whether a name can be taken apart without taking the machine apart: three references to what
/// has three references, and so on, make 3^(n/3) copies of n references. 214 bytes with 40 were
/// seen to become 63 MB in 0.3 s.
bool harmless(std::string_view name)
{
    constexpr double kMostBytes = 128e6;
    constexpr double kGrowthPerReference = 1.4423; // the cube root of 3
    return static_cast<double>(name.size()) * std::pow(kGrowthPerReference, referencesIn(name))
        <= kMostBytes;
}

struct Free
{
    void operator()(char* text) const { std::free(text); } // NOLINT: malloc's, by the ABI
};

} // namespace

std::string boundedText(std::string_view text)
{
    return std::string(text.substr(0, io::limits::kText));
}

std::string readableName(std::string_view name)
{
    std::string bounded = boundedText(name);
    if (!name.starts_with("_Z") || bounded.size() < name.size() || !harmless(name))
        return bounded;
    int status = 0;
    const std::unique_ptr<char, Free> readable(
        abi::__cxa_demangle(bounded.c_str(), nullptr, nullptr, &status));
    return status == 0 && readable ? boundedText(readable.get()) : bounded;
}

} // namespace lockscope::program
