// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/comparison.h"
#include "ui/pages/panel_page.h"
#include "ui/pictures/exporter.h"
#include "ui/session/exclusive_job.h"

#include <functional>
#include <optional>

class QComboBox;
class QProgressBar;

namespace lockscope::ui {

class ActionButton;
class ActionTable;
class ComparisonChart;
class ComparisonForm;
class ComparisonTable;
class MessageStrip;
class NoteLabel;
class Session;
class Settings;

/// Runs a comparison; study::compare but in tests. On a thread of the page's.
using CompareFunction = std::function<study::Comparison(const study::ComparisonPlan&,
                                                        const study::ComparisonProgress&)>;

/// Guards compared: runs the ticked ones one after another at the session's settings, and keeps
/// what came of it in sight until the next. The live workload stands still meanwhile, and goes on
/// afterwards if it ran. GUI thread only.
class ComparisonPage : public PanelPage
{
    Q_OBJECT

public:
    /// Session and settings outlive the page.
    ComparisonPage(Session& session,
                   Settings& settings,
                   CompareFunction compare,
                   QWidget* parent = nullptr);

    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("experiment.md#comparing-guards");
    }

    /// What the page's buttons do: the actions that call what follows. Once.
    void setActions(const ActionTable& table);
    [[nodiscard]] StudyState comparisonState() const;
    /// Ticks every guard that there is here.
    void tickAll();
    /// Compares the ticked guards, or ends the comparison that runs; a sentence in the page when
    /// none is ticked.
    void compareOrCancel();
    /// Nothing when there is nothing to show.
    void exportPictures();

    void setTheme(const Theme& theme);
    /// Says what the load of the experiment is of; empty: of nothing but what was asked for.
    void showOrigin(const QString& text);

signals:
    /// comparisonState().
    void comparisonChanged();

private:
    [[nodiscard]] QWidget* setUpResult();
    void finished(const QString& problem);
    void showRunning();
    [[nodiscard]] Exporter exporter() const;
    /// Of what is shown; empty where nothing is to be said.
    [[nodiscard]] QString qualityText() const;

    Session& m_session;
    Settings& m_settings;
    const CompareFunction m_compare;
    ComparisonForm* m_form; // children, as all that follow
    QComboBox* m_figure;
    ComparisonChart* m_chart;
    ComparisonTable* m_table;
    QProgressBar* m_progress;
    ActionButton* m_export;
    NoteLabel* m_origin;
    MessageStrip* m_message;
    std::optional<study::Comparison> m_comparison; ///< that is shown
    std::optional<study::Comparison> m_newest; ///< the job's while it runs
    ExclusiveJob m_job; ///< last: its thread has ended before anything that it uses is gone
};

} // namespace lockscope::ui
