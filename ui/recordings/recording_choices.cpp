// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/recording_choices.h"

#include "ui/words/text.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace lockscope::ui {

QString SampleRecording::file() const
{
    return QStringLiteral(":/lockscope/recordings/%1.%2").arg(name, suffix);
}

std::vector<SampleRecording> sampleRecordings()
{
    return {{"fast-path", tr("Mutex and &fast path, switched live on two CPUs")},
            {"locks", tr("Four &locks one after another on two CPUs")},
            {"late-initialisation", tr("A runtime that is initialised la&te: callers wait")},
            {"go-callbacks", tr("A real &Go program, watched: its guard among its locks")},
            {"simulated-64-cpus", tr("SIMULATED: a mutex &collapses on 64 CPUs")}};
}

std::vector<SampleRecording> sampleSweeps()
{
    return {
        {"sweep-2-cpus", tr("A s&weep: three locks on the 2 CPUs of a virtual machine"), "json"}};
}

bool isTable(const QString& file)
{
    constexpr std::array kEndings{".csv", ".tsv", ".txt"};
    return std::any_of(kEndings.begin(), kEndings.end(), [&file](const char* ending) {
        return file.endsWith(QLatin1String(ending), Qt::CaseInsensitive);
    });
}

bool isSweep(const QString& file)
{
    if (file.endsWith(".json", Qt::CaseInsensitive))
        return true;
    if (!QFileInfo(file).isFile()) // reading from a pipe would take its beginning away
        return false;
    QFile content(file);
    char first = 0;
    return content.open(QIODevice::ReadOnly) && content.getChar(&first) && first == '{';
}

std::shared_ptr<const recording::Recording> openRecording(
    const QString& file, const recording::Recording::Progress& progress)
{
    if (!file.startsWith(":/"))
        return recording::Recording::open(file.toStdString(), progress);
    QFile sample(file);
    if (!sample.open(QIODevice::ReadOnly))
        throw std::runtime_error("The sample " + file.toStdString() + " is not in this program");
    return recording::Recording::fromBytes(sample.readAll().toStdString(),
                                           QFileInfo(file).fileName().toStdString());
}

} // namespace lockscope::ui
