// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/command_palette.h"

#include "ui/actions/action_table.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/screen_fit.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr QSize kFirstSize{640, 440};
constexpr int kPadding = 6;
constexpr int kIconSize = 20;

/// An action in two lines: its name with its key at the right, and below what it does, or why it
/// cannot be carried out.
class ActionDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& /*index*/) const override
    {
        return {kIconSize, 2 * option.fontMetrics.height() + 2 * kPadding};
    }

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        ground.text.clear();
        ground.icon = {};
        const QStyle* style = option.widget != nullptr ? option.widget->style() : qApp->style();
        style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);

        const QString whyNot = index.data(PaletteModel::WhyNotRole).toString();
        const bool selected = (option.state & QStyle::State_Selected) != 0;
        const auto colour = [&](QPalette::ColorRole role) {
            return option.palette.color(whyNot.isEmpty() || selected ? QPalette::Active
                                                                     : QPalette::Disabled,
                                        selected ? QPalette::HighlightedText : role);
        };
        QRect room = option.rect.adjusted(kPadding, kPadding, -kPadding, -kPadding);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter,
                   QRect(room.left(), room.top(), kIconSize, room.height()),
                   Qt::AlignCenter,
                   selected               ? QIcon::Selected
                       : whyNot.isEmpty() ? QIcon::Normal
                                          : QIcon::Disabled);
        room.setLeft(room.left() + kIconSize + 2 * kPadding);
        const QRect first(room.topLeft(), QSize(room.width(), room.height() / 2));
        const QRect second = first.translated(0, first.height());
        const QString key = index.data(PaletteModel::KeyRole).toString();
        const int keyWidth = option.fontMetrics.horizontalAdvance(key) + 2 * kPadding;
        const auto draw = [&](const QRect& rect, Qt::Alignment at, const QString& text) {
            painter->drawText(rect,
                              static_cast<int>(at | Qt::AlignVCenter),
                              option.fontMetrics.elidedText(text, Qt::ElideRight, rect.width()));
        };
        painter->save();
        painter->setPen(colour(QPalette::Text));
        draw(first.adjusted(0, 0, -keyWidth, 0), Qt::AlignLeft, index.data().toString());
        draw(first, Qt::AlignRight, key);
        painter->setPen(colour(QPalette::PlaceholderText));
        draw(second,
             Qt::AlignLeft,
             whyNot.isEmpty() ? index.data(PaletteModel::TipRole).toString()
                              : CommandPalette::tr("Not now: %1").arg(whyNot));
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(const ActionTable& table, QWidget* parent)
    : QDialog(parent)
    , m_model(new PaletteModel(table, this))
    , m_typed(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_hint(new ElidedLabel(this))
{
    setObjectName("palette");
    setWindowTitle(tr("Commands"));
    resizeToFit(*this, kFirstSize);
    m_typed->setObjectName("palette-typed");
    m_typed->setPlaceholderText(tr("Type a few letters of a command, a guard or a workload"));
    m_typed->setAccessibleName(tr("Find a command"));
    m_typed->setClearButtonEnabled(true);
    m_typed->installEventFilter(this);
    m_list->setObjectName("palette-list");
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ActionDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus); // the field keeps the keyboard
    m_list->setAccessibleName(tr("Commands"));
    m_hint->setObjectName("palette-hint");
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_typed);
    column->addWidget(m_list, 1);
    column->addWidget(m_hint);
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_list, &QListView::clicked, this, &CommandPalette::carryOut);
    connect(m_list->selectionModel(),
            &QItemSelectionModel::currentChanged,
            this,
            &CommandPalette::showHint);
    find({});
    m_typed->setFocus();
}

void CommandPalette::find(const QString& typed)
{
    m_model->setTyped(typed);
    m_list->setCurrentIndex(m_model->index(0));
    showHint();
}

void CommandPalette::showHint()
{
    const QModelIndex at = m_list->currentIndex();
    const QString whyNot = at.data(PaletteModel::WhyNotRole).toString();
    m_hint->setText(!at.isValid() ? tr("No command has these words")
                        : whyNot.isEmpty()
                        ? tr("Enter carries it out, arrow keys choose, Esc closes")
                        : tr("Not now: %1").arg(whyNot));
}

void CommandPalette::carryOut()
{
    const QModelIndex at = m_list->currentIndex();
    if (!at.isValid() || !at.data(PaletteModel::WhyNotRole).toString().isEmpty()) {
        showHint();
        return;
    }
    QAction* action = m_model->action(at.row());
    accept();
    // Behind the closing of this window: what is carried out may open one of its own.
    QMetaObject::invokeMethod(action, &QAction::trigger, Qt::QueuedConnection);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_typed || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const auto& key = static_cast<const QKeyEvent&>(*event);
    const int page = std::max(1, m_list->viewport()->height() / m_list->sizeHintForRow(0) - 1);
    int step = 0;
    switch (key.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        carryOut();
        return true;
    case Qt::Key_Down:
        step = 1;
        break;
    case Qt::Key_Up:
        step = -1;
        break;
    case Qt::Key_PageDown:
        step = page;
        break;
    case Qt::Key_PageUp:
        step = -page;
        break;
    default:
        return false;
    }
    const int last = m_model->rowCount() - 1;
    if (last >= 0)
        m_list->setCurrentIndex(
            m_model->index(std::clamp(m_list->currentIndex().row() + step, 0, last)));
    return true;
}

} // namespace lockscope::ui
