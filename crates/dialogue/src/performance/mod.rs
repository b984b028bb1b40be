//! Performance under a contract: what is measured, what was delivered and validated, and the talk
//! about it, in the order of the prestatiedialoog (Handreiking kwaliteitscriteria, appendix 1).

mod check;
mod delivery;
mod indicator;
mod measure;
mod period;
mod refusal;
mod talk;

pub use check::{DeliveryFacts, KnownContract, ValueFault};
pub use delivery::{
    CheckFinding, DataChecks, DataDelivery, DataDeliveryCommand, DataDeliveryCompleted,
    DataDeliveryEvent, DataDeliveryOpened, DataDeliveryRejected, DataDeliveryValidated,
    DataImportBegun, DataRequested, DataRowsAdded, DeliveredBefore, DeliveredValue, DeliveryBasis,
    DeliveryStatus, ROWS_AT_ONCE,
};
pub use indicator::{
    EvidenceForm, GoalKind, INDICATORS_MAX, Indicator, IndicatorDefined, IndicatorEvidenceAgreed,
    IndicatorRetired, IndicatorSet, IndicatorSetCommand, IndicatorSetEvent, Target,
    TargetDirection,
};
pub use measure::Measure;
pub use period::{Frequency, Period};
pub use refusal::PerformanceRefusal;
pub use talk::{
    ActionOwner, AgendaPart, CauseShare, ExpectedResult, InterimGoal, Interpretation,
    MeasuredResult, PerformanceActionClosed, PerformanceTalk, PerformanceTalkCommand,
    PerformanceTalkEvent, PerformanceTalkMinutesChecked, PerformanceTalkMinutesRecorded,
    PerformanceTalkOpened, PerformanceTalkQuestionAnswered, PlannedAction, RootCause, StorySource,
    TalkAnswer, TalkFigure, TalkItem, TalkMinutes, TalkQuestion,
};
