//! Occupations of official classifications, and the roles that their figures stand for.

use std::collections::HashMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::words::is_folded;
use super::{Vocabulary, fold};
use crate::domain::{Eight, Level, OccupationId, RoleId, Span, Spanned, find_byte};

/// A group of an official classification, or of a survey, that has figures of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// Classification and code, or the name of a group without a code.
    pub id: OccupationId,
    /// The classification, as documents write it: `US SOC`.
    pub classification: String,
    /// The code in it.
    pub code: Option<String>,
    /// The title in the classification.
    pub name: String,
    /// The role that is this very group.
    pub role: Option<RoleId>,
    /// The roles that it is the nearest group of.
    pub stands_for: Vec<RoleId>,
}

/// The figures that one survey gives for one role, which stand for other roles that it does not ask for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyGroup {
    /// The survey, as figures are attributed to it.
    pub survey: String,
    /// Whose figures they are.
    pub role: RoleId,
    /// Only those of this level; of every level without it.
    pub level: Option<Level>,
    /// What they stand for.
    pub stands_for: Vec<RoleId>,
}

/// More than the name of an occupation without a code has, however it is accented.
const NAME_MAX_BYTES: usize = 200;

/// All occupations, by classification.
#[derive(Clone, Debug, Default)]
pub(super) struct Occupations {
    all: Vec<Occupation>,
    surveys: Vec<SurveyGroup>,
    index: HashMap<OccupationId, usize>,
    /// Folded names of those without a code, of which there are a few, by their first letter and their length.
    names: FxHashMap<(u8, usize), Vec<(String, usize)>>,
    classifications: Vec<String>,
    /// The capitals that those begin with, a bit for each.
    initials: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    occupation: Vec<Entry>,
    #[serde(default)]
    survey_group: Vec<SurveyGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    classification: String,
    code: Option<String>,
    name: String,
    role: Option<RoleId>,
    #[serde(default)]
    stands_for: Vec<RoleId>,
}

/// The bit of a capital.
fn initial(capital: u8) -> u32 {
    1 << (capital & 31)
}

/// The first letter of a name, small where it is ASCII, and its length in bytes.
fn shape_of(name: &str) -> (u8, usize) {
    let first = name.bytes().next().unwrap_or_default();
    (first.to_ascii_lowercase(), name.len())
}

impl Occupations {
    /// The occupations in `text`, the file `occupations.toml`; every role they point to must stand in `vocabulary`.
    pub(super) fn from_toml(text: &str, vocabulary: &Vocabulary) -> Result<Occupations, String> {
        let file: File = toml::from_str(text)
            .map_err(|error| format!("vocabulary/occupations.toml: {error}"))?;
        let mut all = Occupations::default();
        let known = |named: &str, roles: &[&RoleId]| {
            let unknown = roles.iter().find(|id| vocabulary.role(id).is_none());
            unknown.map_or(Ok(()), |id| {
                Err(format!(
                    "vocabulary/occupations.toml: `{named}` points to `{id}`, which is no role"
                ))
            })
        };
        for entry in file.occupation {
            let roles: Vec<&RoleId> = entry.role.iter().chain(&entry.stands_for).collect();
            known(&entry.name, &roles)?;
            let id = match &entry.code {
                Some(code) => format!("{} {code}", entry.classification),
                None => entry.name.clone(),
            };
            let id = OccupationId(id);
            let at = all.all.len();
            if all.index.insert(id.clone(), at).is_some() {
                return Err(format!("vocabulary/occupations.toml: `{id}` stands twice"));
            }
            if entry.code.is_none() {
                let name = fold(&entry.name);
                let like = all.names.entry(shape_of(&name)).or_default();
                like.push((name, at));
            } else if !entry
                .classification
                .starts_with(|c: char| c.is_ascii_uppercase())
            {
                let name = &entry.classification;
                return Err(format!(
                    "vocabulary/occupations.toml: the classification `{name}` must open with a capital"
                ));
            } else if !all.classifications.contains(&entry.classification) {
                let first = entry.classification.bytes().next();
                all.initials |= first.map_or(0, initial);
                all.classifications.push(entry.classification.clone());
            }
            all.all.push(Occupation {
                id,
                classification: entry.classification,
                code: entry.code,
                name: entry.name,
                role: entry.role,
                stands_for: entry.stands_for,
            });
        }
        for group in file.survey_group {
            let roles: Vec<&RoleId> = group.stands_for.iter().chain([&group.role]).collect();
            known(&group.survey, &roles)?;
            all.surveys.push(group);
        }
        Ok(all)
    }

    pub(super) fn get(&self, id: &OccupationId) -> Option<&Occupation> {
        self.index.get(id).and_then(|&at| self.all.get(at))
    }

    pub(super) fn of<'a>(&'a self, role: &'a RoleId) -> impl Iterator<Item = &'a Occupation> {
        let own = self
            .all
            .iter()
            .filter(move |group| group.role.as_ref() == Some(role));
        let near = self
            .all
            .iter()
            .filter(move |group| group.stands_for.contains(role));
        own.chain(near)
    }

    pub(super) fn survey_groups_of<'a>(
        &'a self,
        role: &'a RoleId,
    ) -> impl Iterator<Item = &'a SurveyGroup> {
        self.surveys
            .iter()
            .filter(move |group| group.stands_for.contains(role))
    }

    pub(super) fn find(&self, text: &str) -> Vec<Spanned<&Occupation>> {
        let mut found = Vec::new();
        let has_code = text.bytes().any(|byte| byte.is_ascii_digit());
        // A classification opens with a capital; a text without digits holds no code.
        let capital = |bytes: Eight| bytes.within(b'A', b'Z');
        let mut from = 0;
        while has_code && let Some(at) = find_byte(text.as_bytes(), from, capital) {
            from = at + 1;
            let rest = text.get(at..).unwrap_or_default();
            let first = rest.bytes().next().map_or(0, initial);
            if self.initials & first == 0 {
                continue;
            }
            let named = self.classifications.iter();
            let named = named.filter(|classification| rest.starts_with(classification.as_str()));
            found.extend(named.filter_map(|classification| self.coded(text, at, classification)));
        }
        found.sort_by_key(|group| group.span.start);
        // "UK SOC 2020 2134" holds no "SOC 2020": a classification inside another one's name is none.
        found.dedup_by(|later, earlier| later.span.overlaps(earlier.span));
        if found.is_empty()
            && text.trim().len() <= NAME_MAX_BYTES
            && let Some(at) = self.named(text.trim())
            && let Some(group) = self.all.get(at)
        {
            found.push(Spanned::new(group, Span::new(0, text.len())));
        }
        found
    }

    /// The occupation without a code that is called `text`.
    fn named(&self, text: &str) -> Option<usize> {
        // Most texts begin as no name of their length does, and need not be compared.
        if text.is_ascii() {
            let like = self.names.get(&shape_of(text));
            let mut like = like.into_iter().flatten();
            let found = like.find(|(name, _)| name.eq_ignore_ascii_case(text));
            return found.map(|(_, at)| *at);
        }
        let (first, _) = shape_of(text);
        self.names.iter().find_map(|((own, _), like)| {
            let begins = !first.is_ascii() || *own == first;
            let mut like = like.iter().filter(|_| begins);
            let found = like.find(|(name, _)| is_folded(name, text));
            found.map(|(_, at)| *at)
        })
    }

    /// The occupation whose classification stands at byte `at`, with its title before the bracket it stands in.
    fn coded(&self, text: &str, at: usize, classification: &str) -> Option<Spanned<&Occupation>> {
        let behind = text.get(at + classification.len()..)?;
        let code = behind.trim_start();
        let blank = behind.len() - code.len();
        let end = code
            .find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(code.len());
        let code = code.get(..end)?.trim_end_matches('-');
        let before = text.get(..at)?;
        if before.ends_with(char::is_alphanumeric) || blank == 0 {
            return None;
        }
        let group = self.get(&OccupationId(format!("{classification} {code}")))?;
        let mut span = Span::new(at, at + classification.len() + blank + code.len());
        if let Some(title) = before.trim_end().strip_suffix('(') {
            let title = title.trim_end();
            let name = fold(&group.name);
            let from = title.len().checked_sub(group.name.len());
            let is_name = |from: usize| title.get(from..).is_some_and(|tail| fold(tail) == name);
            if let Some(from) = from.filter(|from| is_name(*from)) {
                span = Span::new(from, span.end);
            }
            if text
                .get(span.end..)
                .is_some_and(|rest| rest.starts_with(')'))
            {
                span = Span::new(span.start, span.end + 1);
            }
        }
        Some(Spanned::new(group, span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = Vocabulary::builtin().occupations_in(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|group| {
                let words = group.span.of(text).expect("a span in the text");
                (group.value.id.0.as_str(), words)
            })
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn finds_occupations_by_code() {
        check(
            "Software developers (US SOC 15-1252)",
            &[("US SOC 15-1252", "Software developers (US SOC 15-1252)")],
        );
        check(
            "The median of programmers and software development professionals (UK SOC 2020 2134) rose",
            &[(
                "UK SOC 2020 2134",
                "programmers and software development professionals (UK SOC 2020 2134)",
            )],
        );
        check(
            "coders (NOC 21232) and testers (NOC 22222)",
            &[("NOC 21232", "NOC 21232)"), ("NOC 22222", "NOC 22222)")],
        );
        check("NOCTURNAL 21232, US SOC 99-9999, ANZSCO2613", &[]);
        check("PANZSCO 2613", &[]);
    }

    #[test]
    fn finds_groups_without_a_code_by_their_whole_name() {
        check(
            "All roles together",
            &[("All roles together", "All roles together")],
        );
        check("All roles together earn well", &[]);
    }

    #[test]
    fn says_what_is_wrong_with_the_data() {
        let read =
            |text: &str| Occupations::from_toml(text, Vocabulary::builtin()).expect_err("an error");
        let entry = "[[occupation]]\nclassification = \"X\"\ncode = \"1\"\nname = \"N\"\n";
        assert_eq!(
            read(&format!("{entry}role = \"wizard\"\n")),
            "vocabulary/occupations.toml: `N` points to `wizard`, which is no role"
        );
        assert_eq!(
            read(&format!("{entry}{entry}")),
            "vocabulary/occupations.toml: `X 1` stands twice"
        );
    }
}
