// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include "ui/charts/canvas.h"
#include "ui/charts/chart_header.h"

#include <QPainter>
#include <QVBoxLayout>

namespace lockscope::ui {

ChartView::ChartView(QWidget* parent)
    : DashboardView(parent)
    , m_theme(Theme::of(palette()))
    , m_header(new ChartHeader(this))
    , m_canvas(new Canvas([this](QPainter& painter) { paintCanvas(painter); }, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_canvas, 1);
    m_axes.setTheme(m_theme);
    m_header->setTheme(m_theme);
    connect(m_header, &ChartHeader::toggled, this, [this] {
        updateScales();
        dataChanged();
        emit hiddenEntriesChanged();
    });
    connect(m_header, &ChartHeader::titleDoubleClicked, this, &ChartView::titleDoubleClicked);
    connect(m_canvas, &Canvas::mouseMoved, this, [this] { mouseMoved(); });
    connect(m_canvas, &Canvas::resized, this, [this] {
        canvasResized();
        dataChanged();
    });
}

void ChartView::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_axes.setTheme(theme);
    m_header->setTheme(theme);
    updateHeader();
    dataChanged();
}

QStringList ChartView::hiddenEntries() const
{
    return m_header->hiddenEntries();
}

void ChartView::setHiddenEntries(const QStringList& ids)
{
    m_header->setHiddenEntries(ids);
}

void ChartView::addBelowHeader(QWidget* widget)
{
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, widget);
}

void ChartView::setHeaderShown(bool shown)
{
    m_header->setVisible(shown);
}

QRectF ChartView::plotArea() const
{
    return ChartAxes::plotArea(m_canvas->size(), besideOf(m_canvas->width()));
}

ChartAxes::Beside ChartView::besideOf(double width) const
{
    return {.side = sideWidth(width), .labels = labelWidth(width)};
}

void ChartView::setSubject(measure::Subject subject)
{
    if (subject == m_subject)
        return;
    noteHidden();
    m_subject = subject;
    showHidden();
    dataChanged();
}

void ChartView::noteHidden()
{
    QStringList& hidden = m_hiddenOf[static_cast<std::size_t>(m_subject)];
    for (const LegendEntry& entry : legend())
        hidden.removeAll(entry.id);
    hidden << hiddenEntries();
}

void ChartView::showHidden()
{
    updateHeader(); // which knows what is hidden by its place
    m_header->setHiddenEntries(m_hiddenOf[static_cast<std::size_t>(m_subject)]);
}

void ChartView::setLock(const std::optional<ChosenLock>& lock)
{
    if (lock == m_lock)
        return;
    noteHidden();
    m_lock = lock;
    showHidden();
    lockChanged();
    updateHeader(); // its unit may be another
    dataChanged();
}

QString ChartView::lockText() const
{
    return m_lock ? m_lock->site : tr("all locks");
}

int ChartView::headerHeight(int width) const
{
    return m_header->isHidden() ? 0 : m_header->heightForWidth(width);
}

void ChartView::renderPicture(QPainter& painter, const QRectF& target) const
{
    painter.save();
    painter.fillRect(target, m_theme.window);
    const double header = m_header->isHidden() ? 0 : m_header->renderPicture(painter, target);
    const QRectF rest = target.adjusted(0, header, 0, 0);
    const ChartAxes::Beside beside = besideOf(rest.width());
    const QRectF local = ChartAxes::plotArea(rest.size(), beside);

    ChartAxes axes;
    axes.setTheme(m_theme);
    axes.setSize(rest.size(), beside);
    showTicks(axes, local);
    axes.render(painter, rest.topLeft());

    // Patterns and marks are placed on whole pixels, so the plot begins on one.
    painter.translate(rest.topLeft());
    painter.setFont(plotFont());
    if (!emptyText().isEmpty()) {
        paintEmptyText(painter, local);
    } else {
        paintData(painter, local);
        if (beside.side > 0)
            paintBeside(painter, local, false);
    }
    painter.restore();
}

void ChartView::paintDataOnScreen(QPainter& painter, const QRectF& plot)
{
    paintData(painter, plot);
}

ValueAxis* ChartView::makeAxis(const ValueAxis::Kind& kind, const AxisChoice& usual)
{
    m_axis = new ValueAxis(kind, usual, this);
    connect(m_axis, &ValueAxis::changed, this, [this] {
        updateScales();
        updateHeader();
        dataChanged();
    });
    return m_axis;
}

bool ChartView::shown(std::size_t entry) const
{
    return m_header->shown(entry);
}

void ChartView::updateHeader()
{
    m_header->setTitle(title(), meaning());
    m_header->setEntries(legend());
    setAccessibleName(title());
}

void ChartView::dataChanged()
{
    m_pictureChanged = true;
    m_canvas->update();
}

void ChartView::overlayChanged()
{
    m_canvas->update();
}

void ChartView::paintCanvas(QPainter& painter)
{
    const QRectF plot = plotArea();
    const double ratio = m_canvas->devicePixelRatioF();
    const QSize pixels = (QSizeF(m_canvas->size()) * ratio).toSize();
    if (m_pictureChanged || m_picture.size() != pixels) {
        if (m_picture.size() != pixels) {
            m_picture = QPixmap(pixels);
            m_picture.setDevicePixelRatio(ratio);
        }
        m_axes.setSize(m_canvas->size(), besideOf(m_canvas->width()));
        showTicks(m_axes, plot);
        QPainter onPicture(&m_picture);
        m_axes.paint(onPicture, ratio);
        onPicture.setFont(plotFont());
        if (!emptyText().isEmpty()) {
            paintEmptyText(onPicture, plot);
        } else {
            paintDataOnScreen(onPicture, plot);
            if (sideWidth(m_canvas->width()) > 0)
                paintBeside(onPicture, plot, true);
        }
        m_pictureChanged = false;
    }
    painter.drawPixmap(QPointF(), m_picture);
    painter.setFont(plotFont());
    if (emptyText().isEmpty())
        paintOverlay(painter, plot);
}

void ChartView::showTicks(ChartAxes& axes, const QRectF& plot) const
{
    if (emptyText().isEmpty() || (m_axis != nullptr && m_axis->sharesValues()))
        axes.setTicks(xTicks(plot), yTicks(plot));
    else // an axis of values that are not there would say how large they are
        axes.setTicks(emptyXTicks(plot), {});
}

void ChartView::paintEmptyText(QPainter& painter, const QRectF& plot) const
{
    painter.setPen(m_theme.faintText);
    painter.drawText(plot, Qt::AlignCenter | Qt::TextWordWrap, emptyText());
}

} // namespace lockscope::ui
