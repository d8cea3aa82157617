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

/// An item that was decoded, and one that is made to be encoded, whose maps keep their order.
using Cbor = nlohmann::json;
using OrderedCbor = nlohmann::ordered_json;

/// A payload that is not what the format says, in a few words: "calls is no whole number".
class PayloadError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Decodes a payload. Only what the format uses is let through to the library: definite lengths
/// that fit into the payload, nesting up to kMaxDepth, at most limits::kItems items, text in UTF-8
/// of at most limits::kText bytes, no tags. So neither depth nor
/// a length that was made up can exhaust stack or memory. Throws PayloadError.
[[nodiscard]] Cbor decodePayload(Bytes payload);

/// The other way.
[[nodiscard]] std::string encodePayload(const OrderedCbor& json);

/// Typed access: each throws PayloadError that names the field.
[[nodiscard]] std::uint64_t asUnsigned(const Cbor& json, const char* field);
[[nodiscard]] std::uint64_t asUnsigned(const Cbor& json, const char* field, std::uint64_t most);
[[nodiscard]] std::int32_t int32Of(const Cbor& json, const char* field);
[[nodiscard]] double numberOf(const Cbor& json, const char* field); ///< finite
[[nodiscard]] bool asBool(const Cbor& json, const char* field);
[[nodiscard]] const std::string& textOf(const Cbor& json, const char* field);
[[nodiscard]] std::chrono::nanoseconds timeOf(const Cbor& json, const char* field);
const Cbor& arrayOf(const Cbor& json, const char* field);
/// A list of at most so many; `things`, in the plural, for the sentence.
const Cbor& listOf(const Cbor& json, const char* things, std::size_t most);
const Cbor& objectOf(const Cbor& json, const char* field);

/// The entry of an array or, by name, of a map; null where there is none: a field that an older
/// program did not write is not known.
[[nodiscard]] const Cbor& entry(const Cbor& array, std::size_t index);
[[nodiscard]] const Cbor& entry(const Cbor& map, const char* field);

/// Null for none.
template<class T>
[[nodiscard]] OrderedCbor orNull(const std::optional<T>& value)
{
    return value ? OrderedCbor(*value) : OrderedCbor();
}

/// None for null, else what `read` makes of it.
template<class Read>
[[nodiscard]] auto unlessNull(const Cbor& json, const Read& read)
    -> std::optional<std::decay_t<decltype(read(json))>>
{
    if (json.is_null())
        return std::nullopt;
    return read(json);
}

} // namespace lockscope::recording
