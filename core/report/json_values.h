// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/states.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace lockscope::report {

/// What is not known is null in JSON, never 0.
template<class T>
[[nodiscard]] nlohmann::ordered_json orNull(const std::optional<T>& value)
{
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

template<class T>
[[nodiscard]] nlohmann::ordered_json orNull(const measure::CompactOptional<T>& value)
{
    return orNull(std::optional<T>(value));
}

/// Shares by the states' names.
[[nodiscard]] inline nlohmann::ordered_json statesJson(
    const std::optional<measure::StateShares>& states,
    measure::Subject subject = measure::Subject::Experiment)
{
    if (!states)
        return nullptr;
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const measure::State state : measure::kStates)
        if (hasState(state, subject))
            json[std::string(stateName(state, subject))] = (*states)[state];
    return json;
}

} // namespace lockscope::report
