// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/program_reports.h"

#include <functional>

class QWidget;

namespace lockscope::ui {

class Settings;

/// Tries to watch what was asked for; io::BadInput, one sentence, for what cannot be.
using TryToWatch = std::function<void(const WatchRequest& request)>;

/// Asks for a program to start, or for a process that runs, beginning with what was watched last;
/// the dialog stays, and says why, while that cannot be watched. Returns at once. GUI thread only.
void askForProgram(const Settings& settings, const TryToWatch& tryToWatch, QWidget* window);
void askForProcess(const Settings& settings, const TryToWatch& tryToWatch, QWidget* window);

/// Asks whether to leave the program that is watched for the lab, and then does so.
void askToLeave(const QString& program, const std::function<void()>& leave, QWidget* window);

} // namespace lockscope::ui
