// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/provenance.h"

namespace lockscope::measure {

namespace {

struct Words
{
    std::string_view mark;
    std::string_view name;
};

constexpr Words wordsOf(Delivery delivery)
{
    switch (delivery) {
    case Delivery::Live:
        break;
    case Delivery::Recorded:
        return {"RECORDED", "recorded"};
    case Delivery::Streamed:
        return {"STREAM", "streamed"};
    case Delivery::Remote:
        return {"REMOTE", "remote"};
    }
    return {"", "live"};
}

} // namespace

std::string markOf(Provenance provenance)
{
    std::string mark(wordsOf(provenance.delivery).mark);
    if (provenance.isSimulated())
        mark += mark.empty() ? "SIMULATED" : ", SIMULATED";
    return mark;
}

std::string nameOf(Provenance provenance)
{
    std::string name(wordsOf(provenance.delivery).name);
    if (!provenance.isSimulated())
        return name;
    return provenance.delivery == Delivery::Live ? "simulated" : name + " simulation";
}

std::string_view originName(Origin origin)
{
    return origin == Origin::Simulated ? "simulated" : "live";
}

} // namespace lockscope::measure
