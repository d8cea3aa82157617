// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_row.h"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <optional>
#include <vector>

namespace lockscope::ui {

class ActionTable;
class ChartDesk;
class LiveStreams;
class RecordingFiles;
class Session;
class DialogOpener;
class LanesView;
class TimeView;
class TransportBar;
class UndoSteps;
class WindowPages;

/// What the actions of the window act on. All of it outlives them.
struct ActionSubjects
{
    Session& session;
    DialogOpener& dialogs;
    RecordingFiles& files;
    LiveStreams& streams;
    TransportBar& transport;
    WindowPages& pages;
    TimeView& view;
    LanesView& lanes;
    ChartDesk& charts;
    UndoSteps& undo;
    const ActionTable& table;
    std::function<void(ThemeChoice theme)> chooseTheme;
    std::function<void(bool on)> setFullScreen;
    std::function<void()> resetLayout;
    std::function<void(WindowPage page)> showPage;
    std::function<void()> toggleToolBar;
    /// Around a place of the one that is played, or as they were left.
    std::function<void(std::optional<std::chrono::nanoseconds> place)> compareRecordings;
    std::function<void()> forgetFiles; ///< that were opened lately
    std::function<void()> quit;
};

/// Why an action of the pictures over time cannot be carried out: another page is shown. Empty when
/// that of them is.
[[nodiscard]] QString whyNoCharts(const WindowState& state);

/// The row in a section of the menu History, from 0; it needs the pictures over time.
[[nodiscard]] ActionRow timeRow(int section, ActionRow row);

/// The row without Esc while that key ends something else.
[[nodiscard]] ActionRow escapeRow(EscapeEnds what, ActionRow row);

/// All of these, one after the other.
[[nodiscard]] std::vector<ActionRow> joinedRows(
    std::initializer_list<std::vector<ActionRow>> parts);

/// Every action of the window, a row each: those of all that follow.
[[nodiscard]] std::vector<ActionRow> actionRows(const ActionSubjects& on);

[[nodiscard]] std::vector<ActionRow> experimentRows(const ActionSubjects& on);
/// Studies: guards over CPUs, and beside each other.
[[nodiscard]] std::vector<ActionRow> studyRows(const ActionSubjects& on);
[[nodiscard]] std::vector<ActionRow> fileRows(const ActionSubjects& on);
/// A program of the person's own that is watched.
[[nodiscard]] std::vector<ActionRow> programRows(const ActionSubjects& on);
/// What can be undone.
[[nodiscard]] std::vector<ActionRow> undoRows(const ActionSubjects& on);
/// Which part of the history is shown.
[[nodiscard]] std::vector<ActionRow> timeRows(const ActionSubjects& on);
/// What is selected of the history, and compared.
[[nodiscard]] std::vector<ActionRow> selectionRows(const ActionSubjects& on);
/// Where in the recording that is shown one is.
[[nodiscard]] std::vector<ActionRow> placeRows(const ActionSubjects& on);
/// How the lanes of threads are shown.
[[nodiscard]] std::vector<ActionRow> laneRows(const ActionSubjects& on);
/// How charts are drawn: all of them, and the one that is pointed at.
[[nodiscard]] std::vector<ActionRow> chartRows(const ActionSubjects& on);
[[nodiscard]] std::vector<ActionRow> viewRows(const ActionSubjects& on);
[[nodiscard]] std::vector<ActionRow> helpRows(const ActionSubjects& on);

/// Guards and workloads to choose, which the palette alone has.
[[nodiscard]] std::vector<ActionRow> choiceRows(Session& session);
/// Recordings and sweeps that the program carries.
[[nodiscard]] std::vector<ActionRow> sampleRows(RecordingFiles& files);

} // namespace lockscope::ui
