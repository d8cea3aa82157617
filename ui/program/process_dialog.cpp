// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/process_dialog.h"

#include "ui/program/host_choice.h"
#include "ui/program/process_model.h"
#include "ui/widgets/icons.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>
#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kMostPid = 1 << 22; // the kernel's own limit

} // namespace

ProcessDialog::ProcessDialog(const RemoteHost& last,
                             std::function<void(const WatchRequest&)> attach,
                             QWidget* parent)
    : QDialog(parent)
    , m_attach(std::move(attach))
    , m_form(new QFormLayout)
    , m_place(new HostChoice(last, m_form, this))
    , m_model(new ProcessModel(this))
    , m_found(new QSortFilterProxyModel(this))
    , m_search(new QLineEdit(this))
    , m_table(new QTableView(this))
    , m_number(new QLineEdit(this))
    , m_why(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Attach to a process"));
    m_search->setObjectName("process-search");
    m_search->setPlaceholderText(tr("Search: command or pid"));
    m_search->setClearButtonEnabled(true);
    m_number->setObjectName("process-number");
    m_number->setPlaceholderText(tr("its number there, as ps or pgrep say it"));
    m_number->setValidator(new QIntValidator(1, kMostPid, m_number));
    m_why->setObjectName("process-why");
    m_why->setWordWrap(true);
    m_why->setTextFormat(Qt::PlainText);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Attach"));
    m_buttons->button(QDialogButtonBox::Ok)->setIcon(icon("connect"));
    m_buttons->button(QDialogButtonBox::Cancel)->setIcon(icon("close"));
    m_form->addRow(tr("&Process"), m_number);
    setUpTable();
    auto* about = new QLabel(tr("It is looked at from outside, by samples: it is not stopped and "
                                "nothing gets into it."),
                             this);
    about->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(about);
    column->addLayout(m_form);
    column->addWidget(m_search);
    column->addWidget(m_table, 1);
    column->addWidget(m_why);
    column->addStretch(0);
    column->addWidget(m_buttons);
    constexpr QSize kSize(640, 340);
    resize(kSize);
    connect(
        m_search, &QLineEdit::textChanged, m_found, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_place, &HostChoice::changed, this, &ProcessDialog::check);
    connect(m_number, &QLineEdit::textChanged, this, &ProcessDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ProcessDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ProcessDialog::reject);
    auto* again = new QTimer(this);
    connect(again, &QTimer::timeout, this, &ProcessDialog::read);
    again->start(std::chrono::seconds(1));
    read();
    check();
    m_search->setFocus();
}

void ProcessDialog::setUpTable()
{
    m_found->setSourceModel(m_model);
    m_found->setSortRole(ProcessModel::OrderRole);
    m_found->setFilterKeyColumn(-1);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found->setDynamicSortFilter(false); // rows stay under the pointer
    m_table->setObjectName("processes");
    m_table->setAccessibleName(tr("Processes"));
    m_table->setModel(m_found);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setEditTriggers(QTableView::NoEditTriggers);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ProcessModel::PidColumn, Qt::DescendingOrder); // what began last
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    QHeaderView* heads = m_table->horizontalHeader();
    heads->setHighlightSections(false);
    heads->setStretchLastSection(true);
    constexpr int kNumber = 10; // letters
    const int letter = fontMetrics().averageCharWidth();
    for (const int column :
         {ProcessModel::PidColumn, ProcessModel::ThreadsColumn, ProcessModel::CpuColumn})
        m_table->setColumnWidth(column, kNumber * letter);
    m_table->setColumnWidth(ProcessModel::CommandColumn, 4 * kNumber * letter);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &ProcessDialog::check);
    connect(m_table, &QTableView::doubleClicked, this, [this] {
        if (pid())
            accept();
    });
}

void ProcessDialog::read()
{
    const bool first = m_model->rowCount() == 0;
    m_model->setProcesses(m_list.read());
    if (first)
        m_found->sort(m_found->sortColumn(), m_found->sortOrder());
}

std::optional<int> ProcessDialog::pid() const
{
    if (m_place->host()) {
        const int number = m_number->text().toInt();
        return number > 0 ? std::optional(number) : std::nullopt;
    }
    const QModelIndex current = m_found->mapToSource(m_table->currentIndex());
    if (!current.isValid() || !m_model->at(current.row()).watch.granted())
        return std::nullopt;
    return m_model->at(current.row()).facts.pid;
}

void ProcessDialog::check()
{
    const bool here = !m_place->host();
    m_search->setVisible(here);
    m_table->setVisible(here);
    m_number->setVisible(!here);
    m_form->labelForField(m_number)->setVisible(!here);
    const QModelIndex current = m_found->mapToSource(m_table->currentIndex());
    const QString marked =
        current.isValid() ? toQString(m_model->at(current.row()).watch.whyNot) : QString();
    m_why->setText(shownSentence(here ? marked : m_place->whyNot()));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(pid() && m_place->isWhole());
}

void ProcessDialog::accept()
{
    const std::optional<int> chosen = pid();
    if (!chosen)
        return;
    try {
        m_attach({.command = {}, .folder = {}, .pid = chosen, .host = m_place->host()});
    } catch (const std::exception& error) {
        m_why->setText(shownSentence(problemText(error)));
        return;
    }
    QDialog::accept();
}

} // namespace lockscope::ui
