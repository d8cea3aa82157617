// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/table_number.h"
#include "core/io/table_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockscope::io {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// The header first, where there is one.
Rows rowsOf(std::string_view text)
{
    TableReader table(text);
    Rows rows;
    if (!table.header().empty())
        rows.push_back(table.header());
    while (auto row = table.next())
        rows.push_back(std::move(row->fields));
    return rows;
}

TEST(TableReaders, FieldsAreAsRfc4180HasThem)
{
    EXPECT_EQ(rowsOf("aaa,bbb,ccc\r\nzzz,yyy,xxx"),
              (Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
    EXPECT_EQ(rowsOf("\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx\r\n"),
              (Rows{{"aaa", "b \r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
    EXPECT_EQ(rowsOf("a,b\n\"b\"\"bb\",\"x,y\"\n"), (Rows{{"a", "b"}, {"b\"bb", "x,y"}}));
    EXPECT_EQ(rowsOf("a,b\n1,\"\"\n,2\n"), (Rows{{"a", "b"}, {"1", ""}, {"", "2"}}));
}

TEST(TableReaders, LinesAreCountedWhateverEndsThem)
{
    TableReader table("a,b\r1,2\r\n3,4\n\n# note\n\"5\n\",\"6\r7\"\r8,9");
    std::vector<std::size_t> lines;
    while (const auto row = table.next())
        lines.push_back(row->line);
    EXPECT_EQ(lines, (std::vector<std::size_t>{2, 3, 6, 9}));
}

TEST(TableReaders, TheFirstLineSaysWhatSeparatesFields)
{
    for (const auto& [text, separator] : {std::pair{"a;b,c\n1;2\n", ';'},
                                          {"a\tb,c\n1\t2\n", '\t'},
                                          {"\"a;b\",c\n1,2\n", ','},
                                          {"a b\n1 2,5\n", ' '},
                                          {"sep=|\na|b\n", '|'}})
        EXPECT_EQ(TableReader(text).separator(), separator) << text;
    EXPECT_EQ(rowsOf("a;b\n1;2,5\n"), (Rows{{"a", "b"}, {"1", "2,5"}}));
    EXPECT_EQ(rowsOf("a\tb\tc\n1\t\t3\n"), (Rows{{"a", "b", "c"}, {"1", "", "3"}}))
        << "nothing between two tabs is a field";
    EXPECT_EQ(rowsOf("a\tb\n1\t\t3\n"), (Rows{{"a", "b"}, {"1", "3"}}))
        << "unless there is no such column";
}

TEST(TableReaders, AHeaderHasNoNumberUnlessItHasAllNamesThatAreLookedFor)
{
    EXPECT_TRUE(TableReader("1,2\n").header().empty());
    EXPECT_TRUE(TableReader("1,fast\n").header().empty());
    EXPECT_TRUE(TableReader("\"1,5\",fast\n").header().empty());
    EXPECT_TRUE(TableReader("alone\n1\n").header().empty());
    EXPECT_EQ(TableReader(",n,x\n0,1,2\n").header(), (std::vector<std::string>{"", "n", "x"}));
    constexpr std::array<std::string_view, 2> kNames{"n", "x"};
    EXPECT_EQ(TableReader("N,X,2019\n1,2,3\n", kNames).header().size(), 3U);
    EXPECT_TRUE(TableReader("N,Y,2019\n1,2,3\n", kNames).header().empty());
}

TEST(TableReaders, ColumnsAreFoundByNameInAnyCaseAndTwoOfOneNameAreRefused)
{
    const TableReader table("N,Throughput,other,OTHER\n");
    EXPECT_EQ(table.column("throughput"), 1U);
    EXPECT_EQ(table.column("cpus"), std::nullopt);
    EXPECT_THROW((void)table.column("Other"), TableError);
}

TEST(TableTexts, SentencesShowNothingThatATerminalWouldObey)
{
    EXPECT_EQ(quotedText("plain"), "'plain'");
    EXPECT_EQ(quotedText("\x1b[2J\n"), "'\\x1b[2J\\n'");
    EXPECT_EQ(quotedText("D\xC3\xBC"), "'D\xC3\xBC'");
    EXPECT_EQ(quotedText("D\xFC"), "'D\\xfc'") << "no UTF-8";
    EXPECT_EQ(quotedText(std::string(3000, 'x')), "'" + std::string(39, 'x') + "…'");
}

TEST(TableTexts, Utf16WithItsMarkIsUtf8InBothOrders)
{
    // U+00FC, U+20AC, and U+1F512 in two halves.
    EXPECT_EQ(tableTextOf({"\xFF\xFE\xFC\x00\xAC\x20\x3D\xD8\x12\xDD", 10}).text,
              "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x94\x92");
    EXPECT_EQ(tableTextOf({"\xFE\xFF\x00\xFC\x20\xAC\xD8\x3D\xDD\x12", 10}).text,
              "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x94\x92");
    EXPECT_EQ(tableTextOf({"\xFF\xFE\x3D\xD8", 4}).text, "\xEF\xBF\xBD") << "half of one alone";
}

struct Written
{
    const char* name;
    std::vector<std::string> texts;
    char separator;
    NumberStyle style;
    std::vector<double> numbers;

    friend std::ostream& operator<<(std::ostream& out, const Written& each)
    {
        return out << each.name;
    }
};

class NumbersAreRead : public testing::TestWithParam<Written>
{};

TEST_P(NumbersAreRead, AsTheColumnShows)
{
    NumberColumn column{.fields = {}, .name = "x"};
    for (const std::string& text : GetParam().texts)
        column.fields.push_back({text, column.fields.size() + 1});
    const ReadStyle read = numberStyleOf(column, GetParam().separator);
    EXPECT_EQ(read.style, GetParam().style);
    EXPECT_EQ(read.note.empty(), read.style == NumberStyle::Plain);
    for (std::size_t i = 0; i < column.fields.size(); ++i)
        EXPECT_EQ(numberIn(column.fields[i].text, read.style), GetParam().numbers[i])
            << column.fields[i].text;
}

INSTANTIATE_TEST_SUITE_P(
    Columns,
    NumbersAreRead,
    testing::Values(
        Written{"plain", {"1004.0", "7", "-1.5e3"}, ',', NumberStyle::Plain, {1004, 7, -1500}},
        Written{"three_decimals", {"1.004", "1.934"}, ';', NumberStyle::Plain, {1.004, 1.934}},
        Written{"comma", {"1004,0", "7"}, ';', NumberStyle::DecimalComma, {1004, 7}},
        Written{"comma_with_exponent", {"1,5e3", "7"}, ';', NumberStyle::DecimalComma, {1500, 7}},
        Written{"comma_and_groups",
                {"1.004,5", "12.183"},
                ';',
                NumberStyle::DecimalComma,
                {1004.5, 12183}},
        Written{
            "one_comma_decides", {"1,004", "12,2"}, '\t', NumberStyle::DecimalComma, {1.004, 12.2}},
        Written{"three_decimals_each",
                {"1,004", "1,934"},
                ';',
                NumberStyle::DecimalComma,
                {1.004, 1.934}},
        Written{
            "zero_is_no_group", {"0,934", "1,004"}, ',', NumberStyle::DecimalComma, {0.934, 1.004}},
        Written{"groups", {"1,004.5", "955"}, ',', NumberStyle::GroupedByCommas, {1004.5, 955}},
        Written{"groups_beside_a_point",
                {"1,004", "955.5"},
                ',',
                NumberStyle::GroupedByCommas,
                {1004, 955.5}},
        Written{"many_groups",
                {"1,004,000", "7,000"},
                ',',
                NumberStyle::GroupedByCommas,
                {1004000, 7000}}),
    [](const auto& each) { return each.param.name; });

TEST(Numbers, WhatCanBeReadInTwoWaysIsRefused)
{
    const auto style = [](const std::vector<std::string>& texts, char separator) {
        NumberColumn column{.fields = {}, .name = "x"};
        for (const std::string& text : texts)
            column.fields.push_back({text, column.fields.size() + 1});
        return numberStyleOf(column, separator).style;
    };
    EXPECT_THROW(style({"1,004", "1,934"}, ','), TableError);
    EXPECT_THROW(style({"1,004", "1,934"}, '\t'), TableError);
    EXPECT_THROW(style({"955", "1,934"}, ';'), TableError);
    EXPECT_THROW(style({"955", "1.934"}, ';'), TableError);
    EXPECT_THROW(style({"12,5", "12.5"}, ';'), TableError);
    EXPECT_THROW(style({"1.004,5", "1,004.5"}, ';'), TableError);
    EXPECT_THROW(style({"1.004", "1,004"}, ';'), TableError);
}

TEST(Numbers, WhatIsNotWrittenSoIsNone)
{
    for (const char* text : {"", "x", "1x", "0x10", "1 000", "1,2,3", "+-1", "1.2.3", "--1", "1e"})
        for (const NumberStyle style :
             {NumberStyle::Plain, NumberStyle::DecimalComma, NumberStyle::GroupedByCommas})
            EXPECT_EQ(numberIn(text, style), std::nullopt) << text;
    EXPECT_EQ(numberIn("1,5"), std::nullopt);
    EXPECT_EQ(numberIn("1,5", NumberStyle::GroupedByCommas), std::nullopt);
    EXPECT_EQ(numberIn("1.5", NumberStyle::DecimalComma), std::nullopt);
    EXPECT_EQ(numberIn("10,00.5", NumberStyle::GroupedByCommas), std::nullopt);
}

} // namespace
} // namespace lockscope::io
