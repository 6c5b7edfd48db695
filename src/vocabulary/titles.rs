//! Words of job titles: by these a title is read that no role of the vocabulary is called.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::{SmolStr, format_smolstr};

use super::marks::Marks;

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

/// What a word may be in a job title; a word may be several of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Uses(u8);

impl Uses {
    const NONE: Uses = Uses(0);
    const OCCUPATION: Uses = Uses(1);
    const GENERAL: Uses = Uses(1 << 1);
    const OFFICE: Uses = Uses(1 << 2);
    const LETTERS: Uses = Uses(1 << 3);
    const MODIFIER: Uses = Uses(1 << 4);
    const STOP: Uses = Uses(1 << 5);
    const THING: Uses = Uses(1 << 6);

    fn has(self, other: Uses) -> bool {
        self.0 & other.0 != 0
    }
}

/// Words that job titles are made of.
#[derive(Clone, Debug, Default)]
pub struct TitleWords {
    /// Every word with all of its uses: a text asks for each of its words, and most have none.
    uses: FxHashMap<SmolStr, Uses>,
    /// The same words, told by a few of their letters.
    marks: Marks,
}

impl TitleWords {
    /// The words in `text`, a `titles.toml`.
    pub(super) fn from_toml(text: &str) -> Result<TitleWords, String> {
        let file: File =
            toml::from_str(text).map_err(|error| format!("vocabulary/titles.toml: {error}"))?;
        let mut words = TitleWords::default();
        for (list, of_list) in [
            (file.occupations, Uses::OCCUPATION),
            (file.general, Uses::GENERAL),
            (file.offices, Uses::OFFICE),
            (file.letters, Uses::LETTERS),
            (file.modifiers, Uses::MODIFIER),
            (file.stops, Uses::STOP),
            (file.things, Uses::THING),
        ] {
            for word in list {
                words.marks.add(&word);
                words.uses.entry(SmolStr::from(word)).or_default().0 |= of_list.0;
            }
        }
        Ok(words)
    }

    fn uses(&self, word: &str) -> Uses {
        if !self.marks.may_hold(word) {
            return Uses::NONE;
        }
        self.uses.get(word).copied().unwrap_or(Uses::NONE)
    }

    /// What sort of noun `lower` is, in either number; `None` for one that ends no title.
    pub fn noun(&self, lower: &str) -> Option<TitleNoun> {
        let find = |word: &str| match self.uses(word) {
            uses if uses.has(Uses::OCCUPATION) => Some(TitleNoun::Alone),
            uses if uses.has(Uses::GENERAL) => Some(TitleNoun::Needy),
            _ => None,
        };
        find(lower).or_else(|| {
            let is_irregular = ["men", "wives", "ies"];
            if is_irregular.iter().any(|ending| lower.ends_with(ending)) {
                return find(&singular(lower));
            }
            let stem = lower.strip_suffix('s');
            stem.filter(|stem| !stem.ends_with('s')).and_then(find)
        })
    }

    /// Every noun that ends a title, in the singular and in no order.
    pub fn nouns(&self) -> impl Iterator<Item = &str> {
        let ends = |uses: Uses| uses.has(Uses::OCCUPATION) || uses.has(Uses::GENERAL);
        let nouns = self.uses.iter().filter(move |(_, uses)| ends(**uses));
        nouns.map(|(word, _)| word.as_str())
    }

    /// True for an office that names its field behind "of", by its word or, as `written`, by its letters.
    pub fn is_office(&self, lower: &str, written: &str) -> bool {
        self.uses(lower).has(Uses::OFFICE) || self.is_letters(written)
    }

    /// True for the letters of an office, of one or of several: "CEO", "CEOs".
    pub fn is_letters(&self, written: &str) -> bool {
        // They are written in capitals, and most words are not.
        let opens_large = written.starts_with(|c: char| !c.is_ascii_lowercase());
        let one = written.strip_suffix('s').unwrap_or(written);
        opens_large && self.uses(one).has(Uses::LETTERS)
    }

    /// True for a word of a trade, which sets a title apart: "dental".
    pub fn is_modifier(&self, lower: &str) -> bool {
        self.uses(lower).has(Uses::MODIFIER)
    }

    /// True for what is called after those who do the work: the "survey" in "developer survey".
    pub fn is_thing(&self, lower: &str) -> bool {
        self.uses(lower).has(Uses::THING)
    }

    /// True for a word that goes before a title without being part of it: "most".
    pub fn is_stop(&self, lower: &str) -> bool {
        self.uses(lower).has(Uses::STOP)
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
