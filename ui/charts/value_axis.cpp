// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_axis.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>

namespace lockscope::ui {

namespace {

/// A logarithmic axis of nothing but tiny values beside large ones would be all decades.
constexpr double kMostDecades = 9;

double powerOfTenBelow(double value)
{
    return std::pow(10.0, std::floor(std::log10(value) + 1e-9));
}

/// The value that a fiftieth of them lie before, in an order.
template<class Before>
double endOfMost(std::vector<double>& values, Before before)
{
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(values.size() / ValueSpread::kOneOf);
    std::nth_element(values.begin(), at, values.end(), before);
    return *at;
}

} // namespace

ValueSpread ValueSpread::of(std::vector<double> values)
{
    ValueSpread spread;
    if (values.empty())
        return spread;
    spread.largest = *std::max_element(values.begin(), values.end());
    const double high = endOfMost(values, std::greater<>());
    const bool spiky = high > 0 && spread.largest > kSpikeFrom * high;
    spread.largestOfMost = spiky ? high : spread.largest;

    std::erase_if(values, [](double value) { return !(value > 0); });
    if (values.empty())
        return spread;
    spread.least = *std::min_element(values.begin(), values.end());
    const double low = endOfMost(values, std::less<>());
    spread.leastOfMost = spread.least * kSpikeFrom < low ? low : spread.least;
    return spread;
}

ValueSpread ValueSpread::ofEstimates(const std::vector<measure::Estimate>& estimates)
{
    ValueSpread spread;
    for (const measure::Estimate& estimate : estimates) { // the values alone, to begin with
        spread.largest = std::max(spread.largest, estimate.mean);
        if (estimate.mean > 0)
            spread.least = std::min(spread.least, estimate.mean);
    }
    const double high = spread.largest * kSpikeFrom;
    const double low = spread.least / kSpikeFrom;
    spread.largestOfMost = spread.largest;
    spread.leastOfMost = spread.least;
    for (const measure::Estimate& estimate : estimates)
        for (const std::optional<double>& end : {estimate.low, estimate.high}) {
            if (!end)
                continue;
            spread.largest = std::max(spread.largest, *end);
            if (*end <= high)
                spread.largestOfMost = std::max(spread.largestOfMost, *end);
            if (!(*end > 0))
                continue;
            spread.least = std::min(spread.least, *end);
            if (*end >= low)
                spread.leastOfMost = std::min(spread.leastOfMost, *end);
        }
    return spread;
}

bool ValueSpread::empty() const
{
    return largest == -std::numeric_limits<double>::infinity();
}

void ValueSpread::include(const ValueSpread& other)
{
    least = std::min(least, other.least);
    leastOfMost = std::min(leastOfMost, other.leastOfMost);
    largest = std::max(largest, other.largest);
    largestOfMost = std::max(largestOfMost, other.largestOfMost);
}

ValueAxis::ValueAxis(const Kind& kind, const AxisChoice& usual, QObject* parent)
    : QObject(parent)
    , m_kind(kind)
    , m_choice(usual)
    , m_scale(firstScale())
{}

ValueScale ValueAxis::firstScale() const
{
    constexpr double kFirstHigh = 1e6;
    return m_choice.logarithmic ? ValueScale::logarithmic(m_kind.floor.value_or(1), kFirstHigh)
                                : ValueScale::linear(m_kind.leastHigh);
}

void ValueAxis::choose(const AxisChoice& choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    fit(m_spread);
    emit changed();
}

void ValueAxis::link(ScaleLink* link)
{
    m_link = link;
    connect(link, &ScaleLink::changed, this, [this] {
        rescale();
        emit changed();
    });
}

bool ValueAxis::sharesValues() const
{
    return m_link != nullptr && !m_link->joint().empty();
}

void ValueAxis::fit(const ValueSpread& spread)
{
    m_spread = spread;
    if (m_link != nullptr)
        m_link->report(this, wanted());
    rescale();
}

Extent ValueAxis::wanted() const
{
    if (m_spread.empty())
        return {};
    const bool most = m_kind.spiky && m_choice.sparesSpikes;
    const double high = most && !m_choice.logarithmic ? m_spread.largestOfMost : m_spread.largest;
    return {std::min(most ? m_spread.leastOfMost : m_spread.least, high), high};
}

void ValueAxis::rescale()
{
    const Extent extent = m_link != nullptr ? m_link->joint() : wanted();
    if (extent.empty()) {
        if (m_scale.isLogarithmic() != m_choice.logarithmic)
            m_scale = firstScale();
        return;
    }
    ValueScale scale =
        ValueScale::linear(std::min(m_kind.mostHigh.value_or(std::numeric_limits<double>::max()),
                                    std::max(m_kind.leastHigh, extent.high * m_kind.headroom)));
    if (m_choice.logarithmic) {
        const double needed = std::max(m_kind.leastHigh, extent.high * m_kind.logHeadroom);
        const double high = needed > 0 ? needed : 1;
        const double low = extent.low > 0 ? extent.low : high;
        const double floor = powerOfTenBelow(std::max(low, high * std::pow(10.0, -kMostDecades)));
        scale = ValueScale::logarithmic(m_kind.floor.value_or(floor), high);
    }
    // What is compared stands still, and must not depend on what was shown before.
    m_scale = m_kind.steady && m_link == nullptr ? scale.steadied(m_scale) : scale;
}

bool ValueAxis::cuts(double value) const
{
    return value > m_scale.high() * (1 + 1e-9);
}

} // namespace lockscope::ui
