// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/thread_names.h"

#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

namespace lockscope::ui {

namespace {

constexpr int kLongest = 40; // the kernel's have 15 characters; a file may have any

} // namespace

void ThreadNames::follow(const measure::Snapshot& snapshot)
{
    m_subject = snapshot.subject();
    if (!snapshot.program)
        return;
    for (const measure::ThreadInfo& told : snapshot.program->newThreads)
        if (const measure::ThreadInfo* before = m_names.threadInfo(told.index))
            --m_called[before->name];
    m_names.follow(snapshot);
    for (const measure::ThreadInfo& told : snapshot.program->newThreads) {
        ++m_called[told.name];
        m_numbered[told.tid] = told.index;
    }
}

QString ThreadNames::name(std::uint32_t worker) const
{
    const measure::ThreadInfo* info = m_names.threadInfo(worker);
    if (info == nullptr)
        return tr("thread %1").arg(worker);
    return QStringLiteral("%1 (%2)").arg(shownText(info->name, kLongest)).arg(info->tid);
}

QString ThreadNames::label(std::uint32_t worker) const
{
    const measure::ThreadInfo* info = m_names.threadInfo(worker);
    if (info == nullptr)
        return QString::number(worker);
    const QString name = shownText(info->name, kLongest);
    const auto called = m_called.find(info->name);
    const bool isAlone = called != m_called.end() && called->second == 1 && !name.isEmpty();
    return isAlone ? name : QStringLiteral("%1 %2").arg(name).arg(info->tid);
}

std::optional<std::int32_t> ThreadNames::tid(std::uint32_t worker) const
{
    const measure::ThreadInfo* info = m_names.threadInfo(worker);
    return info == nullptr ? std::nullopt : std::optional(info->tid);
}

std::optional<std::uint32_t> ThreadNames::withTid(std::uint32_t tid) const
{
    const auto found = m_numbered.find(static_cast<std::int32_t>(tid));
    return found == m_numbered.end() ? std::nullopt : std::optional(found->second);
}

} // namespace lockscope::ui
