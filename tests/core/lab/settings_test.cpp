// SPDX-License-Identifier: GPL-3.0-or-later
// Each consumer of the settings goes over their rows: these tests do, too, so that a new row is in
// them.
#include "core/lab/settings.h"
#include "tests/support/changed_settings.h"
#include "tests/support/member_count.h"

#include <gtest/gtest.h>

#include <set>

namespace lockscope::lab {
namespace {

using test::anotherValue;
using test::everySettingChanged;
using test::kLargeMachine;

TEST(Settings, HaveARowForEachMemberOfTheConfiguration)
{
    EXPECT_EQ(settings().size(), test::memberCount<LabConfig>());
    const LabConfig changed = everySettingChanged();
    for (const Setting& setting : settings())
        EXPECT_NE(valueOf(setting, changed), valueOf(setting, LabConfig())) << setting.id;
    EXPECT_NO_THROW(validate(changed, kLargeMachine));
}

TEST(Settings, HaveWordsOfTheirOwn)
{
    std::set<std::string_view> ids;
    std::set<std::string_view> titles;
    for (const Setting& setting : settings()) {
        ids.insert(setting.id);
        titles.insert(setting.title);
        EXPECT_EQ(settingNamed(setting.id), &setting);
        EXPECT_FALSE(setting.help.empty()) << setting.id;
        EXPECT_FALSE(setting.about.empty()) << setting.id;
        EXPECT_NE(setting.change.find("{}"), std::string_view::npos) << setting.id;
        EXPECT_EQ(setting.hasEffect == nullptr, setting.without.empty()) << setting.id;
    }
    EXPECT_EQ(ids.size(), settings().size());
    EXPECT_EQ(titles.size(), settings().size());
    EXPECT_EQ(settingNamed("colour"), nullptr);
}

TEST(Settings, AreSetByTextEachAlone)
{
    LabConfig base;
    base.workload = workload::Kind::Custom;
    for (const Setting& setting : settings()) {
        const std::string text = anotherValue(setting, base);
        const LabConfig changed =
            configFromTexts({{std::string(setting.id), text}}, base, kLargeMachine);
        EXPECT_EQ(textOf(setting, changed), text) << setting.id;
        const std::string label = changeLabel(base, changed);
        EXPECT_NE(label.find(changeText(setting, changed)), std::string::npos) << label;
    }
}

TEST(Settings, ReadBackFromTheirTextsToTheSame)
{
    const LabConfig changed = everySettingChanged();
    ConfigTexts texts;
    for (const Setting& setting : settings())
        texts[std::string(setting.id)] = textOf(setting, changed);
    EXPECT_EQ(configFromTexts(texts, LabConfig(), kLargeMachine), changed);
}

TEST(Settings, RefuseWhatIsNoValueNamingWhatWasGivenAndWhatIsAllowed)
{
    for (const Setting& setting : settings()) {
        try {
            (void)configFromTexts({{std::string(setting.id), "purple"}}, LabConfig());
            ADD_FAILURE() << setting.id << " may be purple";
        } catch (const ConfigError& error) {
            const std::string sentence = error.what();
            EXPECT_EQ(error.field(), setting.id);
            EXPECT_EQ(sentence.rfind("--" + std::string(setting.id) + " purple: not allowed", 0),
                      0U)
                << sentence;
        }
    }
}

TEST(Settings, RefuseNumbersOutOfTheirRange)
{
    LabConfig base;
    base.workload = workload::Kind::Custom;
    for (const Setting& setting : settings()) {
        const auto* number = std::get_if<NumberSetting>(&setting.value);
        if (number == nullptr)
            continue;
        const NumberRange range = rangeOf(*number, kLargeMachine);
        for (const std::int64_t outside : {range.low - 1, range.high + 1}) {
            try {
                (void)configFromTexts(
                    {{std::string(setting.id), std::to_string(outside)}}, base, kLargeMachine);
                ADD_FAILURE() << setting.id << " may be " << outside;
            } catch (const ConfigError& error) {
                const std::string sentence = error.what();
                EXPECT_NE(sentence.find(std::to_string(outside)), std::string::npos) << sentence;
                EXPECT_NE(
                    sentence.find(std::to_string(range.low) + " to " + std::to_string(range.high)),
                    std::string::npos)
                    << sentence;
            }
        }
    }
}

TEST(Settings, RefuseNumbersThatHaveNoEffect)
{
    LabConfig config;
    config.workload = workload::Kind::Empty;
    for (const Setting& setting : settings()) {
        if (setting.hasEffect == nullptr)
            continue;
        try {
            (void)configFromTexts({{std::string(setting.id), "5"}}, config);
            ADD_FAILURE() << setting.id << " may be 5 without an effect";
        } catch (const ConfigError& error) {
            EXPECT_NE(std::string(error.what()).find(setting.without), std::string::npos)
                << error.what();
        }
    }
}

} // namespace
} // namespace lockscope::lab
