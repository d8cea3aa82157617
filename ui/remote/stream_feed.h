// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/stream_source.h"
#include "ui/session/feed.h"

#include <QTimer>

namespace lockscope::ui {

/// A recording that is still being made elsewhere, and is kept in a file as it comes. Says
/// changed() now and then, as long as it is there: nobody else tells that the stream has ended.
class StreamFeed : public Feed
{
    Q_OBJECT

public:
    /// Where it comes from, for people.
    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] virtual const recording::StreamSource& stream() const = 0;
    /// Nothing more comes, and why is known.
    [[nodiscard]] virtual bool ended() const { return stream().ended(); }
    /// Of one that has ended: what there is to say of what was kept.
    [[nodiscard]] virtual QString endText() const;

    [[nodiscard]] std::shared_ptr<const measure::ProgramAccount> account() const override
    {
        return stream().account();
    }

protected:
    StreamFeed(FeedKind kind, QString name);

    [[nodiscard]] QString text(const measure::History& shown) const override;
    /// While nothing has come.
    [[nodiscard]] virtual QString waitingText() const = 0;
    /// Called now and then, before changed().
    virtual void look() {}

private:
    QString m_name;
    QTimer m_look;
};

} // namespace lockscope::ui
