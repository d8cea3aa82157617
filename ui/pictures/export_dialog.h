// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/exporter.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace lockscope::ui {

class MessageStrip;
class Settings;
struct ExportChoice;

/// Asks what to export, as what and to where, and does it. Stays open and says why when that fails.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// The picture is that of the moment when it is saved, so its exporter is made then. The
    /// settings outlive the dialog.
    ExportDialog(std::function<Exporter()> makeExporter,
                 Settings& settings,
                 QWidget* parent = nullptr);

    /// What was written, for people; empty before.
    [[nodiscard]] QString outcome() const { return m_outcome; }

public slots:
    void accept() override;

private:
    void setUpForm();
    void setUpButtons();
    void show(const ExportChoice& choice);
    [[nodiscard]] ExportChoice choice() const;
    /// The file, or for all pictures the folder, that is written to.
    [[nodiscard]] QString target() const;
    void browse();
    void showTarget();

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
};

} // namespace lockscope::ui
