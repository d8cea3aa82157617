// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::io {

/// A value that is not what its format allows: what() is one sentence, "points[3].cpus is 0;
/// allowed: a whole number, 1 to 64".
class ValueError : public BadInput
{
public:
    ValueError(std::string where, std::string given, std::string allowed);

    [[nodiscard]] const std::string& where() const { return m_where; }
    [[nodiscard]] const std::string& given() const { return m_given; }
    [[nodiscard]] const std::string& allowed() const { return m_allowed; }

private:
    std::string m_where;
    std::string m_given;
    std::string m_allowed;
};

/// Reads values that came from elsewhere, JSON and CBOR alike: whatever it gives is of its kind and
/// in its range, anything else is a ValueError that names the way to the value. How long, deep and
/// large the whole may be was checked before, by readJson() or recording::decodePayload().
///
/// A small value to be copied: it knows the whole and its own place in it. The way from one to the
/// other is looked for when it is needed, so what is read without an error pays next to nothing.
/// The whole must outlive it and stay as it is.
class CheckedValue
{
public:
    using Json = nlohmann::ordered_json;

    /// The whole, and what sentences call it.
    explicit CheckedValue(const Json& whole, std::string_view name = "it")
        : m_whole(&whole)
        , m_value(&whole)
        , m_name(name)
    {}

    /// The member of an object, which there has to be.
    [[nodiscard]] CheckedValue at(std::string_view key) const;
    /// The member of an object; null where there is none: an older program did not write it. The
    /// key must outlive it.
    [[nodiscard]] CheckedValue find(std::string_view key) const;
    /// The same of a list whose places have a meaning; `name` is what the place is called.
    [[nodiscard]] CheckedValue find(std::size_t place, std::string_view name) const;
    /// Those of a list of at most so many.
    [[nodiscard]] std::vector<CheckedValue> items(
        std::size_t most = std::numeric_limits<std::size_t>::max()) const;
    /// How many there are in a list.
    [[nodiscard]] std::size_t size() const;
    /// Refuses an object with a member that is not among these.
    void checkMembers(std::span<const std::string_view> names) const;

    [[nodiscard]] bool isMissing() const { return m_isMissing; } ///< then it is null, too
    [[nodiscard]] bool isNull() const { return m_value->is_null(); }
    [[nodiscard]] bool isText() const { return m_value->is_string(); }

    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] bool yesOrNo() const;
    /// Finite; NaN is in no range.
    [[nodiscard]] double number(double low = std::numeric_limits<double>::lowest(),
                                double high = std::numeric_limits<double>::max()) const;
    [[nodiscard]] int whole(int low = std::numeric_limits<int>::min(),
                            int high = std::numeric_limits<int>::max()) const;
    /// A whole number of 64 bits, not negative.
    [[nodiscard]] std::uint64_t count(
        std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) const;
    /// Nanoseconds, 0 to limits::kTimeNs.
    [[nodiscard]] std::chrono::nanoseconds time() const;

    /// None for null, else what `read` makes of it.
    template<class Read>
    [[nodiscard]] auto unlessNull(const Read& read) const
        -> std::optional<std::decay_t<decltype(read(*this))>>
    {
        if (isNull())
            return std::nullopt;
        return read(*this);
    }

    [[nodiscard]] const Json& json() const { return *m_value; }

    /// Throws ValueError with what stands there, or with words for it.
    [[noreturn]] void refuse(const std::string& allowed) const;
    [[noreturn]] void refuse(const std::string& given, const std::string& allowed) const;

private:
    CheckedValue(const CheckedValue& within, const Json* value, std::string_view name);

    [[nodiscard]] std::string where() const;

    const Json* m_whole;
    const Json* m_within = nullptr; ///< what it is a part of
    const Json* m_value; ///< null where there is nothing
    std::string_view m_name; ///< of the whole, or its own
    bool m_isMissing = false;
};

} // namespace lockscope::io
