// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_drop.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

#include <algorithm>

namespace lockscope::ui {

namespace {

bool areLocal(const QList<QUrl>& urls)
{
    return !urls.isEmpty()
        && std::all_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
}

} // namespace

FileDrop::FileDrop(QWidget* widget)
    : QObject(widget)
{
    widget->setAcceptDrops(true);
    widget->installEventFilter(this);
}

bool FileDrop::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto& drop = static_cast<QDropEvent&>(*event); // which an entering drag is, too
    const QList<QUrl> urls = drop.mimeData()->urls();
    if (!areLocal(urls))
        return false;
    drop.acceptProposedAction();
    if (event->type() == QEvent::Drop) {
        QStringList files;
        for (const QUrl& url : urls)
            files << url.toLocalFile();
        emit dropped(files);
    }
    return true;
}

} // namespace lockscope::ui
