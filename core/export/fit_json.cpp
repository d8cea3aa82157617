// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/fit_json.h"

#include <nlohmann/json.hpp>

namespace lockscope::exporting {

using Json = nlohmann::ordered_json;

namespace {

Json orNull(const std::optional<double>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

void add(Json& json, const std::string& name, const scaling::Coefficient& coefficient)
{
    json[name] = coefficient.value;
    json[name + "_se"] = orNull(coefficient.se);
    json[name + "_low"] = orNull(coefficient.low);
    json[name + "_high"] = orNull(coefficient.high);
}

} // namespace

Json toJson(const scaling::UslFit& fit, const scaling::Curve& curve)
{
    Json json {{"schema", "lockscope.fit/1"}};
    add(json, "alpha", fit.alpha);
    add(json, "beta", fit.beta);
    add(json, "gamma", fit.gamma);
    json["n_star"] = orNull(fit.nStar());
    json["limit"] = orNull(fit.limit());
    json["r2"] = fit.r2;
    json["residual_sd"] = orNull(fit.residualSd);
    json["fits"] = fit.fits;
    json["reasons"] = fit.reasons;
    json["remarks"] = fit.remarks;
    json["best_law"] = scaling::lawName(fit.best);
    for (const scaling::Law law : scaling::kLaws)
        json["laws"][std::string(scaling::lawName(law))] = {{"alpha", fit[law].alpha},
                                                            {"beta", fit[law].beta},
                                                            {"gamma", fit[law].gamma},
                                                            {"aic", fit[law].aic}};
    json["points"] = Json::array();
    for (std::size_t i = 0; i < curve.size(); ++i)
        json["points"].push_back({{"n", curve[i].n},
                                  {"throughput", curve[i].throughput},
                                  {"residual", fit.residuals[i]}});
    return json;
}

} // namespace lockscope::exporting
