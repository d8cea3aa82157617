// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/picture_facts.h"
#include "ui/scaling/scaling_model.h"

#include <QString>
#include <QStringList>

/// What the page on scaling says of what it shows. Plain functions of the model.
namespace lockscope::ui {

/// What a fast path buys at a number of CPUs.
struct ScalingAnswer
{
    QStringList sentences; ///< as HTML; what was measured first
    QString flag; ///< the first of what is simulated, in short; empty when nothing is
};

[[nodiscard]] ScalingAnswer scalingAnswer(const ScalingModel& model,
                                          const QStringList& guards,
                                          int at);

/// What the law says of each curve in sight, and where experiments differ: a line of HTML each.
[[nodiscard]] QStringList scalingVerdicts(const ScalingModel& model);

/// What is said under a picture; `config` is the experiment where nothing is shown yet.
[[nodiscard]] PictureFacts scalingFacts(const ScalingModel& model, const lab::LabConfig& config);

} // namespace lockscope::ui
