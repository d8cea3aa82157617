// SPDX-License-Identifier: GPL-3.0-or-later
// QTRY_VERIFY, QTRY_COMPARE and their kin as the tests of the window use them. Qt's own, from 6.7
// on, put a conversion from 64 bits to an int into the code that uses them, of which the compiler
// warns there. And what Qt has had since 6.3.
#pragma once

#include <QDeadlineTimer>
#include <QTest>

/// How long a test waits for what will come, unless it says otherwise, ms: for a computation on a
/// busy machine, too. It measures nothing; what never comes fails later.
#define LOCKSCOPE_TRY_MS 30'000

#undef QTRY_VERIFY_WITH_TIMEOUT
#define QTRY_VERIFY_WITH_TIMEOUT(expression, milliseconds)                                         \
    do {                                                                                           \
        const QDeadlineTimer waitUntil(milliseconds);                                              \
        while (!(expression) && !waitUntil.hasExpired())                                           \
            QTest::qWait(10);                                                                      \
        QVERIFY(expression);                                                                       \
    } while (false)

#undef QTRY_VERIFY
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, LOCKSCOPE_TRY_MS)

#undef QTRY_VERIFY2_WITH_TIMEOUT
#define QTRY_VERIFY2_WITH_TIMEOUT(expression, message, milliseconds)                               \
    do {                                                                                           \
        const QDeadlineTimer waitUntil(milliseconds);                                              \
        while (!(expression) && !waitUntil.hasExpired())                                           \
            QTest::qWait(10);                                                                      \
        QVERIFY2(expression, message);                                                             \
    } while (false)

#undef QTRY_VERIFY2
#define QTRY_VERIFY2(expression, message)                                                          \
    QTRY_VERIFY2_WITH_TIMEOUT(expression, message, LOCKSCOPE_TRY_MS)

#undef QTRY_COMPARE_WITH_TIMEOUT
#define QTRY_COMPARE_WITH_TIMEOUT(expression, expected, milliseconds)                              \
    do {                                                                                           \
        const QDeadlineTimer waitUntil(milliseconds);                                              \
        while (!((expression) == (expected)) && !waitUntil.hasExpired())                           \
            QTest::qWait(10);                                                                      \
        QCOMPARE(expression, expected);                                                            \
    } while (false)

#undef QTRY_COMPARE
#define QTRY_COMPARE(expression, expected)                                                         \
    QTRY_COMPARE_WITH_TIMEOUT(expression, expected, LOCKSCOPE_TRY_MS)

#ifndef QVERIFY_THROWS_EXCEPTION
#define QVERIFY_THROWS_EXCEPTION(type, ...) QVERIFY_EXCEPTION_THROWN((__VA_ARGS__), type)
#endif
