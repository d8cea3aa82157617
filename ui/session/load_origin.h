// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <QObject>
#include <QString>

namespace lockscope::ui {

class Session;

/// Where the window's own experiment has its load from, for as long as it has that: a program's
/// lock that is tried in the lab. GUI thread only.
class LoadOrigin : public QObject
{
    Q_OBJECT

public:
    /// The session outlives it.
    explicit LoadOrigin(Session& session, QObject* parent = nullptr);

    /// What the load is of that the experiment has now, fit to be shown.
    void set(const QString& text);

signals:
    /// Another text, empty once somebody has asked for another load.
    void changed(const QString& text);

private:
    void follow();

    Session& m_session;
    QString m_text;
    lab::LabConfig m_config; ///< with that load
};

} // namespace lockscope::ui
