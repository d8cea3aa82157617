// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace lockscope::guards {

struct GuardVariant; // how a guard is made and run: guard_variant.h

/// What a lock is like.
struct GuardTraits
{
    bool exclusive = true; ///< one caller at a time; false: callers share it, or nobody is kept out
    bool fair = false; ///< first come, first served
    bool spins = false; ///< burns CPU while it waits
    bool blocks = false; ///< sleeps in the kernel while it waits
    bool readerWriter = false; ///< callers share it
    bool hasTry = false; ///< an attempt can fail at once; without it the lock tells in another way
                         ///< that one waits
};

/// The traits in words, in an order that reads well: "fair", "spins", "sleeps", "shared".
[[nodiscard]] std::vector<std::string_view> traitWords(const GuardTraits& traits);

/// One row: a lock kind that a caller may have to pass.
struct GuardRow
{
    std::string_view id; ///< as on the command line
    std::string_view label; ///< for people
    std::string_view description; ///< one honest sentence: what it does when contended, its memory
    std::string_view ordering; ///< one sentence: why what came before is seen after
    std::string_view family; ///< heading that it stands under
    GuardTraits traits;
    std::string_view
        model{}; ///< id of the simulator's model that stands for it, without the fast path
    std::string_view noModel{}; ///< when there is none: why, one sentence
    bool available = true;
    std::string_view whyNot{}; ///< when not available: what to install
    /// By [fast path][padding]; null when not available.
    const GuardVariant* (*variant)(bool fastPath, bool padding) = nullptr;
};

/// All rows in the order in which they are shown.
[[nodiscard]] std::span<const GuardRow> registry();

/// The row of an id; null when there is none.
[[nodiscard]] const GuardRow* findGuard(std::string_view id);

} // namespace lockscope::guards
