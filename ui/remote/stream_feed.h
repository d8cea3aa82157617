// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/stream_source.h"
#include "ui/session/feed.h"

#include <QTimer>

#include <memory>

namespace lockscope::ui {

/// A recording that is still being made and comes through a pipe. Says changed() now and then, as
/// long as it is there: nobody else tells that the pipe has ended.
class StreamFeed final : public Feed
{
    Q_OBJECT

public:
    /// Takes a file that is open for reading over. `name` is for people; what comes is kept in the
    /// file `kept`. Throws as recording::StreamSource.
    StreamFeed(int file, const QString& name, const QString& kept);

    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] const recording::StreamSource& stream() const { return *m_stream; }

    [[nodiscard]] measure::Source* source() const override { return m_stream.get(); }

protected:
    [[nodiscard]] QString text(const measure::History& shown) const override;

private:
    QString m_name;
    std::unique_ptr<recording::StreamSource> m_stream;
    QTimer m_look;
};

} // namespace lockscope::ui
