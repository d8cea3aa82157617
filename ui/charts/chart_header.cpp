// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_header.h"

#include "ui/charts/chart_axes.h"
#include "ui/words/foreign_text.h"

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lockscope::ui {

namespace {

constexpr double kMargin = 8;

QSizeF titleSize(const QString& title)
{
    const QFontMetricsF metrics(titleFont());
    return {std::ceil(metrics.horizontalAdvance(title)), std::ceil(metrics.height()) + 6};
}

void paintTitle(QPainter& painter, const QRectF& rect, const QString& title, const Theme& theme)
{
    painter.setFont(titleFont());
    painter.setPen(theme.text);
    // In the middle: at its end stands the unit.
    const QString shown =
        QFontMetricsF(painter.font()).elidedText(title, Qt::ElideMiddle, std::ceil(rect.width()));
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextDontClip, shown);
}

} // namespace

QFont titleFont()
{
    QFont font = plotFont();
    font.setPixelSize(font.pixelSize() + 1);
    font.setBold(true);
    return font;
}

HeaderLayout layOutHeader(double width, const QSizeF& title, const std::vector<QSizeF>& entries)
{
    HeaderLayout layout;
    layout.title = QRectF(
        kMargin, 2, std::min(title.width(), std::max(0.0, width - 2 * kMargin)), title.height());
    const double all =
        std::accumulate(entries.begin(), entries.end(), 0.0, [](double sum, const QSizeF& e) {
            return sum + e.width();
        });
    const bool beside = kMargin * 3 + title.width() + all <= width;
    double x = beside ? width - kMargin - all : kMargin - 4;
    double y = beside ? layout.title.top() : layout.title.bottom();
    double bottom = layout.title.bottom();
    for (const QSizeF& entry : entries) {
        if (!beside && x > kMargin && x + entry.width() > width) {
            x = kMargin - 4;
            y += entry.height();
        }
        layout.entries.emplace_back(QPointF(x, y), entry);
        x += entry.width();
        bottom = std::max(bottom, y + entry.height());
    }
    layout.height = bottom;
    return layout;
}

ChartHeader::ChartHeader(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
{
    // Not Fixed: its most would be the height for the width before, and a legend that needs more
    // lines in a narrower chart would be cut off.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChartHeader::setTitle(const QString& title, const QString& meaning)
{
    if (title == m_title && meaning == m_meaning)
        return;
    m_title = title;
    m_meaning = meaning;
    QStringList lines{title};
    if (!meaning.isEmpty())
        lines << meaning;
    lines << tr("Double-click to have this chart alone, and all again.");
    setToolTip(plainToolTip(lines.join('\n')));
    placeButtons();
    updateGeometry();
    update();
}

void ChartHeader::setTheme(const Theme& theme)
{
    m_theme = theme;
    for (LegendButton* button : m_buttons)
        button->setTheme(theme);
    update();
}

void ChartHeader::setEntries(const std::vector<LegendEntry>& entries)
{
    if (entries == m_entries)
        return; // said with every frame
    m_entries = entries;
    while (m_buttons.size() > entries.size()) {
        delete m_buttons.back();
        m_buttons.pop_back();
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i < m_buttons.size()) {
            m_buttons[i]->setEntry(entries[i]);
            continue;
        }
        auto* button = new LegendButton(entries[i], m_theme, this);
        connect(button, &QAbstractButton::toggled, this, &ChartHeader::toggled);
        connect(button, &QAbstractButton::toggled, this, &ChartHeader::updateGeometry);
        connect(button, &LegendButton::aloneWanted, this, [this, button] { showAlone(button); });
        button->show(); // a child of a visible parent does not come by itself
        m_buttons.push_back(button);
    }
    placeButtons();
    updateGeometry();
}

bool ChartHeader::shown(std::size_t entry) const
{
    return entry >= m_buttons.size() || m_buttons[entry]->isChecked();
}

QStringList ChartHeader::hiddenEntries() const
{
    QStringList ids;
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (!shown(i))
            ids.append(m_entries[i].id);
    return ids;
}

void ChartHeader::setHiddenEntries(const QStringList& ids)
{
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        m_buttons[i]->setChecked(!ids.contains(m_entries[i].id));
}

void ChartHeader::showAlone(const LegendButton* button)
{
    // Hosts are of another kind than what is measured on them: a guard without a host is nothing.
    const auto isOther = [button](const LegendButton* other) {
        return other != button
            && other->entry().marker.has_value() == button->entry().marker.has_value();
    };
    const bool othersShown =
        std::any_of(m_buttons.begin(), m_buttons.end(), [&isOther](const LegendButton* other) {
            return isOther(other) && other->isChecked();
        });
    const bool wasAlone = button->isChecked() && !othersShown;
    for (LegendButton* each : m_buttons) {
        const QSignalBlocker quiet(each); // one change, not one for each
        if (each == button || isOther(each))
            each->setChecked(each == button || wasAlone);
    }
    emit toggled();
}

double ChartHeader::renderPicture(QPainter& painter, const QRectF& target) const
{
    std::vector<std::size_t> visible;
    std::vector<QSizeF> sizes;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (!shown(i))
            continue;
        visible.push_back(i);
        sizes.push_back(legendEntrySize(m_entries[i], plotFont()));
    }
    const HeaderLayout layout = layOutHeader(target.width(), titleSize(m_title), sizes);
    painter.save();
    painter.translate(target.topLeft());
    paintTitle(painter, layout.title, m_title, m_theme);
    painter.setFont(plotFont());
    for (std::size_t i = 0; i < visible.size(); ++i)
        paintLegendEntry(painter, layout.entries[i], m_entries[visible[i]], m_theme, false);
    painter.restore();
    return layout.height;
}

QSize ChartHeader::sizeHint() const
{
    constexpr int kUsualWidth = 500;
    return {kUsualWidth, heightForWidth(std::max(width(), 200))};
}

int ChartHeader::heightForWidth(int width) const
{
    return static_cast<int>(std::ceil(layOut(width).height));
}

void ChartHeader::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.window);
    paintTitle(painter, layOut(width()).title, m_title, m_theme);
}

void ChartHeader::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeButtons();
}

void ChartHeader::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        emit titleDoubleClicked();
}

HeaderLayout ChartHeader::layOut(double width) const
{
    std::vector<QSizeF> sizes;
    for (const LegendButton* button : m_buttons)
        sizes.emplace_back(button->sizeHint());
    const HeaderLayout layout = layOutHeader(width, titleSize(m_title), sizes);
    const bool isBelow =
        !layout.entries.empty() && layout.entries.front().top() >= layout.title.bottom();
    const bool spared = isBelow && m_buttons.size() == 1 && m_entries.front().inTitle && shown(0);
    return spared ? layOutHeader(width, titleSize(m_title), {}) : layout;
}

void ChartHeader::placeButtons()
{
    const HeaderLayout layout = layOut(width());
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const bool hasPlace = i < layout.entries.size();
        m_buttons[i]->setVisible(hasPlace);
        if (hasPlace)
            m_buttons[i]->setGeometry(layout.entries[i].toRect());
    }
}

} // namespace lockscope::ui
