// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/process_list.h"
#include "ui/program/program_reports.h"

#include <QDialog>

#include <functional>
#include <optional>

class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace lockscope::ui {

class HostChoice;
class ProcessModel;

/// Asks which running process to look at, and looks at it. Those that may not be watched say why;
/// what is refused is said in the dialog, which then stays. Of another host, whose processes are
/// not known here, it asks for the number. GUI thread only.
class ProcessDialog : public QDialog
{
    Q_OBJECT

public:
    /// Begins on this computer, and offers that host. `attach` throws what the dialog says.
    ProcessDialog(const RemoteHost& last,
                  std::function<void(const WatchRequest&)> attach,
                  QWidget* parent = nullptr);

    /// The process that is marked, or of another host the number that was typed; none when there
    /// is none, or it may not be watched.
    [[nodiscard]] std::optional<int> pid() const;
    void accept() override;

private:
    void setUpTable();
    void read();
    void check();

    const std::function<void(const WatchRequest&)> m_attach;
    program::ProcessList m_list;
    QFormLayout* m_form; // children, as all that follow
    HostChoice* m_place;
    ProcessModel* m_model;
    QSortFilterProxyModel* m_found;
    QLineEdit* m_search;
    QTableView* m_table;
    QLineEdit* m_number; ///< of a process elsewhere
    QLabel* m_why;
    QDialogButtonBox* m_buttons;
};

} // namespace lockscope::ui
