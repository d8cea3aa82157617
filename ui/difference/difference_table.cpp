// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_table.h"

#include "core/io/text_fit.h"
#include "core/recording/difference_text.h"
#include "ui/charts/chart_axes.h"
#include "ui/models/difference_model.h"
#include "ui/words/foreign_text.h"

#include <QFontMetrics>
#include <QFontMetricsF>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kPadding = 8;
constexpr int kCellPadding = 6;
constexpr int kLeastWidth = 490; ///< "14.0 M to 15.0 M" in every column
/// Shares of the width: numbers under each other, wide enough for "14.0 M to 15.0 M".
constexpr std::array<double, DifferenceModel::ColumnCount> kColumns{0.16, 0.28, 0.28, 0.28};

/// The number, and under it, fainter, how well it is known.
class NumberDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyleOptionViewItem empty = option;
        initStyleOption(&empty, index);
        empty.text.clear();
        const QWidget* widget = option.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &empty, painter, widget);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const Theme theme = Theme::of(option.palette);
        const QColor text = selected ? option.palette.color(QPalette::HighlightedText) : theme.text;
        const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
        const QString interval = index.data(DifferenceModel::IntervalRole).toString();
        QRect room = option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
        painter->save();
        painter->setFont(option.font);
        painter->setPen(text);
        if (!interval.isEmpty()) {
            painter->drawText(QRect(room.left(), room.top(), room.width(), room.height() / 2),
                              int((alignment & Qt::AlignHorizontal_Mask) | Qt::AlignBottom),
                              index.data(DifferenceModel::ValueRole).toString());
            room.setTop(room.top() + room.height() / 2);
            painter->setFont(plotFont());
            painter->setPen(selected ? text : theme.faintText);
            painter->drawText(
                room, int((alignment & Qt::AlignHorizontal_Mask) | Qt::AlignTop), interval);
        } else {
            painter->drawText(
                room,
                int(alignment),
                option.fontMetrics.elidedText(index.data(DifferenceModel::ValueRole).toString(),
                                              Qt::ElideRight,
                                              room.width()));
        }
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override
    {
        const QString value = index.data(DifferenceModel::ValueRole).toString();
        const QString interval = index.data(DifferenceModel::IntervalRole).toString();
        return {std::max(option.fontMetrics.horizontalAdvance(value),
                         QFontMetrics(plotFont()).horizontalAdvance(interval))
                    + 2 * kCellPadding,
                2 * option.fontMetrics.height()};
    }
};

QString scopeText()
{
    return DifferenceTable::tr(
        "Throughput of B against A, with a 95 % confidence interval. Intervals know what "
        "varies within a run, not what differs from run to run.");
}

QFont verdictFont()
{
    QFont font = plotFont();
    font.setPixelSize(font.pixelSize() + 7);
    font.setBold(true);
    return font;
}

/// The figures, and below them, of watched programs, the locks that are waited for most.
std::vector<recording::DifferenceRow> allRowsOf(const recording::Difference& difference)
{
    constexpr std::size_t kLocks = 8;
    std::vector<recording::DifferenceRow> rows = rowsOf(difference);
    std::size_t at = 0;
    for (recording::LockRows& lock : lockRowsOf(difference, kLocks)) {
        const recording::LockDifference& compared = difference.locks[at++];
        const recording::LockChange change = compared.change();
        recording::DifferenceRow row = std::move(lock.rows.back()); // the wait share
        row.about =
            io::forTerminal(lock.label) + ": " + std::string(changeName(change)) + ". " + row.about;
        row.label = io::forTerminal(compared.site().text());
        if (change == recording::LockChange::Better || change == recording::LockChange::Worse)
            row.label += ": " + std::string(changeName(change));
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

DifferenceTable::DifferenceTable(QWidget* parent)
    : DashboardView(parent)
    , m_theme(Theme::of(palette()))
    , m_model(new DifferenceModel(this))
    , m_verdictText(new QLabel(this))
    , m_scope(new QLabel(scopeText(), this))
    , m_table(new QTableView(this))
    , m_notes(new QLabel(this))
{
    m_verdictText->setObjectName("verdict");
    m_verdictText->setFont(verdictFont());
    m_verdictText->setWordWrap(true);
    m_verdictText->setTextFormat(Qt::PlainText);
    m_verdictText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_table->setObjectName("differences");
    m_table->setAccessibleName(DifferenceTable::title()); // it is not made yet
    m_table->setModel(m_model);
    m_table->setItemDelegate(new NumberDelegate(m_table));
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumWidth(kLeastWidth);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    // A number that is cut off is another number: names have what room is left.
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(DifferenceModel::LabelColumn,
                                                      QHeaderView::Stretch);
    // The lines take what room there is, and scroll where it is too little for two lines of text.
    m_table->verticalHeader()->setMinimumSectionSize(2 * m_table->fontMetrics().height());
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_scope->setObjectName("scope");
    m_scope->setWordWrap(true);
    m_scope->setFont(plotFont());
    m_scope->setForegroundRole(QPalette::PlaceholderText);
    m_notes->setObjectName("notes");
    m_notes->setWordWrap(true);
    showAsPlainText(m_notes);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_verdictText);
    column->addWidget(m_scope);
    column->addWidget(m_table, 1);
    column->addWidget(m_notes);
    setDifference(std::nullopt);
}

void DifferenceTable::setDifference(const std::optional<recording::Difference>& difference)
{
    m_verdict = difference ? QString::fromStdString(difference->verdict()) : QString();
    m_remarks = difference ? difference->remarks : std::vector<std::string>();
    m_model->setRows(difference ? allRowsOf(*difference) : std::vector<recording::DifferenceRow>());
    m_verdictText->setText(difference ? m_verdict : tr("Nothing to compare"));
    m_notes->setText(notes().join('\n'));
    m_notes->setVisible(!m_remarks.empty());
    m_scope->setVisible(difference.has_value());
}

void DifferenceTable::setTheme(const Theme& theme)
{
    m_theme = theme;
    QPalette warning = m_notes->palette();
    warning.setColor(QPalette::WindowText, theme.warning);
    m_notes->setPalette(warning);
}

QStringList DifferenceTable::notes() const
{
    QStringList lines;
    for (const std::string& remark : m_remarks)
        lines << tr("note: %1").arg(shownSentence(QString::fromStdString(remark)));
    return lines;
}

QSizeF DifferenceTable::pictureSize() const
{
    const double line = std::ceil(QFontMetricsF(plotFont()).height()) + 4;
    const double verdict = std::ceil(QFontMetricsF(verdictFont()).height()) + 2 * kPadding;
    const auto lines = static_cast<double>(m_model->rowCount() + 1) + double(m_remarks.size());
    return {1200, verdict + lines * line + kPadding};
}

void DifferenceTable::paintRow(QPainter& painter, const QRectF& line, int row) const
{
    double left = line.left();
    for (int column = 0; column < DifferenceModel::ColumnCount; ++column) {
        const double width = line.width() * kColumns[static_cast<std::size_t>(column)];
        const QRectF cell =
            QRectF(left, line.top(), width, line.height()).adjusted(kPadding, 0, -kPadding, 0);
        const auto alignment =
            column == DifferenceModel::LabelColumn ? Qt::AlignLeft : Qt::AlignRight;
        const QString text = row < 0 ? m_model->headerData(column, Qt::Horizontal).toString()
                                     : m_model->index(row, column).data().toString();
        painter.setPen(row < 0 ? m_theme.faintText : m_theme.text);
        painter.drawText(cell, int(alignment | Qt::AlignVCenter), text);
        left += width;
    }
}

void DifferenceTable::renderPicture(QPainter& painter, const QRectF& target) const
{
    painter.save();
    painter.fillRect(target, m_theme.window);
    const double verdict = std::ceil(QFontMetricsF(verdictFont()).height()) + 2 * kPadding;
    painter.setFont(verdictFont());
    painter.setPen(m_theme.text);
    painter.drawText(QRectF(target.left() + kPadding, target.top(), target.width(), verdict),
                     int(Qt::AlignLeft | Qt::AlignVCenter),
                     m_verdict);
    const auto lines = static_cast<double>(m_model->rowCount() + 1) + double(m_remarks.size());
    const double height = (target.height() - verdict) / lines;
    painter.setFont(plotFont());
    QRectF line(target.left(), target.top() + verdict, target.width(), height);
    for (int row = -1; row < m_model->rowCount(); ++row) {
        if (row >= 0 && row % 2 == 0)
            painter.fillRect(line, m_theme.base);
        paintRow(painter, line, row);
        line.translate(0, height);
    }
    painter.setPen(m_theme.warning);
    for (const QString& note : notes()) {
        painter.drawText(
            line.adjusted(kPadding, 0, 0, 0), int(Qt::AlignLeft | Qt::AlignVCenter), note);
        line.translate(0, height);
    }
    painter.restore();
}

} // namespace lockscope::ui
