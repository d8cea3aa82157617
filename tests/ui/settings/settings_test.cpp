// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/settings/settings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

class SettingsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_next = 0;

    [[nodiscard]] QString freshFile() { return m_folder.filePath(QString("%1.ini").arg(m_next++)); }

private slots:
    void missingSettingsAreDefaults()
    {
        const ui::Settings settings(freshFile());
        QVERIFY(settings.theme() == ui::ThemeChoice::FollowDesktop);
        QCOMPARE(settings.refreshRate(), 20);
        QVERIFY(!settings.experiment());
        QVERIFY(settings.runAtStart());
        QVERIFY(settings.layout().geometry.isEmpty());
        QCOMPARE(settings.exportChoice().what, QString("dashboard"));
    }

    void everythingComesBack()
    {
        const QString file = freshFile();
        lab::LabConfig config = lab::defaultConfig();
        config.guard = "none";
        config.fastPath = true;
        config.cpus = 1;
        config.workers = 7;
        config.placement = lab::Placement::Spread;
        config.workload = workload::Kind::Custom;
        config.nativeNs = 1;
        config.callbackNs = 22;
        config.criticalNs = 333;
        config.taskSource = workload::TaskSourceKind::Counter;
        config.padding = false;
        config.initDelayMs = 44;
        const ui::ExportChoice choice{.what = "states",
                                      .format = ui::PictureFormat::Pdf,
                                      .scale = 3,
                                      .folder = "/some/where"};
        {
            ui::Settings settings(file);
            settings.setTheme(ui::ThemeChoice::Dark);
            settings.setRefreshRate(33);
            settings.setExperiment(config);
            settings.setExportChoice(choice);
            settings.setRunAtStart(false);
            settings.setAxis("throughput", {.logarithmic = true, .sparesSpikes = false});
            settings.setLayout({.geometry = "geometry",
                                .bars = "bars",
                                .panels = "panels",
                                .splitters = "splitters",
                                .table = "table"});
        }
        const ui::Settings settings(file);
        QVERIFY(settings.theme() == ui::ThemeChoice::Dark);
        QCOMPARE(settings.refreshRate(), 33);
        QVERIFY(settings.experiment() == config);
        QVERIFY(settings.exportChoice() == choice);
        QVERIFY(!settings.runAtStart());
        QVERIFY(settings.axis("throughput")
                == (ui::RememberedAxis{.logarithmic = true, .sparesSpikes = false}));
        QVERIFY(!settings.axis("lock-wait")); // nothing was chosen of it
        const ui::RememberedLayout layout = settings.layout();
        QCOMPARE(layout.geometry, QByteArray("geometry"));
        QCOMPARE(layout.bars, QByteArray("bars"));
        QCOMPARE(layout.panels, QByteArray("panels"));
        QCOMPARE(layout.splitters, QByteArray("splitters"));
        QCOMPARE(layout.table, QByteArray("table"));
    }

    void whatMakesNoSenseReadsAsDefault()
    {
        const QString file = freshFile();
        {
            QSettings store(file, QSettings::IniFormat);
            store.setValue("window/theme", "plaid");
            store.setValue("window/refresh_hz", 5000);
            store.setValue("export/format", "gif");
            store.setValue("export/scale", 99);
            store.setValue("experiment/guard", "lock-of-the-future");
            store.setValue("experiment/cpus", 100000);
            store.setValue("experiment/callback-ns", "many");
            store.setValue("experiment/fast-path", "on");
        }
        const ui::Settings settings(file);
        QVERIFY(settings.theme() == ui::ThemeChoice::FollowDesktop);
        QCOMPARE(settings.refreshRate(), 20);
        QVERIFY(settings.exportChoice().format == ui::PictureFormat::Png);
        QCOMPARE(settings.exportChoice().scale, 4);
        const auto experiment = settings.experiment();
        QVERIFY(experiment.has_value());
        QCOMPARE(experiment->guard, lab::defaultConfig().guard);
        QCOMPARE(experiment->cpus, lab::defaultConfig().cpus);
        QCOMPARE(experiment->callbackNs, lab::defaultConfig().callbackNs);
        QVERIFY(experiment->fastPath); // what is sound is kept
    }
};

LOCKSCOPE_UI_TEST(SettingsTest)
#include "settings_test.moc"
