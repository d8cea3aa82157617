// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/about_dialog.h"

#include "ui/dialogs/host_facts.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/screen_fit.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

QWidget* machinePage(const std::optional<measure::SourceInfo>& facts, QWidget* parent)
{
    auto* label = new QLabel;
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setMargin(10);
    label->setText(machineTable(facts));
    // Another host's facts may be wider than the screen: they scroll, the dialog keeps its size.
    auto* page = new QScrollArea(parent);
    page->setFrameShape(QFrame::NoFrame);
    page->setWidgetResizable(true);
    page->setWidget(label);
    return page;
}

QWidget* partsPage(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setMargin(10);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setWordWrap(true);
    label->setText(factsTable({{"Qt " + QString(qVersion()), "LGPL-3.0 (Qt Charts: GPL-3.0)"},
                               {"oneTBB", "Apache-2.0"},
                               {"hwloc", "BSD-3-Clause"},
                               {"CLI11", "BSD-3-Clause"},
                               {"fmt", "MIT"},
                               {"JSON for Modern C++", "MIT"}}));
    return label;
}

QWidget* licencePage(QWidget* parent)
{
    auto* page = new QPlainTextEdit(parent);
    page->setReadOnly(true);
    page->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    QFile licence(":/lockscope/LICENSE");
    if (licence.open(QIODevice::ReadOnly))
        page->setPlainText(QString::fromUtf8(licence.readAll()));
    return page;
}

} // namespace

AboutDialog::AboutDialog(const std::optional<measure::SourceInfo>& facts, QWidget* parent)
    : QDialog(parent)
{
    constexpr int kLogo = 72;
    setWindowTitle(tr("About Lockscope"));
    resizeToFit(*this, {680, 560});
    auto* logo = new QLabel(this);
    logo->setPixmap(
        QIcon(":/lockscope/icons/io.github.lockscope.Lockscope.svg").pixmap(kLogo, kLogo));
    auto* words =
        new QLabel(tr("<h2>Lockscope %1</h2><p>An oscilloscope for locks: see what a lock "
                      "costs as CPUs are added.</p><p>Free software under the GNU General "
                      "Public License, version 3 or later.</p>")
                       .arg(LOCKSCOPE_VERSION),
                   this);
    words->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(logo, 0, Qt::AlignTop);
    head->addSpacing(12);
    head->addWidget(words, 1);

    auto* tabs = new QTabWidget(this);
    tabs->addTab(machinePage(facts, tabs), tr("This machine"));
    tabs->addTab(partsPage(tabs), tr("Built on"));
    tabs->addTab(licencePage(tabs), tr("Licence"));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon(icon("close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addWidget(tabs, 1);
    column->addWidget(buttons);
}

} // namespace lockscope::ui
