// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/substitution.h"

#include <QString>

#include <cstdint>
#include <map>

namespace lockscope::ui {

/// What somebody wants of a lock of the program that is watched.
struct SwapWish
{
    bool wholeSite = false; ///< of all that are first waited for where it was
    program::Substitution wanted;
    QString site; ///< of the lock, fit to be shown
    friend bool operator==(const SwapWish&, const SwapWish&) = default;
};

/// By lock; one that is not among them is to be its own, as it was begun with.
using SwapWishes = std::map<std::uint32_t, SwapWish>;

} // namespace lockscope::ui
