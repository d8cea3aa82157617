// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/recorder.h"

#include "core/recording/header.h"
#include "ui/session/session.h"
#include "ui/words/problem_text.h"

#include <exception>

namespace lockscope::ui {

Recorder::Recorder(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::snapshotsCame, this, &Recorder::take);
}

Recorder::~Recorder()
{
    try {
        if (m_writer)
            m_writer->finish(std::nullopt);
    } catch (const std::exception&) {
        return; // what was written stays, and reads as cut short
    }
}

void Recorder::start(const QString& file)
{
    stop();
    if (m_session.source() == nullptr || m_session.plays())
        throw std::runtime_error(tr("There is nothing to record: press Run first.").toStdString());
    m_recorded = m_session.sourceNumber();
    // The dialog that named the file has asked whether it may be replaced.
    m_writer = std::make_unique<recording::RecordingWriter>(
        io::OutputFile(file.toStdString(), true),
        recording::headerOf(*m_session.source(), m_session.measuredTime()));
    m_file = file;
    m_begin.reset();
    emit recordingChanged(true);
}

bool Recorder::stop()
{
    if (!m_writer)
        return true;
    const auto writer = std::move(m_writer);
    bool whole = true;
    try {
        writer->finish(std::nullopt);
    } catch (const std::exception& error) {
        whole = false;
        emit problem(problemText(error));
    }
    emit recordingChanged(false);
    return whole;
}

RecordingProgress Recorder::progress() const
{
    return {.file = m_file,
            .length = m_begin ? m_end - *m_begin : std::chrono::nanoseconds(0),
            .bytes = m_writer ? m_writer->bytes() : 0};
}

void Recorder::saveSpool(const QString& file) const
{
    m_spool.saveTo(file.toStdString(), true);
}

void Recorder::take(const std::vector<measure::SnapshotPtr>& snapshots)
{
    const measure::Source* source = m_session.source();
    if (source == nullptr || m_session.plays() || snapshots.empty())
        return;
    try {
        if (m_session.sourceNumber() != m_spooled || m_spool.empty()) {
            m_spool.begin(recording::headerOf(*source, snapshots.back()->time));
            m_spooled = m_session.sourceNumber();
        }
        for (const measure::SnapshotPtr& snapshot : snapshots)
            m_spool.add(*snapshot);
        if (!m_writer)
            return;
        if (m_session.sourceNumber() != m_recorded) {
            stop(); // a recording holds one run
            return;
        }
        for (const measure::SnapshotPtr& snapshot : snapshots)
            m_writer->write(snapshot);
        if (const auto failed = m_writer->problem()) {
            emit problem(QString::fromStdString(*failed));
            m_writer.reset();
            emit recordingChanged(false);
            return;
        }
        m_begin = m_begin.value_or(snapshots.front()->time);
        m_end = snapshots.back()->time;
        emit progressed();
    } catch (const std::exception& error) {
        emit problem(problemText(error));
        stop();
    }
}

} // namespace lockscope::ui
