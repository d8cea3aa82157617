// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/process_list.h"

#include <QDialog>

#include <functional>
#include <optional>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace lockscope::ui {

class ProcessModel;

/// Asks which running process to look at, and looks at it. Those that may not be watched say why;
/// what is refused is said in the dialog, which then stays. GUI thread only.
class ProcessDialog : public QDialog
{
    Q_OBJECT

public:
    /// `attach` throws what the dialog says.
    explicit ProcessDialog(std::function<void(int pid)> attach, QWidget* parent = nullptr);

    /// The process that is marked; none when none is, or it may not be watched.
    [[nodiscard]] std::optional<int> pid() const;
    void accept() override;

private:
    void setUpTable();
    void read();
    void check();

    const std::function<void(int pid)> m_attach;
    program::ProcessList m_list;
    ProcessModel* m_model; // children, as all that follow
    QSortFilterProxyModel* m_found;
    QLineEdit* m_search;
    QTableView* m_table;
    QLabel* m_why;
    QDialogButtonBox* m_buttons;
};

} // namespace lockscope::ui
