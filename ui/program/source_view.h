// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/frame.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPlainTextEdit;

namespace lockscope::ui {

/// The source lines around a frame of a watched program, where their file is on this computer; else
/// why not. GUI thread only.
class SourceView : public QWidget
{
    Q_OBJECT

public:
    explicit SourceView(QWidget* parent = nullptr);

    /// Null: of no frame.
    void setFrame(const program::Frame* frame);

private:
    QLabel* m_place; // children, as all that follow
    QPlainTextEdit* m_lines;
    std::optional<program::Frame> m_frame; ///< that is shown
};

} // namespace lockscope::ui
