// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/merge_json.h"

#include "core/report/fit_json.h"
#include "core/report/json.h"
#include "core/report/sweep_json.h"

#include <nlohmann/json.hpp>

namespace lockscope::report {

using Json = nlohmann::ordered_json;

Json toJson(const study::MergedSweeps& merged)
{
    Json hosts = Json::array();
    for (const study::HostSweep& each : merged.hosts) {
        Json json{{"name", each.name}, {"host", toJson(each.host)}};
        json.update(toJson(each.sweep.plan));
        json["complete"] = each.sweep.complete();
        json["ended"] = endJson(each.sweep);
        hosts.push_back(std::move(json));
    }
    Json curves = Json::array();
    for (const study::MergedCurve& curve : merged.curves) {
        Json points = Json::array();
        for (const study::SweepPoint& point : curve.points)
            points.push_back(toJson(point));
        curves.push_back({{"host", curve.host},
                          {"guard", curve.contender.guard},
                          {"fast_path", curve.contender.fastPath},
                          {"points", points},
                          {"fit", toJson(curve.fit)}});
    }
    return {{"schema", "lockscope.merge/1"},
            {"hosts", hosts},
            {"curves", curves},
            {"differences", merged.differences}};
}

} // namespace lockscope::report
