//! Records: lines that each tell one thing of one job, as advertisements do.
//!
//! | written | what it lends to the pay behind it |
//! | --- | --- |
//! | `Position: Junior welder` | role and level |
//! | `Location: Leeds` | place |
//! | `Level: Senior` | level |
//! | `Experience: 3–5 years` | years |
//!
//! The lines are items of one list, paragraphs or lines of one, or rows of a table of two columns. A line behind a figure,
//! or with a label that was there, begins another record; one without a label ends all. Only a record that names a job
//! lends anything, as factors of pay are listed alike (`Location: London`), and only to what its label calls pay and nothing
//! more: `Salary: £25,000`, and not `Partner's salary: £45,000`. Where figures come first, nobody knows whose they are.

use crate::domain::{Level, PlaceRef, RoleRef, Spanned, Years};
use crate::vocabulary::{Vocabulary, Word, words};

use super::money::scan_telling_amounts;
use super::names::{Names, scan_names};
use super::reason::{Rule, Told};
use super::table::role_of_cell;
use super::telling::says_pay;
use super::years::Setting;

/// The longest label of a line, in bytes and in words.
const LABEL_MAX_BYTES: usize = 40;
const LABEL_MAX_WORDS: usize = 4;

/// How many lines one record has at most: more tell of something else.
const LINES_MAX: usize = 32;

/// How many words what is told behind a label may have.
const VALUE_MAX_WORDS: usize = 8;

/// How many words a title that nobody knows may have.
const UNKNOWN_MAX_WORDS: usize = 4;

/// Words beside those for pay in a label of what somebody is paid: "Annual base salary range".
const BESIDE_PAY: [&str; 28] = [
    "range", "scale", "band", "annual", "annually", "yearly", "monthly", "weekly", "daily",
    "hourly", "base", "basic", "gross", "net", "total", "starting", "average", "avg", "offered",
    "expected", "per", "a", "year", "month", "week", "day", "hour", "rate",
];

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
            "position" | "role" | "job title" | "job role" | "designation" | "job"
            | "occupation" | "profession" | "position title" | "job position" => Some(Key::Role),
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
    /// The lines that tell it, as label and value.
    told_by: Vec<(&'t str, &'t str)>,
    /// The labels so far, but for those of figures.
    labels: Vec<&'t str>,
    /// Whether the last line was a figure.
    is_paid: bool,
    /// Whether a figure stands before all that is told.
    is_behind: bool,
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
    /// Goes on with a line.
    pub(super) fn go_on(&mut self, line: &'t str, vocabulary: &Vocabulary) {
        match labelled(line) {
            Some((label, value)) => self.take(label, value, vocabulary),
            None => *self = Record::default(),
        }
    }

    /// Takes what stands behind `label`.
    pub(super) fn take(&mut self, label: &'t str, value: &'t str, vocabulary: &Vocabulary) {
        if has_figure(value) {
            self.is_behind |= self.labels.is_empty() && !self.is_paid;
            self.is_paid = true;
            return;
        }
        let mut others = self.labels.iter();
        let is_next = self.is_paid || others.any(|other| other.eq_ignore_ascii_case(label));
        if is_next || self.labels.len() == LINES_MAX {
            self.begin();
        }
        self.labels.push(label);
        let Some(key) = Key::of(label).filter(|_| is_value(value)) else {
            return;
        };
        let names = scan_names(value, vocabulary, Setting::Label);
        let only_level = || only(&names.levels, value);
        match key {
            Key::Role => {
                if self.role.is_some() {
                    self.begin();
                }
                self.role = role_of(value, &names).map(|role| Told::new(role, Rule::Record, value));
                self.level = only_level();
            }
            Key::Place => self.place = only(&names.places, value),
            Key::Level => self.level = only_level(),
            Key::Years => self.years = only(&names.years, value),
        }
        self.told_by.push((label, value));
    }

    /// Its lines before `line`, which they lend to: what a reader needs to see whose figure it is.
    pub(super) fn quoted_before(&self, line: &str) -> String {
        let mut quoted = String::new();
        for (label, value) in &self.told_by {
            quoted += label;
            quoted += ": ";
            quoted += value;
            quoted += " | ";
        }
        quoted + line
    }

    /// Begins another record in the same list.
    fn begin(&mut self) {
        *self = Record {
            is_behind: self.is_behind,
            ..Record::default()
        };
    }

    /// The record, where it lends what it tells to what stands behind `label`.
    pub(super) fn lent_to(&self, label: &str, value: &str) -> Option<&Record<'t>> {
        let lends = self.role.is_some() && !self.is_behind;
        (lends && is_own_pay(label) && !value.contains(" for ")).then_some(self)
    }

    /// As [`Record::lent_to`], for a line.
    pub(super) fn lent_to_line(&self, line: &str) -> Option<&Record<'t>> {
        let (label, value) = labelled(line)?;
        self.lent_to(label, value)
    }
}

/// Whether a label says pay and nothing more: whose else it is, or that it is claimed or lost.
fn is_own_pay(label: &str) -> bool {
    let words = words(label);
    let is_code = |word: &Word| {
        word.written.len() == 3 && word.written.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    says_pay(&words)
        && words.iter().enumerate().all(|(at, word)| {
            let is_pay = words.get(at..=at).is_some_and(says_pay);
            is_pay || BESIDE_PAY.contains(&word.lower.as_str()) || is_code(word)
        })
}

/// Whether money stands behind a label.
fn has_figure(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
        && scan_telling_amounts(value)
            .iter()
            .any(|amount| amount.currency.is_some() || amount.lpa || amount.indian)
}

/// A few words, and no sentence.
fn is_value(value: &str) -> bool {
    let ends = value.ends_with(['.', '!', '?', ';', ':']) || value.contains(". ");
    !ends && (1..=VALUE_MAX_WORDS).contains(&words(value).len())
}

/// The role that stands behind a label for one: as in a column of roles, one that nobody knows too, if it is written as a
/// name.
fn role_of(value: &str, names: &Names) -> Option<RoleRef> {
    let value_words = words(value);
    let is_named = value_words.len() <= UNKNOWN_MAX_WORDS
        && value_words
            .iter()
            .all(|word| word.written.starts_with(char::is_uppercase))
        && names.places.is_empty()
        && names.levels.is_empty()
        && !says_pay(&value_words);
    (!names.roles.is_empty() || is_named).then(|| role_of_cell(value, names))
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
        check(
            &[
                "Position: Welder",
                "Firm: Acme",
                "Pay: £9",
                "Firm: Loom Ltd",
            ],
            "",
        );
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
        check(
            &["Position: Team member", "Role: Reports to the Director"],
            "",
        );
        check(&["Title: Pay 2024"], "");
        check(&["Note: nurses in Leeds"], "");
        check(&["Position: 2", "Location: to be told", ": Leeds"], "");
    }

    #[track_caller]
    fn check_lent(lines: &[&str], expected: Option<&str>) {
        let mut record = Record::default();
        let (last, before) = lines.split_last().expect("a line");
        for line in before {
            record.go_on(line, Vocabulary::builtin());
        }
        let lent = record
            .lent_to_line(last)
            .and_then(|lent| lent.role.as_ref());
        let role = lent.map(|told| told.value.written.as_str());
        assert_eq!(role, expected, "{lines:?}");
    }

    #[test]
    fn quotes_what_it_lends() {
        let mut record = Record::default();
        for line in ["Role: Junior welder", "Hours: 40", "City: Leeds"] {
            record.go_on(line, Vocabulary::builtin());
        }
        assert_eq!(
            record.quoted_before("Pay: £9"),
            "Role: Junior welder | City: Leeds | Pay: £9"
        );
    }

    #[test]
    fn lends_to_its_own_pay_alone() {
        let welder = Some("Welder");
        check_lent(&["Role: Welder", "City: Leeds", "Salary: £30,000"], welder);
        check_lent(
            &["Role: Welder", "Annual base salary (GBP): 30,000"],
            welder,
        );
        check_lent(
            &["Role: Welder", "Salary: £30,000", "Hourly pay: £15"],
            welder,
        );
        check_lent(&["Role: Welder", "Partner's salary: £45,000"], None);
        check_lent(&["Role: Welder", "Average nurse salary: £45,000"], None);
        check_lent(&["Role: Welder", "Salary: £50,000 for managers"], None);
        check_lent(&["Role: Welder", "Unpaid wages: £40,000"], None);
        check_lent(&["City: Leeds", "Salary: £30,000"], None);
        check_lent(
            &[
                "Role: Welder",
                "Salary: £30,000",
                "Firm: Acme",
                "Salary: £45,000",
            ],
            None,
        );
        check_lent(
            &[
                "Salary: £30,000",
                "Role: Welder",
                "City: Leeds",
                "Salary: £24,000",
            ],
            None,
        );
    }
}
