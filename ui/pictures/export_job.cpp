// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/export_job.h"

#include "ui/pictures/picture_writers.h"
#include "ui/words/problem_text.h"

#include <QTimer>

#include <chrono>
#include <exception>
#include <utility>

namespace lockscope::ui {

ExportJob::ExportJob(Exporter exporter,
                     std::vector<Picture> pictures,
                     PictureFormat format,
                     int scale,
                     std::function<bool()> ready,
                     QObject* parent)
    : QObject(parent)
    , m_exporter(std::move(exporter))
    , m_pictures(std::move(pictures))
    , m_format(format)
    , m_scale(scale)
    , m_ready(std::move(ready))
{}

ExportJob::~ExportJob() = default;

void ExportJob::start()
{
    QTimer::singleShot(0, this, &ExportJob::next);
}

void ExportJob::next()
{
    constexpr std::chrono::milliseconds kBetweenLooks{30};
    if (m_cancelled) {
        emit cancelled();
    } else if (m_done == m_pictures.size()) {
        emit finished({});
    } else if (m_ready && !m_ready()) {
        QTimer::singleShot(kBetweenLooks, this, &ExportJob::next);
    } else {
        try {
            write();
        } catch (const std::exception& error) {
            emit finished(problemText(error));
        }
    }
}

void ExportJob::write()
{
    const Picture& picture = m_pictures[m_done];
    m_thread = std::jthread([this,
                             path = picture.path,
                             page = m_exporter.page(picture.what).painted(),
                             format = m_format,
                             scale = m_scale] {
        QString problem;
        try {
            Exporter::writeTo(path, writePicture(page, format, scale));
        } catch (const std::exception& error) {
            problem = problemText(error);
        }
        QMetaObject::invokeMethod(this, [this, problem] {
            m_thread.join(); // it has nothing left to do
            if (!problem.isEmpty()) {
                emit finished(problem);
                return;
            }
            emit progressed(static_cast<int>(++m_done));
            next();
        });
    });
}

} // namespace lockscope::ui
