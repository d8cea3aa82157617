// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/recordings/recorder.h"
#include "ui/widgets/save_file.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <deque>
#include <functional>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// What the window asks before it writes a file.
class SaveFileTest : public test::WindowFixture
{
    Q_OBJECT

private:
    using Answer = std::function<void(QWidget&)>;

    /// Answers one dialog after another while `ask` runs; all of them have to come.
    static void answering(std::deque<Answer> answers, const std::function<void()>& ask)
    {
        QTimer watch;
        const QWidget* answered = nullptr;
        int idle = 0;
        connect(&watch, &QTimer::timeout, &watch, [&] {
            QWidget* modal = QApplication::activeModalWidget();
            if (modal == nullptr)
                return;
            if (modal == answered || answers.empty()) {
                if (++idle > 500) // what nobody answers must not hang the test
                    modal->close();
                return;
            }
            idle = 0;
            answered = modal;
            const Answer answer = std::move(answers.front());
            answers.pop_front();
            answer(*modal);
        });
        watch.start(10);
        ask();
        QCOMPARE(answers.size(), std::size_t(0));
    }

    /// Chooses a format by its id, and goes on to the dialog for files.
    [[nodiscard]] static Answer choosing(const QString& format)
    {
        return [format](QWidget& widget) {
            auto* formats = widget.findChild<QComboBox*>("format");
            QVERIFY(formats != nullptr);
            formats->setCurrentIndex(formats->findText(format, Qt::MatchStartsWith));
            // Not here: a timer does not come while what it called waits for an answer.
            QPushButton* button =
                widget.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
            QTimer::singleShot(0, button, &QPushButton::click);
        };
    }

    /// Types a name into the dialog for files, and saves.
    [[nodiscard]] Answer typing(const QString& name, const QString& ofKind = {}) const
    {
        return [path = m_folder.filePath(name), ofKind](QWidget& widget) {
            auto* dialog = qobject_cast<QFileDialog*>(&widget);
            QVERIFY(dialog != nullptr);
            for (const QString& filter : dialog->nameFilters())
                if (!ofKind.isEmpty() && filter.startsWith(ofKind))
                    dialog->selectNameFilter(filter);
            dialog->findChild<QLineEdit*>("fileNameEdit")->setText(path);
            QVERIFY(QMetaObject::invokeMethod(dialog, "accept"));
        };
    }

    static void replace(QWidget& widget)
    {
        auto* box = qobject_cast<QMessageBox*>(&widget);
        QVERIFY(box != nullptr);
        for (QAbstractButton* button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::AcceptRole)
                return button->click();
        QFAIL("no button to replace with");
    }

    static void keep(QWidget& widget)
    {
        auto* box = qobject_cast<QMessageBox*>(&widget);
        QVERIFY(box != nullptr);
        QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel)); // Enter destroys nothing
        box->button(QMessageBox::Cancel)->click();
    }

    static void giveUp(QWidget& widget)
    {
        QVERIFY(qobject_cast<QFileDialog*>(&widget) != nullptr);
        widget.close();
    }

    [[nodiscard]] QByteArray content(const QString& name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void put(const QString& name, const QByteArray& bytes) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    void measure()
    {
        run();
        m_session->stop();
    }

private slots:
    void init()
    {
        openWindow(newSettings());
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    }

    void cleanup() { closeWindow(); }

    void aNameWithoutAnEndingGetsThatOfItsKind()
    {
        const std::vector<ui::FileKind> kinds{
            {"table", ".csv"}, {"profile", ".pb.gz"}, {"trace", ".trace.json"}};
        const auto name = [&kinds](const QString& typed, std::size_t chosen) {
            const ui::SaveTarget target = ui::completed("/some/folder/" + typed, chosen, kinds);
            return QString("%1 %2")
                .arg(target.kind)
                .arg(target.file.mid(int(strlen("/some/folder/"))));
        };
        QCOMPARE(name("data", 0), QString("0 data.csv"));
        QCOMPARE(name("data", 1), QString("1 data.pb.gz"));
        QCOMPARE(name("data.csv", 0), QString("0 data.csv"));
        QCOMPARE(name("DATA.CSV", 0), QString("0 DATA.CSV"));
        QCOMPARE(name("data.trace.json", 0), QString("2 data.trace.json")); // as it is named
        QCOMPARE(name("data.txt", 0), QString("0 data.txt")); // somebody wants it so
        QCOMPARE(name("run-1.5", 0), QString("0 run-1.5.csv")); // a number is no ending
        QCOMPARE(name("of.2026-11-27", 2), QString("2 of.2026-11-27.trace.json"));
    }

    void exportedDataGetTheEndingAndAreReplacedOnlyWhenThatIsWanted()
    {
        measure();
        auto* action = find<QAction>("export-data");
        QVERIFY(action != nullptr);
        const auto ask = [action] { action->trigger(); };
        answering({choosing("csv"), typing("data")}, ask);
        QVERIFY(content("data.csv").startsWith("source,"));
        QVERIFY(!QFile::exists(m_folder.filePath("data")));

        put("data.csv", "precious");
        const Answer close = [](QWidget& widget) { widget.close(); };
        answering({choosing("csv"), typing("data"), &keep, &giveUp, close}, ask);
        QCOMPARE(content("data.csv"), QByteArray("precious"));
        answering({choosing("csv"), typing("data"), &keep, typing("other")}, ask);
        QCOMPARE(content("data.csv"), QByteArray("precious"));
        QVERIFY(content("other.csv").startsWith("source,"));
        answering({choosing("csv"), typing("data"), &replace}, ask);
        QVERIFY(content("data.csv").startsWith("source,"));

        answering({choosing("prometheus"), typing("metrics")}, ask);
        QVERIFY(content("metrics.prom").startsWith("# HELP"));
        answering({choosing("csv"), typing("named.jsonl")}, ask);
        QVERIFY(content("named.jsonl").startsWith('{'));
    }

    void recordingsAreReplacedOnlyWhenThatIsWanted()
    {
        measure();
        put("last.lockscope", "precious");
        auto* action = find<QAction>("save-spool");
        QVERIFY(action != nullptr);
        const auto ask = [action] { action->trigger(); };
        answering({typing("last"), &keep, &giveUp}, ask);
        QCOMPARE(content("last.lockscope"), QByteArray("precious"));
        answering({typing("last"), &replace}, ask);
        QVERIFY(content("last.lockscope").size() > 1000);
    }

    void picturesAreReplacedOnlyWhenThatIsWanted()
    {
        measure();
        const QString pictures = m_folder.filePath("pictures");
        const Answer save = [pictures](QWidget& widget) {
            widget.findChild<QLineEdit*>("folder")->setText(pictures);
            auto* what = widget.findChild<QComboBox*>("what");
            what->setCurrentIndex(what->findData("throughput"));
            // Not here: a timer does not come while what it called waits for an answer.
            QPushButton* button =
                widget.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
            QTimer::singleShot(0, button, &QPushButton::click);
        };
        const Answer close = [](QWidget& widget) { widget.close(); };
        const auto ask = [this] { find<QAction>("export")->trigger(); };
        answering({save}, ask);
        const QString name = "pictures/lockscope-throughput.png";
        QVERIFY(content(name).size() > 1000);
        put(name, "precious");
        // The dialog stays open when nothing was written.
        answering({save, &keep, close}, ask);
        QCOMPARE(content(name), QByteArray("precious"));
        answering({save, &replace}, ask);
        QVERIFY(content(name).size() > 1000);
    }
};

LOCKSCOPE_UI_TEST(SaveFileTest)
#include "save_file_test.moc"
