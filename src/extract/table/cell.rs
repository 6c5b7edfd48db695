//! What single cells name: a role, a place, a statistic, a period.

use crate::domain::{
    Grade, Period, PlaceRef, RoleRef, Scheme, Span, Spanned, Statistic, StatisticKind, Years,
};
use crate::extract::measures::scan_period;
use crate::extract::names::Names;
use crate::extract::years::{Setting, scan_years};
use crate::vocabulary::words;

use super::column::percentile_alone;

/// A cell of roles names one role, known or not; codes in brackets belong to no name.
pub(in crate::extract) fn role_of_cell(text: &str, names: &Names) -> RoleRef {
    let mut occupations = names
        .roles
        .iter()
        .filter(|role| role.value.occupation.is_some());
    if let Some(group) = occupations.next() {
        return group.value.clone();
    }
    // "SOC analyst, incident responder": the first of several stands for the row.
    let parts = || text.split([',', ';']);
    let is_first_whole = names.roles.first().is_some_and(|role| {
        let first = parts().next().unwrap_or_default();
        role.span.end >= first.trim_end().len() && role.span.end <= first.len()
    });
    let is_list = parts().count() > 1
        && is_first_whole
        && !text.contains(" and ")
        && !text.ends_with("together");
    if let (Some(first), true) = (names.roles.first(), is_list) {
        return first.value.clone();
    }
    let known = names.roles.first().filter(|role| {
        // A known role inside a longer, other title ("data engineer evangelist") is not that role.
        // "ML engineer with LLM skills" says which ML engineers.
        let rest: usize = words(text)
            .iter()
            .take_while(|word| word.lower != "with" || word.span.start < role.span.end)
            .filter(|word| {
                !role.span.contains(word.span)
                    && !names
                        .levels
                        .iter()
                        .any(|level| level.span.contains(word.span))
                    && !names
                        .grades
                        .iter()
                        .any(|grade| grade.span.contains(word.span))
                    && !in_brackets(text, word.span)
            })
            .count();
        rest <= 1
    });
    match known {
        Some(role) => RoleRef {
            written: as_written(text, role),
            ..role.value.clone()
        },
        None => RoleRef {
            written: without_grade(text, names),
            ..RoleRef::default()
        },
    }
}

/// The title of a cell with what sets it apart from the role alone: "ML engineer with LLM skills", "Data engineer II", "Software developer
/// (director of development)", and the name of a field as the cell has it.
fn as_written(text: &str, role: &Spanned<RoleRef>) -> String {
    let behind = text.get(role.span.end..).unwrap_or_default().trim_start();
    let is_told_apart = behind.starts_with("with ")
        || behind.strip_prefix('(').is_some_and(|inside| {
            inside.split_whitespace().count() > 2 && !inside.contains(|c: char| c.is_ascii_digit())
        });
    let is_field = !text.contains(role.value.written.as_str());
    let number = behind.split([' ', '(', ',']).next().unwrap_or_default();
    // "Data engineer 5 (years)" numbers something else.
    let lower = behind.to_lowercase();
    let counts_years = ["year", "yr", "yoe"]
        .iter()
        .any(|mark| lower.contains(mark));
    let is_numbered = !counts_years && Grade::numbered(Scheme::Title, number).is_some();
    if is_numbered && !is_field {
        format!("{} {number}", role.value.written)
    } else if is_told_apart {
        text.get(role.span.start..)
            .unwrap_or(text)
            .trim()
            .to_owned()
    } else if is_field {
        without_brackets(text)
    } else {
        role.value.written.clone()
    }
}

/// A title without the rung at either end of it: "Tier 1 Loom Fixer". A number behind it is part of what it is called:
/// "Loom Fixer III".
fn without_grade(text: &str, names: &Names) -> String {
    let whole = without_brackets(text);
    let [grade] = names.grades.as_slice() else {
        return whole;
    };
    if grade.value.scheme() == Scheme::Title {
        return whole;
    }
    let written = grade.span.of(text).unwrap_or_default();
    let bare = whole.strip_suffix(written).or(whole.strip_prefix(written));
    let is_edge = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | ':');
    let bare = bare.map_or("", |bare| bare.trim_matches(is_edge));
    if bare.is_empty() {
        whole
    } else {
        bare.to_owned()
    }
}

fn in_brackets(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    before
        .rfind('(')
        .is_some_and(|open| before.rfind(')').is_none_or(|close| close < open))
}

/// "Computer-aided design (CAD) Technician" goes on behind its brackets, with words in capitals alone.
fn without_brackets(text: &str) -> String {
    let (before, rest) = text.split_once('(').unwrap_or((text, ""));
    let behind = rest.split_once(')').map_or("", |(_, behind)| behind);
    let goes_on = behind.starts_with(' ')
        && behind.split_whitespace().count() <= TITLE_GOES_ON_MAX
        && behind.split_whitespace().all(|word| {
            word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic)
        });
    let behind = if goes_on { behind.trim() } else { "" };
    let cut = format!("{} {behind}", before.trim());
    let cut = cut.trim();
    if cut.is_empty() {
        text.trim().to_owned()
    } else {
        cut.to_owned()
    }
}

/// How many words of a title may stand behind its brackets.
const TITLE_GOES_ON_MAX: usize = 2;

/// A cell of places names one place, known or not, as written.
pub(super) fn place_of_cell(text: &str, names: &Names) -> PlaceRef {
    PlaceRef {
        id: names
            .places
            .first()
            .and_then(|place| place.value.id.clone()),
        written: text.to_owned(),
    }
}

pub(super) fn statistic_of_cell(text: &str, names: &Names) -> Option<Statistic> {
    let is_range = |word: &str| matches!(word, "range" | "ranges" | "band" | "bands");
    let kind = names
        .statistics
        .first()
        .map(|statistic| statistic.value.kind)
        .or_else(|| percentile_alone(text).map(|statistic| statistic.value.kind))
        .or_else(|| {
            words(text)
                .iter()
                .any(|word| is_range(&word.lower))
                .then_some(StatisticKind::Range)
        });
    kind.map(|kind| Statistic {
        kind,
        wording: text.to_owned(),
    })
}

pub(super) fn period_of_cell(text: &str) -> Option<Period> {
    scan_period(text).or_else(|| scan_period(&format!("per {text}")))
}

/// "Mid-level", "Senior", "Tier 1": words for a level or a rung and nothing else.
pub(super) fn is_level_alone(text: &str, names: &Names) -> bool {
    names.roles.is_empty()
        && !(names.levels.is_empty() && names.grades.is_empty())
        && words(text).iter().all(|word| {
            matches!(word.lower.as_str(), "level" | "career" | "and" | "or")
                || names
                    .levels
                    .iter()
                    .any(|level| level.span.contains(word.span))
                || names
                    .grades
                    .iter()
                    .any(|grade| grade.span.contains(word.span))
        })
}

/// `0-2` or `5+` in a column of years.
pub(super) fn scan_bare_years(text: &str) -> Option<Years> {
    scan_years(&format!("{text} years"), Setting::Label)
        .first()
        .map(|years| years.value)
}
