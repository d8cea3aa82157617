// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/history.h"
#include "core/measure/source.h"
#include "ui/session/experiment_request.h"
#include "ui/session/feed_kind.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// What stands above pictures that are not measured here and now.
struct Banner
{
    QString mark; ///< "SIMULATED", "RECORDED", ...; empty: no banner is needed
    QString text; ///< what there is to say of it

    friend bool operator==(const Banner&, const Banner&) = default;
};

/// What a picture is drawn from: a source, which it owns, and the requests that can go back to it.
/// Each kind is a class of its own, which says what it can do. Unless it says so, a feed takes no
/// changes, keeps its own rate and tells of nothing beforehand. GUI thread only.
class Feed : public QObject
{
    Q_OBJECT

public:
    explicit Feed(FeedKind kind);
    ~Feed() override;

    [[nodiscard]] const FeedTraits& traits() const { return traitsOf(m_kind); }
    /// Of what it brings, as far as that is known.
    [[nodiscard]] measure::Provenance provenance() const;
    [[nodiscard]] QString tab() const;
    /// `shown`: the history drawn from it, whose gaps are told of.
    [[nodiscard]] Banner banner(const measure::History& shown) const;

    /// What the machine is called where it runs or ran, as far as that is known.
    [[nodiscard]] virtual QString machine() const;

    /// The source; null while there is none. It belongs to the feed.
    [[nodiscard]] virtual measure::Source* source() const = 0;
    /// Makes a source where there is none. Throws with a sentence when that fails.
    virtual void open() {}
    /// A source that has ended by itself and cannot go on is forgotten, so that the next open()
    /// makes another. One that can be started again stays.
    virtual void close() {}

    /// Whether apply() would do something now.
    [[nodiscard]] virtual bool canChange() const { return false; }
    /// Asks for another experiment, which limits() allow; throws with a sentence and changes
    /// nothing when it is refused.
    virtual void apply(const ExperimentRequest& wanted);
    /// Snapshots a second from now on, and from a later open().
    virtual void setSnapshotRate(int perSecond);
    /// All snapshots that there are to be drawn, where they are no longer those of the last call
    /// with what was polled behind them. None: they are.
    [[nodiscard]] virtual std::optional<std::vector<measure::SnapshotPtr>> takeAll();
    /// Where its source stands in what is drawn, if all of that is known beforehand: what is polled
    /// is in it already. None: it stands at the newest.
    [[nodiscard]] virtual std::optional<std::chrono::nanoseconds> place() const;
    /// Everything that is known of a program which is watched elsewhere, or was recorded: up to the
    /// end of what is drawn, or, of a stream, as far as it has told that; null where nothing has.
    [[nodiscard]] virtual std::shared_ptr<const measure::ProgramAccount> account() const;
    /// The experiment that was asked for, where that is not the window's own.
    [[nodiscard]] virtual std::optional<ExperimentRequest> request() const;
    /// What may be asked for where it ran, by what the source says of its host.
    [[nodiscard]] virtual lab::ConfigLimits limits() const;

signals:
    /// The banner, or what it can do.
    void changed();
    /// request(), by itself and not by apply().
    void requestChanged();
    /// One sentence: what a person has to know.
    void problem(const QString& sentence);

protected:
    /// The banner's text behind the mark; asked for only where there is a mark.
    [[nodiscard]] virtual QString text(const measure::History& shown) const = 0;

private:
    const FeedKind m_kind;
};

} // namespace lockscope::ui
