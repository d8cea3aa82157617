// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program_control.h"

#include "core/io/bad_input.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lockscope::cli {

using Json = nlohmann::ordered_json;

namespace {

/// The one lock that is meant.
std::uint32_t lockOf(const Json& object, program::ProgramSource& source)
{
    constexpr const char* kAllowed = "a lock's id, its address as \"0x...\", or \"top\"";
    const auto found = object.find("lock");
    if (found == object.end())
        throw io::BadInput(fmt::format("no lock is named; allowed: \"lock\": {}", kAllowed));
    if (found->is_number_unsigned() && *found <= std::numeric_limits<std::uint32_t>::max())
        return found->get<std::uint32_t>();
    std::optional<std::uint32_t> lock;
    if (*found == "top") {
        lock = source.mostWaitedFor();
        if (!lock)
            throw io::BadInput("lock \"top\": nothing was waited for yet");
        return *lock;
    }
    if (!found->is_string() || !found->get_ref<const std::string&>().starts_with("0x"))
        refuseControl("lock", *found, kAllowed);
    const auto& text = found->get_ref<const std::string&>();
    std::uint64_t address = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data() + 2, end, address, 16);
    if (error != std::errc{} || at != end)
        refuseControl("lock", *found, kAllowed);
    lock = source.lockAt(address);
    if (!lock)
        throw io::BadInput(fmt::format("lock \"{:#x}\": no lock was seen there", address));
    return *lock;
}

void checkKeys(const Json& object, std::string_view name, const std::vector<std::string>& allowed)
{
    for (const auto& [key, value] : object.items())
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
            throw io::BadInput(fmt::format("{} in {}: not allowed; allowed: {}",
                                           Json(key).dump(),
                                           name,
                                           fmt::join(allowed, ", ")));
}

bool wholeSite(const Json& object)
{
    const auto found = object.find("site");
    if (found == object.end())
        return false;
    if (!found->is_boolean())
        refuseControl("site", *found, "true or false");
    return found->get<bool>();
}

program::Substitute substituteOf(const Json& object)
{
    std::vector<std::string_view> names;
    for (const program::Substitute substitute : program::kSubstitutes)
        names.push_back(program::substituteName(substitute));
    const std::string allowed = fmt::format("null, {}", fmt::join(names, ", "));
    const auto found = object.find("by");
    if (found == object.end())
        throw io::BadInput(fmt::format("no substitute is named; allowed: \"by\": {}", allowed));
    if (found->is_null())
        return program::Substitute::Own;
    const std::optional<program::Substitute> named = found->is_string()
        ? program::substituteNamed(found->get_ref<const std::string&>())
        : std::nullopt;
    if (!named)
        refuseControl("by", *found, allowed);
    return *named;
}

std::chrono::nanoseconds delayOf(const Json& object)
{
    constexpr std::int64_t kMost = program::Substitution::kMostDelay.count();
    const auto found = object.find("ns");
    const Json given = found == object.end() ? Json() : *found;
    if (!given.is_number_unsigned() || given > kMost)
        refuseControl("ns", given, fmt::format("0 to {}", kMost));
    return std::chrono::nanoseconds(given.get<std::int64_t>());
}

const Json& objectAt(const Json& line, const char* key)
{
    const Json& value = line.at(key);
    if (!value.is_object())
        refuseControl(key, value, "an object, as {\"lock\": \"top\", ...}");
    return value;
}

} // namespace

bool ProgramControl::serve(program::ProgramSource& source)
{
    if (!m_closed && !m_stopped)
        m_closed = !m_lines.read(
            [&](std::string_view line) {
                m_stopped = !carryOut(line, source);
                return !m_stopped;
            },
            [this](std::string sentence) { m_say(std::move(sentence)); });
    return !m_stopped;
}

bool ProgramControl::carryOut(std::string_view line, program::ProgramSource& source)
{
    try {
        const Json object = controlObject(line);
        checkKeys(object, "a line", {"substitute", "delay", "reset", "stop"});
        for (const char* flag : {"reset", "stop"})
            if (object.contains(flag) && !object.at(flag).is_boolean())
                refuseControl(flag, object.at(flag), "true or false");
        // All of it is looked at before any of it is done.
        std::vector<std::pair<program::WantedLock, bool>>
            wanted; // and whether it is the substitute
        if (object.contains("substitute")) {
            const Json& value = objectAt(object, "substitute");
            checkKeys(value, "substitute", {"lock", "by", "site"});
            wanted.push_back(
                {{lockOf(value, source), wholeSite(value), {substituteOf(value), {}}}, true});
        }
        if (object.contains("delay")) {
            const Json& value = objectAt(object, "delay");
            checkKeys(value, "delay", {"lock", "ns", "site"});
            wanted.push_back(
                {{lockOf(value, source), wholeSite(value), {{}, delayOf(value)}}, false});
        }
        if (object.value("reset", false))
            source.substituteNothing();
        for (auto& [one, isSubstitute] : wanted) {
            const program::Substitution now = source.wantedOf(one.lock);
            if (isSubstitute)
                one.wanted.delay = now.delay;
            else
                one.wanted.by = now.by;
            source.substitute(one);
        }
        return !object.value("stop", false);
    } catch (const io::BadInput& error) {
        m_say(error.what());
        return true;
    }
}

} // namespace lockscope::cli
