// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/curve_csv.h"

#include <gtest/gtest.h>

#include <clocale>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>

namespace lockscope::scaling {
namespace {

const Curve kThree{{1, 20}, {4, 78.5}, {8, 130}};

struct Readable
{
    const char* name;
    std::string text;

    friend std::ostream& operator<<(std::ostream& out, const Readable& each) { return out << each.name; }
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
    testing::Values(Readable{"commas", "1,20\n4,78.5\n8,130\n"},
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
                    Readable{"empty_lines_and_comments",
                             "# a run\n\n1,20\n\n  # more\n4,78.5\n8,130\n\n"},
                    Readable{"quotes", "\"n\",\"throughput\"\n\"1\",\"20\"\n\"4\",78.5\n8,130\n"},
                    Readable{"exponents_and_signs", "1e0,2e1\n+4,7.85E1\n8,+130.0\n"},
                    Readable{"unsorted", "8,130\n1,20\n4,78.5\n"},
                    Readable{"further_columns", "1,20,x\n4,78.5,y,z\n8,130\n"}),
    [](const auto& each) { return each.param.name; });

TEST(CurveCsv, SaysWhatItReadInAnotherWayThanItStands)
{
    EXPECT_TRUE(readCurve("1,20\n4,78\n").notes.empty());
    EXPECT_NE(readCurve("4,78\n1,20\n").notes.at(0).find("sorted"), std::string::npos);
    EXPECT_NE(readCurve("1,20,9\n").notes.at(0).find("left out"), std::string::npos);
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
    std::setlocale(LC_ALL, before.c_str());
}

struct Unreadable
{
    const char* name;
    std::string text;
    const char* line; ///< must stand in the sentence
    const char* given; ///< likewise

    friend std::ostream& operator<<(std::ostream& out, const Unreadable& each) { return out << each.name; }
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
        Unreadable{"decimal_comma", "1;20\n4;78,5\n", "line 2", "throughput '78,5'"},
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
        Unreadable{"utf16",
                   std::string("\xff\xfe"
                               "1\0,\0",
                               6),
                   "line 1",
                   "a byte"},
        Unreadable{"long_field", "1," + std::string(5000, 'x') + "\n", "line 1", "..."}),
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

TEST(CurveCsv, NamesTheFileThatItRefuses)
{
    const auto sentenceFor = [](const std::filesystem::path& path) -> std::string {
        try {
            (void)readCurveFile(path);
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
    EXPECT_EQ(readCurveFile(file).curve, kThree);
    std::filesystem::remove(file);
}

} // namespace
} // namespace lockscope::scaling
