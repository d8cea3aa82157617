// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/time_choice.h"

#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace lockscope::ui {

namespace {

constexpr int kUsualSeconds = 30;
constexpr int kMostSeconds = 86'400;
constexpr std::chrono::milliseconds kAgain{500}; ///< a run that goes on gets more

} // namespace

TimeChoice::TimeChoice(QWidget* parent)
    : QWidget(parent)
    , m_list(new ElidedComboBox(this))
    , m_seconds(new QSpinBox(this))
    , m_size(new ElidedLabel(this))
{
    m_list->setObjectName("time");
    m_seconds->setObjectName("newest-seconds");
    m_seconds->setRange(1, kMostSeconds);
    m_seconds->setValue(kUsualSeconds);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setToolTip(tr("So many seconds, up to the newest"));
    m_seconds->setAccessibleName(tr("The newest seconds"));
    m_seconds->hide();
    m_size->setObjectName("time-size");
    m_size->setForegroundRole(QPalette::PlaceholderText);
    setFocusProxy(m_list);
    auto* row = new QHBoxLayout;
    row->addWidget(m_list, 1);
    row->addWidget(m_seconds);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(row);
    column->addWidget(m_size);
    connect(m_list, &QComboBox::currentIndexChanged, this, [this] {
        m_seconds->setVisible(isNewest());
        showSize();
    });
    connect(m_seconds, &QSpinBox::valueChanged, this, &TimeChoice::showSize);
    auto* again = new QTimer(this);
    connect(again, &QTimer::timeout, this, &TimeChoice::showSize);
    again->start(kAgain);
}

void TimeChoice::offer(Named times, int usual, std::function<measure::TimeRange()> all, Size size)
{
    m_times = std::move(times);
    m_all = std::move(all);
    m_sizeOf = std::move(size);
    m_list->clear();
    for (const auto& [name, range] : m_times)
        m_list->addItem(name);
    m_list->addItem(tr("The newest seconds"));
    m_list->setCurrentIndex(usual);
    showSize();
}

bool TimeChoice::isNewest() const
{
    return m_list->currentIndex() == static_cast<int>(m_times.size());
}

std::optional<measure::TimeRange> TimeChoice::range() const
{
    if (isNewest()) {
        const measure::TimeRange all = m_all();
        return measure::TimeRange{all.end - std::chrono::seconds(m_seconds->value()), all.end}
            .within(all);
    }
    const auto chosen = static_cast<std::size_t>(m_list->currentIndex());
    return chosen + 1 < m_times.size() ? std::optional(m_times[chosen].second) : std::nullopt;
}

void TimeChoice::showSize()
{
    if (m_sizeOf)
        m_size->setText(m_sizeOf(range()));
}

} // namespace lockscope::ui
