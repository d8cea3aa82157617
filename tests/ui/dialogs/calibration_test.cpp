// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/calibration.h"
#include "core/simulation/machine.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/dialogs/calibration_dialog.h"

#include <QStringList>
#include <QTest>

#include <optional>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

class CalibrationTest : public test::WindowFixture
{
    Q_OBJECT

private slots:
    void cleanup() { closeWindow(); }

    void aBusyComputerIsCalibratedOnlyWhenThePersonSaysSo()
    {
        qputenv("XDG_DATA_HOME", m_folder.filePath("data").toUtf8());
        measure::Quality busy;
        busy.warnings = {"other programs used 0.8 CPUs"};
        int measured = 0;
        QStringList asked;
        bool answer = false;
        const auto run = [&](const measure::Quality& before, const measure::Quality& during) {
            measured = 0;
            asked.clear();
            ui::CalibrationDialog dialog(
                sessionForDialog(),
                nullptr,
                {.look = [before] { return before; },
                 .calibrate =
                     [&measured, during](const simulation::CalibrationProgress&) {
                         ++measured;
                         simulation::Calibration made;
                         made.machine = *simulation::findPreset("2x16");
                         made.machine.id = "this";
                         made.quality = during;
                         return std::optional(made);
                     },
                 .goOn =
                     [&asked, &answer](const QString& question, const QString& yes) {
                         asked << question << yes;
                         return answer;
                     }});
            dialog.exec();
            return dialog.machine().has_value();
        };
        QVERIFY(run({}, {})); // quiet: nothing is asked
        QVERIFY(asked.isEmpty());

        QVERIFY(!run(busy, {}));
        QCOMPARE(measured, 0);
        QVERIFY(asked.at(0).contains("other programs used 0.8 CPUs"));
        QVERIFY(!run({}, busy)); // became busy meanwhile
        QCOMPARE(measured, 1);

        answer = true;
        QVERIFY(run(busy, busy)); // asked once
        QCOMPARE(measured, 1);
        QCOMPARE(asked.size(), 2);
        QVERIFY(asked.at(1).contains("Calibrate all the same"));
        QVERIFY(run({}, busy));
        QVERIFY(asked.at(1).contains("Use it all the same"));
        qunsetenv("XDG_DATA_HOME");
    }

private:
    ui::Session& sessionForDialog()
    {
        if (!m_session)
            openWindow(newSettings());
        return *m_session;
    }
};

LOCKSCOPE_UI_TEST(CalibrationTest)
#include "calibration_test.moc"
