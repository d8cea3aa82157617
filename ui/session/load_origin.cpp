// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/load_origin.h"

#include "ui/session/session.h"

namespace lockscope::ui {

namespace {

/// The guard, the threads and the CPUs are what is tried with a load.
bool isSameLoad(const lab::LabConfig& one, const lab::LabConfig& other)
{
    return one.workload == other.workload && one.criticalNs == other.criticalNs
        && one.nativeNs == other.nativeNs && one.callbackNs == other.callbackNs;
}

} // namespace

LoadOrigin::LoadOrigin(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&m_session, &Session::configChanged, this, &LoadOrigin::follow);
}

void LoadOrigin::set(const QString& text)
{
    m_config = m_session.experiment().config();
    if (text == m_text)
        return;
    m_text = text;
    emit changed(m_text);
}

void LoadOrigin::follow()
{
    if (!m_text.isEmpty() && !isSameLoad(m_session.experiment().config(), m_config))
        set({});
}

} // namespace lockscope::ui
