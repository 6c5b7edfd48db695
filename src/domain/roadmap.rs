//! Ways into a role, stage by stage.

use serde::{Deserialize, Serialize};

use super::{RoleRef, Span};

/// A time in hundredths of a month, so that six weeks (1.38) keep their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Months(pub u32);

impl Months {
    /// `months` whole months.
    pub fn whole(months: u32) -> Months {
        Months(months.saturating_mul(100))
    }
}

/// One stage of a roadmap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Where the roadmap leads.
    pub role: Option<RoleRef>,
    /// Its place in the roadmap, from 1.
    pub ordinal: u16,
    /// Its name, without number and duration.
    pub name: String,
    /// From which month.
    pub months_min: Option<Months>,
    /// To which month; none with a `months_min` means open ("18+ months").
    pub months_max: Option<Months>,
    /// How long it takes, in the document's own words, where those say more than months.
    pub duration: Option<String>,
    /// What is reached in it.
    pub goals: Vec<String>,
    /// What shows that it is reached: projects to have done.
    pub checkpoints: Vec<String>,
    /// What to do, in order.
    pub steps: Vec<Step>,
}

/// One thing to do in a [`Stage`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// As written.
    pub text: String,
    /// Where it stands in the document.
    pub span: Span,
}
