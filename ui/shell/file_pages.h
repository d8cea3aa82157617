// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/window_state.h"

#include <QObject>
#include <QStringList>

#include <chrono>
#include <optional>

namespace lockscope::ui {

class RecordingFiles;
class Settings;
class TransportBar;
class WindowPages;

/// Brings what is opened onto the page that shows it, and remembers which files there were. GUI
/// thread only.
class FilePages : public QObject
{
    Q_OBJECT

public:
    /// All of it outlives this.
    struct Parts
    {
        RecordingFiles& files;
        TransportBar& transport;
        WindowPages& pages;
        Settings& settings;
    };

    FilePages(const Parts& parts, QObject* parent);

    /// Shows the page that compares recordings: around a place of the one that is played, or what
    /// it compared before.
    void compareRecordings(std::optional<std::chrono::nanoseconds> place);
    /// Forgets which files were opened lately.
    void forgetFiles();

signals:
    /// A recording is played.
    void opened();
    /// Which files are remembered.
    void filesChanged();

private:
    void showOpened(WindowPage page, const QStringList& files);

    Parts m_parts;
};

} // namespace lockscope::ui
