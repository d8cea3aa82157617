// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/io/utf8.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace lockscope {
namespace {

using std::string;

struct Case
{
    string text;
    string terminal;
    string spreadsheet;
    string xml;
};

TEST(TextFit, EachPlaceGetsWhatItCanTake)
{
    const std::vector<Case> cases{
        {"Xeon® Gold 6240", "Xeon® Gold 6240", "Xeon® Gold 6240", "Xeon® Gold 6240"},
        {"a\x1b[2Jb\x07", "a\\x1b[2Jb\\x07", "a\\x1b[2Jb\\x07", "a\uFFFD[2Jb\uFFFD"},
        {"a\u009bb\x7f", "a\\u009bb\\x7f", "a\\u009bb\\x7f", "a\u009bb\x7f"},
        {"one\r\ntwo\t", "one\\r\\ntwo\\t", "\"one\r\ntwo\t\"", "one\r\ntwo\t"},
        {"a\u202etxt\u2066", "a\\u202etxt\\u2066", "a\\u202etxt\\u2066", "a\u202etxt\u2066"},
        {"\xff\xc0\xaf\xed\xa0\x80",
         "\\xff\\xc0\\xaf\\xed\\xa0\\x80",
         "\\xff\\xc0\\xaf\\xed\\xa0\\x80",
         "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
        {string("a\0b", 3), "a\\x00b", "a\\x00b", "a\uFFFDb"},
        {"=cmd|' /C calc'!A0",
         "=cmd|' /C calc'!A0",
         "'=cmd|' /C calc'!A0",
         "=cmd|&#39; /C calc&#39;!A0"},
        {"@SUM(1,2)", "@SUM(1,2)", "\"'@SUM(1,2)\"", "@SUM(1,2)"},
        {"-1+2", "-1+2", "'-1+2", "-1+2"},
        {"\t=1", "\\t=1", "\"'\t=1\"", "\t=1"},
        {"＝1", "＝1", "'＝1", "＝1"},
        {"-12.5e-3", "-12.5e-3", "-12.5e-3", "-12.5e-3"},
        {"+7", "+7", "+7", "+7"},
        {"say \"hi\", you",
         "say \"hi\", you",
         "\"say \"\"hi\"\", you\"",
         "say &quot;hi&quot;, you"},
        {"<img src=\"file:x\">&",
         "<img src=\"file:x\">&",
         "\"<img src=\"\"file:x\"\">&\"",
         "&lt;img src=&quot;file:x&quot;&gt;&amp;"},
        {"", "", "", ""},
    };
    for (const Case& each : cases) {
        EXPECT_EQ(io::forTerminal(each.text), each.terminal);
        EXPECT_EQ(io::forSpreadsheet(each.text), each.spreadsheet);
        EXPECT_EQ(io::forXml(each.text), each.xml);
    }
}

TEST(TextFit, ATabbedTableKeepsItsColumns)
{
    EXPECT_EQ(io::forTabbedTable("=1\t2\n"), "'=1\\t2\\n");
    EXPECT_EQ(io::forTabbedTable("-3"), "-3");
}

TEST(TextFit, JsonForATerminalSaysTheSame)
{
    const string text = "a\u009b31m\u202e\x7f\x1b®𝄞\U000E0041";
    const string json = nlohmann::json(text).dump();
    const string fit = io::forTerminalJson(json);
    EXPECT_EQ(nlohmann::json::parse(fit), text);
    EXPECT_EQ(fit, io::forTerminal(fit)) << "nothing in it is a control character";
    EXPECT_NE(fit.find("®𝄞"), string::npos) << "what can be seen stays as it is";
}

TEST(TextFit, ADocumentOfXmlKeepsItsElements)
{
    EXPECT_EQ(io::validXml("<text>a\x01z</text>\n"), "<text>a\uFFFDz</text>\n");
}

TEST(TextFit, ShortenedTextIsNoLongerThanAllowed)
{
    EXPECT_EQ(io::shortened("abcdef", 6), "abcdef");
    EXPECT_EQ(io::shortened("äöüßñé", 6), "äöüßñé");
    EXPECT_EQ(io::shortened("äöüßñéx", 6), "äöüßñ…");
    EXPECT_EQ(io::shortened(string(3000, 'x'), 5), "xxxx…");
    EXPECT_EQ(io::shortened("", 5), "");
}

TEST(TextFit, CharactersAreThoseOfRfc3629)
{
    EXPECT_TRUE(io::isUtf8("\u07ff\u0800\uffff\U00010000\U0010ffff"));
    for (const char* broken : {"\x80",
                               "\xc1\x81",
                               "\xe0\x9f\xbf",
                               "\xed\xa0\x80",
                               "\xf0\x8f\xbf\xbf",
                               "\xf4\x90\x80\x80",
                               "\xf5\x80\x80\x80",
                               "\xe2\x82",
                               "\xc3("})
        EXPECT_FALSE(io::isUtf8(broken)) << io::forTerminal(broken);
}

} // namespace
} // namespace lockscope
