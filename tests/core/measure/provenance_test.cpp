// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/provenance.h"

#include <gtest/gtest.h>

#include <set>

namespace lockscope::measure {
namespace {

TEST(Provenance, OnlyWhatIsMeasuredHereAndNowHasNoMark)
{
    std::set<std::string> marks;
    std::set<std::string> names;
    for (const Origin origin : {Origin::Measured, Origin::Simulated})
        for (const Delivery delivery :
             {Delivery::Live, Delivery::Recorded, Delivery::Streamed, Delivery::Remote})
        {
            const Provenance each{origin, delivery};
            EXPECT_EQ(markOf(each).empty(), each.isMeasuredHere());
            EXPECT_EQ(markOf(each).find("SIMULATED") != std::string::npos, each.isSimulated())
                << markOf(each);
            EXPECT_EQ(nameOf(each).find("simulat") != std::string::npos, each.isSimulated())
                << nameOf(each);
            marks.insert(markOf(each));
            names.insert(nameOf(each));
        }
    EXPECT_EQ(marks.size(), 8U) << "no two are worded alike";
    EXPECT_EQ(names.size(), 8U);
}

TEST(Provenance, IsWordedAsFilesAndPicturesHaveIt)
{
    EXPECT_EQ(markOf(kLive), "");
    EXPECT_EQ(markOf(kSimulated), "SIMULATED");
    EXPECT_EQ(markOf(kSimulated.recorded()), "RECORDED, SIMULATED");
    EXPECT_EQ(markOf(kLive.by(Delivery::Remote)), "REMOTE");
    EXPECT_EQ(markOf(kLive.by(Delivery::Streamed)), "STREAM");
    EXPECT_EQ(nameOf(kLive), "live");
    EXPECT_EQ(nameOf(kSimulated), "simulated");
    EXPECT_EQ(nameOf(kRecorded), "recorded");
    EXPECT_EQ(nameOf(kSimulated.recorded()), "recorded simulation");
}

TEST(Provenance, WhatIsRecordedIsNotBeingMeasured)
{
    EXPECT_TRUE(kLive.by(Delivery::Remote).isBeingMeasured());
    EXPECT_FALSE(kLive.by(Delivery::Remote).isMeasuredHere());
    EXPECT_FALSE(kRecorded.isBeingMeasured());
    EXPECT_FALSE(kSimulated.isBeingMeasured());
}

} // namespace
} // namespace lockscope::measure
