// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/start_page.h"

#include "ui/actions/action_table.h"
#include "ui/settings/settings.h"
#include "ui/words/foreign_text.h"

#include <QAction>
#include <QCommandLinkButton>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

namespace lockscope::ui {

namespace {

/// What one can begin with, in the order in which it is shown.
constexpr std::array kBegin{"begin-experiment",
                            "published",
                            "watch-program",
                            "attach-process",
                            "open-recording",
                            "connect-host",
                            "show-scaling",
                            "compare",
                            "compare-recordings-action",
                            "help"};
constexpr int kWidestPage = 1100;
constexpr int kLeastColumn = 250;

QLabel* heading(const QString& text, double size)
{
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * size);
    font.setBold(true);
    label->setFont(font);
    return label;
}

/// A column of entries under a heading.
QVBoxLayout* addColumn(QHBoxLayout* row, const QString& title)
{
    constexpr double kSection = 1.15;
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(heading(title, kSection));
    auto* entries = new QVBoxLayout;
    entries->setSpacing(0);
    column->addLayout(entries);
    column->addStretch(1);
    row->addLayout(column, 1);
    return entries;
}

QCommandLinkButton* entry(const QString& text, const QString& about)
{
    auto* button = new QCommandLinkButton(text, about);
    button->setMinimumWidth(kLeastColumn);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true); // its description wraps
    button->setSizePolicy(policy);
    return button;
}

QString textWithKey(const QAction& action)
{
    const QString text = plainText(action.text());
    return action.shortcut().isEmpty()
        ? text
        : text + QStringLiteral("   ") + action.shortcut().toString(QKeySequence::NativeText);
}

void addEntry(QVBoxLayout* column, QAction* action, const QString& title, const QString& about)
{
    auto* button = entry(title, about);
    button->setObjectName("start-" + action->objectName());
    button->setIcon(action->icon());
    QObject::connect(button, &QCommandLinkButton::clicked, action, &QAction::trigger);
    const auto follow = [button, action] { button->setEnabled(action->isEnabled()); };
    QObject::connect(action, &QAction::enabledChanged, button, follow);
    follow();
    column->addWidget(button);
}

} // namespace

StartPage::StartPage(Settings& settings, QWidget* parent)
    : PanelPage("start-page", tr("Start"), parent)
    , m_settings(settings)
{
    constexpr double kTitle = 1.8;
    auto* inside = new QWidget;
    inside->setMaximumWidth(kWidestPage);
    auto* page = new QVBoxLayout(inside);
    constexpr int kMargin = 24;
    page->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    page->setSpacing(kMargin / 2);
    page->addWidget(heading(tr("An oscilloscope for locks"), kTitle));
    auto* about = new QLabel(
        tr("A workload calls back into a runtime, and every call passes one guard. Exchange the "
           "guard, its fast path and the number of CPUs while it runs, and see what waiting "
           "costs."));
    about->setWordWrap(true);
    page->addWidget(about);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(kMargin);
    m_begin = addColumn(columns, tr("Begin"));
    m_recent = addColumn(columns, tr("Opened lately"));
    m_samples = addColumn(columns, tr("Samples"));
    page->addLayout(columns, 1);

    auto* middle = new QWidget;
    auto* row = new QHBoxLayout(middle);
    row->setContentsMargins({});
    row->addStretch(1);
    row->addWidget(inside, 100);
    row->addStretch(1);
    auto* scroll = new QScrollArea(this); // a small window scrolls
    scroll->setObjectName("start");
    scroll->setWidget(middle);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    setUp(scroll, {});
}

void StartPage::setActions(const ActionTable& table)
{
    for (const char* id : kBegin) {
        QAction* action = table.action(id);
        addEntry(m_begin, action, textWithKey(*action), action->statusTip());
    }
    for (const ActionTable::Entry& each : table.entries())
        if (each.row.menu == MenuPlace::Samples)
            addEntry(m_samples,
                     each.action,
                     QString(each.row.id).remove(QStringLiteral("sample-")),
                     plainText(each.action->text()));
}

void StartPage::showEvent(QShowEvent* event)
{
    showRecentFiles();
    PanelPage::showEvent(event);
}

void StartPage::showRecentFiles()
{
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const QStringList files = m_settings.recentFiles();
    if (files.isEmpty()) {
        auto* none = new QLabel(tr("Nothing yet. Recordings, sweeps and tables can also be dropped "
                                   "on the window."));
        none->setWordWrap(true);
        none->setForegroundRole(QPalette::PlaceholderText);
        m_recent->addWidget(none);
    }
    for (const QString& file : files) {
        const QFileInfo info(file);
        auto* button = entry(shownMenuText(info.fileName(), 40), shownText(info.path(), 60));
        button->setToolTip(plainToolTip(file));
        connect(
            button, &QCommandLinkButton::clicked, this, [this, file] { emit fileWanted(file); });
        m_recent->addWidget(button);
    }
}

} // namespace lockscope::ui
