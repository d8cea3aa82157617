// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/curve.h"

#include <gtest/gtest.h>

#include <sstream>

namespace lockscope::scaling {
namespace {

Curve read(const std::string& text)
{
    std::istringstream input(text);
    return readCurve(input, "data.csv");
}

TEST(Curve, IsReadWhateverSeparatesItsColumns)
{
    const Curve expected {{1, 20}, {4, 78.5}};
    for (const char* text : {"1,20\n4,78.5\n", "n,throughput\n1,20\n4,78.5", "1;20\r\n4;78.5\r\n",
                             "N\tX\n1\t20\n4\t78.5\n", "1   20\n4 78.5 junk\n", "\xef\xbb\xbfn,x\n1,20\n4,78.5\n",
                             "# cores, rate\n\n1,20 # first\n4,78.5\n", "1,20,7,8\n4,78.5,9\n",
                             "\"n\",\"x\"\n\"1\",\"20\"\n4,7.85e1\n", "4,78.5\n1,20\n"})
        EXPECT_EQ(read(text), expected) << text;
}

TEST(Curve, KeepsWhatWasMeasuredMoreThanOnce)
{
    EXPECT_EQ(read("2,5\n1,3\n2,4\n"), (Curve {{1, 3}, {2, 5}, {2, 4}}));
}

struct Bad
{
    const char* text;
    const char* named; ///< must stand in the sentence
};

TEST(Curve, SaysInOneSentenceWhatIsWrongAndWhere)
{
    for (const Bad& bad : {Bad {"1,20\nfour,78\n", "line 2: 'four' for n"},
                           Bad {"n,x\n1,fast\n", "line 2: 'fast' for throughput"},
                           Bad {"1,20\n-4,78\n", "line 2: '-4' for n"}, Bad {"0,20\n", "'0' for n"},
                           Bad {"1,0\n", "'0' for throughput"}, Bad {"1,-3\n", "'-3' for throughput"},
                           Bad {"1,nan\n", "'nan' for throughput"}, Bad {"inf,1\n", "'inf' for n"},
                           Bad {"1,1e999\n", "'1e999' for throughput"}, Bad {"1\n", "nothing for throughput"},
                           Bad {",5\n", "nothing for n"}, Bad {"1,\n", "nothing for throughput"}, Bad {"", "no points"},
                           Bad {"n,throughput\n", "no points"}, Bad {"a,b\nc,d\n", "line 2: 'c' for n"},
                           Bad {"1,2x\n", "'2x' for throughput"}}) {
        try {
            (void)read(bad.text);
            ADD_FAILURE() << bad.text;
        } catch (const CurveError& error) {
            const std::string sentence = error.what();
            EXPECT_NE(sentence.find("data.csv"), std::string::npos) << sentence;
            EXPECT_NE(sentence.find(bad.named), std::string::npos) << sentence;
            EXPECT_EQ(sentence.find('\n'), std::string::npos);
        }
    }
}

TEST(Curve, BytesThatAreNoTextAreShownAsNone)
{
    try {
        (void)read(std::string("1,\x01\x02\x7f\0z\n", 8));
        FAIL();
    } catch (const CurveError& error) {
        EXPECT_NE(std::string(error.what()).find("'????z'"), std::string::npos) << error.what();
    }
}

TEST(Curve, ALineThatIsTooLongIsRefused)
{
    EXPECT_THROW((void)read(std::string(20'000, '1') + ",5\n"), CurveError);
}

} // namespace
} // namespace lockscope::scaling
