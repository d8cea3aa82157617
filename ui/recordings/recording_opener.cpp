// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/recording_opener.h"

#include "ui/recordings/recording_choices.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QFileInfo>
#include <QLabel>
#include <QProgressDialog>

#include <atomic>
#include <chrono>
#include <exception>
#include <utility>

namespace lockscope::ui {

/// What window and thread know of each other.
struct RecordingOpener::Work
{
    std::atomic<bool> givenUp{false};
    std::atomic<double> share{0};
};

RecordingOpener::RecordingOpener(QWidget* window, QObject* parent)
    : QObject(parent)
    , m_window(window)
{
    constexpr std::chrono::milliseconds kBetweenLooks{50};
    m_looks.setInterval(kBetweenLooks);
    connect(&m_looks, &QTimer::timeout, this, &RecordingOpener::look);
}

RecordingOpener::~RecordingOpener()
{
    giveUp();
}

void RecordingOpener::open(const QString& file)
{
    giveUp();
    m_file = file;
    const QFileInfo info(file);
    if (info.isFile() && info.size() > m_atOnce) {
        begin(file);
        return;
    }
    std::promise<RecordingPtr> made;
    try {
        made.set_value(openRecording(file));
    } catch (const std::exception&) {
        made.set_exception(std::current_exception());
    }
    take(made.get_future());
}

void RecordingOpener::begin(const QString& file)
{
    m_work = std::make_shared<Work>();
    std::packaged_task<RecordingPtr()> make([work = m_work, file] {
        return openRecording(file, [work](double share) {
            work->share = share;
            return !work->givenUp;
        });
    });
    m_result = make.get_future();
    m_thread = std::jthread(std::move(make));
    m_dialog = std::make_unique<QProgressDialog>(m_window);
    m_dialog->setObjectName("recording-opening");
    m_dialog->setWindowTitle(tr("Open"));
    auto* label =
        new QLabel(tr("Opening %1").arg(shownText(QFileInfo(file).fileName(), 60)), m_dialog.get());
    label->setTextFormat(Qt::PlainText); // a name from elsewhere
    label->setAlignment(Qt::AlignCenter);
    m_dialog->setLabel(label);
    constexpr int kWidth = 360; // its title is seen
    m_dialog->setMinimumWidth(kWidth);
    m_dialog->setMinimumDuration(0);
    m_dialog->setAutoClose(false);
    m_dialog->setAutoReset(false);
    connect(m_dialog.get(), &QProgressDialog::canceled, this, [this] {
        giveUp();
        emit givenUp();
    });
    m_dialog->show();
    m_looks.start();
}

void RecordingOpener::look()
{
    constexpr int kAll = 100;
    if (m_result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        m_dialog->setValue(qRound(m_work->share * kAll));
        return;
    }
    std::future<RecordingPtr> result = std::move(m_result);
    end();
    take(std::move(result));
}

void RecordingOpener::giveUp()
{
    if (!m_work)
        return;
    m_work->givenUp = true;
    end();
}

void RecordingOpener::end()
{
    m_looks.stop();
    m_thread.join(); // soon: it asks every some milliseconds whether it is to go on
    m_work.reset();
    m_dialog->disconnect(this);
    m_dialog->hide();
    m_dialog.release()->deleteLater(); // it may be its own button that ends it
}

void RecordingOpener::take(std::future<RecordingPtr> result)
{
    try {
        const RecordingPtr recording = result.get();
        const QString file = m_file; // another may be opened at once
        emit opened(recording, file);
    } catch (const std::exception& error) {
        emit problem(problemText(error));
    }
}

} // namespace lockscope::ui
