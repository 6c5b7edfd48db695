//! Names of roles, places, levels and skills, and what they mean.
//!
//! The names are data (`corpus/vocabulary/*.toml`), compiled in. Nothing here reads a file or knows a document;
//! names met in documents join through [`Vocabulary::with_names`]. Start with [`Vocabulary::mentions`].

mod data;
mod forms;
mod grades;
mod marks;
mod near;
mod occupations;
mod titles;
mod words;

use std::fmt::Write as _;
use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use smol_str::{SmolStr, format_smolstr};

use crate::domain::{Currency, Level, OccupationId, PlaceId, RoleId, RoleRef, Span, Spanned};

use forms::Forms;
use marks::Marks;

pub use grades::{
    Capitals, GradeMention, grades_in, parse_grade, ranks_others, ranks_schooling, scheme_of,
};
pub use near::{closest, distance_allowed};
pub use occupations::{Occupation, SurveyGroup};
pub use titles::{TitleNoun, TitleWords, singular};
pub use words::{Letters, Word, char_at, fold, is_mark, lower_ascii, words};

const ROLES: &str = include_str!("../../corpus/vocabulary/roles.toml");
const PLACES: &str = include_str!("../../corpus/vocabulary/places.toml");
const LEVELS: &str = include_str!("../../corpus/vocabulary/levels.toml");
const SKILLS: &str = include_str!("../../corpus/vocabulary/skills.toml");
const OCCUPATIONS: &str = include_str!("../../corpus/vocabulary/occupations.toml");
const TITLES: &str = include_str!("../../corpus/vocabulary/titles.toml");

static BUILTIN: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::from_toml(ROLES, PLACES, LEVELS, SKILLS, OCCUPATIONS, TITLES)
        .expect("the compiled-in vocabulary parses; a test holds that")
});

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for part in [ROLES, PLACES, LEVELS, SKILLS, OCCUPATIONS, TITLES] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize()
        .iter()
        .take(4)
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
});

/// A role that is known by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Which one; `~` and the name for one that only documents name.
    pub id: RoleId,
    /// How it is shown.
    pub name: String,
    /// The line of work it belongs to.
    pub family: Option<String>,
    /// The wider role it is a kind of.
    pub broader: Option<RoleId>,
    /// The most similar roles, best first.
    pub near: Vec<RoleId>,
}

/// A place that is known by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which one.
    pub id: PlaceId,
    /// How it is shown.
    pub name: String,
    /// What is paid with there; none for regions.
    pub currency: Option<Currency>,
    /// True for a state or province of a country.
    pub is_state: bool,
    /// For a region of several countries: those.
    pub countries: Vec<PlaceId>,
}

/// A skill that is known by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// How it is shown.
    pub name: String,
    /// Its group: `language`, `database`, `soft`.
    pub kind: String,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A role; `field` when only its field is named ("backend", "data science").
    Role {
        /// Which one.
        id: RoleId,
        /// True for the name of the field, false for a job title.
        field: bool,
    },
    /// A place; `adjective` when named by its people ("Indian").
    Place {
        /// Which one.
        id: PlaceId,
        /// True for a demonym.
        adjective: bool,
    },
    /// A level; `weak` words ("advanced") mean one only beside a role or as a label.
    Level {
        /// Which one.
        level: Level,
        /// True for a weak word.
        weak: bool,
    },
    /// A skill, by its place in [`Vocabulary::skills`].
    Skill(usize),
}

/// A name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What it means.
    pub term: Term,
}

/// One way to write a name: its words, and what it means.
#[derive(Clone, Debug)]
struct Alias {
    words: Vec<SmolStr>,
    /// For names that count only in this very capitalisation.
    exact: Option<Vec<SmolStr>>,
    term: Term,
}

/// The names that begin with one word.
#[derive(Clone, Debug, Default)]
struct Aliases {
    list: Vec<Alias>,
    /// How the second word of each begins, or [`NO_SECOND`]: a text's next word is held against these, which lie together,
    /// before any name is looked at.
    seconds: Vec<u8>,
}

/// Stands for a second word in a name that has none; no word begins so.
const NO_SECOND: u8 = 0;

impl Aliases {
    fn push(&mut self, alias: Alias) {
        self.seconds.push(alias.second());
        self.list.push(alias);
    }

    /// Puts the longest first.
    fn sort(&mut self) {
        self.list
            .sort_by_key(|alias| std::cmp::Reverse(alias.words.len()));
        self.seconds = self.list.iter().map(Alias::second).collect();
    }

    /// Those that a text may go on as whose next word begins with `second`.
    fn going_on(&self, second: u8) -> impl Iterator<Item = &Alias> {
        let all = self.seconds.iter().zip(&self.list);
        let like = all.filter(move |(own, _)| **own == NO_SECOND || **own == second);
        like.map(|(_, alias)| alias)
    }
}

/// The names that are known.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    roles: Vec<Role>,
    places: Vec<Place>,
    skills: Vec<Skill>,
    role_index: FxHashMap<RoleId, usize>,
    place_index: FxHashMap<PlaceId, usize>,
    /// By first word; longest alias first.
    aliases: FxHashMap<SmolStr, Aliases>,
    /// The first words of `aliases`.
    beginnings: Marks,
    occupations: occupations::Occupations,
    titles: TitleWords,
    /// Found out of `aliases` when first asked for.
    forms: OnceLock<Forms>,
}

impl Vocabulary {
    /// The vocabulary compiled in from `corpus/vocabulary/`.
    pub fn builtin() -> &'static Vocabulary {
        &BUILTIN
    }

    /// A short hash of the vocabulary's data: another vocabulary, another index.
    pub fn version() -> &'static str {
        &VERSION
    }

    /// A vocabulary from the six files of `corpus/vocabulary/`.
    ///
    /// # Errors
    /// What is wrong with the data, and in which file.
    pub fn from_toml(
        roles: &str,
        places: &str,
        levels: &str,
        skills: &str,
        occupations: &str,
        titles: &str,
    ) -> Result<Vocabulary, String> {
        let mut vocabulary = Vocabulary::default();
        data::load_roles(&mut vocabulary, roles)?;
        data::load_places(&mut vocabulary, places)?;
        data::load_levels(&mut vocabulary, levels)?;
        data::load_skills(&mut vocabulary, skills)?;
        vocabulary.occupations = occupations::Occupations::from_toml(occupations, &vocabulary)?;
        vocabulary.titles = TitleWords::from_toml(titles)?;
        vocabulary.sort_aliases();
        Ok(vocabulary)
    }

    /// The words that job titles are made of.
    pub fn titles(&self) -> &TitleWords {
        &self.titles
    }

    /// The same vocabulary with roles and places that documents name and it does not hold yet.
    #[must_use]
    pub fn with_names(&self, roles: &[RoleRef], places: &[String]) -> Vocabulary {
        let mut wider = Vocabulary {
            forms: OnceLock::new(),
            ..self.clone()
        };
        for named in roles {
            if self.parse_role(&named.written).is_none() {
                let id = RoleId(named.key());
                if wider.role(&id).is_some() {
                    continue;
                }
                let occupation = named.occupation.as_ref();
                let name = occupation.and_then(|id| self.occupation(id)).map_or_else(
                    || id.0.trim_start_matches('~').to_owned(),
                    |group| group.name.clone(),
                );
                wider.add_role(Role {
                    id: id.clone(),
                    name: name.clone(),
                    family: None,
                    broader: None,
                    near: Vec::new(),
                });
                wider.add_alias(&name, false, Term::Role { id, field: false });
            }
        }
        for name in places {
            if self.parse_place(name).is_none() {
                let id = PlaceId(format!("~{}", name.to_lowercase()));
                wider.add_place(Place {
                    id: id.clone(),
                    name: name.clone(),
                    currency: None,
                    is_state: false,
                    countries: Vec::new(),
                });
                wider.add_alias(
                    name,
                    false,
                    Term::Place {
                        id,
                        adjective: false,
                    },
                );
            }
        }
        wider.sort_aliases();
        wider
    }

    /// Every known role.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Every known place.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Every known skill.
    pub fn skills(&self) -> &[Skill] {
        &self.skills
    }

    /// The role `id`.
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.role_index.get(id).and_then(|&at| self.roles.get(at))
    }

    /// The occupation `id`.
    pub fn occupation(&self, id: &OccupationId) -> Option<&Occupation> {
        self.occupations.get(id)
    }

    /// The occupations that `text` names: by classification and code, or as a whole by the name of one that has no code.
    /// Each with the span of its title and code.
    pub fn occupations_in(&self, text: &str) -> Vec<Spanned<&Occupation>> {
        self.occupations.find(text)
    }

    /// The occupations whose figures stand for `role`: those that are this very role first, then the nearest ones.
    pub fn occupations_of<'a>(&'a self, role: &'a RoleId) -> impl Iterator<Item = &'a Occupation> {
        self.occupations.of(role)
    }

    /// The survey groups whose figures stand for `role`.
    pub fn survey_groups_of<'a>(
        &'a self,
        role: &'a RoleId,
    ) -> impl Iterator<Item = &'a SurveyGroup> {
        self.occupations.survey_groups_of(role)
    }

    /// The place `id`.
    pub fn place(&self, id: &PlaceId) -> Option<&Place> {
        self.place_index.get(id).and_then(|&at| self.places.get(at))
    }

    /// The roles that are kinds of `id`.
    pub fn narrower<'a>(&'a self, id: &'a RoleId) -> impl Iterator<Item = &'a Role> {
        self.roles
            .iter()
            .filter(move |role| role.broader.as_ref() == Some(id))
    }

    /// Every name in `text`, in reading order.
    ///
    /// The longest name wins among those of one sort; a level inside a job title ("technical lead") or a place ("Middle East") is none.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        self.mentions_in(&words(text))
    }

    /// As [`Vocabulary::mentions`], over words that were split before.
    pub fn mentions_in(&self, words: &[Word]) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        // Where the last name of each sort ends: names are found from left to right, so nothing else can overlap.
        let mut covered_to = [0; SORTS];
        // The end of the last job title or place: a level that begins before it lies inside it.
        let mut named_to = 0;
        for (start, first) in words.iter().enumerate() {
            let named = self.named_by(first);
            if named.is_empty() {
                continue;
            }
            let longest = named.longest_at(words, start);
            for (sort, (covered_to, alias)) in covered_to.iter_mut().zip(longest).enumerate() {
                let Some(alias) = alias else {
                    continue;
                };
                let inside_name = sort == LEVEL_SORT && first.span.start < named_to;
                if first.span.start < *covered_to || inside_name {
                    continue;
                }
                let Some(last) = words.get(start + alias.words.len() - 1) else {
                    continue;
                };
                let (span, term) = (first.span.cover(last.span), &alias.term);
                *covered_to = span.end;
                if matches!(term, Term::Role { field: false, .. } | Term::Place { .. }) {
                    named_to = named_to.max(span.end);
                }
                let term = term.clone();
                found.push(Mention { span, term });
            }
        }
        found.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
        found
    }

    /// The role that `text` names as a whole.
    pub fn parse_role(&self, text: &str) -> Option<RoleId> {
        self.whole(text, |term| match term {
            Term::Role { id, .. } => Some(id.clone()),
            _ => None,
        })
    }

    /// The place that `text` names as a whole.
    pub fn parse_place(&self, text: &str) -> Option<PlaceId> {
        self.whole(text, |term| match term {
            Term::Place { id, .. } => Some(id.clone()),
            _ => None,
        })
    }

    /// The level that `text` names as a whole.
    pub fn parse_level(&self, text: &str) -> Option<Level> {
        self.whole(text, |term| match term {
            Term::Level { level, .. } => Some(*level),
            _ => None,
        })
    }

    /// True when some name has this word (in lower case).
    pub fn holds_word(&self, word: &str) -> bool {
        self.aliases.contains_key(word)
            || self
                .aliases
                .values()
                .flat_map(|aliases| &aliases.list)
                .any(|alias| alias.words.iter().any(|other| other == word))
    }

    /// Every word that stands in a name of a role, place or level, in lower case, without exact-only names.
    pub fn name_words(&self) -> impl Iterator<Item = &str> {
        self.aliases
            .values()
            .flat_map(|aliases| &aliases.list)
            .filter(|alias| alias.exact.is_none() && !matches!(alias.term, Term::Skill(_)))
            .flat_map(|alias| alias.words.iter().map(SmolStr::as_str))
    }

    /// Every way to write the role `id` that may stand in lower case, shortest word count first.
    pub fn role_forms(&self, id: &RoleId) -> &[String] {
        self.forms().roles.get(id).map_or(&[], Vec::as_slice)
    }

    /// Every way to write the place `id` that may stand in lower case, shortest word count first.
    pub fn place_forms(&self, id: &PlaceId) -> &[String] {
        self.forms().places.get(id).map_or(&[], Vec::as_slice)
    }

    fn forms(&self) -> &Forms {
        let aliases = || self.aliases.values().flat_map(|aliases| &aliases.list);
        self.forms.get_or_init(|| Forms::of(aliases()))
    }

    fn whole<T>(&self, text: &str, pick: impl Fn(&Term) -> Option<T>) -> Option<T> {
        let words = words(text);
        let first = words.first()?;
        let named = self.named_by(first);
        named
            .all()
            .filter(|alias| {
                alias.words.len() == words.len() && Self::matches_leniently(alias, &words)
            })
            .find_map(|alias| pick(&alias.term))
    }

    /// What a person types as a value is taken in any capitalisation.
    fn matches_leniently(alias: &Alias, words: &[Word]) -> bool {
        let last = alias.words.len().saturating_sub(1);
        alias
            .words
            .iter()
            .zip(words)
            .enumerate()
            .all(|(at, (name, word))| same(name, &word.lower, at == last))
    }

    /// The names that begin with the word `first`, or with its singular.
    #[inline]
    fn named_by(&self, first: &Word<'_>) -> NamedBy<'_> {
        let of = |word: &str| {
            let may_begin = self.beginnings.may_hold(word);
            may_begin.then(|| self.aliases.get(word)).flatten()
        };
        let of_plural = |plural: &str| match plural.strip_suffix("ies") {
            Some(stem) => of(&format_smolstr!("{stem}y")).or_else(|| of(plural.strip_suffix('s')?)),
            None => plural.strip_suffix('s').and_then(of),
        };
        NamedBy {
            direct: of(&first.lower),
            singular: of_plural(&first.lower),
        }
    }

    fn add_role(&mut self, role: Role) {
        self.role_index.insert(role.id.clone(), self.roles.len());
        self.roles.push(role);
    }

    fn add_place(&mut self, place: Place) {
        self.place_index.insert(place.id.clone(), self.places.len());
        self.places.push(place);
    }

    fn add_alias(&mut self, written: &str, exact: bool, term: Term) {
        let parts = words(written);
        let Some(first) = parts.first() else { return };
        let alias = Alias {
            words: parts.iter().map(|word| word.lower.to_smol()).collect(),
            exact: exact.then(|| parts.iter().map(|word| word.written.to_smol()).collect()),
            term,
        };
        self.beginnings.add(&first.lower);
        self.aliases
            .entry(first.lower.to_smol())
            .or_default()
            .push(alias);
    }

    fn sort_aliases(&mut self) {
        for aliases in self.aliases.values_mut() {
            aliases.sort();
        }
    }
}

/// The names that begin with one word.
struct NamedBy<'a> {
    direct: Option<&'a Aliases>,
    singular: Option<&'a Aliases>,
}

impl<'a> NamedBy<'a> {
    fn is_empty(&self) -> bool {
        self.direct.is_none() && self.singular.is_none()
    }

    fn lists(&self) -> impl Iterator<Item = &'a Aliases> + use<'a> {
        self.direct.into_iter().chain(self.singular)
    }

    fn all(&self) -> impl Iterator<Item = &'a Alias> + use<'a> {
        self.lists().flat_map(|aliases| &aliases.list)
    }

    /// The longest name of each sort that the words from `start` on are.
    fn longest_at(&self, words: &[Word], start: usize) -> [Option<&'a Alias>; SORTS] {
        let mut best: [Option<&Alias>; SORTS] = [None; SORTS];
        let second = words.get(start + 1);
        let second = second.and_then(|word| word.lower.bytes().next());
        let second = second.unwrap_or(NO_SECOND);
        for alias in self.lists().flat_map(|aliases| aliases.going_on(second)) {
            let Some(best) = best.get_mut(sort_of(&alias.term)) else {
                continue;
            };
            if best.is_some_and(|best| best.words.len() >= alias.words.len()) {
                continue;
            }
            let part = words.get(start..start + alias.words.len());
            if part.is_some_and(|part| alias.fits(part) && !alias.is_plural_place(part)) {
                *best = Some(alias);
            }
        }
        best
    }
}

impl Alias {
    /// How its second word begins, or [`NO_SECOND`].
    fn second(&self) -> u8 {
        let second = self.words.get(1).and_then(|word| word.bytes().next());
        second.unwrap_or(NO_SECOND)
    }

    /// Whether `part`, which is this name, would be several of a place: there is one of each.
    fn is_plural_place(&self, part: &[Word]) -> bool {
        let is_place = matches!(
            self.term,
            Term::Place {
                adjective: false,
                ..
            }
        );
        is_place
            && self
                .words
                .last()
                .zip(part.last())
                .is_some_and(|(name, word)| *name != word.lower)
    }

    /// Whether `part`, as many words as the name has, is this name.
    fn fits(&self, part: &[Word]) -> bool {
        let last = self.words.len().saturating_sub(1);
        match &self.exact {
            None => Vocabulary::matches_leniently(self, part),
            Some(exact) => exact
                .iter()
                .zip(part)
                .enumerate()
                .all(|(at, (name, word))| {
                    *name == word.written || (at == last && is_plural(name, &word.written))
                }),
        }
    }
}

const SORTS: usize = 4;

/// Levels come after roles and places, so that names are known when they are looked for.
const LEVEL_SORT: usize = 2;

fn sort_of(term: &Term) -> usize {
    match term {
        Term::Role { .. } => 0,
        Term::Place { .. } => 1,
        Term::Level { .. } => 2,
        Term::Skill(_) => 3,
    }
}

/// Equal, or equal but for the plural of the last word.
fn same(name: &str, word: &str, last: bool) -> bool {
    name == word || (last && name.len() > 2 && is_plural(name, word))
}

/// `dentists` of `dentist`, `actuaries` of `actuary`.
fn is_plural(name: &str, word: &str) -> bool {
    let in_ies = || name.strip_suffix('y').filter(|stem| !stem.is_empty());
    word.strip_suffix('s') == Some(name)
        || word
            .strip_suffix("ies")
            .is_some_and(|stem| in_ies() == Some(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(text: &str) -> String {
        let vocabulary = Vocabulary::builtin();
        let parts: Vec<String> = vocabulary
            .mentions(text)
            .into_iter()
            .filter_map(|mention| match mention.term {
                Term::Role { id, field } => Some(format!("{id}{}", if field { "?" } else { "" })),
                Term::Place { id, .. } => Some(id.0),
                Term::Level { level, weak } => {
                    Some(format!("{}{}", level.name(), if weak { "?" } else { "" }))
                }
                Term::Skill(_) => None,
            })
            .collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join(" ")
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(describe(text), expected, "names in {text:?}");
    }

    #[test]
    fn reads_roles_in_the_ways_they_are_written() {
        check("Actuaries earn more", "actuary");
        check("Back-end developers", "backend-developer");
        check("a Backend Engineer", "backend-developer");
        check(
            "DevOps engineers and DBAs",
            "devops-engineer database-administrator",
        );
        check("a career in backend development", "backend-developer?");
        check("backend architect", "backend-architect");
        check("Full Stack Developer", "full-stack-developer");
    }

    #[test]
    fn reads_places_and_leaves_risky_words_alone() {
        check("in the U.S. and the UK", "US GB");
        check("tell us what it is", "nothing");
        check("Indian statistics", "IN");
        check(
            "Bangalore, San Francisco",
            "IN/bengaluru US/san-francisco-bay-area",
        );
        check("UAE / Middle East", "AE 145");
    }

    #[test]
    fn reads_levels_but_not_inside_titles() {
        check("Entry-level salaries", "entry");
        check("technical lead", "technical-lead");
        check("senior backend developer", "senior backend-developer");
        check("freshers", "entry");
    }

    #[test]
    fn parses_whole_values_in_any_capitalisation() {
        let vocabulary = Vocabulary::builtin();
        assert_eq!(vocabulary.parse_place("usa"), Some(PlaceId("US".into())));
        assert_eq!(vocabulary.parse_place("us"), Some(PlaceId("US".into())));
        assert_eq!(vocabulary.parse_place("Atlantis"), None);
        assert_eq!(
            vocabulary.parse_role("BACKEND"),
            Some(RoleId("backend-developer".into()))
        );
        assert_eq!(vocabulary.parse_role("backend developer in India"), None);
        assert_eq!(vocabulary.parse_level("fresher"), Some(Level::Entry));
    }

    #[test]
    fn names_from_documents_join() {
        let named = RoleRef {
            written: "Prompt Wrangler".into(),
            ..RoleRef::default()
        };
        let wider = Vocabulary::builtin().with_names(&[named], &["Atlantis".into()]);
        assert_eq!(
            wider.parse_role("prompt wranglers"),
            Some(RoleId("~prompt wrangler".into()))
        );
        assert_eq!(
            wider.parse_place("atlantis"),
            Some(PlaceId("~atlantis".into()))
        );
    }
}
