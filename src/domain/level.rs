//! How far along a career: a level by word, years by number.

use serde::{Deserialize, Serialize};

/// A step of a career ladder, as documents name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// First job: entry level, fresher, graduate.
    Entry,
    /// Early career.
    Junior,
    /// Mid level.
    Mid,
    /// Senior, experienced.
    Senior,
    /// Staff.
    Staff,
    /// Lead.
    Lead,
    /// Principal.
    Principal,
    /// Director.
    Director,
    /// Executive.
    Executive,
}

impl Level {
    /// Every level, from the first job up.
    pub const ALL: [Level; 9] = [
        Level::Entry,
        Level::Junior,
        Level::Mid,
        Level::Senior,
        Level::Staff,
        Level::Lead,
        Level::Principal,
        Level::Director,
        Level::Executive,
    ];

    /// The lower-case English word, as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Entry => "entry",
            Level::Junior => "junior",
            Level::Mid => "mid",
            Level::Senior => "senior",
            Level::Staff => "staff",
            Level::Lead => "lead",
            Level::Principal => "principal",
            Level::Director => "director",
            Level::Executive => "executive",
        }
    }
}

/// Years of experience, kept in months; at least one end is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Years {
    /// From, in months.
    pub min_months: Option<u16>,
    /// To, in months.
    pub max_months: Option<u16>,
}

impl Years {
    /// From `min` to `max` whole years.
    pub fn whole(min: Option<u16>, max: Option<u16>) -> Years {
        let months = |years: u16| years.saturating_mul(12);
        Years {
            min_months: min.map(months),
            max_months: max.map(months),
        }
    }

    /// True when somebody with `months` of experience is meant.
    pub fn cover(self, months: u16) -> bool {
        self.min_months.is_none_or(|min| min <= months)
            && self.max_months.is_none_or(|max| months <= max)
    }
}
