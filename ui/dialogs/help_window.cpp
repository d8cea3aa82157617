// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/help_window.h"

#include "ui/dialogs/help_browser.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/screen_fit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QStyle>
#include <QTextCursor>
#include <QVBoxLayout>

#include <utility>

namespace lockscope::ui {

namespace {

/// Enter finds the next place: it must not press a button.
QPushButton* button(const QIcon& icon,
                    const QString& text,
                    const QString& toolTip,
                    const QString& name,
                    QWidget* parent)
{
    auto* made = new QPushButton(icon, text, parent);
    made->setToolTip(toolTip);
    made->setObjectName(name);
    made->setAutoDefault(false);
    return made;
}

} // namespace

HelpWindow::HelpWindow(QString page, QWidget* parent)
    : QDialog(parent)
    , m_page(std::move(page))
    , m_pages(new HelpBrowser(this))
    , m_words(new QLineEdit(this))
    , m_found(new QLabel(this))
    , m_next(button(style()->standardIcon(QStyle::SP_ArrowDown),
                    tr("&Next"),
                    tr("The next place (Enter)"),
                    "helpNext",
                    this))
    , m_previous(button(style()->standardIcon(QStyle::SP_ArrowUp),
                        tr("&Previous"),
                        tr("The place before (Shift+Enter)"),
                        "helpPrevious",
                        this))
{
    setWindowTitle(tr("Lockscope help"));
    resizeToFit(*this, {860, 760});
    m_pages->setObjectName("helpPages");
    auto* column = new QVBoxLayout(this);
    column->addLayout(searchRow());
    column->addWidget(m_pages, 1);
    column->addLayout(buttonRow());
    setUpKeys();
    connect(m_pages, &HelpBrowser::notBuiltIn, this, [this](const QString& path) {
        m_found->setText(tr("%1 is in the source tree only").arg(path));
    });
    countPlaces();
    m_pages->setFocus();
}

void HelpWindow::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    if (m_pages->source()
            .isEmpty()) // how wide it is, and so where what is asked for stands, is known now
        showPage(m_page);
}

void HelpWindow::showPage(const QString& page)
{
    m_pages->setSource(page.isEmpty() ? Manual::start() : Manual::start().resolved(QUrl(page)));
}

QBoxLayout* HelpWindow::searchRow()
{
    m_words->setObjectName("helpWords");
    m_words->setPlaceholderText(tr("Find in all pages (Ctrl+F)"));
    m_words->setToolTip(tr("Words as they stand together; Enter shows the next place (Ctrl+F)"));
    m_words->setClearButtonEnabled(true);
    connect(m_words, &QLineEdit::textChanged, this, &HelpWindow::countPlaces);
    m_found->setObjectName("helpFound");
    connect(m_next, &QPushButton::clicked, this, &HelpWindow::showNext);
    connect(m_previous, &QPushButton::clicked, this, &HelpWindow::showPrevious);
    auto* row = new QHBoxLayout;
    row->addWidget(m_words, 1);
    row->addWidget(m_found);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    return row;
}

QBoxLayout* HelpWindow::buttonRow()
{
    auto* start =
        button(icon("help"), tr("&Start"), tr("The first page (Alt+Home)"), "helpStart", this);
    connect(start, &QPushButton::clicked, this, [this] { m_pages->setSource(Manual::start()); });
    auto* back = button(style()->standardIcon(QStyle::SP_ArrowBack),
                        tr("&Back"),
                        tr("The page before (Alt+Left)"),
                        "helpBack",
                        this);
    back->setEnabled(false);
    connect(back, &QPushButton::clicked, m_pages, &QTextBrowser::backward);
    connect(m_pages, &QTextBrowser::backwardAvailable, back, &QPushButton::setEnabled);
    auto* close =
        button(icon("close"), tr("&Close"), tr("Close the help (Esc)"), "helpClose", this);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* row = new QHBoxLayout;
    row->addWidget(start);
    row->addWidget(back);
    row->addStretch(1);
    row->addWidget(close);
    return row;
}

void HelpWindow::setUpKeys()
{
    const auto onKey = [this](const QKeySequence& key, auto action) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, action);
    };
    onKey(QKeySequence::Find, [this] {
        m_words->setFocus(Qt::ShortcutFocusReason);
        m_words->selectAll();
    });
    onKey(Qt::Key_F3, &HelpWindow::showNext);
    onKey(Qt::SHIFT | Qt::Key_F3, &HelpWindow::showPrevious);
    onKey(Qt::ALT | Qt::Key_Left, [this] { m_pages->backward(); });
    onKey(Qt::ALT | Qt::Key_Home, [this] { m_pages->setSource(Manual::start()); });
    const auto inField = [this](const QKeySequence& key, auto action) {
        auto* shortcut = new QShortcut(key, m_words);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    inField(Qt::Key_Return, &HelpWindow::showNext);
    inField(Qt::Key_Enter, &HelpWindow::showNext);
    inField(Qt::SHIFT | Qt::Key_Return, &HelpWindow::showPrevious);
    inField(Qt::SHIFT | Qt::Key_Enter, &HelpWindow::showPrevious);
}

void HelpWindow::countPlaces()
{
    m_places = m_manual.find(m_words->text());
    m_placeShown = false;
    m_next->setEnabled(!m_places.empty());
    m_previous->setEnabled(!m_places.empty());
    if (m_words->text().trimmed().isEmpty())
        m_found->clear();
    else
        m_found->setText(m_places.empty() ? tr("not found")
                                          : tr("found %1 times").arg(m_places.size()));
}

std::size_t HelpWindow::firstPlaceFromHere() const
{
    const std::size_t page = m_manual.pageOf(m_pages->source());
    const int position = m_pages->textCursor().selectionStart();
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const Manual::Place& place = m_places[i];
        if (place.page > page || (place.page == page && place.position >= position))
            return i;
    }
    return 0;
}

void HelpWindow::showNext()
{
    if (!m_places.empty())
        showPlace(m_placeShown ? (m_place + 1) % m_places.size() : firstPlaceFromHere());
}

void HelpWindow::showPrevious()
{
    if (!m_places.empty())
        showPlace(((m_placeShown ? m_place : firstPlaceFromHere()) + m_places.size() - 1)
                  % m_places.size());
}

void HelpWindow::showPlace(std::size_t place)
{
    m_place = place;
    m_placeShown = true;
    const Manual::Place& found = m_places[place];
    const Manual::Page& page = m_manual.pages()[found.page];
    if (m_manual.pageOf(m_pages->source()) != found.page)
        m_pages->setSource(page.url);
    m_pages->showPlace(found.position, static_cast<int>(m_words->text().simplified().size()));
    m_found->setText(tr("%1 of %2").arg(place + 1).arg(m_places.size()));
}

} // namespace lockscope::ui
