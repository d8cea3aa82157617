// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checked_value.h"
#include "core/io/limits.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

namespace lockscope::io {
namespace {

using Json = nlohmann::ordered_json;
using Read = std::function<void(const CheckedValue&)>;

std::string refusal(const std::string& text, const Read& read)
{
    const Json json = Json::parse(text);
    try {
        read(CheckedValue(json));
    } catch (const ValueError& error) {
        EXPECT_EQ(error.what(),
                  error.where() + " is " + error.given() + "; allowed: " + error.allowed());
        return error.what();
    }
    return "read";
}

TEST(CheckedValue, GivesWhatIsThere)
{
    const Json json = Json::parse(
        R"({"text": "a", "yes": true, "half": 0.5, "cpus": 4, "list": [1, 2], "none": null})");
    const CheckedValue value(json);
    EXPECT_EQ(value.at("text").text(), "a");
    EXPECT_TRUE(value.at("yes").yesOrNo());
    EXPECT_EQ(value.at("half").number(0, 1), 0.5);
    EXPECT_EQ(value.at("cpus").whole(1, 4), 4);
    EXPECT_EQ(value.at("cpus").count(4), 4U);
    EXPECT_EQ(value.at("cpus").time(), std::chrono::nanoseconds(4));
    EXPECT_EQ(value.at("list").items(2)[1].whole(), 2);
    EXPECT_EQ(value.at("list").find(1, "second").whole(), 2);
    EXPECT_TRUE(value.at("list").find(2, "third").isMissing());
    EXPECT_TRUE(value.at("none").isNull());
    EXPECT_FALSE(value.at("none").isMissing());
    EXPECT_TRUE(value.find("more").isNull());
    const auto whole = [](const CheckedValue& number) { return number.whole(); };
    EXPECT_EQ(value.find("cpus").unlessNull(whole), 4);
    EXPECT_EQ(value.find("none").unlessNull(whole), std::nullopt);
    EXPECT_EQ(value.find("more").unlessNull(whole), std::nullopt);
}

TEST(CheckedValue, RefusesInASentenceWithTheWay)
{
    const std::string text = R"({"points": [{"cpus": 4}, {"cpus": 0, "name": 7, "exact": 1}]})";
    const auto second = [](const CheckedValue& file) { return file.at("points").items()[1]; };
    EXPECT_EQ(refusal(text, [&](const auto& file) { (void)second(file).at("cpus").whole(1, 64); }),
              "points[1].cpus is 0; allowed: a whole number, 1 to 64");
    EXPECT_EQ(refusal(text, [&](const auto& file) { (void)second(file).at("name").text(); }),
              "points[1].name is 7; allowed: a text");
    EXPECT_EQ(refusal(text, [&](const auto& file) { (void)second(file).at("exact").yesOrNo(); }),
              "points[1].exact is 1; allowed: true or false");
    EXPECT_EQ(refusal(text, [&](const auto& file) { (void)second(file).at("wait"); }),
              "points[1].wait is missing; allowed: an object that has it");
    EXPECT_EQ(
        refusal(text, [&](const auto& file) { (void)second(file).find("wait").number(0, 1); }),
        "points[1].wait is missing; allowed: a number, 0 to 1");
    EXPECT_EQ(refusal(text, [&](const auto& file) { (void)second(file).number(); }),
              R"(points[1] is {"cpus":0,"name":7,"exact":1}; allowed: a number)");
    EXPECT_EQ(refusal(text, [&](const auto& file) { (void)file.at("points").items(1); }),
              "points is a list of 2; allowed: at most 1");
    EXPECT_EQ(refusal(text, [&](const auto& file) { (void)file.items(); }),
              R"(it is {"points":[{"cpus":4},{"cpus":0,"name":7...; allowed: a list)");
    EXPECT_EQ(
        refusal("[1, [2, \"x\"]]",
                [](const auto& list) { (void)list.find(1, "thread").find(1, "calls").count(); }),
        "[1].calls is \"x\"; allowed: a whole number, not negative");
    EXPECT_EQ(refusal("7", [](const auto& number) { (void)number.at("key"); }),
              "it is 7; allowed: an object");
}

TEST(CheckedValue, RefusesNumbersThatAreNotOfTheirKind)
{
    const auto refuses = [](const char* text, const Read& read) {
        EXPECT_NE(refusal(text, read), "read") << text;
    };
    const Read whole = [](const auto& value) { (void)value.whole(-2, 2); };
    const Read count = [](const auto& value) { (void)value.count(5); };
    const Read number = [](const auto& value) { (void)value.number(); };
    const Read time = [](const auto& value) { (void)value.time(); };
    for (const char* text : {"1.5", "3", "-3", "99999999999999999999", "\"1\"", "null", "true"})
        refuses(text, whole);
    for (const char* text : {"-1", "6", "1.0", "18446744073709551615", "\"1\""})
        refuses(text, count);
    for (const char* text : {"\"1\"", "null", "true", "[]"})
        refuses(text, number);
    refuses("315360000000000001", time); // ten years, and a nanosecond
    EXPECT_EQ(refusal("-2", whole), "read");
    EXPECT_EQ(refusal("5", count), "read");
    EXPECT_EQ(refusal("315360000000000000", time), "read");
    for (const double none :
         {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    {
        const Json json = none; // CBOR has them
        EXPECT_THROW((void)CheckedValue(json).number(), ValueError) << none;
        EXPECT_THROW((void)CheckedValue(json).whole(), ValueError) << none;
    }
}

TEST(CheckedValue, RefusesMembersThatAreNotKnown)
{
    static constexpr std::array<std::string_view, 2> kKnown{"a", "b"};
    const Read check = [](const auto& value) { value.at("in").checkMembers(kKnown); };
    EXPECT_EQ(refusal(R"({"in": {"a": 1}})", check), "read");
    EXPECT_EQ(refusal(R"({"in": {"a": 1, "c": 2}})", check), "in.c is not known; allowed: a, b");
}

} // namespace
} // namespace lockscope::io
