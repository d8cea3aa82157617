// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <type_traits>

namespace lockscope::measure {

/// Which value of a type stands for "not known" in a CompactOptional: one that nothing that is
/// measured can have. Of a number the farthest one (in ns 584 years), of a float NaN.
template<class T>
struct UnknownValue
{
    static_assert(std::is_arithmetic_v<T>, "other types say so themselves");

    [[nodiscard]] static constexpr T make()
    {
        if constexpr (std::is_floating_point_v<T>)
            return std::numeric_limits<T>::quiet_NaN();
        else if constexpr (std::is_signed_v<T>)
            return std::numeric_limits<T>::min();
        else
            return std::numeric_limits<T>::max();
    }
    [[nodiscard]] static constexpr bool is(const T& value)
    {
        if constexpr (std::is_floating_point_v<T>)
            return value != value; // NOLINT(misc-redundant-expression): NaN alone
        else
            return value == make();
    }
};

/// A std::optional that needs no more memory than its value, for what is kept by the hundred
/// thousand. Whoever reads values from elsewhere refuses the one that stands for unknown.
template<class T>
class CompactOptional
{
public:
    constexpr CompactOptional() = default;
    constexpr CompactOptional(std::nullopt_t /*none*/) {} // NOLINT: as std::optional
    constexpr CompactOptional(const T& value) // NOLINT: as std::optional
        : m_value(value)
    {}
    constexpr CompactOptional(const std::optional<T>& value) // NOLINT: as std::optional
        : m_value(value ? *value : UnknownValue<T>::make())
    {}
    constexpr operator std::optional<T>() const // NOLINT: it is one
    {
        return has_value() ? std::optional<T>(m_value) : std::nullopt;
    }

    // NOLINTBEGIN(readability-identifier-naming): as std::optional
    [[nodiscard]] constexpr bool has_value() const { return !UnknownValue<T>::is(m_value); }
    constexpr explicit operator bool() const { return has_value(); }
    [[nodiscard]] constexpr T value_or(const T& other) const
    {
        return has_value() ? m_value : other;
    }
    // NOLINTEND(readability-identifier-naming)
    constexpr T& emplace() { return m_value = T{}; }
    constexpr void reset() { m_value = UnknownValue<T>::make(); }

    /// Of one that has a value.
    [[nodiscard]] constexpr const T& operator*() const { return m_value; }
    [[nodiscard]] constexpr T& operator*() { return m_value; }
    [[nodiscard]] constexpr const T* operator->() const { return &m_value; }
    [[nodiscard]] constexpr T* operator->() { return &m_value; }

    friend constexpr bool operator==(const CompactOptional& a, const CompactOptional& b)
    {
        return a == std::optional<T>(b);
    }
    // Told apart, or std::optional's own comparison with a value would take part.
    friend constexpr bool operator==(const CompactOptional& a, const std::optional<T>& b)
    {
        return b ? a == *b : !a.has_value();
    }
    friend constexpr bool operator==(const CompactOptional& a, std::nullopt_t /*none*/)
    {
        return !a.has_value();
    }
    friend constexpr bool operator==(const CompactOptional& a, const T& b)
    {
        return a.has_value() && a.m_value == b;
    }

private:
    T m_value = UnknownValue<T>::make();
};

} // namespace lockscope::measure
