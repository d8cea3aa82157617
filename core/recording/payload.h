// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"
#include "core/io/checked_value.h"
#include "core/recording/frame.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

/// The inner layer of a recording: payloads, CBOR items of their own. Whatever is wrong with one is
/// a PayloadError; whoever reads knows the file's name and makes a RecordingError of it.
namespace lockscope::recording {

/// An item. Its maps keep their order.
using Cbor = nlohmann::ordered_json;

/// A payload that is not what the format says, in a few words.
class PayloadError : public io::BadInput
{
public:
    using BadInput::BadInput;
};

/// Decodes a payload. Only what the format uses is let through to the library: definite lengths
/// that fit into the payload, nesting up to kMaxDepth, at most limits::kItems items and
/// limits::kJsonMembers of one map, text in UTF-8 of at most limits::kText bytes, no tags. So
/// neither depth nor a length that was made up can exhaust stack or memory. Throws PayloadError.
[[nodiscard]] Cbor decodePayload(Bytes payload);

/// Decodes it and has `read` take what is in it, which sentences call `name`; what is not allowed
/// is a PayloadError.
template<class Read>
[[nodiscard]] auto readPayload(Bytes payload, std::string_view name, const Read& read)
{
    const Cbor item = decodePayload(payload);
    try {
        return read(io::CheckedValue(item, name));
    } catch (const io::ValueError& error) {
        throw PayloadError(error.what());
    }
}

/// The other way.
[[nodiscard]] std::string encodePayload(const Cbor& item);

} // namespace lockscope::recording
