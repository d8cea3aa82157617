// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menu File: recordings, other hosts, what goes out.
#include "ui/recordings/recording_files.h"
#include "ui/remote/live_streams.h"
#include "ui/shell/action_rows.h"
#include "ui/shell/dialog_opener.h"
#include "ui/words/text.h"

#include <optional>
#include <utility>

namespace lockscope::ui {

namespace {

using Rows = std::vector<ActionRow>;

/// While it records the same key ends that.
void faceOfRecord(const WindowState& state, ActionFace& face)
{
    if (!state.recording)
        return;
    face.text = tr("Stop &recording");
    face.icon = "stop";
    face.tip = tr("Finish the file that is recorded into");
}

Rows recordingRows(const ActionSubjects& on)
{
    RecordingFiles* files = &on.files;
    return {
        {.id = "open-recording",
         .text = tr("&Open…"),
         .icon = "table",
         .tip = tr("Open a recording, two to compare them, sweeps, or a table of N and throughput"),
         .keys = {Qt::CTRL | Qt::Key_O},
         .menu = MenuPlace::File,
         .section = 0,
         .what = [files](bool /*on*/) { files->choose(); }},
        {.id = "forget-files",
         .text = tr("&Clear recent files"),
         .icon = "clear",
         .tip = tr("Forget which files were opened lately; the files stay as they are"),
         .keyless = tr("done seldom, and not to be done by mistake"),
         .menu = MenuPlace::Recent,
         .whyNot =
             [](const WindowState& state) {
                 return state.remembersFiles ? QString() : tr("no file was opened yet");
             },
         .what = [forget = on.forgetFiles](bool /*on*/) { forget(); }},
        {.id = "record",
         .text = tr("&Record…"),
         .icon = "run",
         .tip = tr("Record into a file until pressed again"),
         .keys = {Qt::CTRL | Qt::Key_R},
         .menu = MenuPlace::File,
         .section = 0,
         .face = faceOfRecord,
         .what = [files](bool /*on*/) { files->record(!files->recording()); }},
        {.id = "save-spool",
         .text = tr("&Save the last 10 minutes…"),
         .icon = "copy",
         .tip = tr("Write what was just measured as a recording"),
         .keys = {Qt::CTRL | Qt::Key_S},
         .menu = MenuPlace::File,
         .section = 0,
         .what = [files](bool /*on*/) { files->saveSpool(); }},
    };
}

Rows hostRows(const ActionSubjects& on)
{
    LiveStreams* streams = &on.streams;
    DialogOpener* dialogs = &on.dialogs;
    return {
        {.id = "connect-host",
         .text = tr("Co&nnect…"),
         .icon = "connect",
         .tip = tr("Run the experiment on another host and show it here"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_O},
         .menu = MenuPlace::File,
         .section = 1,
         .what = [dialogs](bool /*on*/) { dialogs->openConnect(); }},
        {.id = "reconnect",
         .text = tr("Reconnec&t"),
         .icon = "run",
         .tip = tr("Connect again to the host that is shown, now"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_R},
         .menu = MenuPlace::File,
         .section = 1,
         .spots = {ActionSpot::Banner},
         .need = Need::Reconnectable,
         .what = [streams](bool /*on*/) { streams->reconnect(); }},
        {.id = "disconnect-host",
         .text = tr("&Disconnect"),
         .icon = "close",
         .tip = tr("Leave the stream or the host that is shown, and go back to the experiment"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_D},
         .menu = MenuPlace::File,
         .section = 1,
         .spots = {ActionSpot::Banner},
         .need = Need::Connected,
         .what = [streams](bool /*on*/) { streams->leave(); }},
    };
}

Rows outputRows(const ActionSubjects& on)
{
    DialogOpener* dialogs = &on.dialogs;
    return {
        {.id = "export",
         .text = tr("&Export pictures…"),
         .icon = "export",
         .tip = tr("Save charts as PNG, SVG or PDF"),
         .keys = {Qt::CTRL | Qt::Key_E},
         .menu = MenuPlace::File,
         .section = 2,
         .spots = {ActionSpot::ExportButton},
         .what = [dialogs](bool /*on*/) { dialogs->openExport(); }},
        {.id = "copy",
         .text = tr("Cop&y dashboard"),
         .icon = "copy",
         .tip = tr("Copy a picture of the whole dashboard to the clipboard"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_C},
         .menu = MenuPlace::File,
         .section = 2,
         .spots = {ActionSpot::ExportButton},
         .what = [dialogs](bool /*on*/) { dialogs->copyDashboard(); }},
        {.id = "export-data",
         .text = tr("Export d&ata…"),
         .icon = "table",
         .tip = tr("The recording shown, or the last 10 minutes, as CSV, JSON lines, a trace, a "
                   "profile or metrics"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_E},
         .menu = MenuPlace::File,
         .section = 2,
         .spots = {ActionSpot::ExportButton},
         .what = [dialogs](bool /*on*/) { dialogs->openDataExport(); }},
        {.id = "quit",
         .text = tr("&Quit"),
         .icon = "quit",
         .tip = tr("Stop the workload and close"),
         .keys = {Qt::CTRL | Qt::Key_Q},
         .menu = MenuPlace::File,
         .section = 3,
         .what = [quit = on.quit](bool /*on*/) { quit(); }},
    };
}

} // namespace

std::vector<ActionRow> fileRows(const ActionSubjects& on)
{
    return joinedRows({recordingRows(on), hostRows(on), outputRows(on)});
}

} // namespace lockscope::ui
