//! Words of job titles: by these a title is read that no role of the vocabulary is called.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use smol_str::{SmolStr, format_smolstr};

/// The words of `titles.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    occupations: Vec<String>,
    general: Vec<String>,
    offices: Vec<String>,
    letters: Vec<String>,
    modifiers: Vec<String>,
    stops: Vec<String>,
    things: Vec<String>,
}

/// How a noun ends a job title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleNoun {
    /// It names a line of work by itself: "dentist".
    Alone,
    /// It needs something before it: "manager".
    Needy,
}

/// Words that job titles are made of.
#[derive(Clone, Debug, Default)]
pub struct TitleWords {
    occupations: FxHashSet<SmolStr>,
    general: FxHashSet<SmolStr>,
    offices: FxHashSet<SmolStr>,
    letters: FxHashSet<SmolStr>,
    modifiers: FxHashSet<SmolStr>,
    stops: FxHashSet<SmolStr>,
    things: FxHashSet<SmolStr>,
}

impl TitleWords {
    /// The words in `text`, a `titles.toml`.
    pub(super) fn from_toml(text: &str) -> Result<TitleWords, String> {
        let file: File =
            toml::from_str(text).map_err(|error| format!("vocabulary/titles.toml: {error}"))?;
        let set = |list: Vec<String>| list.into_iter().map(SmolStr::from).collect();
        Ok(TitleWords {
            occupations: set(file.occupations),
            general: set(file.general),
            offices: set(file.offices),
            letters: set(file.letters),
            modifiers: set(file.modifiers),
            stops: set(file.stops),
            things: set(file.things),
        })
    }

    /// What sort of noun `lower` is, in either number; `None` for one that ends no title.
    pub fn noun(&self, lower: &str) -> Option<TitleNoun> {
        let find = |word: &str| {
            if self.occupations.contains(word) {
                Some(TitleNoun::Alone)
            } else {
                self.general.contains(word).then_some(TitleNoun::Needy)
            }
        };
        find(lower).or_else(|| {
            let may_be_plural = lower.ends_with('s') || lower.ends_with("men");
            may_be_plural.then(|| find(&singular(lower))).flatten()
        })
    }

    /// Every noun that ends a title, in the singular.
    pub fn nouns(&self) -> impl Iterator<Item = &str> {
        self.occupations
            .iter()
            .chain(&self.general)
            .map(SmolStr::as_str)
    }

    /// True for an office that names its field behind "of", by its word or, as `written`, by its letters.
    pub fn is_office(&self, lower: &str, written: &str) -> bool {
        self.offices.contains(lower) || self.is_letters(written)
    }

    /// True for the letters of an office: "CEO".
    pub fn is_letters(&self, written: &str) -> bool {
        self.letters.contains(written)
    }

    /// True for a word of a trade, which sets a title apart: "dental".
    pub fn is_modifier(&self, lower: &str) -> bool {
        self.modifiers.contains(lower)
    }

    /// True for what is called after those who do the work: the "survey" in "developer survey".
    pub fn is_thing(&self, lower: &str) -> bool {
        self.things.contains(lower)
    }

    /// True for a word that goes before a title without being part of it: "most".
    pub fn is_stop(&self, lower: &str) -> bool {
        self.stops.contains(lower)
    }
}

/// The singular of a plural noun; any other word as it is.
pub fn singular(lower: &str) -> SmolStr {
    if let Some(stem) = lower.strip_suffix("men") {
        format_smolstr!("{stem}man")
    } else if let Some(stem) = lower.strip_suffix("wives") {
        format_smolstr!("{stem}wife")
    } else if let Some(stem) = lower.strip_suffix("ies") {
        format_smolstr!("{stem}y")
    } else {
        let stem = lower.strip_suffix('s').filter(|stem| !stem.ends_with('s'));
        SmolStr::new(stem.unwrap_or(lower))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn knows_the_nouns_of_titles_in_either_number() {
        let words = Vocabulary::builtin().titles();
        for (word, expected) in [
            ("dentist", Some(TitleNoun::Alone)),
            ("midwives", Some(TitleNoun::Alone)),
            ("firemen", None),
            ("secretaries", Some(TitleNoun::Alone)),
            ("managers", Some(TitleNoun::Needy)),
            ("salary", None),
            ("boss", None),
        ] {
            assert_eq!(words.noun(word), expected, "noun {word:?}");
        }
    }
}
