// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/picture_copy.h"

#include "ui/pictures/picture_writers.h"
#include "ui/words/problem_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include <exception>
#include <utility>

namespace lockscope::ui {

void PictureCopy::copy(PaintedPage page, int scale, const QString& text)
{
    m_next = {std::move(page), scale, text};
    if (!m_thread.joinable())
        goOn();
}

void PictureCopy::goOn()
{
    if (m_next)
        make(*std::exchange(m_next, std::nullopt));
}

void PictureCopy::make(Wanted wanted)
{
    m_thread = std::jthread([this, wanted = std::move(wanted)] {
        QImage image;
        QByteArray svg;
        QString problem;
        try {
            image = imageOf(wanted.page, wanted.scale);
            image.setDevicePixelRatio(1); // who takes it knows nothing of ours
            svg = writeSvg(wanted.page);
        } catch (const std::exception& error) {
            problem = problemText(error);
        }
        QMetaObject::invokeMethod(this, [this, image, svg, problem, text = wanted.text] {
            m_thread.join(); // it has nothing left to do
            if (problem.isEmpty()) {
                auto* data = new QMimeData; // the clipboard's
                data->setImageData(image);
                data->setData("image/svg+xml", svg);
                QGuiApplication::clipboard()->setMimeData(data);
                emit copied(text);
            } else {
                emit failed(problem);
            }
            goOn();
        });
    });
}

} // namespace lockscope::ui
