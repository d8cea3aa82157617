// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

#include <cstdint>
#include <functional>
#include <optional>

namespace lockscope::ui {

class DialogOpener;
class LiveStreams;
class RecordingFiles;
class Session;

/// When what a message speaks of is over, so that it goes by itself: a refused change with the next
/// that somebody here asks for (not with one that a recording passes, or that another host carries
/// out late), a file that could not be opened with the next that can, and so on. What nobody here
/// knows stays until it is closed. GUI thread only.
class NoticeEnds : public QObject
{
    Q_OBJECT

public:
    /// Who says what went wrong; all of it outlives this.
    struct Sayers
    {
        Session& session;
        RecordingFiles& files;
        LiveStreams& streams;
        DialogOpener& dialogs;
    };

    NoticeEnds(const Sayers& sayers, QObject* parent);

    /// Somebody says something now; the message before is another's matter no more.
    void begin(const QObject* sayer);

signals:
    /// What was said last is over.
    void over();

private:
    /// What messages of the session and its controls are about, but for what is asked for.
    struct Situation
    {
        bool running = false;
        std::uint64_t source = 0;
        QString mark; ///< of the banner: connected or not
        friend bool operator==(const Situation&, const Situation&) = default;
    };
    [[nodiscard]] Situation situation() const;
    /// What is said last is the session's or its controls' matter.
    [[nodiscard]] bool isOfSession() const;
    void compare();
    void end();
    /// Ends what that sayer said.
    void endOf(const QObject& sayer);

    Sayers m_of;
    const QObject* m_sayer = nullptr; ///< never looked into; null when nothing is said
    std::optional<Situation> m_before; ///< once what went wrong has been taken back
};

} // namespace lockscope::ui
