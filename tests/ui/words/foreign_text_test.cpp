// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/report/sweep_json.h"
#include "core/simulation/machine_file.h"
#include "tests/support/hostile_recording.h"
#include "tests/support/sweep_page_fixture.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/host_dialog.h"
#include "ui/difference/difference_page.h"
#include "ui/words/foreign_text.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QScreen>
#include <QXmlStreamReader>

#include <cerrno>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// Recordings, sweeps and machines whose every text is hostile, in the window: whatever shows them
/// shows text.
class ForeignTextTest : public test::WindowFixture
{
    Q_OBJECT

    [[nodiscard]] QString write(const QString& name, const std::string& content)
    {
        const QString file = m_folder.filePath(name);
        std::ofstream(file.toStdString(), std::ios::binary) << content;
        return file;
    }

    /// A picture that would be fetched from here: a window that opened this would wait for good.
    [[nodiscard]] QString pipe() const { return m_folder.filePath("pipe"); }

    /// Why a text may not stand in a place that takes `isRich` text; empty when it may.
    [[nodiscard]] static QString fault(const QString& text, bool isRich)
    {
        if (isRich && text.contains("<img"))
            return "rich text from elsewhere";
        for (const QChar c : text)
            if (c != '\n' && io::isControl(c.unicode()) && c != QChar(0x00AD))
                return QString("control character %1").arg(c.unicode(), 4, 16);
        if (text.size() > 3000)
            return "endless";
        return {};
    }

    void checkText(const QObject* of, const char* what, const QString& text, bool isRich)
    {
        const QString found = fault(text, isRich);
        if (!found.isEmpty())
            m_faults << QString("%1 %2: %3 of %4: %5")
                            .arg(of->metaObject()->className(),
                                 of->objectName(),
                                 what,
                                 found,
                                 text.left(60).toHtmlEscaped());
        if (text.contains("img src") || text.contains("\\x1b") || text.contains("MMMMM"))
            ++m_met;
    }

    void checkModel(const QObject* of, const QAbstractItemModel& model)
    {
        for (int column = 0; column < model.columnCount(); ++column)
            for (const auto role : {Qt::DisplayRole, Qt::ToolTipRole}) {
                const QString text = model.headerData(column, Qt::Horizontal, role).toString();
                checkText(
                    of, "a header", text, role == Qt::ToolTipRole && Qt::mightBeRichText(text));
                for (int row = 0; row < model.rowCount(); ++row) {
                    const QString cell = model.index(row, column).data(role).toString();
                    checkText(
                        of, "a cell", cell, role == Qt::ToolTipRole && Qt::mightBeRichText(cell));
                }
            }
    }

    /// Every widget there is, of every window.
    void checkAllWidgets()
    {
        for (QWidget* widget : QApplication::allWidgets()) {
            checkText(
                widget, "the tool tip", widget->toolTip(), Qt::mightBeRichText(widget->toolTip()));
            checkText(widget, "the title", widget->windowTitle(), false);
            for (const QAction* action : widget->actions()) {
                checkText(action, "the text", action->text(), false);
                checkText(action,
                          "the tool tip",
                          action->toolTip(),
                          Qt::mightBeRichText(action->toolTip()));
            }
            if (const auto* label = qobject_cast<QLabel*>(widget)) {
                const bool isRich = label->textFormat() == Qt::RichText
                    || (label->textFormat() == Qt::AutoText && Qt::mightBeRichText(label->text()));
                checkText(label, "the text", label->text(), isRich);
            } else if (const auto* button = qobject_cast<QAbstractButton*>(widget)) {
                checkText(button, "the text", button->text(), false);
            } else if (const auto* box = qobject_cast<QComboBox*>(widget)) {
                checkModel(box, *box->model());
            } else if (const auto* view = qobject_cast<QAbstractItemView*>(widget)) {
                if (view->model() != nullptr && qobject_cast<const QHeaderView*>(view) == nullptr)
                    checkModel(view, *view->model());
            }
            if (!widget->isWindow() || !widget->isVisible())
                continue;
            constexpr int kLeastScreen = 1366;
            if (widget->minimumSizeHint().width() > kLeastScreen
                || widget->width() > 2 * kLeastScreen)
                m_faults << QString("%1 %2: %3 pixels wide, at least %4")
                                .arg(widget->metaObject()->className(), widget->objectName())
                                .arg(widget->width())
                                .arg(widget->minimumSizeHint().width());
        }
    }

    /// Where the window keeps this computer's calibration; it has a home, the test's own.
    static std::filesystem::path thisMachineFile() { return simulation::thisMachineFile().value(); }

private slots:
    void initTestCase() { QCOMPARE(mkfifo(qPrintable(pipe()), 0600), 0); }
    void cleanup()
    {
        closeWindow();
        std::filesystem::remove(thisMachineFile());
    }

    void everyTextFromElsewhereIsTextAndFits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("rich text") << QString("<img src=\"file:%1\">").arg(pipe());
        QTest::newRow("controls") << QString("\x1b[2J\x01\x07 \u0085\u202e\u2028&x\n\r\t<b>");
        QTest::newRow("long") << QString(3000, 'M');
    }

    void everyTextFromElsewhereIsTextAndFits()
    {
        QFETCH(const QString, text);
        m_faults.clear();
        m_met = 0;
        // A machine of calibration that is refused in a sentence that quotes it.
        std::filesystem::create_directories(thisMachineFile().parent_path());
        nlohmann::ordered_json machine = simulation::toJson(*simulation::findPreset("2x16"));
        machine["colour " + text.toStdString()] = 1;
        std::ofstream(thisMachineFile()) << machine.dump();
        openWindow(newSettings());
        const int before = m_window->width();
        QVERIFY(!said().isEmpty());
        checkAllWidgets();

        const std::string hostile = text.toStdString();
        const QString recording = write("hostile.lockscope", test::recordingOfText(hostile, 40));
        m_window->openFiles({recording});
        QTRY_VERIFY(m_session->shows());
        m_session->start();
        QTRY_VERIFY(!m_session->history().empty());
        (void)m_window->grab();
        checkAllWidgets();

        machine.erase("colour " + hostile);
        machine["label"] = machine["source"] = hostile;
        std::ofstream(thisMachineFile()) << machine.dump();
        m_session->leaveShown();
        m_session->setTarget(simulation::machineNamed("this"));
        (void)m_window->grab();
        checkAllWidgets();

        study::HostSweep sweep = test::sweepOf(hostile.c_str(), 1e6, {1, 2, 4});
        sweep.host.operatingSystem = sweep.host.kernel = sweep.host.hypervisor = hostile;
        m_window->openFiles(
            {write("hostile.json", report::toJson(sweep.sweep, sweep.host).dump())});
        m_window->openFiles(
            {write(QString(200, 'n') + ".json", "[\"" + std::string(900, 'x') + "\"]")});
        (void)m_window->grab();
        checkAllWidgets();

        ui::DifferencePage difference(*m_settings);
        difference.comparison().open(ui::DifferencePage::kA, recording);
        difference.comparison().open(ui::DifferencePage::kB, recording);
        difference.show();
        QTRY_VERIFY(difference.difference());
        (void)difference.grab();
        checkAllWidgets();

        measure::SourceInfo facts;
        facts.host.cpuModel = facts.host.operatingSystem = facts.host.kernel = hostile;
        facts.host.compiler = hostile;
        ui::AboutDialog about(facts);
        about.show();
        (void)about.grab();
        checkAllWidgets();

        QVERIFY2(m_faults.isEmpty(), qPrintable(m_faults.join('\n')));
        QVERIFY2(m_met > 10, "the texts are shown somewhere");
        QVERIFY2(m_window->width() <= before, "the window keeps its width");
        QVERIFY2(open(qPrintable(pipe()), O_WRONLY | O_NONBLOCK) < 0 && errno == ENXIO,
                 "nobody reads from the pipe");
    }

    void picturesOfThemAreWellFormed()
    {
        openWindow(newSettings());
        m_window->openFiles(
            {write("controls.lockscope", test::recordingOfText("a\x01\x1b[2J\x0b <&>\" b", 40))});
        QTRY_VERIFY(m_session->shows());
        m_session->start();
        QTRY_VERIFY(!m_session->history().empty());
        for (const QString& file : m_window->exporter().exportCharts(
                 m_folder.filePath("pictures"), ui::PictureFormat::Svg, 1))
        {
            QFile svg(file);
            QVERIFY(svg.open(QIODevice::ReadOnly));
            QXmlStreamReader reader(&svg);
            while (!reader.atEnd())
                reader.readNext();
            QVERIFY2(!reader.hasError(), qPrintable(file + ": " + reader.errorString()));
        }
    }

    void whatIsShownIsBoundedAndWhatIsSaidKeepsItsLines()
    {
        QCOMPARE(ui::shownText(QString("plain")), QString("plain"));
        const QString shown = ui::shownText(QString(3000, 'x') + "end", 50);
        QCOMPARE(shown.size(), 50);
        QVERIFY(shown.endsWith("end"));
        QVERIFY(ui::shownText(QString(3000, 'x').replace(33, 2, QString::fromUtf8("𝄞")), 50)
                    .isValidUtf16());
        QCOMPARE(ui::shownText(QString("a\x1b\nb")), QString("a\\x1b\\nb"));
        QCOMPARE(ui::shownSentence("one\ntwo\x1b"), QString("one\ntwo\\x1b"));
        QCOMPARE(ui::plainToolTip("a < b"), QString("a < b"));
        QCOMPARE(ui::plainToolTip("<b>x</b>\ny"), QString("<p>&lt;b&gt;x&lt;/b&gt;<br>y</p>"));
        QVERIFY(ui::plainToolTip(QString(30'000, 'x')).size() < 1500);
    }

private:
    QStringList m_faults;
    int m_met = 0; ///< places that show the hostile text
};

LOCKSCOPE_UI_TEST(ForeignTextTest)
#include "foreign_text_test.moc"
