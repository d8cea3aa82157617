// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// For tests that a list has something for each member of a struct: the compiler counts them.
namespace lockscope::test {

struct AnyMember
{
    template<class T>
    operator T() const; // NOLINT(google-explicit-constructor): stands for any member
};

/// How many members an aggregate has.
template<class T, class... Members>
constexpr std::size_t memberCount()
{
    if constexpr (requires { T{Members()..., AnyMember()}; })
        return memberCount<T, Members..., AnyMember>();
    else
        return sizeof...(Members);
}

} // namespace lockscope::test
