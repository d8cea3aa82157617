// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/qt_macros.h"

#include <QTest>

#include <memory>

/// Classes of Qt Tests that share one program: headers of Qt are most of what a test of the window
/// costs to compile.
namespace lockscope::test {

/// Makes an object of a class of tests.
using MakeUiTest = std::unique_ptr<QObject> (*)();

/// Lets the program run that class by its name; see ui_test_main.cpp. Before main(). Always true.
bool registerUiTest(const char* name, MakeUiTest make);

} // namespace lockscope::test

/// What stands at the end of a file of tests, outside namespaces, instead of QTEST_MAIN.
#define LOCKSCOPE_UI_TEST(TestClass)                                                               \
    [[maybe_unused]] static const bool s_registered##TestClass = lockscope::test::registerUiTest(  \
        #TestClass, []() -> std::unique_ptr<QObject> { return std::make_unique<TestClass>(); });
