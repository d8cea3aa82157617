// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_view.h"

#include <QObject>

#include <cstdint>
#include <map>
#include <optional>

namespace lockscope::ui {

class Session;

/// Joins what is looked at with what is shown. Of a recording all is looked at when it opens, and
/// what is looked at is read closely. When the experiment is shown again it is looked at as it was
/// before. GUI thread only.
class ViewLink : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it. Before whatever draws the session's picture in the view listens to the
    /// session.
    ViewLink(Session& session, TimeView& view, QObject* parent = nullptr);

private:
    void beginAnew();
    void showPlace();
    void showClock();
    void lookAt();

    Session& m_session;
    TimeView& m_view;
    bool m_shows = false; ///< something in the experiment's place
    TimeView::State m_left; ///< how the experiment was looked at
    /// The time of day at the zero of each source, by its number; none: it stood still for a while.
    std::map<std::uint64_t, std::optional<TimeView::Time>> m_zeros;
};

} // namespace lockscope::ui
