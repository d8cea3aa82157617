// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/machine.h"
#include "ui/pictures/exporter.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QMainWindow;

namespace lockscope::ui {

class ActionTable;
class ChartView;
class HelpWindow;
class LiveStreams;
class PictureCopy;
class RecordingFiles;
class Session;
class Settings;
class TimeView;

/// Opens dialogs, and the manual beside the main window. GUI thread only.
class DialogOpener : public QObject
{
    Q_OBJECT

public:
    /// What the dialogs are about; all of it outlives them.
    struct Subject
    {
        Session& session;
        Settings& settings;
        RecordingFiles& files;
        LiveStreams& streams;
        TimeView& view;
        std::function<Exporter()> exporter; ///< of the pictures as they stand
    };

    /// The window is the parent of all that is opened.
    DialogOpener(Subject subject, QMainWindow* window);

    void openPalette(const ActionTable& table);
    void openExport();
    void openDataExport();
    void copyDashboard();
    /// A picture of one chart, to the clipboard and into a file that the person names; and the
    /// values that it shows.
    void copyChart(const ChartView& chart);
    void saveChart(const ChartView& chart);
    void copyValues(const ChartView& chart);
    void openConnect();
    void openHost();
    void openAbout();
    /// At a page of resources/help, with or without an anchor; where it stands without one.
    void openHelp(const QString& page = {});
    /// Measures this computer's costs, and hands the machine over unless nothing came of it.
    void calibrate(const std::function<void(const simulation::Machine&)>& use);

signals:
    /// Something went wrong.
    void problem(const QString& sentence);
    /// Something was done.
    void done(const QString& sentence);
    /// A dialog was closed: the keyboard belongs to the pictures again.
    void closed();

private:
    /// Of one chart alone, with the facts of what is shown where it is of that.
    [[nodiscard]] Exporter exporterOf(const ChartView& chart) const;
    /// Does something that may fail, which is said.
    void attempt(const std::function<void()>& what);

    Subject m_subject;
    QMainWindow* m_window;
    PictureCopy* m_copy; // child
    QPointer<HelpWindow> m_help;
};

} // namespace lockscope::ui
