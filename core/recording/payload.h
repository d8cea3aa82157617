// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/frame.h"

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

/// The inner layer of a recording: payloads, CBOR items of their own. Whatever is wrong with one is
/// a PayloadError; whoever reads knows the file's name and makes a RecordingError of it.
namespace lockscope::recording {

/// A payload that is not what the format says, in a few words: "calls is no whole number".
class PayloadError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Decodes a payload. Only what the format uses is let through to the library: definite lengths
/// that fit into the payload, nesting up to kMaxDepth, text in UTF-8, no tags. So neither depth nor
/// a length that was made up can exhaust stack or memory. Throws PayloadError.
[[nodiscard]] nlohmann::json decodePayload(Bytes payload);

/// The other way.
[[nodiscard]] std::string encodePayload(const nlohmann::ordered_json& json);

/// Typed access: each throws PayloadError that names the field.
[[nodiscard]] std::uint64_t wholeOf(const nlohmann::json& json, const char* field);
[[nodiscard]] std::uint64_t wholeOf(const nlohmann::json& json,
                                    const char* field,
                                    std::uint64_t most);
[[nodiscard]] std::int32_t int32Of(const nlohmann::json& json, const char* field);
[[nodiscard]] double numberOf(const nlohmann::json& json, const char* field); ///< finite
[[nodiscard]] bool truthOf(const nlohmann::json& json, const char* field);
[[nodiscard]] const std::string& textOf(const nlohmann::json& json, const char* field);
[[nodiscard]] std::chrono::nanoseconds timeOf(const nlohmann::json& json, const char* field);
const nlohmann::json& arrayOf(const nlohmann::json& json, const char* field);
const nlohmann::json& objectOf(const nlohmann::json& json, const char* field);

/// The entry of an array or, by name, of a map; null where there is none: a field that an older
/// program did not write is not known.
[[nodiscard]] const nlohmann::json& entry(const nlohmann::json& array, std::size_t index);
[[nodiscard]] const nlohmann::json& entry(const nlohmann::json& map, const char* field);

/// None for null, else what `read` makes of it.
template<class Read>
[[nodiscard]] auto unlessNull(const nlohmann::json& json, const Read& read)
    -> std::optional<std::decay_t<decltype(read(json))>>
{
    if (json.is_null())
        return std::nullopt;
    return read(json);
}

} // namespace lockscope::recording
