// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/config_flags.h"
#include "tests/support/changed_settings.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace lockscope::common {
namespace {

TEST(ConfigFlags, TakesTheDocumentedFlags)
{
    CLI::App app;
    const ConfigFlags flags(app);
    EXPECT_FALSE(flags.anyGiven());
    app.parse("--guard none --fast-path on --cpus 1 --workers 4 --placement none --workload custom "
              "--native-ns 1 --callback-ns 2 --critical-ns 3 --task-source counter --padding off "
              "--init-delay-ms 9");
    const lab::LabConfig config = flags.over(lab::defaultConfig());
    EXPECT_TRUE(flags.anyGiven());
    EXPECT_EQ(config.guard, "none");
    EXPECT_TRUE(config.fastPath);
    EXPECT_EQ(config.cpus, 1);
    EXPECT_EQ(config.workers, 4);
    EXPECT_EQ(config.placement, lab::Placement::None);
    EXPECT_EQ(config.nativeNs, 1);
    EXPECT_EQ(config.callbackNs, 2);
    EXPECT_EQ(config.criticalNs, 3);
    EXPECT_EQ(config.taskSource, workload::TaskSourceKind::Counter);
    EXPECT_FALSE(config.padding);
    EXPECT_EQ(config.initDelayMs, 9);
}

TEST(ConfigFlags, HasAFlagForEverySetting)
{
    lab::LabConfig base;
    base.workload = workload::Kind::Custom;
    for (const lab::Setting& setting : lab::settings()) {
        CLI::App app;
        const ConfigFlags flags(app);
        const std::string text = test::anotherValue(setting, base);
        app.parse("--" + std::string(setting.id) + " " + text);
        EXPECT_EQ(textOf(setting, flags.over(base, test::kLargeMachine)), text) << setting.id;
        const std::string help = app.help();
        EXPECT_NE(help.find("--" + std::string(setting.id) + " " + typeText(setting)),
                  std::string::npos)
            << help;
    }
}

TEST(ConfigFlags, AreAllInTheManual)
{
    const std::string page = test::contentOf(LOCKSCOPE_EXPERIMENT_PAGE);
    for (const lab::Setting& setting : lab::settings())
        EXPECT_NE(page.find("`--" + std::string(setting.id) + "`"), std::string::npos)
            << setting.id;
}

} // namespace
} // namespace lockscope::common
