// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/recording_watch.h"

#include "ui/recordings/recorder.h"
#include "ui/recordings/recording_files.h"
#include "ui/recordings/recording_sign.h"
#include "ui/shell/status_line.h"
#include "ui/words/foreign_text.h"

#include <QEvent>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace lockscope::ui {

RecordingWatch::RecordingWatch(RecordingFiles& files, StatusLine& status, QWidget* window)
    : QObject(window)
    , m_files(files)
    , m_window(window)
    , m_sign(new RecordingSign(&status))
{
    status.addPermanentWidget(m_sign);
    m_sign->hide(); // the status line shows what it takes
    connect(&files, &RecordingFiles::recordingChanged, this, &RecordingWatch::showProgress);
    connect(&files, &RecordingFiles::progressed, this, &RecordingWatch::showProgress);
    window->installEventFilter(this);
}

void RecordingWatch::showProgress()
{
    if (m_files.recording())
        m_sign->show(m_files.progress());
    else
        m_sign->hide();
}

bool RecordingWatch::mayClose()
{
    if (!m_files.recording())
        return true;
    const RecordingProgress progress = m_files.progress();
    QMessageBox box(m_window);
    box.setObjectName("close-while-recording");
    box.setIcon(QMessageBox::Question);
    box.setWindowTitle(tr("Recording"));
    box.setTextFormat(Qt::PlainText);
    box.setText(tr("%1 is being recorded: %2.")
                    .arg(shownText(QFileInfo(progress.file).fileName()), progressText(progress)));
    box.setInformativeText(tr("Closing ends the recording. What it has so far is kept."));
    auto* finish = box.addButton(tr("&Finish the file and close"), QMessageBox::AcceptRole);
    auto* stay = box.addButton(tr("&Stay"), QMessageBox::RejectRole);
    box.setDefaultButton(finish);
    box.setEscapeButton(stay);
    box.exec();
    return box.clickedButton() == finish && m_files.finishRecording();
}

bool RecordingWatch::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_window || event->type() != QEvent::Close || mayClose())
        return false;
    event->ignore();
    return true;
}

} // namespace lockscope::ui
