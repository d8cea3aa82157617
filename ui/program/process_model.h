// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/process_list.h"

#include <QAbstractTableModel>

#include <vector>

namespace lockscope::ui {

/// Processes, a row each, with whether they may be watched. A row stays the same process from one
/// reading to the next.
class ProcessModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        PidColumn,
        CommandColumn,
        ThreadsColumn,
        CpuColumn,
        WatchColumn,
        ColumnCount
    };
    enum Role
    {
        OrderRole = Qt::UserRole
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// By number, ascending; threads of the kernel are left out.
    void setProcesses(std::vector<program::ListedProcess> processes);
    [[nodiscard]] const program::ListedProcess& at(int row) const
    {
        return m_processes.at(static_cast<std::size_t>(row));
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] static QString commandOf(const program::ListedProcess& process);
    [[nodiscard]] static QVariant text(const program::ListedProcess& process, int column);
    [[nodiscard]] static QVariant order(const program::ListedProcess& process, int column);

    std::vector<program::ListedProcess> m_processes;
};

} // namespace lockscope::ui
