// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/panel_page.h"
#include "ui/pictures/exporter.h"
#include "ui/scaling/scaling_model.h"
#include "ui/scaling/scaling_request.h"
#include "ui/scaling/scaling_runs.h"

#include <functional>

namespace lockscope::ui {

class ActionTable;
class MessageStrip;
class NoteLabel;
class ScalingForm;
class ScalingResult;
class ScalingTable;
class Session;
class Settings;

/// How guards scale with CPUs: measured on this computer by a sweep, the law fitted to that, and
/// simulated beyond it, at the session's settings. Simulating begins by itself when the page is
/// shown; a sweep when it is asked for. The live workload stands still meanwhile. Sweeps of other
/// hosts, or of another day, are opened from files and laid over that, each marked as what it is.
/// The page joins controls, runs, model, result and table.
class ScalingPage : public PanelPage
{
    Q_OBJECT

public:
    /// Session and settings outlive the page.
    ScalingPage(Session& session,
                Settings& settings,
                SweepFunction sweep,
                QWidget* parent = nullptr);

    [[nodiscard]] QString helpPage() const override { return QStringLiteral("scaling.md"); }

    /// What the page's buttons do: the actions that call what follows. Once.
    void setActions(const ActionTable& table);
    [[nodiscard]] StudyState sweepState() const;
    /// Measures what is asked for, or ends the sweep that runs; a sentence in the page when nothing
    /// can be measured.
    void sweepOrCancel();
    /// Goes on with a sweep that was cut short; nothing when there is none.
    void goOn();
    /// Has the person choose sweeps and tables, and shows them.
    void chooseFiles();
    /// Has the person choose a file for the sweep that was made here; nothing when there is none.
    void saveJson();
    void saveCsv();
    void exportPictures();

    /// Shows a table of N and throughput beside the rest; a sentence in the page when it is none.
    void openCurve(const QString& file);
    /// Lays sweeps over what is shown, all of them or none; else a sentence in the page.
    void openSweeps(const QStringList& files);
    [[nodiscard]] Exporter exporter() const;
    void setTheme(const Theme& theme);
    /// Says what the load of the experiment is of; empty: of nothing but what was asked for.
    void showOrigin(const QString& text);

signals:
    void calibrationWanted();
    /// sweepState().
    void sweepChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setUpParts();
    void connectForm();
    void connectResult();
    void connectRuns();

    [[nodiscard]] ScalingRequest request() const;
    [[nodiscard]] ScaledExperiment experiment() const;
    void forecastSoon();
    void showRunning();

    void addFiles();
    void save(const QString& name, const std::function<void(const QString& file)>& write);
    /// Carries an action out; what it throws is said. What was said before is gone.
    void guarded(const std::function<void()>& action);

    Session& m_session;
    Settings& m_settings;
    ScalingModel m_model;
    NoteLabel* m_origin;
    MessageStrip* m_message; // children, as all up to the result
    ScalingForm* m_form;
    ScalingResult* m_result;
    ScalingTable* m_table;
    ScalingRuns m_runs; ///< last: its thread has ended before anything that it uses is gone
};

} // namespace lockscope::ui
