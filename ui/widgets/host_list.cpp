// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/host_list.h"

#include "ui/theme/host_marker.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/key_policy.h"
#include "ui/words/foreign_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr int kMostLines = 4; ///< before it scrolls: the chart needs the room

/// A host's marker in the colours of the palette that holds when it is painted.
class MarkerSign : public QWidget
{
public:
    MarkerSign(int marker, QWidget* parent)
        : QWidget(parent)
        , m_marker(marker)
    {
        constexpr int kSide = 18;
        setFixedSize(kSide, kSide);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        paintHostMarker(painter,
                        QRectF(rect()).center(),
                        m_marker,
                        palette().windowText().color(),
                        palette().window().color());
    }

private:
    const int m_marker;
};

} // namespace

HostList::HostList(QWidget* parent)
    : QFrame(parent)
    , m_content(new QWidget)
    , m_lines(new QVBoxLayout(m_content))
    , m_scroll(new QScrollArea(this))
    , m_keys(new KeyPolicy(this))
{
    setObjectName("scaling-hosts");
    setFrameShape(QFrame::StyledPanel);
    auto* title = new ElidedLabel(this);
    title->setText(tr("OPENED FROM FILES: sweeps of the hosts below, not made by this window"));
    title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* add = new QPushButton(tr("&Add file…"), this);
    add->setObjectName("add-host");
    add->setToolTip(
        tr("Lay another host's sweep over these; sweeps can also be dropped on the window"));
    connect(add, &QPushButton::clicked, this, &HostList::addWanted);
    auto* clear = new QPushButton(tr("Remove all"), this);
    clear->setObjectName("remove-hosts");
    clear->setToolTip(tr("Take all sweeps away that were opened from files; the files stay"));
    connect(clear, &QPushButton::clicked, this, &HostList::clearWanted);
    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(add);
    head->addWidget(clear);

    m_lines->setContentsMargins({});
    m_lines->setSpacing(2);
    m_scroll->setWidget(m_content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_scroll);
    hide();
}

void HostList::setRows(const std::vector<Row>& rows)
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Row& row : rows)
        addRow(row);
    const int lines = std::min(static_cast<int>(rows.size()), kMostLines);
    if (lines > 0)
        m_scroll->setFixedHeight(
            lines * (m_lines->itemAt(0)->widget()->sizeHint().height() + m_lines->spacing()));
    setVisible(!rows.empty());
}

void HostList::addRow(const Row& row)
{
    auto* line = new QWidget(m_content);
    auto* box = new QCheckBox(shownMenuText(row.name, 60), line);
    box->setObjectName(row.id);
    box->setChecked(true);
    box->setToolTip(plainToolTip(tr("Show or hide the curves of %1").arg(row.name)));
    connect(box, &QCheckBox::toggled, this, [this, id = row.id](bool on) {
        emit shownChanged(id, on);
    });
    auto* facts = new ElidedLabel(line);
    facts->setText(row.facts);
    facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // no file widens the window
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins({});
    layout->addWidget(new MarkerSign(row.marker, line));
    layout->addWidget(box);
    layout->addWidget(facts, 1);
    if (row.removable) {
        auto* remove = new QToolButton(line);
        remove->setObjectName("remove:" + row.id);
        remove->setIcon(icon("close"));
        remove->setAutoRaise(true);
        remove->setToolTip(plainToolTip(tr("Take %1 away; the file stays").arg(row.name)));
        remove->setAccessibleName(tr("Remove %1").arg(shownText(row.name)));
        // Queued: the button goes with its line.
        connect(
            remove,
            &QToolButton::clicked,
            this,
            [this, id = row.id] { emit removeWanted(id); },
            Qt::QueuedConnection);
        layout->addWidget(remove);
    }
    m_keys->applyTo(line);
    m_lines->addWidget(line);
}

void HostList::setHidden(const QStringList& ids)
{
    for (auto* box : m_content->findChildren<QCheckBox*>()) {
        const QSignalBlocker quiet(box);
        box->setChecked(!ids.contains(box->objectName()));
    }
}

} // namespace lockscope::ui
