//! Occupations, and what documents say of them besides pay.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Grade, Money, Scheme};

/// A known role, as in `backend-developer`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleId(pub String);

impl fmt::Display for RoleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A group of an official classification, as in `US SOC 15-1252`: the classification and the code in it, or the name of a
/// group that has no code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OccupationId(pub String);

impl fmt::Display for OccupationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A role that a document names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRef {
    /// Which role that is; none for one that the vocabulary does not hold.
    pub id: Option<RoleId>,
    /// The occupation it is counted as, where the document names one by its code.
    pub occupation: Option<OccupationId>,
    /// As the document writes it.
    pub written: String,
}

impl RoleRef {
    /// What tells this role from others: the id, else the occupation, else the written name in lower case and singular,
    /// without the number of a rung behind it ("Loom Fixer III"), behind a `~`.
    pub fn key(&self) -> String {
        let Some(id) = &self.id else {
            if let Some(occupation) = &self.occupation {
                return format!("~{}", occupation.0.to_lowercase());
            }
            let (bare, _) = parted(self.written.trim());
            let lower = bare.to_lowercase();
            if let Some(stem) = lower.strip_suffix("ies") {
                return format!("~{stem}y");
            }
            let singular = lower.strip_suffix('s').filter(|stem| !stem.ends_with('s'));
            return format!("~{}", singular.unwrap_or(&lower));
        };
        id.0.clone()
    }

    /// The number of a rung behind the title as it is written: "Loom Fixer III".
    pub fn grade(&self) -> Option<Grade> {
        parted(&self.written).1
    }
}

/// What is numbered too and is no title: "Driver Class 1", "Teacher Step 3", "Clerk Grade 5".
const NUMBERED: [&str; 30] = [
    "band", "bands", "category", "class", "classes", "district", "grade", "grades", "group",
    "groups", "key", "level", "levels", "no", "number", "part", "pgy", "phase", "range", "ranges",
    "scale", "section", "stage", "step", "steps", "tier", "tiers", "type", "year", "years",
];

/// The highest number that stands behind a title as a rung.
const TITLE_MAX: u8 = 6;

/// A title without the number of a rung behind it, and that.
fn parted(title: &str) -> (&str, Option<Grade>) {
    let title = title.trim_end();
    let Some((bare, last)) = title.rsplit_once(' ') else {
        return (title, None);
    };
    let bare = bare.trim_end();
    let before = bare.rsplit(' ').next().unwrap_or(bare);
    let is_title = before.chars().all(char::is_alphabetic)
        && before.chars().count() > 1
        && !NUMBERED.contains(&before.to_lowercase().as_str());
    let grade = Grade::numbered(Scheme::Title, last);
    match grade.filter(|grade| is_title && grade.number() <= TITLE_MAX) {
        Some(grade) => (bare, Some(grade)),
        None => (title, None),
    }
}

/// What side of a role a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// What it is.
    Definition,
    /// Titles the job goes by.
    Title,
    /// What people in it do.
    Responsibility,
    /// Technical skills, languages, tools.
    Skill,
    /// Skills with people and with oneself.
    SoftSkill,
    /// Roles near it, and moves to them.
    RelatedRole,
    /// Who hires.
    Employer,
    /// How one gets in: schooling, degrees, routes.
    Education,
    /// A course, with its fee where one is given.
    Course,
    /// Demand and growth.
    Outlook,
    /// How many openings are listed.
    JobCount,
    /// Working from elsewhere.
    Remote,
    /// How it differs from another role.
    Comparison,
    /// Advice.
    Tip,
    /// As what official statistics count it.
    Occupation,
    /// What to mind when reading what is said of it.
    Caution,
}

impl Aspect {
    /// Every aspect, in the order in which a role is told.
    pub const ALL: [Aspect; 16] = [
        Aspect::Definition,
        Aspect::Title,
        Aspect::Responsibility,
        Aspect::Skill,
        Aspect::SoftSkill,
        Aspect::RelatedRole,
        Aspect::Employer,
        Aspect::Education,
        Aspect::Course,
        Aspect::Outlook,
        Aspect::JobCount,
        Aspect::Remote,
        Aspect::Comparison,
        Aspect::Tip,
        Aspect::Occupation,
        Aspect::Caution,
    ];
}

/// A price asked for a course: never pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// The least.
    pub low: Money,
    /// The most; the same for a single figure.
    pub high: Money,
}

/// How many people work in an occupation, and how that is projected to change. What the source does not say is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// Change over the years below, in tenths of a percent: 158 for +15.8 %.
    pub growth_permille: Option<i32>,
    /// The first year of that change.
    pub from_year: Option<u16>,
    /// The last year of that change.
    pub to_year: Option<u16>,
    /// Openings a year over that time.
    pub openings_a_year: Option<u32>,
    /// People at work.
    pub employed: Option<u32>,
    /// When they were counted.
    pub employed_year: Option<u16>,
}

/// One statement about a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFact {
    /// The role it is about.
    pub role: Option<RoleRef>,
    /// Which side of the role.
    pub aspect: Aspect,
    /// The group it stands in, as written ("databases").
    pub category: Option<String>,
    /// The short name of the thing, where there is one ("`PostgreSQL`").
    pub name: Option<String>,
    /// The statement, as written.
    pub text: String,
    /// For a course: what it costs.
    pub fee: Option<Fee>,
    /// For demand and growth: the numbers in it.
    pub outlook: Option<Outlook>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, key: &str, grade: &str) {
        let role = RoleRef {
            written: written.to_owned(),
            ..RoleRef::default()
        };
        let shown = role.grade().map_or_else(String::new, |it| it.to_string());
        assert_eq!(
            (role.key().as_str(), shown.as_str()),
            (key, grade),
            "{written:?}"
        );
    }

    #[test]
    fn a_number_behind_a_title_is_a_rung_of_the_same_role() {
        check("Loom Fixer", "~loom fixer", "");
        check("Loom Fixers", "~loom fixer", "");
        check("Loom Fixer III", "~loom fixer", "III");
        check("Loom Fixer 2", "~loom fixer", "II");
        check("Fixer of 1984", "~fixer of 1984", "");
        check("Loom Fixer I-II", "~loom fixer i-ii", "");
        check("Loom Fixer - 2", "~loom fixer - 2", "");
        check("Loom Driver Class 1", "~loom driver class 1", "");
        check("Loom Clerk Grade 5-6", "~loom clerk grade 5-6", "");
        check("Loom Teacher, Step 3", "~loom teacher, step 3", "");
        check("Loom Fixer 7", "~loom fixer 7", "");
        check("III", "~iii", "");
        check("Loom Fixer iii", "~loom fixer iii", "");
    }
}
