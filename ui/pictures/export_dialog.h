// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"
#include "ui/pictures/exporter.h"

#include <QDialog>

#include <functional>
#include <memory>
#include <vector>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QFormLayout;
class QLineEdit;
class QProgressBar;
class QSpinBox;

namespace lockscope::ui {

class ExportJob;
class MessageStrip;
class TimeChoice;
class Settings;
class ShownRange;
class TimeView;
struct ExportChoice;

/// Asks what to export, as what and to where, and does it, while the window goes on. Stays open and
/// says why when that fails.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// The picture is that of the moment when it is saved, so its exporter is made then. The
    /// settings outlive the dialog.
    ExportDialog(std::function<Exporter()> makeExporter,
                 Settings& settings,
                 QWidget* parent = nullptr);
    ~ExportDialog() override;

    /// Lets the person choose which time of what the view shows is exported. `ready`: whether all
    /// that is to be drawn of it is there. The view outlives the dialog.
    void offerTimes(TimeView& view, std::function<bool()> ready);

    /// What was written, for people; empty before.
    [[nodiscard]] QString outcome() const { return m_outcome; }

public slots:
    void accept() override;
    /// Ends the export, if there is one under way; else closes.
    void reject() override;

private:
    void setUpForm();
    void setUpButtons();
    void show(const ExportChoice& choice);
    [[nodiscard]] ExportChoice choice() const;
    /// The file, or for all pictures the folder, that is written to.
    [[nodiscard]] QString target() const;
    void browse();
    void showTarget();
    void start(const ExportChoice& asked, const QStringList& what);
    /// What comes of it; `problem` is empty when all was written.
    void end(const QString& problem);
    void showBusy(bool busy);

    std::function<Exporter()> m_makeExporter;
    Settings& m_settings;
    QComboBox* m_what;
    QComboBox* m_format;
    QSpinBox* m_scale;
    QLineEdit* m_folder;
    QLabel* m_target;
    MessageStrip* m_message;
    QDialogButtonBox* m_buttons;
    QString m_outcome;
    TimeView* m_view = nullptr; ///< none: there is no time to choose
    std::function<bool()> m_ready;
    TimeChoice* m_time; // child, as the next two
    QWidget* m_form;
    QProgressBar* m_progress;
    std::unique_ptr<ShownRange> m_shown; ///< while it exports
    std::unique_ptr<ExportJob> m_job;
};

} // namespace lockscope::ui
