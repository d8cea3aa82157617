// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <QStringList>

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace lockscope::ui {

class KeyPolicy;

/// The hosts whose sweeps lie over each other, one line each: marker, name, facts. Each can be
/// hidden, and those that were opened from a file taken away. Not there while there are none. It is
/// what says that a picture is not of this computer, so it stands beside the chart and not in a
/// menu.
class HostList : public QFrame
{
    Q_OBJECT

public:
    struct Row
    {
        QString id;
        QString name;
        QString facts;
        int marker = 0; ///< see paintHostMarker()
        bool removable = true;
    };

    explicit HostList(QWidget* parent = nullptr);

    void setRows(const std::vector<Row>& rows);
    /// Ticks all but these; says nothing.
    void setHidden(const QStringList& ids);

signals:
    void shownChanged(const QString& id, bool shown);
    void removeWanted(const QString& id);
    void addWanted();
    void clearWanted();

private:
    void addRow(const Row& row);

    QWidget* m_content; // children
    QVBoxLayout* m_lines;
    QScrollArea* m_scroll;
    KeyPolicy* m_keys; ///< of the lines, which come after the window has settled its keys
};

} // namespace lockscope::ui
