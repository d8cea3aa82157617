// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/remote/stream_feed.h"

#include <memory>

namespace lockscope::ui {

/// A recording that comes through a pipe.
class PipeFeed final : public StreamFeed
{
    Q_OBJECT

public:
    /// Takes a file that is open for reading over. `name` is for people; what comes is kept in the
    /// file `kept`. Throws as recording::StreamSource.
    PipeFeed(int file, const QString& name, const QString& kept);

    [[nodiscard]] const recording::StreamSource& stream() const override { return *m_stream; }
    [[nodiscard]] measure::Source* source() const override { return m_stream.get(); }

protected:
    [[nodiscard]] QString waitingText() const override { return tr("nothing has come yet"); }

private:
    std::unique_ptr<recording::StreamSource> m_stream;
};

} // namespace lockscope::ui
