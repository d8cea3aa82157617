// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/help_window.h"

#include "ui/screen_fit.h"
#include "ui/widgets/icons.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

namespace lockscope::ui {

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent)
{
    constexpr double kReadingMargin = 18;
    setWindowTitle(tr("Lockscope help"));
    resizeToFit(*this, {760, 720});
    auto* pages = new QTextBrowser(this);
    pages->setOpenExternalLinks(true);
    pages->setSource(QUrl("qrc:/lockscope/manual/resources/help/index.md"));
    pages->document()->setDocumentMargin(kReadingMargin);
    connect(pages, &QTextBrowser::sourceChanged, this, [pages] {
        pages->document()->setDocumentMargin(kReadingMargin);
    });

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon(icon("close"));
    auto* back = buttons->addButton(tr("&Back"), QDialogButtonBox::ActionRole);
    back->setEnabled(false);
    connect(back, &QPushButton::clicked, pages, &QTextBrowser::backward);
    connect(pages, &QTextBrowser::backwardAvailable, back, &QPushButton::setEnabled);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->addWidget(pages, 1);
    column->addWidget(buttons);
}

} // namespace lockscope::ui
