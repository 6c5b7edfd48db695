//! Names that were typed as values of options.

use super::lists::STOP;
use super::mend::{Speller, mend, with_numbers_apart, without_markup};
use crate::domain::{Grade, PlaceId, RoleId, Scheme, Span};
use crate::vocabulary::{
    Capitals, Term, Vocabulary, Word, closest, distance_allowed, fold, grades_in, words,
};

/// A name that was typed as a value, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Resolved<T> {
    /// It is that one, as typed.
    Exactly(T),
    /// It is read as that one.
    ReadAs(T),
    /// Nobody knows it.
    Unknown,
}

/// The role that `typed` names: as it stands, with typos mended, or somewhere inside it.
pub(in crate::engine) fn resolve_role(
    typed: &str,
    vocabulary: &Vocabulary,
    speller: &Speller,
    is_known: &dyn Fn(&str) -> bool,
) -> Resolved<RoleId> {
    let clean = with_numbers_apart(&without_markup(typed));
    if let Some(id) = vocabulary.parse_role(&clean) {
        return Resolved::Exactly(id);
    }
    let (text, _) = mend(&clean, vocabulary, speller, is_known);
    if let Some(id) = vocabulary.parse_role(&text) {
        return Resolved::ReadAs(id);
    }
    // "Senior backend developer" holds a role and a level; "backend developer evangelist" holds another title.
    let split = words(&text);
    let mentions = vocabulary.mentions_in(&split);
    // So do "tier 1 SOC analyst" and "SDE 2".
    let grades = grades_in(&text, &split, Capitals::Any);
    let behind = split.last().filter(|word| {
        let number = word.lower.to_uppercase();
        let is_number = Grade::numbered(Scheme::Title, &number).is_some();
        let mut roles = mentions.iter();
        is_number
            && roles.any(|mention| {
                let is_role = matches!(mention.term, Term::Role { .. });
                is_role
                    && mention.span.end < word.span.start
                    && word.span.start - mention.span.end == 1
            })
    });
    let is_of_grade = |word: &Word| {
        grades.iter().any(|grade| grade.span.overlaps(word.span))
            || behind.is_some_and(|behind| behind.span == word.span)
    };
    let rest = split
        .iter()
        .filter(|word| !is_of_grade(word))
        .filter(|word| {
            !mentions.iter().any(|mention| {
                !matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(word.span)
            }) && !STOP.contains(&word.lower)
        })
        .count();
    let role = mentions.into_iter().find_map(|mention| match mention.term {
        Term::Role { id, .. } => Some(id),
        _ => None,
    });
    match role {
        Some(id) if rest == 0 => Resolved::ReadAs(id),
        _ => Resolved::Unknown,
    }
}

/// The place that `typed` names, as it stands or with typos mended.
pub(in crate::engine) fn resolve_place(typed: &str, vocabulary: &Vocabulary) -> Resolved<PlaceId> {
    let clean = without_markup(typed);
    if let Some(id) = vocabulary.parse_place(&clean) {
        return Resolved::Exactly(id);
    }
    // "Pune, India": the first place is meant; the second only says where it lies.
    let mentions = vocabulary.mentions(&clean);
    let places: Vec<(Span, PlaceId)> = mentions
        .into_iter()
        .filter_map(|mention| match mention.term {
            Term::Place { id, .. } => Some((mention.span, id)),
            _ => None,
        })
        .collect();
    let covered: usize = places.iter().map(|(span, _)| span.len()).sum();
    if let Some((_, id)) = places.first()
        && covered + 6 >= clean.len()
    {
        return Resolved::ReadAs(id.clone());
    }
    let names: Vec<&str> = vocabulary
        .places()
        .iter()
        .map(|place| place.name.as_str())
        .collect();
    let folded = fold(&clean);
    let allowed = distance_allowed(folded.chars().count());
    let near: Vec<&str> = names
        .into_iter()
        .filter(|name| allowed > 0 && strsim::osa_distance(&fold(name), &folded) <= allowed)
        .collect();
    match near.as_slice() {
        [only] => vocabulary
            .parse_place(only)
            .map_or(Resolved::Unknown, Resolved::ReadAs),
        _ => Resolved::Unknown,
    }
}

/// The known names nearest to `typed`, for "did you mean".
pub(in crate::engine) fn nearest_roles(
    typed: &str,
    vocabulary: &Vocabulary,
    covered: &[String],
) -> Vec<String> {
    let all = covered
        .iter()
        .map(String::as_str)
        .chain(vocabulary.roles().iter().map(|role| role.name.as_str()));
    closest(typed, all, 3)
        .into_iter()
        .map(str::to_owned)
        .collect()
}
