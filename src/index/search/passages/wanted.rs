//! What a query looks for, in the words of the index.

use rustc_hash::FxHashSet;
use tantivy::Score;
use tantivy::postings::TermInfo;

use super::super::super::words::Cutter;
use super::super::super::{PassageQuery, TERMS_MAX};
use super::Statistics;

/// The most forms of a term that are looked for.
const FORMS_MAX: usize = 12;

/// The most words of a form that are looked for.
pub(super) const FORM_MAX_WORDS: usize = 8;

/// The longest form that is read, in characters.
const FORM_MAX_CHARS: usize = 300;

/// The most different words that one query looks for, kin among them; later ones are left out.
const WORDS_MAX: usize = 160;

/// The largest weight of a term.
const WEIGHT_MAX: Score = 100.0;

/// Endings that name who does a thing: a `welder` makes a `weld`.
const AGENTS: [&str; 5] = ["er", "or", "ist", "ian", "ant"];

/// Stems that only look so: a `career` is nobody who gives `care`.
const NO_AGENTS: [&str; 18] = [
    "career",
    "center",
    "charter",
    "chapter",
    "character",
    "corner",
    "counter",
    "customer",
    "factor",
    "import",
    "important",
    "letter",
    "master",
    "matter",
    "number",
    "officer",
    "quarter",
    "sector",
];

/// The shortest stem that such an ending is taken from or given to, in bytes: `power` is nobody who does things.
const AGENT_STEM_MIN_BYTES: usize = 4;

/// How many parts a passage has to the index: title, headings, body.
pub(super) const PARTS: usize = 3;

/// A query as the index knows it.
pub(super) struct Wanted {
    pub(super) terms: Vec<WantedTerm>,
    pub(super) words: Vec<WantedWord>,
    /// The [`root`]s of all words; kin have those of the words they are kin to.
    roots: FxHashSet<String>,
}

/// One term, with its forms.
pub(super) struct WantedTerm {
    /// The asker's own first.
    pub(super) forms: Vec<Form>,
    pub(super) weight: Score,
}

/// Words, by their place in [`Wanted::words`], with their places in the form.
pub(super) type Form = Vec<(usize, usize)>;

/// One word to look for.
pub(super) struct WantedWord {
    pub(super) text: String,
    /// Words of the same family, by their place in [`Wanted::words`].
    pub(super) kin: Vec<usize>,
    /// Its inverse document frequency; nothing where no passage holds it.
    pub(super) rarity: Option<Score>,
    /// How many passages hold it.
    pub(super) holding: u64,
    /// Where each part of the index keeps which passages hold it.
    pub(super) infos: Vec<Option<TermInfo>>,
}

impl Wanted {
    /// `query`, cut into words as the index is.
    pub(super) fn new(query: &PassageQuery, cutter: &mut Cutter) -> Wanted {
        let mut wanted = Wanted {
            terms: Vec::new(),
            words: Vec::new(),
            roots: FxHashSet::default(),
        };
        for term in query.terms.iter().take(TERMS_MAX) {
            let mut forms: Vec<Form> = Vec::new();
            for form in term.forms.iter().take(FORMS_MAX) {
                let form = wanted.form(cut(form, cutter));
                if !form.is_empty() && !forms.contains(&form) {
                    forms.push(form);
                }
            }
            let weight = if term.weight.is_finite() {
                term.weight.clamp(0.0, WEIGHT_MAX)
            } else {
                0.0
            };
            wanted.terms.push(WantedTerm { forms, weight });
        }
        wanted
    }

    fn form(&mut self, words: Vec<(usize, String)>) -> Form {
        let words = words.into_iter();
        words
            .filter_map(|(offset, word)| Some((offset, self.place(word)?)))
            .collect()
    }

    /// Where `text` stands among the words, a new one behind them; nowhere where there are too many.
    fn place(&mut self, text: String) -> Option<usize> {
        let known = self.words.iter().position(|word| word.text == text);
        if known.is_some() || self.words.len() >= WORDS_MAX {
            return known;
        }
        self.roots.insert(root(&text).to_owned());
        self.words.push(WantedWord {
            text,
            kin: Vec::new(),
            rarity: None,
            holding: 0,
            infos: Vec::new(),
        });
        Some(self.words.len() - 1)
    }

    /// Learns how rare each word is, and which others of its family stand in texts.
    ///
    /// Only the asker's own words have a family: other ways to say a term are names, and looking up costs time.
    pub(super) fn look_up(&mut self, statistics: &Statistics<'_>) -> tantivy::Result<()> {
        let asked = self.words.len();
        for word in &mut self.words {
            (word.holding, word.infos) = statistics.holding(&word.text)?;
            word.rarity = statistics.rarity(word.holding);
        }
        for at in 0..asked {
            let Some(word) = self.words.get(at) else {
                break;
            };
            if !self.is_asked(at) {
                continue;
            }
            for text in kin(&word.text) {
                let known = self.words.iter().position(|word| word.text == text);
                if known.is_none() {
                    let (holding, infos) = statistics.holding(&text)?;
                    let rarity = statistics.rarity(holding);
                    if rarity.is_none() || self.words.len() >= WORDS_MAX {
                        continue;
                    }
                    self.words.push(WantedWord {
                        rarity,
                        holding,
                        infos,
                        text,
                        kin: Vec::new(),
                    });
                }
                let place = known.unwrap_or(self.words.len() - 1);
                if let Some(word) = self.words.get_mut(at) {
                    word.kin.push(place);
                }
            }
        }
        Ok(())
    }

    /// True for a word that is looked for, or one of the same family.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.roots.contains(root(word))
    }

    /// True when the word at `at` is one of the asker's own.
    fn is_asked(&self, at: usize) -> bool {
        let own = self.terms.iter().filter_map(|term| term.forms.first());
        own.flatten().any(|(_, word)| *word == at)
    }
}

/// The words of `form` with their places in it.
pub(super) fn cut(form: &str, cutter: &mut Cutter) -> Vec<(usize, String)> {
    let end = form.char_indices().nth(FORM_MAX_CHARS);
    let form = form.get(..end.map_or(form.len(), |(at, _)| at));
    let words = cutter.words(form.unwrap_or_default());
    let first = words.first().map_or(0, |word| word.position);
    words
        .into_iter()
        .take(FORM_MAX_WORDS)
        .map(|word| (word.position - first, word.text.to_string()))
        .collect()
}

/// What a stem has in common with others of its family.
pub(super) fn root(stem: &str) -> &str {
    // The last letters of all endings: most stems have none of them.
    if !stem.ends_with(['r', 't', 'n']) || NO_AGENTS.contains(&stem) {
        return stem;
    }
    let long = |root: &&str| root.len() >= AGENT_STEM_MIN_BYTES;
    let mut endings = AGENTS.iter();
    endings
        .find_map(|ending| stem.strip_suffix(ending).filter(long))
        .unwrap_or(stem)
}

/// Stems of the same family as `stem`: who does a thing, and the thing.
fn kin(stem: &str) -> Vec<String> {
    let is_word = stem.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_word || stem.len() < AGENT_STEM_MIN_BYTES {
        return Vec::new();
    }
    let root = root(stem);
    let agents = AGENTS.iter().map(|ending| format!("{root}{ending}"));
    let mut kin: Vec<String> = agents.chain([root.to_owned()]).collect();
    kin.retain(|other| other != stem && !NO_AGENTS.contains(&other.as_str()));
    kin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stem: &str, expected: &[&str]) {
        assert_eq!(kin(stem), expected, "{stem}");
    }

    #[test]
    fn every_ending_is_taken_off() {
        for ending in AGENTS {
            assert_eq!(root(&format!("weld{ending}")), "weld", "{ending}");
        }
    }

    #[test]
    fn who_does_a_thing_is_kin_to_the_thing() {
        check(
            "welder",
            &["weldor", "weldist", "weldian", "weldant", "weld"],
        );
        check(
            "oper",
            &["operer", "operor", "operist", "operian", "operant"],
        );
        check(
            "power",
            &["powerer", "poweror", "powerist", "powerian", "powerant"],
        );
        check("care", &["careor", "careist", "careian", "careant"]);
        check(
            "career",
            &[
                "careerer",
                "careeror",
                "careerist",
                "careerian",
                "careerant",
            ],
        );
        check("sql", &[]);
        check("c++17", &[]);
    }
}
