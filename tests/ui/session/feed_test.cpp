// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_feed.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/ui_test.h"
#include "tests/support/written_file.h"
#include "ui/recordings/replay_feed.h"
#include "ui/session/experiment_feeds.h"
#include "ui/session/watched_feed.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// Feeds, and what is drawn of them, without a session.
class FeedTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] std::unique_ptr<ui::ReplayFeed> replayOf(int snapshots) const
    {
        const QString path = test::writtenFile(
            m_folder,
            "some.lockscope",
            test::recordingOf(test::syntheticSnapshots(snapshots, {.threads = 1})));
        return std::make_unique<ui::ReplayFeed>(
            recording::Recording::open(path.toStdString()), path, "some.lockscope");
    }

private slots:
    void everyKindHasItsOwnNameAndAllButTheMeasuredExperimentSayWhatTheyAre()
    {
        QSet<QString> names;
        for (const ui::FeedTraits& row : ui::kFeedKinds) {
            names << row.tab;
            QVERIFY2(!QString(row.tab).contains('&'), row.tab); // the page's key is the action's
            const bool isMeasuredHere =
                row.kind == ui::FeedKind::Local || row.kind == ui::FeedKind::Program;
            QVERIFY2(markOf(row.provenance).empty() == isMeasuredHere, row.tab);
            QVERIFY2(row.provenance.isMeasuredHere() == isMeasuredHere, row.tab);
        }
        QCOMPARE(names.size(), qsizetype(ui::kFeedKinds.size()));
    }

    void theBannerSaysWhatIsKnownOfTheProvenance()
    {
        const measure::History nothing;
        const auto lab = std::make_shared<test::FakeLab>();
        const test::FakeFeed local(lab);
        QVERIFY(local.banner(nothing) == ui::Banner{});
        const test::FakeFeed simulated(lab, {}, *simulation::findPreset("1x64"));
        QCOMPARE(simulated.banner(nothing).mark, QString("SIMULATED")); // before it was opened
        lab->provenance = measure::kSimulated;
        const test::FakeFeed remote(ui::FeedKind::Remote, lab, {});
        QCOMPARE(remote.banner(nothing).mark, QString("REMOTE, SIMULATED"));
        QCOMPARE(remote.banner(nothing).text, QString("fake"));
        QCOMPARE(remote.limits().cpus, 2); // of the fake's host
        QVERIFY(!test::FakeFeed(ui::FeedKind::Stream, lab, {}).canChange());
    }

    void theExperimentIsOpenedWithWhatWasAskedForLast()
    {
        lab::LabOptions options;
        options.measureProbeCost = false;
        const ui::FeedMaker make = ui::experimentFeeds(options);
        lab::LabConfig config = lab::defaultConfig();
        config.cpus = config.workers = 1;
        lab::LabConfig wanted = config;
        wanted.fastPath = true;
        for (const ui::ExecutionTarget& target :
             {ui::ExecutionTarget(), ui::ExecutionTarget(*simulation::findPreset("1x64"))})
        {
            const auto feed = make(config, target, 20);
            QCOMPARE(feed->traits().kind, target ? ui::FeedKind::Simulated : ui::FeedKind::Local);
            QVERIFY(feed->source() == nullptr);
            QVERIFY(feed->canChange());
            feed->apply(ui::ExperimentRequest(wanted));
            feed->setSnapshotRate(7);
            feed->open();
            const auto fastPath = [&] {
                for (const auto& [name, value] : feed->source()->facts().config)
                    if (name == "fast_path")
                        return value;
                return std::string();
            };
            QCOMPARE(fastPath(), std::string("on"));
            QVERIFY_THROWS_EXCEPTION(lab::ConfigError, feed->setSnapshotRate(1000));
            feed->apply(ui::ExperimentRequest(config));
            feed->close();
            QVERIFY(feed->source() == nullptr);
            feed->open();
            QCOMPARE(fastPath(), std::string("off"));
            QCOMPARE(feed->banner(measure::History()).text.contains("computed, not measured"),
                     target.has_value());
        }
    }

    void aReplayHasAllOfItFromTheFirstOn()
    {
        const auto feed = replayOf(20);
        QCOMPARE(feed->takeAll()->size(), std::size_t{20});
        QVERIFY(!feed->takeAll());
        QCOMPARE(*feed->place(), feed->replay().begin());
        feed->replay().seek(feed->replay().end());
        QVERIFY(!feed->takeAll()); // it is another place in the same picture
        QCOMPARE(*feed->place(), feed->replay().end());
        QCOMPARE(feed->banner(measure::History()).mark, QString("RECORDED"));
        QCOMPARE(feed->banner(measure::History()).text, QString("some.lockscope"));
        QCOMPARE(feed->limits().cpus, 64);
        QVERIFY(!feed->canChange());
    }

    void aWatchedReplayGoesFromPlaceToPlaceInOnePicture()
    {
        auto owned = replayOf(20);
        ui::ReplayFeed& feed = *owned;
        ui::WatchedFeed watched(std::move(owned));
        const auto shown = [&watched] { return watched.picture().history().snapshots().size(); };
        const auto past = [&watched] { return watched.picture().past().snapshots().size(); };
        QCOMPARE(watched.picture().facts()->host.cpus, 64); // before its first snapshot
        QVERIFY(!watched.running());
        QVERIFY(watched.take());
        QVERIFY(!watched.take());
        QCOMPARE(shown(), std::size_t{20});
        QCOMPARE(past(), std::size_t{0});
        feed.replay().seek(feed.replay().end());
        QVERIFY(watched.take());
        QCOMPARE(past(), std::size_t{20});
        feed.replay().step(-5);
        QVERIFY(watched.take());
        QCOMPARE(past(), std::size_t{15});
        feed.replay().step(1);
        QVERIFY(watched.take()->empty()); // what was passed is in the picture already
        QCOMPARE(past(), std::size_t{16});
        QCOMPARE(shown(), std::size_t{20});
        watched.clear(); // nothing was measured that could be forgotten
        QCOMPARE(shown(), std::size_t{20});
    }

    void aWatchedFeedOpensItsSourceOnceAndNumbersIt()
    {
        const auto lab = std::make_shared<test::FakeLab>();
        ui::WatchedFeed watched(std::make_unique<test::FakeFeed>(lab));
        const ui::WatchedFeed other(std::make_unique<test::FakeFeed>(lab));
        QVERIFY(watched.sourceNumber() != other.sourceNumber());
        QVERIFY(!watched.picture().facts());
        QVERIFY(!watched.take());
        watched.stop(); // nothing is there to be stopped
        watched.start();
        const auto number = watched.sourceNumber();
        QVERIFY(watched.running());
        watched.stop();
        watched.start();
        QCOMPARE(lab->opened, 1);
        QCOMPARE(watched.sourceNumber(), number);
        watched.feed().close();
        watched.start();
        QCOMPARE(lab->opened, 2);
        QVERIFY(watched.sourceNumber() != number); // another source
    }
};

LOCKSCOPE_UI_TEST(FeedTest)
#include "feed_test.moc"
