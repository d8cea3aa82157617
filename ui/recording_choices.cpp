// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recording_choices.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <stdexcept>

namespace lockscope::ui {

QString SampleRecording::file() const
{
    return QStringLiteral(":/lockscope/recordings/%1.lockscope").arg(name);
}

std::vector<SampleRecording> sampleRecordings()
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Samples", text); };
    return {{"fast-path", tr("Mutex and &fast path, switched live on two CPUs")},
            {"locks", tr("Four &locks one after another on two CPUs")},
            {"late-initialisation", tr("A runtime that is initialised la&te: callers wait")},
            {"simulated-64-cpus", tr("SIMULATED: a mutex &collapses on 64 CPUs")}};
}

std::shared_ptr<const recording::Recording> openRecording(const QString& file)
{
    if (!file.startsWith(":/"))
        return recording::Recording::open(file.toStdString());
    QFile sample(file);
    if (!sample.open(QIODevice::ReadOnly))
        throw std::runtime_error("The sample " + file.toStdString() + " is not in this program");
    return recording::Recording::fromBytes(sample.readAll().toStdString(),
                                           QFileInfo(file).fileName().toStdString());
}

} // namespace lockscope::ui
