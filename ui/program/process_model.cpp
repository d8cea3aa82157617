// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/process_model.h"

#include "core/program/program_reading.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <array>
#include <utility>

namespace lockscope::ui {

namespace {

/// In the order of ProcessModel::Column.
constexpr std::array<const char*, ProcessModel::ColumnCount> kProcessHeads{
    "pid", "Command", "Threads", "CPU", "May be watched"};

} // namespace

void ProcessModel::setProcesses(std::vector<program::ListedProcess> processes)
{
    processes.erase(std::remove_if(processes.begin(),
                                   processes.end(),
                                   [](const auto& one) { return one.facts.kernels; }),
                    processes.end());
    const auto sameAs = [](const program::ListedProcess& a) {
        return [&a](const program::ListedProcess& b) {
            return a.facts.pid == b.facts.pid && a.facts.startTicks == b.facts.startTicks;
        };
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        const auto same = std::find_if(processes.begin(), processes.end(), sameAs(at(row)));
        if (same == processes.end()) {
            beginRemoveRows({}, row, row);
            m_processes.erase(m_processes.begin() + row);
            endRemoveRows();
        }
    }
    for (program::ListedProcess& process : processes) {
        const auto same = std::find_if(m_processes.begin(), m_processes.end(), sameAs(process));
        if (same != m_processes.end()) {
            *same = std::move(process);
            continue;
        }
        beginInsertRows({}, rowCount(), rowCount());
        m_processes.push_back(std::move(process));
        endInsertRows();
    }
    if (!m_processes.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ProcessModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_processes.size());
}

int ProcessModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProcessModel::commandOf(const program::ListedProcess& process)
{
    constexpr int kLongest = 200;
    return shownText(process.facts.command.empty() ? process.facts.name
                                                   : program::commandText(process.facts.command),
                     kLongest);
}

QVariant ProcessModel::text(const program::ListedProcess& process, int column)
{
    switch (column) {
    case PidColumn:
        return process.facts.pid;
    case CommandColumn:
        return commandOf(process);
    case ThreadsColumn:
        return process.facts.threads ? QString::number(*process.facts.threads) : unknownText();
    case CpuColumn:
        return formatShare(process.cpus);
    default:
        return process.watch.granted() ? tr("yes")
                                       : tr("no: %1").arg(shownText(process.watch.whyNot, 200));
    }
}

QVariant ProcessModel::order(const program::ListedProcess& process, int column)
{
    switch (column) {
    case ThreadsColumn:
        return process.facts.threads ? QVariant(qulonglong(*process.facts.threads)) : QVariant(-1);
    case CpuColumn:
        return process.cpus.value_or(-1);
    default:
        return text(process, column);
    }
}

QVariant ProcessModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const program::ListedProcess& process = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(process, column);
    case OrderRole:
        return order(process, column);
    case Qt::ToolTipRole:
        return column == CommandColumn || column == WatchColumn
            ? plainToolTip(text(process, column).toString())
            : QVariant();
    case Qt::TextAlignmentRole:
        return int(
            Qt::AlignVCenter
            | (column == CommandColumn || column == WatchColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ForegroundRole:
        return process.watch.granted()
            ? QVariant()
            : QVariant(QGuiApplication::palette().brush(QPalette::PlaceholderText));
    default:
        return {};
    }
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0
        || section >= ColumnCount)
        return {};
    return tr(kProcessHeads.at(static_cast<std::size_t>(section)));
}

} // namespace lockscope::ui
