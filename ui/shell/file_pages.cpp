// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/file_pages.h"

#include "ui/difference/difference_page.h"
#include "ui/recordings/recording_files.h"
#include "ui/recordings/transport_bar.h"
#include "ui/scaling/scaling_page.h"
#include "ui/settings/settings.h"
#include "ui/shell/start_page.h"
#include "ui/shell/window_pages.h"

namespace lockscope::ui {

FilePages::FilePages(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
{
    const RecordingFiles* files = &m_parts.files;
    connect(files, &RecordingFiles::opened, this, [this] {
        showOpened(m_parts.pages.picturesPage(), {m_parts.transport.file()});
        emit opened();
    });
    connect(files, &RecordingFiles::tableWanted, this, [this](const QString& file) {
        showOpened(WindowPage::Scaling, {file});
        m_parts.pages.scaling().openCurve(file);
    });
    connect(files, &RecordingFiles::sweepsWanted, this, [this](const QStringList& sweeps) {
        showOpened(WindowPage::Scaling, sweeps);
        m_parts.pages.scaling().openSweeps(sweeps);
    });
    connect(files, &RecordingFiles::comparisonWanted, this, [this](const auto& a, const auto& b) {
        m_parts.pages.recordings().comparison().compare(a, b); // first: an empty page asks for one
        showOpened(WindowPage::Recordings, {b, a});
    });
    connect(&m_parts.pages.recordings(), &DifferencePage::emptyShown, this, [this] {
        compareRecordings(std::nullopt);
    });
    connect(&m_parts.pages.start(), &StartPage::fileWanted, files, &RecordingFiles::open);
}

void FilePages::showOpened(WindowPage page, const QStringList& files)
{
    for (const QString& file : files)
        if (!file.startsWith(QLatin1String(":/"))) // no sample
            m_parts.settings.addRecentFile(file);
    m_parts.pages.showPage(page);
    emit filesChanged();
}

void FilePages::forgetFiles()
{
    m_parts.settings.forgetRecentFiles();
    m_parts.pages.start().showRecentFiles();
    emit filesChanged();
}

void FilePages::compareRecordings(std::optional<std::chrono::nanoseconds> place)
{
    const TransportBar& played = m_parts.transport;
    m_parts.pages.recordings().compareShown(played.recording(), played.file(), place);
    m_parts.pages.showPage(WindowPage::Recordings);
}

} // namespace lockscope::ui
