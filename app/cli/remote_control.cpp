// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/remote_control.h"

#include "core/io/bad_input.h"
#include "core/report/json.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace lockscope::cli {

using Json = nlohmann::ordered_json;

namespace {

constexpr int kMaxSilenceSeconds = 86'400;

/// Takes a key out of an object; null when it is not there.
Json takeOut(Json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end())
        return nullptr;
    Json value = *found;
    object.erase(found);
    return value;
}

/// The line's object. Values inside values are refused here: nothing of what is allowed has them.
Json objectOf(std::string_view line)
{
    Json object = controlObject(line);
    for (const Json& value : object)
        if (value.is_structured())
            throw io::BadInput("a line has a list or an object in its object");
    return object;
}

} // namespace

bool RemoteControl::serve(lab::Lab& lab,
                          recording::RecordingWriter& writer,
                          std::chrono::nanoseconds time)
{
    const bool more = m_lines.read(
        [&](std::string_view line) { return carryOut(line, lab, writer, time) == Verdict::GoOn; },
        [&](std::string text) { noteProblem(std::move(text), writer, time); });
    return more
        && (!m_patience || std::chrono::steady_clock::now() - m_lines.cameAt() < *m_patience);
}

void RemoteControl::noteProblem(std::string text,
                                recording::RecordingWriter& writer,
                                std::chrono::nanoseconds time)
{
    if (m_problems > kMaxProblems)
        return;
    if (++m_problems > kMaxProblems)
        text =
            fmt::format("more than {} lines were wrong; the others are not told of", kMaxProblems);
    writer.note({.time = time, .kind = "problem", .text = std::move(text), .id = {}});
}

RemoteControl::Verdict RemoteControl::carryOut(std::string_view line,
                                               lab::Lab& lab,
                                               recording::RecordingWriter& writer,
                                               std::chrono::nanoseconds time)
{
    try {
        Json object = objectOf(line);
        const Json stop = takeOut(object, "stop");
        const Json ping = takeOut(object, "ping");
        const Json rate = takeOut(object, "rate");
        const Json silence = takeOut(object, "silence");
        if (!stop.is_null() && !stop.is_boolean())
            refuseControl("stop", stop, "true or false");
        if (!ping.is_null() && !ping.is_number_unsigned())
            refuseControl("ping", ping, "a whole number");
        if (!rate.is_null() && !rate.is_number())
            refuseControl("rate", rate, "a number");
        if (!silence.is_null()
            && !(silence.is_number_unsigned() && silence >= 1 && silence <= kMaxSilenceSeconds))
            refuseControl("silence", silence, "1 to 86400 seconds");
        if (!object.empty())
            lab.apply(report::configFromJson(object, lab.config()));
        if (!rate.is_null())
            lab.setSnapshotRate(rate.get<double>());
        if (!silence.is_null())
            m_patience = std::chrono::seconds(silence.get<int>());
        if (!ping.is_null())
            writer.note(
                {.time = time, .kind = "pong", .text = {}, .id = ping.get<std::uint64_t>()});
        if (stop == true)
            return Verdict::Stop;
    } catch (const io::BadInput& error) {
        noteProblem(error.what(), writer, time);
    }
    return Verdict::GoOn;
}

} // namespace lockscope::cli
