//! Records: lines that each tell one thing of one job, as advertisements do.
//!
//! | written | what it lends to the figures behind it |
//! | --- | --- |
//! | `Position: Junior welder` | role and level |
//! | `Location: Leeds` | place |
//! | `Level: Senior` | level |
//! | `Experience: 3–5 years` | years |
//!
//! The lines are items of one list, paragraphs or lines of one, or rows of a table of two columns. What comes again begins
//! another record, and a line without a label ends one. `Location: Large cities pay more.` tells nothing of one job.

use crate::domain::{Level, PlaceRef, RoleRef, Spanned, Years};
use crate::vocabulary::{Vocabulary, words};

use super::names::{Names, scan_names};
use super::reason::{Rule, Told};
use super::table::role_of_cell;
use super::telling::says_pay;
use super::years::Setting;

/// The longest label of a line, in bytes and in words.
const LABEL_MAX_BYTES: usize = 40;
const LABEL_MAX_WORDS: usize = 4;

/// How many words what is told behind a label may have.
const VALUE_MAX_WORDS: usize = 8;

/// How many words a title that nobody knows may have.
const UNKNOWN_MAX_WORDS: usize = 5;

/// What a line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Role,
    Place,
    Level,
    Years,
}

impl Key {
    /// What a label says of the words behind it.
    fn of(label: &str) -> Option<Key> {
        let lower = label.trim().to_lowercase();
        match lower.as_str() {
            "position" | "role" | "job title" | "job role" | "title" | "designation" | "job"
            | "occupation" | "profession" | "post" | "position title" | "job position" => {
                Some(Key::Role)
            }
            "location" | "place" | "city" | "country" | "region" | "based in" | "job location"
            | "work location" | "place of work" => Some(Key::Place),
            "level" | "seniority" | "career level" | "experience level" | "seniority level"
            | "job level" => Some(Key::Level),
            "experience"
            | "years of experience"
            | "work experience"
            | "experience required"
            | "required experience"
            | "years" => Some(Key::Years),
            _ => None,
        }
    }
}

/// What the lines so far tell of one job.
#[derive(Clone, Debug, Default)]
pub(super) struct Record<'t> {
    pub(super) role: Option<Told<'t, RoleRef>>,
    pub(super) place: Option<Told<'t, PlaceRef>>,
    pub(super) level: Option<Told<'t, Level>>,
    pub(super) years: Option<Told<'t, Years>>,
}

/// Whether a label says that a role, a place, a level or years stand behind it.
pub(super) fn is_key(label: &str) -> bool {
    Key::of(label).is_some()
}

/// The label of a line and what stands behind its colon.
pub(super) fn labelled(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.trim().split_once(": ")?;
    let (label, value) = (label.trim(), value.trim());
    let is_label = label.len() <= LABEL_MAX_BYTES
        && label.starts_with(char::is_alphabetic)
        && (1..=LABEL_MAX_WORDS).contains(&label.split_whitespace().count());
    (is_label && !value.is_empty()).then_some((label, value))
}

impl<'t> Record<'t> {
    /// Goes on with a line, or with the words between two line ends of one.
    pub(super) fn go_on(&mut self, line: &'t str, vocabulary: &Vocabulary) {
        match labelled(line) {
            Some((label, value)) => self.take(label, value, vocabulary),
            None => *self = Record::default(),
        }
    }

    /// Takes what stands behind `label`.
    pub(super) fn take(&mut self, label: &str, value: &'t str, vocabulary: &Vocabulary) {
        let Some(key) = Key::of(label).filter(|_| is_value(value)) else {
            return;
        };
        let names = scan_names(value, vocabulary, Setting::Label);
        let is_told = match key {
            Key::Role => self.role.is_some(),
            Key::Place => self.place.is_some(),
            Key::Level => self.level.is_some() && self.role.is_none(),
            Key::Years => self.years.is_some(),
        };
        if is_told {
            *self = Record::default();
        }
        let only_level = || only(&names.levels, value);
        match key {
            Key::Role => {
                self.role = role_of(value, &names).map(|role| Told::new(role, Rule::Record, value));
                self.level = only_level();
            }
            Key::Place => self.place = only(&names.places, value),
            Key::Level => self.level = only_level(),
            Key::Years => self.years = only(&names.years, value),
        }
    }
}

/// A few words, and no sentence.
fn is_value(value: &str) -> bool {
    let ends = value.ends_with(['.', '!', '?', ';', ':']) || value.contains(". ");
    !ends && (1..=VALUE_MAX_WORDS).contains(&words(value).len())
}

/// The role that stands behind a label for one: as in a column of roles, one that nobody knows too.
fn role_of(value: &str, names: &Names) -> Option<RoleRef> {
    let value_words = words(value);
    let is_title = !names.roles.is_empty()
        || (value_words.len() <= UNKNOWN_MAX_WORDS
            && value.starts_with(char::is_uppercase)
            && !value.contains(|c: char| c.is_ascii_digit())
            && names.places.is_empty()
            && names.levels.is_empty()
            && !says_pay(&value_words));
    is_title.then(|| role_of_cell(value, names))
}

/// What is found, where that is one thing.
fn only<'t, T: Clone + PartialEq>(found: &[Spanned<T>], value: &'t str) -> Option<Told<'t, T>> {
    let (first, others) = found.split_first()?;
    let is_only = others.iter().all(|other| other.value == first.value);
    is_only.then(|| Told::new(first.value.clone(), Rule::Record, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: &str) {
        let mut record = Record::default();
        for line in lines {
            record.go_on(line, Vocabulary::builtin());
        }
        let role = record.role.map(|told| told.value.written);
        let place = record.place.map(|told| told.value.written);
        let level = record.level.map(|told| told.value.name().to_owned());
        let years = record.years.map(|told| {
            let end = |months: Option<u16>| months.map_or("…".to_owned(), |it| it.to_string());
            format!(
                "{}–{}",
                end(told.value.min_months),
                end(told.value.max_months)
            )
        });
        let told: Vec<String> = [role, place, level, years].into_iter().flatten().collect();
        assert_eq!(told.join(" | "), expected, "{lines:?}");
    }

    #[test]
    fn knows_what_lines_tell() {
        check(
            &["Position: Junior welder", "Location: Leeds"],
            "welder | Leeds | junior",
        );
        check(
            &["Country: Canada", "Experience: 3–5 years"],
            "Canada | 36–60",
        );
        check(
            &["Job title: Loom Whisperer", "Level: Senior"],
            "Loom Whisperer | senior",
        );
        check(&["Role: Nurse", "Hours: 40", "Salary: £25,000"], "Nurse");
        check(&["Position: Sales manager, London"], "Sales manager");
    }

    #[test]
    fn begins_anew_and_ends() {
        check(
            &["Position: Welder", "Location: Leeds", "Position: Nurse"],
            "Nurse",
        );
        check(&["Location: Leeds", "Location: Dublin"], "Dublin");
        check(&["Position: Welder", "They work at night."], "");
    }

    #[test]
    fn takes_no_sentences() {
        check(&["Location: Large cities such as London pay more."], "");
        check(
            &["Experience: The more years, the more pay; ten are best."],
            "",
        );
        check(&["Location: London, Paris"], "");
        check(&["Role: What the job pays"], "");
        check(&["Title: Pay 2024"], "");
        check(&["Note: nurses in Leeds"], "");
        check(&["Position: 2", "Location: to be told", ": Leeds"], "");
    }
}
