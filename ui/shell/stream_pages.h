// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace lockscope::ui {

class LiveStreams;
class WindowPages;

/// What the pages have of streams: a program that is to be watched elsewhere goes to them, and what
/// they begin to show comes in sight. GUI thread only.
class StreamPages : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    StreamPages(LiveStreams& streams, WindowPages& pages, QObject* parent);
};

} // namespace lockscope::ui
