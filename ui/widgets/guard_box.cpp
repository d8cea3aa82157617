// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/guard_box.h"

#include "core/guards/registry.h"
#include "ui/widgets/guard_list.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

#include <QFrame>
#include <QLineEdit>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr QSize kPopupSize{520, 560};

} // namespace

GuardBox::GuardBox(QWidget* parent)
    : QComboBox(parent)
{
    for (const guards::GuardRow& row : guards::registry()) {
        addItem(toQString(row.label), toQString(row.id));
        setItemData(count() - 1, toQString(row.description), Qt::ToolTipRole);
    }
    // As wide as most labels need; the longest are cut short here and whole in the list.
    setMinimumContentsLength(20);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
}

void GuardBox::setGuard(const QString& id)
{
    setCurrentIndex(findData(id));
    setPlaceholderText(id); // one that this program does not know, in a recording
    if (currentIndex() < 0) {
        setToolTip(plainToolTip(tr("%1: not known to this program").arg(id)));
        return;
    }
    setToolTip(currentText() + '\n' + currentData(Qt::ToolTipRole).toString());
}

void GuardBox::showPopup()
{
    if (m_popup)
        return;
    m_popup = new QFrame(this, Qt::Popup);
    m_popup->setAttribute(Qt::WA_DeleteOnClose);
    m_popup->setFrameShape(QFrame::StyledPanel);
    m_popup->setObjectName("guard-popup");
    auto* list = new GuardList(GuardList::Use::ChooseOne, m_popup, m_limits);
    auto* column = new QVBoxLayout(m_popup);
    column->setContentsMargins({});
    column->addWidget(list);
    list->setCurrent(currentData().toString());
    connect(list, &GuardList::chosen, this, [this](const QString& id) {
        hidePopup();
        setCurrentIndex(findData(id));
        emit activated(currentIndex());
    });
    const QRect room = screen()->availableGeometry();
    const QSize size = kPopupSize.boundedTo(room.size());
    const QPoint below = mapToGlobal(QPoint(0, height()));
    m_popup->setGeometry(QRect(QPoint(std::min(below.x(), room.right() - size.width()),
                                      std::min(below.y(), room.bottom() - size.height())),
                               size));
    m_popup->show();
    list->search()->setFocus();
}

void GuardBox::hidePopup()
{
    if (m_popup)
        m_popup->close();
    QComboBox::hidePopup();
}

} // namespace lockscope::ui
