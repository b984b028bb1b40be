//! What the provider of a contract is told while it runs: that there is something to do or to read.

use crate::book::{Entry, profile};
use crate::decisions::KnownFiling;
use crate::error::CourierError;
use crate::notices::{Notice, When};
use crate::subscribers::Audience;
use dialogue::ContractEvent;
use dialogue::performance::{DataDeliveryEvent, PerformanceTalkEvent};
use jiff::civil::Date;
use mail::ContractNews;
use portal::paths;

/// Until the end of a day.
fn by(day: Date) -> Option<When> {
    calendar::end_of_date(day).map(When::Until)
}

impl Entry<'_> {
    pub(crate) fn contract(&self, event: &ContractEvent) -> Result<(), CourierError> {
        let (news, when) = match event {
            ContractEvent::ContractRegistered(new) => {
                return self.filed(new.trajectory, new.provider);
            }
            ContractEvent::ContractCommitmentMarked(marked) => {
                (ContractNews::PromiseMarked, by(marked.due))
            }
            ContractEvent::ContractChangeDecided(_) => (ContractNews::ChangeDecided, None),
            ContractEvent::ContractEscalated(_) => (ContractNews::Escalated, None),
            ContractEvent::ContractEndingStepTaken(step) => {
                (ContractNews::EndingStepTaken, Some(When::Until(step.until)))
            }
            ContractEvent::ContractEnded(_) => (ContractNews::Ended, None),
            _ => return Ok(()),
        };
        self.contract_news(news, when)
    }

    pub(crate) fn delivery(&self, event: &DataDeliveryEvent) -> Result<(), CourierError> {
        match event {
            DataDeliveryEvent::DataRequested(asked) => {
                self.filed(asked.trajectory, asked.provider)?;
                self.contract_news(ContractNews::DataAsked, Some(When::Until(asked.due.at)))
            }
            DataDeliveryEvent::DataDeliveryOpened(opened) => match opened.provider {
                Some(provider) => self.filed(opened.trajectory, provider),
                None => Ok(()),
            },
            DataDeliveryEvent::DataDeliveryRejected(_) => {
                self.contract_news(ContractNews::DataRejected, None)
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn talk(&self, event: &PerformanceTalkEvent) -> Result<(), CourierError> {
        match event {
            PerformanceTalkEvent::PerformanceTalkOpened(opened) => {
                self.filed(opened.trajectory, opened.provider)?;
                self.contract_news(ContractNews::TalkPlanned, Some(When::On(opened.on)))
            }
            PerformanceTalkEvent::PerformanceTalkMinutesRecorded(_) => {
                self.contract_news(ContractNews::MinutesToCheck, None)
            }
            _ => Ok(()),
        }
    }

    /// Tells the provider of what this event happened to.
    fn contract_news(&self, news: ContractNews, when: Option<When>) -> Result<(), CourierError> {
        let Some(of) = self.known::<KnownFiling>("filing")? else { return Ok(()) };
        let Some(profile) = profile(self.rows, of.trajectory)? else { return Ok(()) };
        let path = paths::trajectory(&of.trajectory.to_string());
        let notice = Notice::ContractTold { trajectory: profile.title, news, when, path };
        self.tell(Audience::Provider(of.provider), &notice)
    }
}
