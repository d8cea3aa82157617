// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one class of Qt Tests: ui_test CLASS [options of Qt Test]...; without a class it names them.
#include "tests/support/ui_test.h"

#include <QApplication>
#include <QTemporaryDir>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace lockscope::test {

namespace {

std::map<std::string, MakeUiTest>& registered()
{
    static std::map<std::string, MakeUiTest> s_tests;
    return s_tests;
}

} // namespace

bool registerUiTest(const char* name, MakeUiTest make)
{
    registered().emplace(name, make);
    return true;
}

} // namespace lockscope::test

int main(int argc, char** argv)
{
    const auto& tests = lockscope::test::registered();
    const auto wanted = argc > 1 ? tests.find(argv[1]) : tests.end();
    if (wanted == tests.end()) {
        std::fprintf(stderr, "Usage: ui_test CLASS [options of Qt Test]; CLASS is one of\n");
        for (const auto& [name, make] : tests)
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    std::vector<char*> others{argv[0]};
    others.insert(others.end(), argv + 2, argv + argc);
    others.push_back(nullptr);
    int count = static_cast<int>(others.size()) - 1;

    const QTemporaryDir data; // nobody's own calibration is read or written
    qputenv("XDG_DATA_HOME", data.path().toLocal8Bit());
    QApplication application(count, others.data());
    QApplication::setAttribute(
        Qt::AA_Use96Dpi); // as QTEST_MAIN does: pictures are the same on every screen
    const auto test = wanted->second();
    return QTest::qExec(test.get(), count, others.data());
}
