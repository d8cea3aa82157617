// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "ui/models/lane_order.h"
#include "ui/settings/settings.h"

#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

/// What actions depend on, as a value, and the conditions that are made of it.
namespace lockscope::ui {

/// What stands around the pictures, and can be closed: the tool bar, and panels of the page in
/// sight.
enum class WindowPart : std::uint8_t
{
    SidePanel, ///< what is asked for
    Change, ///< what the last live change did
    Table, ///< the same in numbers
    ToolBar
};
inline constexpr std::size_t kWindowParts = 4;

/// The chart that the actions of a chart are for: the one that was pointed at last.
struct PointedChart
{
    QString title; ///< empty: there is none
    std::optional<bool> logarithmic{}; ///< its axis is; none: it has no axis of values
    std::optional<bool> sparesSpikes{}; ///< its axis does; none: no value of it would be a spike
    std::optional<bool> alone{}; ///< it is shown alone; none: it stands alone in any case
};

/// A study that a page makes and that needs the CPUs for itself.
struct StudyState
{
    bool running = false;
    bool ending = false; ///< it was cancelled, and has not ended yet
    bool hasResult = false; ///< that can be saved; never while it runs
    bool canGoOn = false; ///< it was cut short
};

/// The pages, in the order of their tabs.
enum class WindowPage : std::uint8_t
{
    Start,
    Live,
    Program, ///< of the person's own, watched
    Scaling,
    Guards, ///< compared
    Recordings ///< compared
};

/// How the window stands: all that decides which actions can be carried out and which are on. Made
/// in one place, MainWindow::state().
struct WindowState
{
    bool running = false;
    bool frozen = false;
    bool plays = false; ///< a recording is shown
    bool changeable = true; ///< the experiment that is shown can be changed
    bool connected = false; ///< a stream or another host is shown
    bool canReconnect = false;
    bool recording = false; ///< into a file
    bool watches = false; ///< a program of the person's own
    bool swapped = false; ///< one of its locks has another in front of it, or longer holds
    bool lockChosen = false; ///< the pictures are of one of a program's locks
    bool remembersFiles = false; ///< that were opened lately
    bool logarithmicAxes = false; ///< of all charts that have an axis of values
    bool spikesSpared = true; ///< by all charts that could
    PointedChart chart;
    bool fullScreen = false;
    bool followsNewest = true; ///< the picture; else it looks back
    bool selects = false; ///< a range of it is selected
    bool compares = false; ///< a range of it is kept to be compared with
    bool clockTime = false; ///< axes show it
    QString undoes{}; ///< what can be taken back; empty: nothing
    QString redoes{}; ///< what can be done again; empty: nothing
    WindowPage page = WindowPage::Live; ///< in sight
    bool picturesInSight = true; ///< it has the pictures over time
    std::array<std::optional<bool>, kWindowParts> parts{}; ///< by WindowPart: it is shown; none:
                                                           ///< the page has no such panel
    StudyState sweep; ///< of the page on scaling
    StudyState comparison; ///< of guards
    LaneChoice lanes;
    std::optional<bool> pickIsPinned{}; ///< the thread that is picked; none: none is
    ThemeChoice theme = ThemeChoice::FollowDesktop;
    lab::LabConfig config; ///< the newest experiment that was asked for
    lab::ConfigLimits limits; ///< what it may ask for
};

/// What Esc ends.
enum class EscapeEnds : std::uint8_t
{
    Selection,
    ChartAlone,
    FullScreen
};

/// One thing with each press: what is selected first, then a chart that is alone, then the full
/// screen. The first two in the pictures over time alone.
[[nodiscard]] EscapeEnds escapeEnds(const WindowState& state);

/// What must hold for an action to be carried out.
enum class Need : std::uint8_t
{
    Nothing,
    Changeable, ///< an experiment that can be changed
    Picture, ///< a picture that moves or is frozen
    Connected, ///< a stream or another host
    Reconnectable, ///< a host that would be connected to again
    Recording, ///< that is shown
    Watched, ///< a program of the person's own
    Swapped, ///< a lock of that
    LockChosen, ///< one of a program's, of which the pictures are
    LookingBack, ///< a picture that does not follow the newest data
    Selection, ///< a range that is selected
    Selected, ///< that, or one that is kept to be compared with
    Undoable,
    Redoable
};

/// Why a need is not met, one sentence without a full stop; empty when it is.
[[nodiscard]] QString whyNotMet(Need need, const WindowState& state);

} // namespace lockscope::ui
