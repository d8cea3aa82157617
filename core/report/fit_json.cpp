// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/fit_json.h"

#include "core/report/json_values.h"

#include <nlohmann/json.hpp>
#include <string>

namespace lockscope::report {

using Json = nlohmann::ordered_json;
using scaling::Estimated;
using scaling::FittedLaws;

namespace {

void add(Json& json, const std::string& name, const Estimated* estimated)
{
    json[name] = estimated != nullptr ? Json(estimated->value) : Json();
    json[name + "_se"] = estimated != nullptr ? orNull(estimated->se) : Json();
    json[name + "_low"] = estimated != nullptr ? orNull(estimated->low) : Json();
    json[name + "_high"] = estimated != nullptr ? orNull(estimated->high) : Json();
}

Json lawsJson(const FittedLaws& fitted)
{
    Json laws = Json::array();
    for (const scaling::LawFit& fit : fitted.laws)
        laws.push_back({{"law", scaling::lawName(fit.law)},
                        {"alpha", fit.coefficients.alpha},
                        {"beta", fit.coefficients.beta},
                        {"gamma", fit.coefficients.gamma},
                        {"residual_squares", fit.residualSquares},
                        {"aic", fit.aic}});
    return laws;
}

Json pointsJson(const scaling::UslFit& fit)
{
    Json points = Json::array();
    for (std::size_t i = 0; i < fit.curve.size(); ++i)
        points.push_back({{"n", fit.curve[i].n},
                          {"throughput", fit.curve[i].throughput},
                          {"residual", fit.fitted ? Json(fit.fitted->residuals[i]) : Json()}});
    return points;
}

} // namespace

Json toJson(const scaling::UslFit& fit)
{
    const FittedLaws* fitted = fit.fitted ? &*fit.fitted : nullptr;
    Json json = Json::object();
    add(json, "alpha", fitted != nullptr ? &fitted->alpha : nullptr);
    add(json, "beta", fitted != nullptr ? &fitted->beta : nullptr);
    add(json, "gamma", fitted != nullptr ? &fitted->gamma : nullptr);
    json["n_star"] = orNull(fit.nStar());
    json["limit"] = orNull(fit.limit());
    json["r2"] = fitted != nullptr ? orNull(fitted->r2) : Json();
    json["residual_sd"] = fitted != nullptr ? Json(fitted->residualSd) : Json();
    json["fits"] = fit.fits();
    json["reasons"] = fit.reasons;
    json["remarks"] = fit.remarks;
    json["law"] = fit.fits() ? Json(scaling::lawName(fitted->law)) : Json();
    json["laws"] = fitted != nullptr ? lawsJson(*fitted) : Json::array();
    json["points"] = pointsJson(fit);
    return json;
}

} // namespace lockscope::report
