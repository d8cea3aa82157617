// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace lockscope::report {

/// Throws SweepFileError with one sentence: "points[3].cpus is 0; allowed: a number, 1 to 64".
[[noreturn]] void refuseField(const std::string& where,
                              const std::string& given,
                              const std::string& allowed);

/// A value of a sweep's file with the way to it, "points[3].cpus", for sentences. What it gives is
/// checked; anything else throws SweepFileError. The JSON must outlive it.
class SweepField
{
public:
    SweepField(const nlohmann::ordered_json& json, std::string where)
        : m_json(json)
        , m_where(std::move(where))
    {}

    [[nodiscard]] SweepField at(const std::string& key) const;
    [[nodiscard]] std::vector<SweepField> items() const;

    [[nodiscard]] bool isNull() const { return m_json.is_null(); }
    [[nodiscard]] const nlohmann::ordered_json& json() const { return m_json; }

    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool yesOrNo() const;
    [[nodiscard]] double number(double low, double high) const;
    [[nodiscard]] int whole(int low, int high) const;
    [[nodiscard]] std::uint64_t count() const; ///< a whole number of 64 bits, not negative

    [[noreturn]] void refuseFor(const std::string& allowed) const;

private:
    const nlohmann::ordered_json& m_json;
    std::string m_where;
};

} // namespace lockscope::report
