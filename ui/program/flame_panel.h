// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/watch_report.h"
#include "ui/pictures/exporter.h"

#include <QWidget>

#include <array>
#include <cstddef>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace lockscope::ui {

class ActionButton;
class FlameGraph;
class Session;
class Settings;
class SourceView;

/// The stacks of a lock as flame graphs: of those who waited by their time, of those who held it by
/// the time that others waited meanwhile; with search, and the source of what is chosen. GUI thread
/// only.
class FlamePanel : public QWidget
{
    Q_OBJECT

public:
    explicit FlamePanel(QWidget* parent = nullptr);

    /// What the button saves with. Once.
    void setExportAction(QAction* action);
    /// Null: of no lock, or of no program.
    void setLock(const program::WatchReport* report, const program::ReportedLock* lock);
    /// Asks where pictures of both are to be saved; `now`: what they show came just now.
    void save(const Session& session, Settings& settings, bool now);
    /// Pictures of both as they are shown.
    [[nodiscard]] Exporter exporter(const PictureFacts& facts) const;

private:
    static constexpr std::size_t kWaited = 0;
    static constexpr std::size_t kCaused = 1;

    [[nodiscard]] QWidget* setUpGraph(FlameGraph* graph);
    [[nodiscard]] FlameGraph* shown() const;
    void showFound();

    std::array<FlameGraph*, 2> m_graphs; // children, as all that follow
    QComboBox* m_choice;
    QLineEdit* m_words;
    QLabel* m_found;
    ActionButton* m_export;
    QStackedWidget* m_stack;
    SourceView* m_source;
};

} // namespace lockscope::ui
