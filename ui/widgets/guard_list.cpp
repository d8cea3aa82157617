// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/guard_list.h"

#include "core/guards/registry.h"
#include "ui/words/text.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr int kId = Qt::UserRole;
constexpr int kSearched = Qt::UserRole + 1;

/// Calls `act` for every guard's item.
template<class Act>
void forEachGuard(const QTreeWidget& tree, const Act& act)
{
    for (int f = 0; f < tree.topLevelItemCount(); ++f)
        for (int i = 0; i < tree.topLevelItem(f)->childCount(); ++i)
            act(tree.topLevelItem(f)->child(i));
}

/// Names as wide as they are; where the list is narrow they are elided, so that nothing has to be
/// scrolled sideways and something of the traits is seen. A very narrow list has names alone.
void fitColumns(QTreeWidget& tree)
{
    tree.resizeColumnToContents(0);
    constexpr int kRoomForBoth = 220;
    const int width = tree.viewport()->width();
    const int most = width < kRoomForBoth ? width : width * 3 / 4;
    if (most > 0 && tree.columnWidth(0) > most)
        tree.setColumnWidth(0, most);
    tree.header()->setStretchLastSection(false); // that never makes one narrower than it was
    tree.header()->setMinimumSectionSize(0);
    tree.setColumnWidth(1, std::max(0, width - tree.columnWidth(0)));
}

} // namespace

QString guardTraitsText(const QString& id)
{
    const guards::GuardRow* row = guards::findGuard(id.toStdString());
    if (row == nullptr)
        return {};
    QStringList traits;
    for (const std::string_view word : guards::traitWords(row->traits))
        traits << QCoreApplication::translate("GuardTraits",
                                              word.data()); // literals, so terminated
    return traits.join(QStringLiteral(" · "));
}

GuardList::GuardList(Use use, QWidget* parent, const lab::ConfigLimits& limits)
    : QWidget(parent)
    , m_use(use)
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeWidget(this))
    , m_sentences(new QLabel(this))
{
    m_search->setObjectName("guard-search");
    m_search->setPlaceholderText(tr("Search: a name, a family, what it does"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_tree->setObjectName("guard-tree");
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(12);
    m_tree->setMinimumHeight(160);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // see fitColumns()
    m_tree->installEventFilter(this);
    m_tree->viewport()->installEventFilter(this);
    m_sentences->setObjectName("guard-sentences");
    m_sentences->setWordWrap(true);
    m_sentences->setAlignment(Qt::AlignTop);
    m_sentences->setMinimumHeight(QFontMetrics(m_sentences->font()).lineSpacing() * 7);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    column->addWidget(m_sentences);
    fill(limits);
    connect(m_search, &QLineEdit::textChanged, this, &GuardList::filter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &GuardList::explain);
    connect(m_tree, &QTreeWidget::itemChanged, this, &GuardList::tickedChanged);
    if (use == Use::ChooseOne)
        connect(m_tree, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) {
            if ((item->flags() & Qt::ItemIsEnabled) != 0 && item->parent() != nullptr)
                emit chosen(item->data(0, kId).toString());
        });
    explain();
}

void GuardList::fill(const lab::ConfigLimits& limits)
{
    QTreeWidgetItem* family = nullptr;
    for (const guards::GuardRow& row : guards::registry()) {
        if (family == nullptr || family->text(0) != toQString(row.family)) {
            family = new QTreeWidgetItem(m_tree, {toQString(row.family)});
            family->setFlags(Qt::ItemIsEnabled);
            QFont bold = m_tree->font();
            bold.setBold(true);
            family->setFont(0, bold);
            family->setFirstColumnSpanned(true);
        }
        const QString id = toQString(row.id);
        auto* item = new QTreeWidgetItem(family, {toQString(row.label), guardTraitsText(id)});
        item->setData(0, kId, id);
        item->setData(0,
                      kSearched,
                      QStringList{id,
                                  toQString(row.label),
                                  toQString(row.family),
                                  toQString(row.description),
                                  guardTraitsText(id)}
                          .join('\n'));
        const QString whyNot = toQString(lab::whyNotGuard(row, limits));
        item->setFlags(whyNot.isEmpty() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                        : Qt::NoItemFlags);
        item->setToolTip(0, whyNot);
        if (m_use == Use::TickSeveral && whyNot.isEmpty()) {
            item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
            item->setCheckState(0, Qt::Unchecked);
        }
    }
    showTraitsFaint();
    m_tree->expandAll();
    fitColumns(*m_tree);
}

void GuardList::showTraitsFaint()
{
    const QSignalBlocker quiet(m_tree); // no tick is another
    forEachGuard(*m_tree, [this](QTreeWidgetItem* item) {
        item->setForeground(1, palette().placeholderText());
    });
}

void GuardList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showTraitsFaint();
}

void GuardList::filter(const QString& words)
{
    const QStringList all = words.split(' ', Qt::SkipEmptyParts);
    QTreeWidgetItem* first = nullptr;
    for (int f = 0; f < m_tree->topLevelItemCount(); ++f) {
        QTreeWidgetItem* family = m_tree->topLevelItem(f);
        bool any = false;
        for (int i = 0; i < family->childCount(); ++i) {
            QTreeWidgetItem* item = family->child(i);
            const QString searched = item->data(0, kSearched).toString();
            const bool found =
                std::all_of(all.begin(), all.end(), [&searched](const QString& word) {
                    return searched.contains(word, Qt::CaseInsensitive);
                });
            item->setHidden(!found);
            any = any || found;
            if (found && first == nullptr && (item->flags() & Qt::ItemIsEnabled) != 0)
                first = item;
        }
        family->setHidden(!any);
    }
    if (!all.isEmpty())
        m_tree->setCurrentItem(first);
}

void GuardList::explain()
{
    const guards::GuardRow* row = guards::findGuard(current().toStdString());
    if (row == nullptr) {
        m_sentences->setText(tr("No guard is called so, or does that."));
        return;
    }
    m_sentences->setText(QStringLiteral("<p><b>%1</b>: %2</p><p>%3 %4</p>")
                             .arg(toQString(row->id).toHtmlEscaped(),
                                  toQString(row->description).toHtmlEscaped(),
                                  tr("Ordering:"),
                                  toQString(row->ordering).toHtmlEscaped()));
}

QTreeWidgetItem* GuardList::itemOf(const QString& id) const
{
    QTreeWidgetItem* found = nullptr;
    forEachGuard(*m_tree, [&](QTreeWidgetItem* item) {
        if (item->data(0, kId).toString() == id)
            found = item;
    });
    return found;
}

void GuardList::setCurrent(const QString& id)
{
    m_search->clear();
    m_tree->setCurrentItem(itemOf(id));
}

QString GuardList::current() const
{
    const QTreeWidgetItem* item = m_tree->currentItem();
    return item == nullptr ? QString() : item->data(0, kId).toString();
}

void GuardList::setTicked(const QStringList& ids)
{
    forEachGuard(*m_tree, [&ids](QTreeWidgetItem* item) {
        if ((item->flags() & Qt::ItemIsUserCheckable) != 0)
            item->setCheckState(
                0, ids.contains(item->data(0, kId).toString()) ? Qt::Checked : Qt::Unchecked);
    });
}

QStringList GuardList::ticked() const
{
    QStringList ids;
    forEachGuard(*m_tree, [&ids](QTreeWidgetItem* item) {
        if (item->checkState(0) == Qt::Checked)
            ids << item->data(0, kId).toString();
    });
    return ids;
}

bool GuardList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_tree->viewport() && event->type() == QEvent::Resize)
        fitColumns(*m_tree);
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto& key = static_cast<const QKeyEvent&>(*event);
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (enter && m_use == Use::ChooseOne) {
        if (!current().isEmpty())
            emit chosen(current());
        return true;
    }
    if (watched == m_search && (key.key() == Qt::Key_Down || key.key() == Qt::Key_Up)) {
        m_tree->setFocus();
        QCoreApplication::sendEvent(m_tree, event);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace lockscope::ui
