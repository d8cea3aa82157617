// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/stack_tree.h"

#include "core/io/text_fit.h"
#include "ui/program/program_words.h"
#include "ui/words/foreign_text.h"
#include "ui/words/units.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr std::size_t kMostStacks = 16;
constexpr std::size_t kMostFrames = 32;
constexpr int kStackKey = Qt::UserRole;

} // namespace

StackTree::StackTree(const QString& name, const QString& title, QWidget* parent)
    : QTreeWidget(parent)
{
    setObjectName(name);
    setAccessibleName(title);
    setHeaderLabels({title, tr("Time")});
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    setTextElideMode(Qt::ElideMiddle);
    connect(this, &QTreeWidget::itemCollapsed, this, [this](const QTreeWidgetItem* item) {
        if (!m_filling)
            m_closed.insert(item->data(0, kStackKey).toString());
    });
    connect(this, &QTreeWidget::itemExpanded, this, [this](const QTreeWidgetItem* item) {
        if (!m_filling)
            m_closed.remove(item->data(0, kStackKey).toString());
    });
}

void StackTree::setStacks(const std::vector<program::WeighedStack>& stacks, const QString& none)
{
    m_filling = true;
    const int scrolled = verticalScrollBar()->value();
    clear();
    for (const program::WeighedStack& stack : stacks) {
        if (static_cast<std::size_t>(topLevelItemCount()) >= kMostStacks)
            break;
        if (stack.frames.empty() || stack.ns <= 0)
            continue;
        QTreeWidgetItem* top = nullptr; // the tree's
        QStringList key;
        for (std::size_t i = 0; i < std::min(kMostFrames, stack.frames.size()); ++i) {
            const QString text = frameText(stack.frames[i]);
            key << text;
            auto* item = top == nullptr ? new QTreeWidgetItem(this) : new QTreeWidgetItem(top);
            item->setText(0, text);
            item->setToolTip(0, plainToolTip(text));
            if (top == nullptr)
                top = item;
        }
        top->setText(1, formatDuration(stack.ns));
        top->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        top->setData(0, kStackKey, key.join('\n'));
        top->setExpanded(!m_closed.contains(key.join('\n')));
    }
    if (topLevelItemCount() == 0) {
        auto* item = new QTreeWidgetItem(this, {none});
        item->setFlags(Qt::NoItemFlags);
        item->setToolTip(0, plainToolTip(none));
    }
    verticalScrollBar()->setValue(scrolled);
    m_filling = false;
}

QString StackTree::copiedText() const
{
    QString text;
    const auto line = [&text](const QTreeWidgetItem& item, const QString& before) {
        text += before + QString::fromStdString(io::forTabbedTable(item.text(0).toStdString()))
            + '\t' + item.text(1) + '\n';
    };
    for (int i = 0; i < topLevelItemCount(); ++i) {
        const QTreeWidgetItem& top = *topLevelItem(i);
        line(top, {});
        for (int child = 0; child < top.childCount(); ++child)
            line(*top.child(child), QStringLiteral("  "));
    }
    return text;
}

void StackTree::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(copiedText());
    else
        QTreeWidget::keyPressEvent(event);
}

} // namespace lockscope::ui
