// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/curve_csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::scaling {
namespace {

const Curve kThree{{1, 20}, {4, 78.5}, {8, 130}};

/// Of a table with one curve.
CurveFile readCurve(std::string_view text)
{
    std::vector<CurveFile> curves = readCurves(text);
    EXPECT_EQ(curves.size(), 1U);
    EXPECT_EQ(curves.front().name, "");
    return curves.front();
}

/// Whether one of the notes has that in it.
bool says(const CurveFile& file, std::string_view words)
{
    return std::any_of(file.notes.begin(), file.notes.end(), [words](const std::string& note) {
        return note.find(words) != std::string::npos;
    });
}

struct Readable
{
    const char* name;
    std::string text;

    friend std::ostream& operator<<(std::ostream& out, const Readable& each)
    {
        return out << each.name;
    }
};

class CurveReads : public testing::TestWithParam<Readable>
{};

TEST_P(CurveReads, TheSameThreePoints)
{
    EXPECT_EQ(readCurve(GetParam().text).curve, kThree);
}

INSTANTIATE_TEST_SUITE_P(
    Csv,
    CurveReads,
    testing::Values(
        Readable{"commas", "1,20\n4,78.5\n8,130\n"},
        Readable{"no_newline_at_the_end", "1,20\n4,78.5\n8,130"},
        Readable{"header", "n,throughput\n1,20\n4,78.5\n8,130\n"},
        Readable{"header_of_other_words", "CPUs, calls/s\n1,20\n4,78.5\n8,130\n"},
        Readable{"header_in_another_order", "Throughput,N\n20,1\n78.5,4\n130,8\n"},
        Readable{"header_with_columns_between",
                 "set,n,note,throughput\na,1,x,20\na,4,,78.5\na,8,z,130\n"},
        Readable{"semicolons", "n;throughput\n1;20\n4;78.5\n8;130\n"},
        Readable{"tabs", "n\tthroughput\n1\t20\n4\t\t78.5\n8\t130\n"},
        Readable{"blanks", "  1   20\n 4 78.5 \n8  130\n"},
        Readable{"blanks_round_commas", " 1 , 20 \n4 ,78.5\n8, 130\n"},
        Readable{"carriage_returns", "n,throughput\r\n1,20\r\n4,78.5\r\n8,130\r\n"},
        Readable{"byte_order_mark", "\xEF\xBB\xBFn,throughput\n1,20\n4,78.5\n8,130\n"},
        Readable{"empty_lines_and_comments", "# a run\n\n1,20\n\n  # more\n4,78.5\n8,130\n\n"},
        Readable{"quotes", "\"n\",\"throughput\"\n\"1\",\"20\"\n\"4\",78.5\n8,130\n"},
        Readable{"exponents_and_signs", "1e0,2e1\n+4,7.85E1\n8,+130.0\n"},
        Readable{"unsorted", "8,130\n1,20\n4,78.5\n"},
        Readable{"further_columns", "1,20,x\n4,78.5,y\n8,130,\n"},
        Readable{"separators_at_the_end", "n,throughput\n1,20,\n4,78.5,,\n8,130\n,,\n"},
        Readable{"lone_carriage_returns", "n,throughput\r1,20\r4,78.5\r8,130"},
        Readable{"pandas_index", ",n,throughput\n0,1,20\n1,4,78.5\n2,8,130\n"},
        Readable{"r_write_csv",
                 "\"\",\"n\",\"throughput\"\n\"1\",1,20\n\"2\",4,78.5\n\"3\",8,130\n"},
        Readable{"r_write_table", "\"n\" \"throughput\"\n\"1\" 1 20\n\"2\" 4 78.5\n\"3\" 8 130\n"},
        Readable{"r_write_table_of_a_part",
                 "\"n\" \"throughput\"\n\"1\" 1 20\n\"17\" 4 78.5\n\"40\" 8 130\n"},
        Readable{"r_write_table_without_quotes",
                 "n\tthroughput\n1\t1\t20\n2\t4\t78.5\n3\t8\t130\n"},
        Readable{"r_write_csv2",
                 "\"\";\"n\";\"throughput\"\n\"1\";1;20\n\"2\";4;78,5\n\"3\";8;130\n"},
        Readable{"index_with_other_names", ",threads,ops\n0,1,20\n1,4,78.5\n2,8,130\n"},
        Readable{"columns_known_by_other_names",
                 "lock,CPUs,runs,Throughput\na,1,9,20\na,4,9,78.5\na,8,9,130\n"},
        Readable{"commas_in_quotes",
                 "lock,n,throughput\n\"a, b\",1,20\n\"a, b\",4,78.5\n\"c\"\"d\",8,130\n"},
        Readable{"line_ends_in_quotes",
                 "\"a\r\nname\",n,throughput\nx,1,20\n\"y\nz\",4,78.5\nx,8,130\n"},
        Readable{"decimal_comma", "n;throughput\n1;20,0\n4;78,5\n8;130,0\n"},
        Readable{"decimal_comma_and_tabs", "n\tthroughput\n1\t20\n4\t78,5\n8\t130\n"},
        Readable{"decimal_comma_and_blanks", "n throughput\n1 20\n4 78,5\n8 130\n"},
        Readable{"decimal_comma_in_quotes", "n,throughput\n1,\"20,0\"\n4,\"78,5\"\n8,\"130,0\"\n"},
        Readable{"separator_line", "sep=;\r\nn;throughput\r\n1;20\r\n4;78.5\r\n8;130\r\n"},
        Readable{"separator_line_in_quotes", "\"sep=|\"\nn|throughput\n1|20\n4|78.5\n8|130\n"},
        Readable{"utf16",
                 std::string("\xff\xfe"
                             "1\0\t\0002\0000\0\n\0004\0\t\0007\0008\0.\0005\0\n\0"
                             "8\0\t\0001\0003\0000\0",
                             36)}),
    [](const auto& each) { return each.param.name; });

TEST(CurveCsv, SaysWhatItReadInAnotherWayThanItStands)
{
    EXPECT_TRUE(readCurve("1,20\n4,78\n").notes.empty());
    EXPECT_TRUE(readCurve("sep=;\nn;throughput\n1;20\n4;78.5\n").notes.empty());
    EXPECT_TRUE(says(readCurve("4,78\n1,20\n"), "sorted"));
    EXPECT_TRUE(says(readCurve("1,20,9.5\n"), "left out"));
    EXPECT_TRUE(says(readCurve("threads;ops\n1;20\n"), "Columns 1 ('threads') and 2 ('ops')"));
    EXPECT_TRUE(says(readCurve(",n,throughput\n0,1,20\n"), "Columns 2 ('n') and 3 ('throughput')"));
    EXPECT_TRUE(says(readCurve("n;throughput\n1;20,5\n"), "decimal comma: '20,5' as 20.5"));
    EXPECT_TRUE(says(readCurve("n,throughput\n1,\"1,020.5\"\n2,\"2,000\"\n"),
                     "between thousands: '1,020.5' as 1020.5"));
    EXPECT_TRUE(says(readCurve("\"n\" \"throughput\"\n\"1\" 1 20\n"), "names of rows"));
    EXPECT_TRUE(says(readCurve(std::string("\xff\xfe"
                                           "1\0,\0002\0",
                                           8)),
                     "UTF-16"));
    const CurveFile repeated = readCurve("1,20\n4,78\n1,22\n4,80\n1,21\n");
    EXPECT_EQ(repeated.curve, (Curve{{1, 20}, {1, 22}, {1, 21}, {4, 78}, {4, 80}}))
        << "all are kept";
    EXPECT_NE(repeated.notes.back().find("3 of 5 points"), std::string::npos)
        << repeated.notes.back();
}

TEST(CurveCsv, ReadsADecimalPointInALocaleWithADecimalComma)
{
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE"})
        if (std::setlocale(LC_ALL, name) != nullptr)
            break;
    EXPECT_EQ(readCurve("4,78.5\n").curve.at(0).throughput, 78.5);
    EXPECT_EQ(readCurve("4;78,5\n").curve.at(0).throughput, 78.5);
    std::setlocale(LC_ALL, before.c_str());
}

struct Unreadable
{
    const char* name;
    std::string text;
    const char* line; ///< must stand in the sentence
    const char* given; ///< likewise

    friend std::ostream& operator<<(std::ostream& out, const Unreadable& each)
    {
        return out << each.name;
    }
};

class CurveRefuses : public testing::TestWithParam<Unreadable>
{};

TEST_P(CurveRefuses, InOneSentenceThatNamesTheLineAndWhatIsAllowed)
{
    try {
        (void)readCurve(GetParam().text);
        FAIL() << "was read";
    } catch (const CurveError& error) {
        const std::string sentence = error.what();
        EXPECT_NE(sentence.find(GetParam().line), std::string::npos) << sentence;
        EXPECT_NE(sentence.find(GetParam().given), std::string::npos) << sentence;
        EXPECT_NE(sentence.find("allowed: "), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
        EXPECT_LT(sentence.size(), 250U) << sentence;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Csv,
    CurveRefuses,
    testing::Values(
        Unreadable{"empty", "", "", "no data"},
        Unreadable{"comments_alone", "# nothing\n\n", "", "no data"},
        Unreadable{"header_alone", "n,throughput\n", "", "no data"},
        Unreadable{
            "text_for_throughput", "n,throughput\n1,20\n4,fast\n", "line 3", "throughput 'fast'"},
        Unreadable{"text_for_n", "1,20\nfour,78\n", "line 2", "n 'four'"},
        Unreadable{"text_beside_a_number_in_front", "1,fast\n", "line 1", "'fast'"},
        Unreadable{"second_header", "n,throughput\n1,20\nn,throughput\n", "line 3", "n 'n'"},
        Unreadable{"negative_n", "-1,20\n", "line 1", "n '-1'"},
        Unreadable{"zero_n", "1,20\n0,20\n", "line 2", "n '0'"},
        Unreadable{"negative_throughput", "1,-20\n", "line 1", "throughput '-20'"},
        Unreadable{"zero_throughput", "1,0.0\n", "line 1", "throughput '0.0'"},
        Unreadable{"nan", "1,20\n2,nan\n", "line 2", "throughput 'nan'"},
        Unreadable{"infinity", "1,20\ninf,30\n", "line 2", "n 'inf'"},
        Unreadable{"too_large", "1,1e999\n", "line 1", "throughput '1e999'"},
        Unreadable{"too_small", "1,1e-999\n", "line 1", "throughput '1e-999'"},
        Unreadable{"hexadecimal", "0x10,20\n", "line 1", "n '0x10'"},
        Unreadable{"number_with_a_unit", "1,20k\n", "line 1", "throughput '20k'"},
        Unreadable{"decimal_comma_between_commas",
                   "n,throughput\n1,1,92\n2,2,93\n4,3,66\n",
                   "line 2",
                   "3 fields, but the header names 2 (a decimal comma"},
        Unreadable{"decimal_comma_in_one_row_of_many",
                   "n,throughput\n1,20\n4,78\n8,130,5\n",
                   "line 4",
                   "3 fields, but the header names 2 (a decimal comma"},
        Unreadable{"decimal_comma_behind_a_quoted_number",
                   "n,throughput\n\"1\",1,92\n\"2\",2,93\n\"4\",3,66\n",
                   "line 4",
                   "'4' in the column without a name"},
        Unreadable{"decimal_comma_without_a_header",
                   "1,1,92\n2,2,93\n4,3,66\n",
                   "line 1",
                   "decimal comma?"},
        Unreadable{"rows_counted_without_a_header",
                   "1,1,20.5\n2,4,78.5\n3,8,130\n",
                   "line 1",
                   "does that count rows?"},
        Unreadable{"unequal_rows_without_a_header",
                   "1,20,x\n4,78.5,y,z\n8,130\n",
                   "line 2",
                   "4 fields, but line 1 has 3"},
        Unreadable{"short_row_without_a_header",
                   "1,20,x\n8,130\n",
                   "line 2",
                   "2 fields, but line 1 has 3"},
        Unreadable{"two_decimal_marks",
                   "n;throughput\n1;20,5\n4;78.25\n",
                   "line 3",
                   "'78.25' beside '20,5' in line 2"},
        Unreadable{"comma_or_thousands",
                   "n,throughput\n1,\"1,004\"\n2,\"1,934\"\n",
                   "line 2",
                   "'1,004' may be '1004' or '1.004'"},
        Unreadable{"point_or_thousands",
                   "n;throughput\n1;955\n2;1.878\n",
                   "line 3",
                   "'1.878' may be '1878' or '1.878'"},
        Unreadable{"two_columns_of_one_name",
                   "n,throughput,throughput\n1,20,30\n",
                   "line 1",
                   "two columns have the name 'throughput'"},
        Unreadable{"open_quote",
                   "n,throughput\n1,20\n4,\"78\n8,130\n",
                   "line 3",
                   "a quote that is not closed"},
        Unreadable{"text_after_quotes",
                   "n,throughput\n\"1\"2,20\n",
                   "line 2",
                   "text after the quotes of '1'"},
        Unreadable{"after_a_field_of_two_lines",
                   "\"a\nb\",n,throughput\nx,1,20\nx,4,fast\n",
                   "line 4",
                   "throughput 'fast'"},
        Unreadable{
            "after_lone_carriage_returns", "n,throughput\r1,20\r4,fast\r", "line 3", "'fast'"},
        Unreadable{"separator_that_is_none", "sep=5\n1520\n", "line 1", "separated by '5'"},
        Unreadable{
            "too_many_columns", "1," + std::string(2000, ',') + "x\n", "line 1", "1000 fields"},
        Unreadable{"one_column", "1\n2\n", "line 1", "one column"},
        Unreadable{"one_column_with_a_header", "n\n1\n", "line 1", "one column"},
        Unreadable{"column_missing_in_a_line",
                   "n,throughput\n1,20\n4,\n",
                   "line 3",
                   "throughput is missing"},
        Unreadable{"n_missing", "1,20\n,78\n", "line 2", "n is missing"},
        Unreadable{"named_column_missing",
                   "x,n,throughput\n1,2,3\n1,2\n",
                   "line 3",
                   "throughput is missing"},
        Unreadable{"binary",
                   std::string("1,20\n\x7f"
                               "ELF\0\1",
                               11),
                   "line 2",
                   "a byte"},
        Unreadable{"nul", std::string("1,20\n4,78\n8,1\0000\n", 17), "line 3", "a NUL byte"},
        Unreadable{"utf16_without_a_mark",
                   std::string("1\0,\0002\0000\0\n\0", 10),
                   "line 1",
                   "UTF-16 text without a byte order mark"},
        Unreadable{"half_a_utf16_character",
                   std::string("\xff\xfe"
                               "1\0,\0002",
                               7),
                   "line 1",
                   "UTF-16 text with half a character"},
        Unreadable{"long_field", "1," + std::string(5000, 'x') + "\n", "line 1", "x…'"}),
    [](const auto& each) { return each.param.name; });

TEST(CurveCsv, RefusesHugeTextsAndHugeTables)
{
    EXPECT_THROW((void)readCurve(std::string(kMaxCurveBytes + 1, '\n')), CurveError);
    std::string table;
    for (std::size_t i = 0; i < kMaxCurvePoints; ++i)
        table += "1,2\n";
    EXPECT_EQ(readCurve(table).curve.size(), kMaxCurvePoints);
    EXPECT_THROW((void)readCurve(table + "1,2\n"), CurveError);
}

TEST(CurveCsv, OurOwnSweepsAreACurveForEachGuard)
{
    const std::string header =
        "guard,fast_path,cpus,workers,repeats,throughput,throughput_low,exact,guard\n";
    const std::string one = "mutex,off,1,2,3,20,,yes,0.5\nmutex,off,4,8,3,78.5,78,yes,0.5\n";
    EXPECT_EQ(readCurve(header + one).curve, (Curve{{1, 20}, {4, 78.5}})) << "CPUs, not workers";
    const auto both =
        readCurves(header + one + "mutex,on,1,2,3,50,,yes,\nmutex,on,4,8,3,200,,yes,\n");
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].name, "mutex");
    EXPECT_EQ(both[0].curve, (Curve{{1, 20}, {4, 78.5}}));
    EXPECT_EQ(both[1].name, "mutex + fast path");
    EXPECT_EQ(both[1].curve, (Curve{{1, 50}, {4, 200}}));
    EXPECT_FALSE(says(both[1], "repeat")) << "other curves' points are not its own";
}

TEST(CurveCsv, NamesTheFileThatItRefuses)
{
    const auto sentenceFor = [](const std::filesystem::path& path) -> std::string {
        try {
            (void)readCurvesFile(path);
        } catch (const CurveError& error) {
            return error.what();
        }
        return "";
    };
    const auto folder = std::filesystem::path(testing::TempDir());
    EXPECT_NE(sentenceFor("/no/such.csv").find("/no/such.csv: cannot be read (No such file"),
              std::string::npos);
    EXPECT_NE(sentenceFor(folder).find("a folder"), std::string::npos);
    const auto file = folder / "lockscope-curve-test.csv";
    std::ofstream(file) << "1,20\n4,x\n";
    EXPECT_NE(sentenceFor(file).find(file.string() + ", line 2"), std::string::npos)
        << sentenceFor(file);
    std::ofstream(file) << "1,20\n4,78.5\n8,130\n";
    EXPECT_EQ(readCurvesFile(file).at(0).curve, kThree);
    std::filesystem::remove(file);
}

} // namespace
} // namespace lockscope::scaling
