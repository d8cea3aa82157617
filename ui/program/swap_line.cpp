// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/swap_line.h"

#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/words/text.h"

#include <QAction>
#include <QHBoxLayout>

#include <utility>

namespace lockscope::ui {

SwapLine::SwapLine(QWidget* parent)
    : QWidget(parent)
    , m_text(new ElidedLabel(this))
    , m_putBack(new ActionButton(this))
{
    m_text->setObjectName("program-swap");
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_putBack->setObjectName("program-put-back");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_text, 1);
    row->addWidget(m_putBack);
    QSizePolicy keeps = m_putBack->sizePolicy(); // its room, so that the line is as high without it
    keeps.setRetainSizeWhenHidden(true);
    m_putBack->setSizePolicy(keeps);
    m_putBack->hide();
}

void SwapLine::setPutBack(QAction* action)
{
    m_putBack->setAction(action);
    const auto follow = [this, action] { m_putBack->setVisible(action->isEnabled()); };
    connect(action, &QAction::changed, m_putBack, follow);
    follow();
}

void SwapLine::refresh(const measure::History& history, bool canSwap)
{
    constexpr int kReadable = 500; // ms: figures that change more often cannot be read
    if (m_shown.isValid() && !m_shown.hasExpired(kReadable))
        return;
    m_shown.start();
    follow(history);
    showText(canSwap);
}

void SwapLine::follow(const measure::History& history)
{
    std::optional<SwapEffect> fresh = lastSwapEffect(history);
    if (!fresh)
        return; // what was known of it stays when the history has forgotten it
    // The same change, of which the history has forgotten a part: more of it was the better figure.
    if (m_effect && m_effect->time == fresh->time) {
        if (fresh->before.length < m_effect->before.length)
            fresh->before = m_effect->before;
        if (fresh->after.length < m_effect->after.length)
            fresh->after = m_effect->after;
    }
    m_effect = std::move(fresh);
}

void SwapLine::showText(bool canSwap)
{
    setVisible(canSwap || m_effect);
    if (m_held) {
        m_text->setText(tr("\"Worth fixing?\" swaps locks just now, and says what that does"));
        m_text->setAbout({});
    } else if (m_effect) {
        m_text->setText(swapEffectText(*m_effect));
        m_text->setAbout(swapEffectTip(*m_effect));
    } else {
        m_text->setText(tr("No lock was swapped yet: do so by a right click on one, or by the "
                           "menu Program; what that does is said here"));
        m_text->setAbout({});
    }
    m_text->setForegroundRole(m_effect && !m_held ? QPalette::WindowText
                                                  : QPalette::PlaceholderText);
}

void SwapLine::setHeld(bool held)
{
    m_held = held;
    m_shown.invalidate();
}

void SwapLine::forget()
{
    m_effect.reset();
    m_shown.invalidate();
}

} // namespace lockscope::ui
