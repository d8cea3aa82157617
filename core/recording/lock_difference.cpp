// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/lock_difference.h"

#include "core/report/json_values.h"

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

using Json = nlohmann::ordered_json;

double waitOf(const std::optional<LockFigures>& figures)
{
    return figures && figures->waitShare ? figures->waitShare->value : 0;
}

double acquisitionsOf(const std::optional<LockFigures>& figures)
{
    return figures && figures->acquisitions ? figures->acquisitions->value : 0;
}

using LockPlaces = std::map<LockSite, double>;

/// What names places when lines have moved; of one without a function nothing does.
LockPlaces withoutLines(const LockPlaces& places)
{
    LockPlaces without;
    for (const auto& [site, share] : places) {
        if (site.function.empty())
            continue;
        LockSite moved = site;
        moved.line.reset();
        without[moved] += share;
    }
    return without;
}

/// By place, which have it, by their numbers, and with what share.
template<class PlacesOf>
std::map<LockSite, std::vector<std::pair<std::size_t, double>>> byPlace(
    const std::vector<LockFigures>& all, const PlacesOf& placesOf)
{
    std::map<LockSite, std::vector<std::pair<std::size_t, double>>> found;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (const auto& [site, share] : placesOf(all[i].places))
            found[site].emplace_back(i, share);
    return found;
}

void removeGone(std::vector<LockFigures>& all, const std::vector<bool>& gone)
{
    std::vector<LockFigures> left;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!gone[i])
            left.push_back(std::move(all[i]));
    all = std::move(left);
}

/// Pairs those of A and B that have places in common, the most first, and takes them out of both.
/// `unique`: only by places that one of A alone and one of B alone has.
template<class PlacesOf>
void pairUp(std::vector<LockFigures>& a,
            std::vector<LockFigures>& b,
            const PlacesOf& placesOf,
            bool unique,
            std::vector<LockDifference>& found)
{
    const auto inB = byPlace(b, placesOf);
    std::map<std::pair<std::size_t, std::size_t>, double> common;
    for (const auto& [site, those] : byPlace(a, placesOf)) {
        const auto others = inB.find(site);
        if (others == inB.end() || (unique && (others->second.size() > 1 || those.size() > 1)))
            continue;
        for (const auto& [one, share] : those)
            for (const auto& [other, otherShare] : others->second)
                common[{one, other}] += std::min(share, otherShare);
    }
    std::vector<std::pair<double, std::pair<std::size_t, std::size_t>>> order;
    order.reserve(common.size());
    for (const auto& [pair, share] : common)
        order.emplace_back(-share, pair);
    std::sort(order.begin(), order.end());
    std::vector<bool> goneA(a.size());
    std::vector<bool> goneB(b.size());
    for (const auto& [share, pair] : order) {
        if (goneA[pair.first] || goneB[pair.second])
            continue;
        goneA[pair.first] = goneB[pair.second] = true;
        found.push_back({std::move(a[pair.first]), std::move(b[pair.second])});
    }
    removeGone(a, goneA);
    removeGone(b, goneB);
}

Json lockInterval(const std::optional<Interval>& interval)
{
    if (!interval)
        return nullptr;
    return {{"mean", interval->mean},
            {"low", report::orNull(interval->low)},
            {"high", report::orNull(interval->high)}};
}

Json lockEstimate(const std::optional<BatchEstimate>& estimate,
                  double most = std::numeric_limits<double>::infinity())
{
    if (!estimate)
        return nullptr;
    Json json = lockInterval(intervalOf(*estimate, most));
    json["batches"] = estimate->batches;
    return json;
}

Json sideJson(const std::optional<LockFigures>& figures)
{
    if (!figures)
        return nullptr;
    return {{"locks", figures->locks},
            {"line", report::orNull(figures->site.line)},
            {"acquisitions_per_s", lockEstimate(figures->acquisitions)},
            {"contended", lockEstimate(figures->contended, 1)},
            {"wait_share", lockEstimate(figures->waitShare, 1)},
            {"mean_wait_ns", lockEstimate(figures->meanWait)}};
}

} // namespace

std::string_view changeName(LockChange change)
{
    switch (change) {
    case LockChange::Better:
        return "better";
    case LockChange::Worse:
        return "worse";
    case LockChange::NoneShown:
        return "no difference shown";
    case LockChange::OnlyInA:
        return "only in A";
    case LockChange::OnlyInB:
        return "only in B";
    case LockChange::Unknown:
        break;
    }
    return "unknown";
}

std::string LockDifference::text() const
{
    std::string text = fmt::format("{} in {}", site().kind, site().text());
    if (site().isUnknown())
        text = fmt::format("{} {}", site().kind, site().text());
    if (a && b && !b->places.contains(a->site))
        text += fmt::format(", {} in A", a->site.text());
    return text;
}

std::optional<Interval> LockDifference::acquisitions() const
{
    return a && b && a->acquisitions && b->acquisitions
        ? ratioOf(*a->acquisitions, *b->acquisitions)
        : std::nullopt;
}

std::optional<Interval> LockDifference::contended() const
{
    return a && b && a->contended && b->contended
        ? std::optional(differenceOf(*a->contended, *b->contended, 1))
        : std::nullopt;
}

std::optional<Interval> LockDifference::waitShare() const
{
    return a && b && a->waitShare && b->waitShare
        ? std::optional(differenceOf(*a->waitShare, *b->waitShare, 1))
        : std::nullopt;
}

std::optional<Interval> LockDifference::meanWait() const
{
    return a && b && a->meanWait && b->meanWait ? ratioOf(*a->meanWait, *b->meanWait)
                                                : std::nullopt;
}

LockChange LockDifference::change() const
{
    if (!a || !b)
        return a ? LockChange::OnlyInA : LockChange::OnlyInB;
    const std::optional<Interval> difference = waitShare();
    if (!difference || !difference->low || !difference->high)
        return LockChange::Unknown;
    if (*difference->low > 0)
        return LockChange::Worse;
    return *difference->high < 0 ? LockChange::Better : LockChange::NoneShown;
}

std::vector<LockDifference> matched(std::vector<LockFigures> a, std::vector<LockFigures> b)
{
    std::vector<LockDifference> found;
    pairUp(
        a, b, [](const LockPlaces& places) { return places; }, false, found);
    pairUp(a, b, &withoutLines, true, found);
    for (LockFigures& each : a)
        found.push_back({std::move(each), std::nullopt});
    for (LockFigures& each : b)
        found.push_back({std::nullopt, std::move(each)});
    std::stable_sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
        const auto rank = [](const LockDifference& lock) {
            return std::pair(std::max(waitOf(lock.a), waitOf(lock.b)),
                             std::max(acquisitionsOf(lock.a), acquisitionsOf(lock.b)));
        };
        return rank(one) > rank(other);
    });
    return found;
}

Json toJson(const std::vector<LockDifference>& locks)
{
    Json list = Json::array();
    for (const LockDifference& lock : locks) {
        const LockSite& site = lock.site();
        list.push_back({{"kind", site.kind},
                        {"place", site.text()},
                        {"function", site.function},
                        {"file", site.file},
                        {"change", changeName(lock.change())},
                        {"a", sideJson(lock.a)},
                        {"b", sideJson(lock.b)},
                        {"acquisitions_ratio", lockInterval(lock.acquisitions())},
                        {"contended_difference", lockInterval(lock.contended())},
                        {"wait_share_difference", lockInterval(lock.waitShare())},
                        {"mean_wait_ratio", lockInterval(lock.meanWait())}});
    }
    return list;
}

} // namespace lockscope::recording
