//! Names that may as well mean something else: both readings are offered.

use super::sentence::Sentence;
use super::titles::Title;
use crate::domain::{PlaceId, RoleId};
use crate::vocabulary::Term;

/// A name with several readings, in capitals as they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Reading {
    /// As typed.
    pub(in crate::engine) typed: String,
    /// What it may mean, the one it was read as first.
    pub(in crate::engine) names: Vec<String>,
}

/// Short forms of roles, and titles that mean several roles; the first is the one that is taken.
const ROLES: [(&str, &[&str]); 6] = [
    ("pm", &["product-manager", "project-manager"]),
    ("pms", &["product-manager", "project-manager"]),
    ("sa", &["solutions-architect", "systems-analyst"]),
    ("ca", &["chartered-accountant"]),
    ("architect", &["building-architect", "software-architect"]),
    ("architects", &["building-architect", "software-architect"]),
];

/// Short forms that mean several places beside the name of a role.
const CODES: [(&str, &[&str]); 2] = [("sa", &["ZA", "SA"]), ("ca", &["CA", "US/california"])];

/// Names of places that lie in several countries: the place that is taken, and the other one in words.
const PLACES: [(&str, &str); 11] = [
    ("US/georgia", "Georgia, the country"),
    ("GB/birmingham", "Birmingham, Alabama"),
    ("GB/cambridge", "Cambridge, Massachusetts"),
    ("IN/hyderabad", "Hyderabad, Pakistan"),
    ("IN/punjab", "Punjab, Pakistan"),
    ("US/portland", "Portland, Maine"),
    ("AU/victoria", "Victoria, Canada"),
    ("CA/waterloo", "Waterloo, Belgium"),
    ("GB/manchester", "Manchester, New Hampshire"),
    ("AU/perth", "Perth, Scotland"),
    ("US/washington", "Washington, D.C."),
];

/// The role that a short form or a title of several meanings is read as.
pub(super) fn role_of(lower: &str) -> Option<RoleId> {
    let (_, ids) = ROLES.iter().find(|(name, _)| *name == lower)?;
    ids.first().map(|id| RoleId((*id).to_owned()))
}

/// True for a short form that beside the name of a role means a place.
pub(super) fn is_code_of_places(lower: &str) -> bool {
    CODES.iter().any(|(code, _)| *code == lower)
}

/// The names in a question that could as well mean something else.
pub(super) fn readings(
    sentence: &Sentence<'_>,
    titles: &[Title],
    places: &[PlaceId],
) -> Vec<Reading> {
    let vocabulary = sentence.vocabulary;
    let role_name = |id: &&str| {
        vocabulary
            .role(&RoleId((*id).to_owned()))
            .map(|role| role.name.clone())
    };
    let place_name = |id: &PlaceId| {
        let name = vocabulary.place(id).map(|place| place.name.clone())?;
        let country = vocabulary.place(&id.country()).filter(|_| !id.is_country());
        Some(country.map_or_else(
            || name.clone(),
            |country| format!("{name}, {}", country.name),
        ))
    };
    let mut found: Vec<Reading> = Vec::new();
    for title in titles {
        let typed = title.span.of(sentence.text).unwrap_or_default();
        let lower = typed.to_lowercase();
        let of_it = ROLES
            .iter()
            .find(|(name, ids)| *name == lower && ids.len() > 1);
        if let Some((_, ids)) = of_it {
            let names = ids.iter().filter_map(role_name).collect();
            found.push(Reading {
                typed: typed.to_owned(),
                names,
            });
        }
    }
    for word in &sentence.words {
        let is_title = titles.iter().any(|title| title.span.overlaps(word.span));
        let code = CODES.iter().find(|(code, _)| word.lower == *code);
        if let Some((_, ids)) = code.filter(|_| !is_title && places.is_empty()) {
            let names = ids
                .iter()
                .filter_map(|id| place_name(&PlaceId((*id).to_owned())))
                .collect();
            found.push(Reading {
                typed: word.written.to_string(),
                names,
            });
        }
    }
    let mentioned = sentence
        .mentions
        .iter()
        .filter(|mention| matches!(mention.term, Term::Place { .. }));
    // "Birmingham, UK" says which one.
    if mentioned.count() == 1
        && let [only] = places
        && let Some((_, other)) = PLACES.iter().find(|(id, _)| *id == only.0)
        && let Some(name) = place_name(only)
    {
        let typed = name.split(',').next().unwrap_or_default().to_owned();
        found.push(Reading {
            typed,
            names: vec![name, (*other).to_owned()],
        });
    }
    found
}
