// SPDX-License-Identifier: GPL-3.0-or-later
// QTRY_VERIFY and QTRY_COMPARE as the tests of the window use them, by QTest::qWaitFor. Qt's own, from 6.7 on, put a
// conversion from 64 bits to an int into the code that uses them, of which the compiler warns there.
#pragma once

#include <QTest>

#undef QTRY_VERIFY_WITH_TIMEOUT
#define QTRY_VERIFY_WITH_TIMEOUT(expression, milliseconds)                                       \
    do {                                                                                         \
        (void)QTest::qWaitFor([&] { return static_cast<bool>(expression); }, (milliseconds));    \
        QVERIFY(expression);                                                                     \
    } while (false)

#undef QTRY_VERIFY
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, 5000)

#undef QTRY_COMPARE_WITH_TIMEOUT
#define QTRY_COMPARE_WITH_TIMEOUT(expression, expected, milliseconds)                            \
    do {                                                                                         \
        (void)QTest::qWaitFor([&] { return (expression) == (expected); }, (milliseconds));       \
        QCOMPARE(expression, expected);                                                          \
    } while (false)

#undef QTRY_COMPARE
#define QTRY_COMPARE(expression, expected) QTRY_COMPARE_WITH_TIMEOUT(expression, expected, 5000)
