// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_form.h"

#include "core/guards/registry.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/fast_path_box.h"
#include "ui/widgets/guard_list.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QSpinBox>
#include <QVBoxLayout>

#include <initializer_list>

namespace lockscope::ui {

ComparisonForm::ComparisonForm(const QString& guard, QWidget* parent)
    : QWidget(parent)
    , m_start(new ActionButton(this))
    , m_guards(new GuardList(GuardList::Use::TickSeveral, this))
    , m_fastPath(new FastPathBox(FastPaths::Without, this))
    , m_repeats(new QSpinBox(this))
    , m_seconds(new QDoubleSpinBox(this))
{
    constexpr int kLeastGuards = 430; // the column scrolls before its list does
    m_start->setObjectName("compare-start");
    m_guards->setMinimumHeight(kLeastGuards);
    m_guards->setTicked({"mutex", "tbb-spin", "ck-ticket", "ck-mcs", "futex", "spin-futex"});
    m_guards->setCurrent(guard);
    m_fastPath->setObjectName("compare-fast-path");
    m_repeats->setObjectName("repeats");
    m_repeats->setRange(1, study::kMaxRepeats);
    m_repeats->setValue(5);
    m_seconds->setObjectName("seconds");
    m_seconds->setRange(0.01, 3600);
    m_seconds->setSingleStep(0.1);
    m_seconds->setValue(0.5);
    m_seconds->setSuffix(tr(" s"));
    auto* form = new QFormLayout;
    form->addRow(tr("Fast &path"), m_fastPath);
    form->addRow(tr("&Runs of each"), m_repeats);
    form->addRow(tr("Le&ngth of a run"), m_seconds);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_start); // at the top: in sight however small the window is
    column->addWidget(m_guards, 1);
    column->addLayout(form);
}

void ComparisonForm::setStartAction(QAction* action)
{
    m_start->setAction(action);
}

void ComparisonForm::tickAll()
{
    QStringList ids;
    for (const guards::GuardRow& row : guards::registry())
        ids << QString::fromUtf8(row.id.data(), static_cast<qsizetype>(row.id.size()));
    m_guards->setTicked(ids); // those that there are not cannot be
}

study::ComparisonPlan ComparisonForm::plan(const lab::LabConfig& config) const
{
    study::ComparisonPlan plan;
    plan.config = config;
    plan.repeats = m_repeats->value();
    plan.length = std::chrono::milliseconds(qRound64(m_seconds->value() * 1000));
    plan.contenders = contendersOf(m_guards->ticked(), m_fastPath->paths());
    return plan;
}

void ComparisonForm::showRunning(bool running)
{
    for (QWidget* control :
         std::initializer_list<QWidget*>{m_guards, m_fastPath, m_repeats, m_seconds})
        control->setEnabled(!running);
}

} // namespace lockscope::ui
