// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/path_panel.h"

#include "ui/charts/time_view.h"
#include "ui/session/session.h"
#include "ui/widgets/figure_table.h"
#include "ui/words/foreign_text.h"
#include "ui/words/lock_text.h"
#include "ui/words/units.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>
#include <vector>

namespace lockscope::ui {

namespace {

using program::CriticalPath;
using program::PathLock;
using program::PathPart;

constexpr int kLive = 1000; ///< ms between two that are followed while the program runs
constexpr int kChosen = 150; ///< and while somebody selects
constexpr int kLockColumn = 1;
constexpr double kWorthARow = 0.0005; ///< a smaller part rounds to nothing

QString partText(PathPart part)
{
    switch (part) {
    case PathPart::Running:
        return PathPanel::tr("Running, holding up nobody");
    case PathPart::Held:
        return PathPanel::tr("Holding a lock that others wait for");
    case PathPart::Preempted:
        return PathPanel::tr("Runnable without a CPU");
    case PathPart::Condition:
        return PathPanel::tr("In a condition");
    case PathPart::Asleep:
        return PathPanel::tr("Asleep elsewhere");
    case PathPart::HolderUnknown:
        return PathPanel::tr("Waiting, holder not known");
    case PathPart::Circle:
        return PathPanel::tr("Waiting in a circle");
    case PathPart::Unknown:
        break;
    }
    return PathPanel::tr("Not known");
}

/// A share of nothing says nothing.
FigureCell ifAny(double share)
{
    return share < kWorthARow ? FigureCell{.text = {}, .order = 0.0, .tip = {}} : shareCell(share);
}

FigureCell intervalCell(const PathLock& lock)
{
    if (!lock.low || !lock.high)
        return {.text = unknownText(), .order = -1.0, .tip = {}};
    return {.text = PathPanel::tr("%1 to %2").arg(formatShare(*lock.low), formatShare(*lock.high)),
            .order = *lock.low,
            .tip = {}};
}

std::vector<FigureCell> rowOfLock(const PathLock& lock, const QString& what, double share)
{
    return {
        textCell(what),
        {.text = lock.id == 0 ? QString() : QString::number(lock.id), .order = lock.id, .tip = {}},
        shareCell(share),
        intervalCell(lock),
        ifAny(lock.asleep),
        ifAny(lock.preempted)};
}

std::vector<std::vector<FigureCell>> rowsOf(const CriticalPath& path,
                                            const measure::ProgramNames& names)
{
    std::vector<std::vector<FigureCell>> rows;
    for (const PathLock& lock : path.locks) {
        const QString place =
            lock.id == 0 ? PathPanel::tr("a lock that is not known") : lockText(lock.id, names);
        if (lock.held >= kWorthARow)
            rows.push_back(rowOfLock(lock, PathPanel::tr("Held: %1").arg(place), lock.held));
        if (lock.holderUnknown >= kWorthARow)
            rows.push_back(rowOfLock(lock,
                                     PathPanel::tr("Waiting, holder not known: %1").arg(place),
                                     lock.holderUnknown));
    }
    for (std::size_t i = 0; i < program::kPathPartCount; ++i) {
        const auto part = static_cast<PathPart>(i);
        if (path.parts[i] < kWorthARow || part == PathPart::Held || part == PathPart::HolderUnknown)
            continue;
        rows.push_back({textCell(partText(part)),
                        textCell({}),
                        shareCell(path.parts[i]),
                        textCell({}),
                        textCell({}),
                        textCell({})});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a[2].order.toDouble() > b[2].order.toDouble();
    });
    return rows;
}

LanePath piecesOf(const CriticalPath& path)
{
    if (path.whyNot)
        return nullptr;
    auto pieces = std::make_shared<std::vector<LanePathPiece>>();
    pieces->reserve(path.segments.size());
    for (const program::PathSegment& segment : path.segments)
        pieces->push_back(
            {segment.thread, segment.begin, segment.end, segment.what == PathPart::Held});
    return pieces;
}

} // namespace

PathPanel::PathPanel(Session& session, TimeView& view, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_view(view)
    , m_about(new QLabel(this))
    , m_table(new FigureTable("critical-path", tr("Critical path"), this))
{
    setObjectName("path-panel");
    m_about->setObjectName("path-about");
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_table->setColumns({tr("On the critical path"),
                         tr("Lock"),
                         tr("Of the path"),
                         tr("95 % interval"),
                         tr("Held asleep"),
                         tr("Held without a CPU")});
    m_table->setToolTip(tr("What would have to take less time for the end to come earlier. Who "
                           "held a lock is seen at the end of each snapshot and taken to be so for "
                           "the rest of it: shares are estimates. The interval is of all that a "
                           "lock takes, also while its holder had no CPU"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_about);
    column->addWidget(m_table, 1);
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &PathPanel::follow);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& at) {
        const std::uint32_t lock = at.siblingAtColumn(kLockColumn).data().toString().toUInt();
        if (lock != 0)
            emit lockMarked(lock);
    });
}

void PathPanel::setPainted(bool painted)
{
    if (m_painted == painted)
        return;
    m_painted = painted;
    if (m_time != nullptr)
        follow();
}

void PathPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_time != nullptr)
        follow();
}

void PathPanel::refresh(const ProgramTime& time)
{
    m_time = &time;
    if (!m_painted && !isVisible())
        return;
    const int period = m_view.follows() && !m_view.selection() ? kLive : kChosen;
    if (!m_followed.isValid() || m_followed.hasExpired(period))
        follow();
    else if (!m_later.isActive())
        m_later.start(period - static_cast<int>(m_followed.elapsed()));
}

void PathPanel::follow()
{
    m_later.stop();
    if (!m_painted && !isVisible())
        return;
    m_followed.start();
    const TimeRange range = m_view.chosen();
    const program::PathSnapshots through =
        program::pathSnapshots(m_session.history().snapshots(), range);
    const measure::SnapshotPtr first = through.empty() ? nullptr : through.front();
    const measure::SnapshotPtr last = through.empty() ? nullptr : through.back();
    if (last && m_first == first && m_last == last && m_range == range)
        return;
    m_first = first;
    m_last = last;
    m_range = range;
    const CriticalPath path = program::criticalPath(through, range, m_time->names().ofProgram());
    emit pathChanged(piecesOf(path));
    show(path);
}

void PathPanel::show(const CriticalPath& path)
{
    if (path.whyNot) {
        m_about->setText(
            tr("Not known. %1").arg(shownSentence(QString::fromStdString(*path.whyNot))));
        m_table->setRows({});
        return;
    }
    const ThreadNames& names = m_time->names();
    m_about->setText(tr("Back from %1 through %2 s, by %3 looks at who waits and who holds%4.")
                         .arg(names.name(path.endThread))
                         .arg(std::chrono::duration<double>(path.range.span()).count(), 0, 'f', 2)
                         .arg(path.looks)
                         .arg(path.sampled ? tr(", from outside") : QString()));
    m_table->setRows(rowsOf(path, names.ofProgram()));
}

} // namespace lockscope::ui
