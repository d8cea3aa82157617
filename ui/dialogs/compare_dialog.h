// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/comparison.h"
#include "ui/pictures/exporter.h"
#include "ui/session/exclusive_job.h"

#include <QDialog>

#include <functional>
#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace lockscope::ui {

class ComparisonChart;
class FastPathBox;
class GuardList;
class MessageStrip;
class Session;
class Settings;

/// Runs a comparison; study::compare but in tests. On a thread of the dialog's.
using CompareFunction = std::function<study::Comparison(const study::ComparisonPlan&,
                                                        const study::ComparisonProgress&)>;

/// Runs ticked guards one after another at the session's settings and shows what comes of it. The
/// live workload stands still meanwhile, and goes on afterwards if it ran.
class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    /// Session and settings outlive the dialog.
    CompareDialog(Session& session,
                  Settings& settings,
                  CompareFunction compare,
                  QWidget* parent = nullptr);

    void done(int result) override;

private:
    void setUpControls();
    void setUpResult();
    [[nodiscard]] study::ComparisonPlan plan() const;
    void startOrCancel();
    void finished(const QString& problem);
    void showRunning();
    void exportPictures();
    [[nodiscard]] Exporter exporter() const;
    [[nodiscard]] QString qualityText()
        const; ///< of what is shown; empty where nothing is to be said

    Session& m_session;
    Settings& m_settings;
    const CompareFunction m_compare;
    GuardList* m_guards; // children, as all that follow
    FastPathBox* m_fastPath;
    QSpinBox* m_repeats;
    QDoubleSpinBox* m_seconds;
    QComboBox* m_figure;
    ComparisonChart* m_chart;
    QProgressBar* m_progress;
    QPushButton* m_start;
    QPushButton* m_export;
    MessageStrip* m_message;
    std::optional<study::Comparison> m_comparison; ///< that is shown
    std::optional<study::Comparison> m_newest; ///< the job's while it runs
    ExclusiveJob m_job; ///< last: its thread has ended before anything that it uses is gone
};

} // namespace lockscope::ui
