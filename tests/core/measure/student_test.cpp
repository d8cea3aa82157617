// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/student.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <utility>

namespace lockscope::measure {
namespace {

struct TableEntry
{
    double level;
    double freedom;
    double t;
};

// Two-sided quantiles as printed in the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
TEST(StudentQuantile, AgreesWithThePrintedTable)
{
    constexpr TableEntry kTable[] = {{0.95, 1, 12.706},
                                     {0.95, 2, 4.303},
                                     {0.95, 3, 3.182},
                                     {0.95, 4, 2.776},
                                     {0.95, 5, 2.571},
                                     {0.95, 8, 2.306},
                                     {0.95, 10, 2.228},
                                     {0.95, 15, 2.131},
                                     {0.95, 30, 2.042},
                                     {0.95, 100, 1.984},
                                     {0.80, 1, 3.078},
                                     {0.90, 7, 1.895},
                                     {0.98, 12, 2.681},
                                     {0.99, 20, 2.845},
                                     {0.99, 1, 63.657},
                                     {0.998, 2, 22.327},
                                     {0.998, 60, 3.232}};
    for (const TableEntry& entry : kTable)
        EXPECT_NEAR(studentQuantile(entry.level, entry.freedom), entry.t, 0.001)
            << entry.level << " with " << entry.freedom;
}

TEST(StudentQuantile, IsCauchysForOneDegreeAndTheNormalsForVeryMany)
{
    EXPECT_NEAR(studentQuantile(0.5, 1), 1, 1e-9); // tan(pi/4)
    EXPECT_NEAR(studentQuantile(0.95, 1), std::tan(0.475 * std::numbers::pi), 1e-6);
    EXPECT_NEAR(studentQuantile(0.95, 1e7), 1.9599640, 1e-5);
}

TEST(StudentQuantile, FallsAsDegreesOfFreedomGrowWholeOrNot)
{
    double before = std::numeric_limits<double>::infinity();
    for (double freedom = 1; freedom < 40; freedom += 0.25) {
        const double t = studentQuantile(0.95, freedom);
        EXPECT_LT(t, before) << freedom;
        before = t;
    }
}

TEST(StudentQuantile, RefusesWhatIsNoLevelAndNoDegreeOfFreedom)
{
    for (const auto& [level, freedom] : {std::pair{0.0, 5.0},
                                         {1.0, 5.0},
                                         {-0.5, 5.0},
                                         {0.95, 0.5},
                                         {0.95, std::numeric_limits<double>::quiet_NaN()}})
        EXPECT_THROW((void)studentQuantile(level, freedom), std::invalid_argument);
}

} // namespace
} // namespace lockscope::measure
