// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/recording_sign.h"

#include "ui/recordings/recorder.h"
#include "ui/words/foreign_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>

namespace lockscope::ui {

namespace {

constexpr int kDot = 10;
constexpr int kSides = 6;
constexpr QColor kRed(0xE0, 0x2B, 0x2B); // to be seen on a light and on a dark window

QString lengthText(std::chrono::nanoseconds length)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(length).count();
    const auto twoDigits = [](auto number) {
        return QStringLiteral("%1").arg(number, 2, 10, QChar('0'));
    };
    const QString rest = twoDigits(seconds % 60);
    return seconds < 3600
        ? QStringLiteral("%1:%2").arg(seconds / 60).arg(rest)
        : QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(twoDigits(seconds / 60 % 60), rest);
}

} // namespace

QString progressText(const RecordingProgress& progress)
{
    return QStringLiteral("%1, %2").arg(
        lengthText(progress.length),
        QLocale::c().formattedDataSize(
            static_cast<qint64>(progress.bytes), 1, QLocale::DataSizeSIFormat));
}

RecordingSign::RecordingSign(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
{
    setObjectName("recording-sign");
    m_text->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSides + kDot + kSides, 0, kSides, 0);
    row->addWidget(m_text);
    hide();
}

void RecordingSign::show(const RecordingProgress& progress)
{
    const QString text = tr("Recording %1").arg(progressText(progress));
    if (text != m_text->text()) { // not at each snapshot
        m_text->setText(text);
        setAccessibleName(text);
        setToolTip(plainToolTip(tr("Into %1, until Ctrl+R").arg(progress.file)));
    }
    setVisible(true);
}

void RecordingSign::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(kRed);
    painter.drawEllipse(QRectF(kSides, (height() - kDot) / 2.0, kDot, kDot));
}

} // namespace lockscope::ui
