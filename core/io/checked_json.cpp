// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checked_json.h"

#include "core/io/text_fit.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace lockscope::io {

namespace {

using Json = nlohmann::ordered_json;

/// Takes what the library's parser finds, which does not recurse, and counts it before it keeps it.
class JsonBuilder final : public nlohmann::json_sax<Json>
{
public:
    explicit JsonBuilder(const JsonLimits& most)
        : m_most(most)
    {}

    [[nodiscard]] Json take() { return std::move(m_root); }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t& /*written*/) override
    {
        return put(value);
    }
    bool string(string_t& value) override
    {
        checkText(value);
        return put(std::move(value));
    }
    bool binary(binary_t& /*value*/) override { return false; } // is not in JSON

    bool start_object(std::size_t /*unknown*/) override { return open(Json::object()); }
    bool start_array(std::size_t /*unknown*/) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        checkText(name);
        Json& object = *m_open.back();
        if (object.size() >= m_most.members)
            throw JsonError(fmt::format("has an object of more than {} members", m_most.members));
        if (object.contains(name))
            throw JsonError(
                fmt::format("has the name \"{}\" twice in one object", shortened(name, 40)));
        m_member = &object[name];
        return true;
    }

    bool parse_error(std::size_t position,
                     const std::string& /*token*/,
                     const nlohmann::detail::exception& error) override
    {
        constexpr int kNumberOverflow = 406; // of the library's list of errors
        if (error.id == kNumberOverflow)
            throw JsonError(fmt::format("has a number out of range at byte {}", position));
        throw JsonError(fmt::format("is no JSON, or was cut short, at byte {}", position));
    }

private:
    void checkText(const std::string& text) const
    {
        if (text.size() > m_most.text)
            throw JsonError(
                fmt::format("has a text of {} bytes, at most {}", text.size(), m_most.text));
    }

    /// Where the next value goes.
    Json& place(Json&& value)
    {
        if (++m_values > m_most.values)
            throw JsonError(fmt::format("has more than {} values", m_most.values));
        if (m_open.empty())
            return m_root = std::move(value);
        if (m_member != nullptr)
            return *std::exchange(m_member, nullptr) = std::move(value);
        return m_open.back()->emplace_back(std::move(value));
    }

    bool put(Json value)
    {
        place(std::move(value));
        return true;
    }

    bool open(Json value)
    {
        if (m_open.size() == m_most.depth)
            throw JsonError(fmt::format("has lists and objects more than {} deep", m_most.depth));
        // Stays where it is while it is open: whatever holds it does not grow meanwhile.
        m_open.push_back(&place(std::move(value)));
        return true;
    }

    bool close()
    {
        m_open.pop_back();
        return true;
    }

    const JsonLimits& m_most;
    Json m_root;
    std::vector<Json*> m_open; ///< lists and objects, the innermost last
    Json* m_member = nullptr; ///< of the innermost object, still without its value
    std::size_t m_values = 0;
};

} // namespace

Json readJson(std::string_view text, const JsonLimits& most)
{
    if (text.size() > most.bytes)
        throw JsonError(fmt::format("is longer than {} bytes", most.bytes));
    if (const auto zero = text.find('\0'); zero != std::string_view::npos) // the library ends there
        throw JsonError(fmt::format("is no JSON, or was cut short, at byte {}", zero + 1));
    JsonBuilder builder(most);
    Json::sax_parse(text, &builder);
    return builder.take();
}

} // namespace lockscope::io
