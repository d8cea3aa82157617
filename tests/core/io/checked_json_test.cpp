// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checked_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace lockscope {
namespace {

using io::readJson;

std::string refusal(const std::string& text, const io::JsonLimits& most = {})
{
    try {
        (void)readJson(text, most);
    } catch (const io::JsonError& error) {
        return error.what();
    }
    return "read";
}

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(CheckedJson, ReadsWhatTheLibraryReads)
{
    for (const char* text :
         {R"({"b": [1, -2, 3.5, true, false, null, "x\u00e9"], "a": {"c": {}, "d": []}})",
          "17",
          "\"\"",
          "[]",
          " {} \n",
          "18446744073709551615",
          "-9223372036854775808",
          "123456789012345678901234567890",
          "1e308"})
        EXPECT_EQ(readJson(text), nlohmann::ordered_json::parse(text)) << text;
    EXPECT_EQ(readJson(R"({"b": 1, "a": 2})").begin().key(), "b") << "members keep their order";
    EXPECT_TRUE(readJson("18446744073709551616").is_number_float());
}

TEST(CheckedJson, RefusesWhatIsNoJson)
{
    for (const char* text : {"",
                             "[1,",
                             "{\"a\": }",
                             "[1] 2",
                             "{'a': 1}",
                             "[NaN]",
                             "[Infinity]",
                             "[01]",
                             "// nothing\n1",
                             "[\"\xff\"]",
                             "[\"\xed\xa0\x80\"]",
                             "[\"\x01\"]",
                             "[1,]"})
        EXPECT_NE(refusal(text).find("no JSON, or was cut short, at byte "), std::string::npos)
            << text;
    EXPECT_EQ(refusal(std::string("{}\0[", 4)), "is no JSON, or was cut short, at byte 3");
}

TEST(CheckedJson, DepthIsBoundedHoweverDeepTheTextIs)
{
    EXPECT_EQ(refusal(nested(32)), "read");
    EXPECT_EQ(refusal(nested(33)), "has lists and objects more than 32 deep");
    EXPECT_EQ(refusal(std::string(10'000'000, '[')), "has lists and objects more than 32 deep");
    std::string objects;
    for (int i = 0; i < 200'000; ++i)
        objects += "{\"a\":";
    EXPECT_EQ(refusal(objects), "has lists and objects more than 32 deep");
}

TEST(CheckedJson, CountsAreBounded)
{
    const io::JsonLimits few{.bytes = 60, .values = 6, .members = 3, .depth = 4, .text = 5};
    EXPECT_EQ(refusal("[1,2,3,4,5]", few), "read");
    EXPECT_EQ(refusal("[1,2,3,4,5,6]", few), "has more than 6 values");
    EXPECT_EQ(refusal("[{},{},[[]],{}]", few), "read");
    EXPECT_EQ(refusal(R"({"a":1,"b":1,"c":1})", few), "read");
    EXPECT_EQ(refusal(R"({"a":1,"b":1,"c":1,"d":1})", few), "has an object of more than 3 members");
    EXPECT_EQ(refusal("[\"12345\"]", few), "read");
    EXPECT_EQ(refusal("[\"123456\"]", few), "has a text of 6 bytes, at most 5");
    EXPECT_EQ(refusal("{\"123456\":1}", few), "has a text of 6 bytes, at most 5");
    EXPECT_EQ(refusal("[" + std::string(60, ' ') + "]", few), "is longer than 60 bytes");
}

TEST(CheckedJson, ANameStandsOnceAndANumberHasAValue)
{
    EXPECT_EQ(refusal(R"({"cpus": 2, "cpus": 4})"), "has the name \"cpus\" twice in one object");
    EXPECT_EQ(refusal(R"([{"a": 1}, {"a": 1}])"), "read");
    EXPECT_NE(refusal("[1e999]").find("a number out of range at byte "), std::string::npos);
    EXPECT_NE(refusal("[-1e999]").find("a number out of range at byte "), std::string::npos);
}

} // namespace
} // namespace lockscope
