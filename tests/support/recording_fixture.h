// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/window_fixture.h"
#include "ui/recordings/recorder.h"

#include <QString>

#include <cstddef>

namespace lockscope::test {

/// What a class of tests of recordings in the window derives from.
class RecordingFixture : public WindowFixture
{
protected:
    [[nodiscard]] ui::Recorder& recorder() const { return *m_window->findChild<ui::Recorder*>(); }

    void measure(int snapshots)
    {
        const auto before = shown();
        m_lab->produce(snapshots);
        QTRY_COMPARE(shown(), before + std::size_t(snapshots));
    }

    /// A recording of so many snapshots, made by the window.
    QString recorded(int snapshots)
    {
        const QString file = m_folder.filePath(QString("made-%1.lockscope").arg(m_run));
        m_session->start();
        measure(snapshots);
        recorder().saveSpool(file);
        m_session->stop();
        return file;
    }

    /// Snapshots before the place in the recording that is shown.
    [[nodiscard]] std::size_t passed() const { return m_session->past().snapshots().size(); }
};

} // namespace lockscope::test
