// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notice_ends.h"

#include "ui/recordings/recording_files.h"
#include "ui/remote/live_streams.h"
#include "ui/session/session.h"
#include "ui/shell/dialog_opener.h"

#include <QTimer>

namespace lockscope::ui {

NoticeEnds::NoticeEnds(const Sayers& sayers, QObject* parent)
    : QObject(parent)
    , m_of(sayers)
{
    connect(&m_of.session, &Session::changeAsked, this, [this] {
        if (isOfSession() && m_before)
            end();
    });
    connect(&m_of.session, &Session::runningChanged, this, &NoticeEnds::compare);
    connect(&m_of.session, &Session::feedChanged, this, &NoticeEnds::compare);
    connect(&m_of.session, &Session::feedReplaced, this, &NoticeEnds::compare);
    // Another picture, by the person's wish: whatever it was is of the one before.
    connect(&m_of.files, &RecordingFiles::opened, this, &NoticeEnds::end);
    connect(&m_of.streams, &LiveStreams::opened, this, &NoticeEnds::end);
    connect(&m_of.files, &RecordingFiles::recordingChanged, this, [this] {
        if (m_of.files.recording()) // it ends because of what is said, too
            endOf(m_of.files);
    });
    connect(&m_of.dialogs, &DialogOpener::done, this, [this] { endOf(m_of.dialogs); });
}

NoticeEnds::Situation NoticeEnds::situation() const
{
    const Session& session = m_of.session;
    return {.running = session.running(),
            .source = session.sourceNumber(),
            .mark = session.banner().mark};
}

void NoticeEnds::begin(const QObject* sayer)
{
    m_sayer = sayer;
    m_before.reset();
    // Behind what takes back what was refused.
    QTimer::singleShot(0, this, [this] { m_before = situation(); });
}

bool NoticeEnds::isOfSession() const
{
    return m_sayer != &m_of.files && m_sayer != &m_of.streams && m_sayer != &m_of.dialogs
        && m_sayer != nullptr;
}

void NoticeEnds::compare()
{
    if (isOfSession() && m_before && situation() != *m_before)
        end();
}

void NoticeEnds::end()
{
    if (m_sayer == nullptr)
        return;
    m_sayer = nullptr;
    emit over();
}

void NoticeEnds::endOf(const QObject& sayer)
{
    if (m_sayer == &sayer)
        end();
}

} // namespace lockscope::ui
