// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "tests/support/synthetic_history.h"
#include "tests/support/ui_test.h"
#include "ui/pictures/export_error.h"
#include "ui/pictures/exporter.h"
#include "ui/pictures/picture_copy.h"
#include "ui/pictures/picture_facts.h"
#include "ui/pictures/picture_writers.h"
#include "ui/shell/dashboard.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QImageReader>
#include <QMimeData>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>
#include <QXmlStreamReader>

#include <sys/mount.h>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using ui::PictureFormat;

class ExportTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ui::Dashboard> m_dashboard;
    measure::History m_history;
    QTemporaryDir m_folder;

    [[nodiscard]] static measure::SourceInfo facts(measure::Provenance provenance)
    {
        measure::SourceInfo facts;
        facts.provenance = provenance;
        facts.host.cpus = 2;
        facts.host.cpuModel = "Test CPU <&> 9000";
        facts.host.kernel = "6.1";
        facts.config = {{"guard", "mutex"}, {"fast_path", "off"}, {"callback_ns", "48"}};
        return facts;
    }

    [[nodiscard]] ui::Exporter exporter(measure::Provenance provenance = measure::kLive) const
    {
        return {m_dashboard->rows(),
                ui::pictureFacts(facts(provenance),
                                 measure::History(),
                                 QDateTime(QDate(2026, 3, 1), QTime(12, 34, 56), QTimeZone::utc())),
                ui::Theme::light()};
    }

    [[nodiscard]] static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// How much of the picture is not background.
    [[nodiscard]] static int inked(const QImage& image)
    {
        int count = 0;
        const QRgb background = image.pixel(0, 0);
        for (int y = 0; y < image.height(); y += 3)
            for (int x = 0; x < image.width(); x += 3)
                count += image.pixel(x, y) != background ? 1 : 0;
        return count;
    }

private slots:
    void initTestCase()
    {
        registerResources();
        test::SyntheticSource({}).fill(m_history, std::chrono::seconds(30));
        m_dashboard = std::make_unique<ui::Dashboard>();
        m_dashboard->setTheme(ui::Theme::light());
        m_dashboard->refresh(m_history);
    }

    void cleanupTestCase() { m_dashboard.reset(); }

    void pngHasItsSizeAtEveryScaleAndItsFacts()
    {
        const ui::Page page = exporter().page("throughput");
        for (int scale = ui::kMinPictureScale; scale <= ui::kMaxPictureScale; ++scale) {
            const QImage image = QImage::fromData(ui::writePng(page.painted(), scale), "png");
            QCOMPARE(image.size(), (page.size() * scale).toSize());
            QVERIFY(inked(image) > 100);
            QCOMPARE(image.text("Title"), page.facts.title);
            QCOMPARE(image.text("Creation Time"), QString("2026-03-01T12:34:56Z"));
            QVERIFY(image.text("Description").contains("guard mutex · fast path off"));
            QVERIFY(image.text("Description").contains("callback 48 ns"));
            QVERIFY(image.text("Host").contains("Test CPU <&> 9000"));
            QVERIFY(image.text("Software").startsWith("Lockscope "));
        }
    }

    void captionIsDrawnUnderThePicture()
    {
        const ui::Page page = exporter().page("states");
        const QImage image = QImage::fromData(ui::writePng(page.painted(), 1), "png");
        const int below = static_cast<int>(page.picture.height()) + 20;
        QVERIFY(inked(image.copy(0, below, image.width(), image.height() - below)) > 50);
    }

    void svgIsWellFormedVectorsWithTitleAndCaption()
    {
        for (const auto& [id, title] : exporter().choices()) {
            const QByteArray svg = ui::writeSvg(exporter().page(id).painted());
            QXmlStreamReader xml(svg);
            int shapes = 0;
            int images = 0;
            QString words;
            QString documentTitle;
            QString description;
            while (!xml.atEnd()) {
                if (xml.readNext() != QXmlStreamReader::StartElement)
                    continue;
                const auto name = xml.name();
                if (name == u"path" || name == u"polyline" || name == u"rect" || name == u"polygon")
                    ++shapes;
                else if (name == u"image")
                    ++images;
                else if (name == u"text")
                    words += xml.readElementText(QXmlStreamReader::IncludeChildElements) + '\n';
                else if (name == u"title") {
                    QVERIFY2(documentTitle.isEmpty(), "one title");
                    documentTitle = xml.readElementText();
                } else if (name == u"desc")
                    description = xml.readElementText();
            }
            QVERIFY2(!xml.hasError(), qPrintable(id + ": " + xml.errorString()));
            QVERIFY2(shapes > 20, qPrintable(id));
            QVERIFY2(images == 0, qPrintable(id + " holds pixels"));
            QVERIFY(!documentTitle.isEmpty());
            QVERIFY(description.contains("Test CPU <&> 9000"));
            QVERIFY(words.contains("guard mutex"));
            QVERIFY(QSvgRenderer(svg).isValid());
        }
    }

    void pdfHasOnePageWithTitleAndCaptionAsText()
    {
        const QByteArray pdf = ui::writePdf(exporter().page("histogram").painted());
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.trimmed().endsWith("%%EOF"));
        const QString text = QString::fromLatin1(pdf);
        const QRegularExpression pages("/Count 1\\b");
        QVERIFY(pages.match(text).hasMatch());
        QVERIFY(!text.contains("/Subtype /Image"));
        QVERIFY(text.contains("<dc:title>"));
        QVERIFY(text.contains("Test CPU &lt;&amp;&gt; 9000"));
        QVERIFY(text.contains("/Title"));
    }

    void whatIsNotLiveSaysSo()
    {
        const auto remote =
            exporter(measure::kLive.by(measure::Delivery::Remote)).page("throughput");
        QVERIFY(remote.facts.fullTitle().startsWith(
            "REMOTE: ")); // it was once known to the window alone
        const auto simulated = exporter(measure::kSimulated).page("throughput");
        QCOMPARE(simulated.facts.captionLines().constFirst(), QString("SIMULATED"));
        QVERIFY(simulated.facts.fullTitle().startsWith("SIMULATED: "));
        const auto live = exporter().page("throughput");
        QVERIFY(!live.facts.description().contains("SIMULATED"));
    }

    void captionTakesTheSettingsThatHeldAtThePicturesEnd()
    {
        auto changed = std::make_shared<measure::Snapshot>();
        changed->time = changed->interval = std::chrono::milliseconds(50);
        measure::ConfigChange change;
        change.config = {{"guard", "tbb-spin"}};
        changed->changes.push_back(change);
        measure::History history;
        history.push(changed);
        const auto caption =
            ui::pictureFacts(facts(measure::kLive), history, QDateTime::currentDateTime());
        QCOMPARE(caption.experiment, QString("guard tbb-spin"));
    }

    void writesEveryPictureInEveryFormat()
    {
        const auto pictures = qsizetype(exporter().choices().size());
        QVERIFY(pictures >= 7);
        for (const ui::PictureFormatRow& row : ui::kPictureFormats) {
            const QString folder = m_folder.filePath(QString("new/") + row.suffix);
            const QStringList paths = exporter().exportCharts(folder, row.format, 1);
            QCOMPARE(paths.size(), pictures);
            for (const QString& path : paths)
                QVERIFY2(QFileInfo(path).size() > 1000, qPrintable(path));
            QCOMPARE(QDir(folder).entryList(QDir::Files).size(), pictures); // and no others
        }
        QVERIFY(QFile::exists(m_folder.filePath("new/png/lockscope-dashboard.png")));
        QVERIFY(QFile::exists(m_folder.filePath("new/svg/lockscope-throughput.svg")));
    }

    void replacesAnOlderFile()
    {
        const QString path = m_folder.filePath("old.png");
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        exporter().save("throughput", PictureFormat::Png, 1, path);
        QVERIFY(!QImageReader(path).read().isNull());
    }

    void anUnwritableFolderIsNamedWithTheReason()
    {
        const QString file = m_folder.filePath("not-a-folder");
        QVERIFY(QFile(file).open(QIODevice::WriteOnly));
        try {
            exporter().exportCharts(file + "/charts", PictureFormat::Png, 1);
            QFAIL("wrote into a file as if it were a folder");
        } catch (const std::runtime_error& error) {
            QVERIFY(QString(error.what()).contains(file));
            QVERIFY(QString(error.what()).contains("Not a directory"));
        }
        QVERIFY_THROWS_EXCEPTION(
            std::runtime_error,
            exporter().save("states", PictureFormat::Pdf, 1, m_folder.filePath("no/such/a.pdf")));
    }

    void aFullDiskLeavesTheOldFileWhole()
    {
        const QString disk = m_folder.filePath("disk");
        QVERIFY(QDir().mkpath(disk));
        if (mount("tmpfs", disk.toLocal8Bit().constData(), "tmpfs", 0, "size=16k") != 0)
            QSKIP("needs the right to mount a small file system");
        const QString path = disk + "/throughput.png";
        QFile old(path);
        const bool written = old.open(QIODevice::WriteOnly) && old.write("old") == 3;
        old.close();
        QString said;
        try {
            exporter().save("throughput", PictureFormat::Png, 4, path);
        } catch (const std::runtime_error& error) {
            said = QString::fromUtf8(error.what());
        }
        const QByteArray left = read(path);
        const auto files = QDir(disk).entryList(QDir::Files);
        umount(disk.toLocal8Bit().constData());
        QVERIFY(written);
        QVERIFY2(said.contains(path) && said.contains("No space left"), qPrintable(said));
        QCOMPARE(left, QByteArray("old"));
        QCOMPARE(files.size(), 1);
    }

    void anUnknownPictureIsRefused()
    {
        QVERIFY_THROWS_EXCEPTION(ui::ExportError, (void)exporter().page("nothing"));
    }

    void clipboardGetsPixelsAndVectorsOfTheNewestThatIsAskedFor()
    {
        ui::PictureCopy copy;
        QSignalSpy copied(&copy, &ui::PictureCopy::copied);
        const ui::Page whole = exporter().page(ui::Exporter::kDashboard);
        copy.copy(whole.painted(), 2, "first");
        copy.copy(exporter().page("states").painted(), 1, "passed over");
        copy.copy(exporter().page("histogram").painted(), 1, "last");
        QTRY_COMPARE(copied.count(), 1);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->imageData().value<QImage>().size(), (whole.size() * 2).toSize());
        QVERIFY(data->data("image/svg+xml").contains("<svg"));
        QTRY_COMPARE(copied.count(), 2);
        QCOMPARE(copied[0][0].toString(), QString("first"));
        QCOMPARE(copied[1][0].toString(), QString("last"));
    }

    void whatWasPaintedStaysAsItWasWhileTheViewsGoOn()
    {
        const ui::PaintedPage before = exporter().page("states").painted();
        const QByteArray was = ui::writeSvg(before);
        measure::History later;
        test::SyntheticSource({}).fill(later, std::chrono::seconds(5));
        m_dashboard->refresh(later);
        QCOMPARE(ui::writeSvg(before), was);
        QVERIFY(ui::writeSvg(exporter().page("states").painted()) != was);
        m_dashboard->refresh(m_history);
    }
};

LOCKSCOPE_UI_TEST(ExportTest)
#include "export_test.moc"
