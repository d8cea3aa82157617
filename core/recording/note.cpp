// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/note.h"

#include "core/io/text_fit.h"

namespace lockscope::recording {

std::string encodeNote(const Note& note)
{
    return encodePayload(
        {{"kind", note.kind},
         // It may quote a long line; what is longer than a reader takes would end the recording.
         {"text", io::shortened(note.text, 1000)},
         {"id", note.id ? OrderedCbor(*note.id) : OrderedCbor()}});
}

Note decodeNote(const Frame& frame)
{
    const Cbor map = decodePayload(frame.payload);
    objectOf(map, "a note");
    return {.time = frame.time,
            .kind = textOf(entry(map, "kind"), "kind"),
            .text = textOf(entry(map, "text"), "text"),
            .id = unlessNull(entry(map, "id"),
                             [](const Cbor& json) { return asUnsigned(json, "id"); })};
}

std::string encodeDropped(const DroppedSnapshots& dropped)
{
    return encodePayload({{"count", dropped.count}});
}

DroppedSnapshots decodeDropped(const Frame& frame)
{
    const Cbor map = decodePayload(frame.payload);
    return {.time = frame.time,
            .count = asUnsigned(entry(objectOf(map, "dropped"), "count"), "count")};
}

} // namespace lockscope::recording
