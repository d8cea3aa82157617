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
         {"id", note.id ? Cbor(*note.id) : Cbor()}});
}

Note decodeNote(const Frame& frame)
{
    return readPayload(frame.payload, "a note", [&frame](const io::CheckedValue& note) {
        return Note{.time = frame.time,
                    .kind = note.find("kind").text(),
                    .text = note.find("text").text(),
                    .id = note.find("id").unlessNull(
                        [](const io::CheckedValue& id) { return id.count(); })};
    });
}

std::string encodeDropped(const DroppedSnapshots& dropped)
{
    return encodePayload({{"count", dropped.count}});
}

DroppedSnapshots decodeDropped(const Frame& frame)
{
    return readPayload(frame.payload, "dropped", [&frame](const io::CheckedValue& dropped) {
        return DroppedSnapshots{.time = frame.time, .count = dropped.find("count").count()};
    });
}

} // namespace lockscope::recording
