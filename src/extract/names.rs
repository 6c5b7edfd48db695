//! Who, where, at which level or rung: the names that are attached to a figure.

use crate::domain::{Grade, Level, PlaceRef, RoleRef, Span, Spanned, Statistic, Years};
use crate::vocabulary::{Mention, Term, Vocabulary, Word, words};

use super::grade::{self, Beside};
use super::meant::{
    is_compared_with, is_kind_of_job, is_label_of_level, is_no_level, is_of_work, is_one_of_names,
    is_part_of_name, is_part_of_title, is_subject_only, is_whose_recruiter, join_states,
    labels_pay, level_of,
};
use super::measures::scan_statistics;
use super::titles::Titles;
use super::years::{Setting, scan_years_in};

/// Everything in a stretch of text that can be attached to a figure, in reading order.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) roles: Vec<Spanned<RoleRef>>,
    pub(super) places: Vec<Spanned<PlaceRef>>,
    pub(super) levels: Vec<Spanned<Level>>,
    /// Rungs of ladders, as numbered.
    pub(super) grades: Vec<Spanned<Grade>>,
    pub(super) years: Vec<Spanned<Years>>,
    pub(super) statistics: Vec<Spanned<Statistic>>,
}

impl Names {
    /// Whether anything is named that sets one figure apart from another.
    pub(super) fn is_telling(&self) -> bool {
        !(self.roles.is_empty()
            && self.places.is_empty()
            && self.levels.is_empty()
            && self.grades.is_empty()
            && self.years.is_empty()
            && self.statistics.is_empty())
    }

    /// Whether nothing but levels and numbers stands in `text` before the byte `at`.
    pub(super) fn opens(&self, text: &str, at: usize) -> bool {
        let is_level = |word: &Word| {
            self.levels
                .iter()
                .any(|level| level.span.contains(word.span))
        };
        let is_number = |word: &Word| word.lower.bytes().all(|byte| byte.is_ascii_digit());
        let before = words(text.get(..at).unwrap_or_default());
        before.iter().all(|word| is_level(word) || is_number(word))
    }
}

/// One-word titles that say nothing of which developer or engineer.
const GENERIC: [&str; 14] = [
    "developer",
    "developers",
    "engineer",
    "engineers",
    "programmer",
    "programmers",
    "coder",
    "coders",
    "analyst",
    "analysts",
    "manager",
    "managers",
    "architect",
    "architects",
];

/// Reads the names in `text`; `Setting::Label` also takes weak level words and bare numbers of years.
pub(super) fn scan_names(text: &str, vocabulary: &Vocabulary, setting: Setting) -> Names {
    scan_names_in(text, &words(text), vocabulary, setting)
}

/// As [`scan_names`], over the words of `text`.
pub(super) fn scan_names_in(
    text: &str,
    words: &[Word],
    vocabulary: &Vocabulary,
    setting: Setting,
) -> Names {
    // Names are made of letters: "$60,000 – $80,000" holds none.
    if !words
        .iter()
        .any(|word| word.lower.contains(char::is_alphabetic))
    {
        return Names::default();
    }
    let mentions = vocabulary.mentions_in(words);
    scan_mentioned(text, words, &mentions, vocabulary, setting)
}

/// As [`scan_names_in`], where the names that the vocabulary knows are found already.
pub(super) fn scan_mentioned(
    text: &str,
    words: &[Word],
    mentions: &[Mention],
    vocabulary: &Vocabulary,
    setting: Setting,
) -> Names {
    let mut names = Names {
        years: scan_years_in(text, words, setting),
        statistics: scan_statistics(text, words, setting),
        ..Names::default()
    };
    let Mentioned {
        roles: known,
        places,
        levels,
        skills,
        names: of_others,
    } = mentioned(text, words, mentions, vocabulary);
    names.places = places;
    let written = grade::written(text, words);
    let apart: Vec<Span> = names
        .places
        .iter()
        .map(|place| place.span)
        .chain(levels.iter().filter_map(|(level, weak)| {
            let is_part = is_part_of_title(words, level, *weak);
            (!is_part).then_some(level.span)
        }))
        .chain(written.iter().map(|grade| grade.span))
        .chain(of_others)
        .collect();
    names.roles =
        Titles::of(text, words, setting, (&apart, &skills), vocabulary.titles()).all(known);
    for (level, weak) in levels {
        let inside = names
            .roles
            .iter()
            .any(|role| role.span.overlaps(level.span));
        let beside_role = || {
            names
                .roles
                .iter()
                .any(|role| role.span.distance(level.span) <= 1)
                || words.iter().any(|word| {
                    GENERIC.contains(&word.lower.as_str())
                        && word.span.start >= level.span.end
                        && word.span.start - level.span.end <= 1
                })
        };
        let labels = || {
            setting == Setting::Label && is_label_of_level(text, words, level.span)
                || labels_pay(text, words, level.span)
        };
        // "Principal architect": of a title that nobody knows.
        let ranks_title = || {
            let role = names
                .roles
                .iter()
                .find(|role| role.span.overlaps(level.span));
            role.is_some_and(|role| role.value.id.is_none() && role.span.start == level.span.start)
                && ranks_generic(words, level.span)
        };
        if !weak || (!inside && (beside_role() || labels())) || (inside && ranks_title()) {
            names.levels.push(level);
        }
    }
    // "CTO: $200,000": the letters of an office are a word for its level where they label a figure.
    if names.levels.is_empty() && setting == Setting::Label {
        let chief = names.roles.iter().find(|role| {
            let written = role.value.written.as_str();
            vocabulary.titles().is_letters(written) && written.starts_with('C')
        });
        names
            .levels
            .extend(chief.map(|role| Spanned::new(Level::Executive, role.span)));
    }
    names.levels = without_joined(text, std::mem::take(&mut names.levels));
    let beside = Beside {
        text,
        words,
        setting,
        roles: &names.roles,
        titles: vocabulary.titles(),
        names_step: !names.levels.is_empty() || !names.years.is_empty(),
    };
    names.grades = beside.grades(written);
    join_states(text, &mut names.places, vocabulary);
    drop_regions(&mut names.places);
    take_occupations(&mut names, text, vocabulary, setting);
    names
}

/// "Principal architect": a word that ranks a title which says nothing else. "Principal managers" manage schools.
fn ranks_generic(words: &[Word], level: Span) -> bool {
    let at = words.partition_point(|word| word.span.start < level.start);
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    matches!(lower(at), "principal" | "lead" | "distinguished")
        && GENERIC.contains(&lower(at + 1))
        && !matches!(lower(at + 1), "manager" | "managers")
}

/// What the vocabulary finds in a text, where it means there what it could mean.
#[derive(Default)]
struct Mentioned {
    roles: Vec<Spanned<RoleRef>>,
    places: Vec<Spanned<PlaceRef>>,
    /// With whether the word is a weak one.
    levels: Vec<(Spanned<Level>, bool)>,
    skills: Vec<Span>,
    /// What is called as a role is, and is none.
    names: Vec<Span>,
}

fn mentioned(
    text: &str,
    words: &[Word],
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Mentioned {
    let mut found = Mentioned::default();
    for mention in mentions {
        let written = mention.span.of(text).unwrap_or_default();
        match &mention.term {
            Term::Role { .. } if is_one_of_names(text, mention.span, vocabulary.titles()) => {
                found.names.push(mention.span);
            }
            Term::Role { id, field } => {
                let is_subject = *field && is_subject_only(words, mention.span);
                if is_generic_title(written)
                    || is_subject
                    || is_whose_recruiter(words, mention.span)
                {
                    continue;
                }
                let name = || vocabulary.role(id).map(|role| role.name.clone());
                // "User interface (UI) designers": half of a bracket is no name.
                let written = if *field || is_half_of_brackets(written) {
                    name().unwrap_or_else(|| written.to_owned())
                } else {
                    written.to_owned()
                };
                found.roles.push(Spanned::new(
                    RoleRef {
                        id: Some(id.clone()),
                        written,
                        occupation: None,
                    },
                    mention.span,
                ));
            }
            Term::Place { id, adjective } => {
                if is_compared_with(words, mention.span)
                    || is_kind_of_job(words, mention.span)
                    || is_part_of_name(words, text, mention.span)
                    || (*adjective && !is_of_work(words, mention.span, vocabulary))
                {
                    continue;
                }
                let article = ["the ", "The "];
                let bare = article
                    .iter()
                    .find_map(|article| written.strip_prefix(article));
                let written = bare.unwrap_or(written);
                // "Indian" is no place's name; the place it speaks of is.
                let place = vocabulary.place(id).filter(|_| *adjective);
                let written = place.map_or_else(|| written.to_owned(), |place| place.name.clone());
                let place = PlaceRef {
                    id: Some(id.clone()),
                    written,
                };
                found.places.push(Spanned::new(place, mention.span));
            }
            Term::Level { level, weak } => {
                // "Senior/Lead" is no "senior lead": the first of the two is meant.
                let level = written
                    .split_once('/')
                    .and_then(|(first, _)| level_of(first, vocabulary))
                    .unwrap_or(*level);
                if !is_no_level(words, mention.span, *weak) {
                    found
                        .levels
                        .push((Spanned::new(level, mention.span), *weak));
                }
            }
            Term::Skill(_) => found.skills.push(mention.span),
        }
    }
    found
}

/// Whether brackets or quotation marks open or close in `text` and not both.
pub(super) fn is_half_of_brackets(text: &str) -> bool {
    let count = |mark: char| text.matches(mark).count();
    text.contains(['(', ')', '“', '”', '"'])
        && (count('(') != count(')') || count('“') != count('”') || count('"') % 2 != 0)
}

/// How many occupations one text may name by their codes.
const OCCUPATIONS_MAX: usize = 20;

/// An occupation that is named by its code stands in place of the job titles, places and levels inside its name. It is
/// called as the text calls it.
fn take_occupations(names: &mut Names, text: &str, vocabulary: &Vocabulary, setting: Setting) {
    for group in vocabulary
        .occupations_in(text)
        .into_iter()
        .take(OCCUPATIONS_MAX)
    {
        let before = text.get(..group.span.start).unwrap_or_default();
        let own = group.span.of(text).unwrap_or_default();
        let own = own.split('(').next().unwrap_or_default().trim();
        let is_titled = own.eq_ignore_ascii_case(&group.value.name);
        let title = before.trim_end().trim_end_matches('(').trim_end();
        let beside = names
            .roles
            .iter()
            .find(|role| role.span.end == title.len())
            .map(|role| role.value.written.clone());
        let written = match setting {
            _ if is_titled => own.to_owned(),
            Setting::Label if !title.is_empty() => title.to_owned(),
            _ => beside.unwrap_or_else(|| group.value.name.clone()),
        };
        let span = Span::new(
            if setting == Setting::Label && !is_titled {
                0
            } else {
                group.span.start.min(title.len())
            },
            group.span.end,
        );
        let is_outside = |other: Span| !other.overlaps(span);
        names.roles.retain(|role| is_outside(role.span));
        names.places.retain(|place| is_outside(place.span));
        names.levels.retain(|level| is_outside(level.span));
        names.grades.retain(|grade| is_outside(grade.span));
        let role = RoleRef {
            id: group.value.role.clone(),
            occupation: Some(group.value.id.clone()),
            written,
        };
        names.roles.push(Spanned::new(role, group.span));
    }
    names.roles.sort_by_key(|role| role.span.start);
}

/// `Senior/Lead` states the lower of two levels for one figure; the first is taken.
fn without_joined(text: &str, levels: Vec<Spanned<Level>>) -> Vec<Spanned<Level>> {
    let mut kept: Vec<Spanned<Level>> = Vec::new();
    for level in levels {
        let joined = kept.last().is_some_and(|last| {
            let gap = text.get(last.span.end..level.span.start);
            gap.is_some_and(|gap| matches!(gap.trim(), "/" | "or"))
        });
        if !joined {
            kept.push(level);
        }
    }
    kept
}

/// `UAE / Middle East` is one place written with its region: the country is meant.
fn drop_regions(places: &mut Vec<Spanned<PlaceRef>>) {
    let countries = places.iter().filter(|place| !is_region(&place.value));
    let countries: Vec<Span> = countries.map(|place| place.span).collect();
    places.retain(|place| {
        let beside = countries
            .iter()
            .any(|country| country.distance(place.span) <= 3);
        !is_region(&place.value) || !beside
    });
}

/// True for a title that names no line of work: "developer".
pub(super) fn is_generic_title(written: &str) -> bool {
    GENERIC.contains(&written.to_lowercase().as_str())
}

fn is_region(place: &PlaceRef) -> bool {
    place
        .id
        .as_ref()
        .is_some_and(|id| id.0.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn occupation(text: &str, setting: Setting, expected: &[(&str, &str)]) {
        let names = scan_names(text, Vocabulary::builtin(), setting);
        let found: Vec<(&str, String)> = names
            .roles
            .iter()
            .map(|role| (role.value.written.as_str(), role.value.key()))
            .collect();
        let expected: Vec<(&str, String)> = expected
            .iter()
            .map(|(a, b)| (*a, (*b).to_owned()))
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn calls_an_occupation_as_the_text_does() {
        let label = Setting::Label;
        occupation(
            "Senior systems designers, London (UK SOC 2020 2133)",
            label,
            &[("Senior systems designers, London", "~uk soc 2020 2133")],
        );
        occupation(
            "Coders (NOC 21232)",
            label,
            &[("Coders", "software-engineer")],
        );
        occupation(
            "Computer programmers (US SOC 15-1251)",
            label,
            &[("Computer programmers", "~us soc 15-1251")],
        );
        occupation(
            "The median pay of software developers (US SOC 15-1252) rose",
            Setting::Prose,
            &[("software developers", "software-engineer")],
        );
    }
}
