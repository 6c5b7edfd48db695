//! Passages that speak of what was asked, ranked, with a floor under which the honest answer is that nothing does.

use std::collections::HashSet;

use smol_str::SmolStr;

use crate::domain::{Answer, FactKind, Hit, Intent, Key, Message};
use crate::index::{IndexError, PassageQuery, QueryTerm, RankedPassage};
use crate::vocabulary::{fold, singular, words};

use super::Engine;
use super::answers::{Draft, PASSAGES_MAX};
use super::understand::Meaning;

/// How much a role counts when it is judged whether a passage answers a question: nearly every passage names one.
const ROLE_WEIGHT: f32 = 0.5;

/// How much a skill or tool counts: a passage without it is hardly about it.
const NAMED_WEIGHT: f32 = 2.0;

/// The share of a question's content words that the best passage must pass to count as an answer.
/// Half: a passage that leaves half of the question untouched is about something else.
const FLOOR_OF_BEST: f32 = 0.5;

/// The share that every further passage must hold to be shown.
const FLOOR_OF_OTHERS: f32 = 0.3;

/// How many passages are shown to read.
const SHOWN_MAX: usize = 3;

/// At most so many passages of one document.
const PER_DOCUMENT_MAX: usize = 2;

/// Other ways to say common words of questions.
const SYNONYMS: [&[&str]; 9] = [
    &["salary", "pay", "compensation", "earn", "wage"],
    &["company", "employer", "recruiter"],
    &["opening", "vacancy", "listing", "job"],
    &["demand", "outlook", "growth"],
    &["fee", "cost", "price"],
    &["degree", "education", "course"],
    &["remote", "hybrid", "anywhere"],
    &["responsibility", "duty", "task"],
    &["roadmap", "stage", "path"],
];

impl Engine {
    /// The question as terms, and how much each weighs in judging whether a passage answers it.
    pub(super) fn query(&self, meaning: &Meaning) -> (PassageQuery, Vec<f32>) {
        let mut terms = Vec::new();
        let mut weights = Vec::new();
        for role in &meaning.roles {
            let mut forms = vec![self.role_name(role)];
            forms.extend(self.vocabulary.role_forms(role).iter().take(6).cloned());
            weights.push(ROLE_WEIGHT);
            terms.push(QueryTerm { forms, weight: 1.0 });
        }
        for word in &meaning.content {
            let mut forms = vec![word.clone()];
            let singular = word.strip_suffix('s').unwrap_or(word);
            let group = SYNONYMS.iter().find(|group| {
                group.contains(&singular)
                    || singular
                        .strip_suffix("ie")
                        .is_some_and(|stem| group.contains(&format!("{stem}y").as_str()))
            });
            forms.extend(
                group
                    .into_iter()
                    .flat_map(|group| group.iter())
                    .filter(|other| **other != singular)
                    .map(|other| (*other).to_owned()),
            );
            let is_named = meaning.named.contains(word);
            let weight = if is_named { NAMED_WEIGHT } else { 1.0 };
            weights.push(weight);
            terms.push(QueryTerm { forms, weight });
        }
        for name in names_with_digits(&meaning.text) {
            // Its parts are among the words above and are what is judged by.
            weights.push(0.0);
            terms.push(QueryTerm {
                forms: vec![name.to_owned()],
                weight: NAMED_WEIGHT,
            });
        }
        (PassageQuery { terms }, weights)
    }
}

/// Every word of `text` as a term, one that is repeated as often as it stands there.
pub(super) fn plain_words(text: &str) -> PassageQuery {
    let mut terms: Vec<QueryTerm> = Vec::new();
    for word in text.split_whitespace() {
        let word = fold(word);
        let same = |term: &&mut QueryTerm| term.forms.first() == Some(&word);
        if let Some(term) = terms.iter_mut().find(same) {
            term.weight += 1.0;
        } else {
            terms.push(QueryTerm {
                forms: vec![word],
                weight: 1.0,
            });
        }
    }
    PassageQuery { terms }
}

/// How much of a question the best passage must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Floor {
    /// More than half of it.
    Half,
    /// More than half of it, a role that is asked for among it.
    Named,
    /// All of it: for questions whose answer would be wrong with one word changed.
    Whole,
}

/// The answer of passages, or that nothing is there.
pub(super) fn answer_passages(
    engine: &Engine,
    draft: Draft<'_>,
    meaning: &Meaning,
) -> Result<Answer, IndexError> {
    passages_or(
        engine,
        draft,
        meaning,
        Floor::Half,
        Key::NotInDocuments.into(),
    )
}

/// The answer of passages, or `nothing`, which says what is not there.
pub(super) fn passages_or(
    engine: &Engine,
    mut draft: Draft<'_>,
    meaning: &Meaning,
    floor: Floor,
    nothing: Message,
) -> Result<Answer, IndexError> {
    let (query, weights) = engine.query(meaning);
    let found = draft.ranked(&query)?;
    let whole: f32 = weights.iter().sum();
    let share = |hit: &RankedPassage| {
        let held: f32 = hit.matched.iter().filter_map(|at| weights.get(*at)).sum();
        if whole > 0.0 { held / whole } else { 0.0 }
    };
    let names_role = !meaning.roles.is_empty();
    // The terms begin with the roles.
    let tells_of_role =
        |hit: &&RankedPassage| hit.matched.iter().any(|at| *at < meaning.roles.len());
    let counts = |hit: &&RankedPassage| floor != Floor::Named || tells_of_role(hit);
    let best = found.iter().filter(counts).map(share).fold(0.0, f32::max);
    let titles = untold_titles(engine, meaning);
    let is_of_unknown = !titles.is_empty() && !names_any(engine, &found, &titles)?;
    let is_under = is_of_unknown
        || match floor {
            Floor::Half | Floor::Named => best <= FLOOR_OF_BEST,
            Floor::Whole => best < 0.99,
        };
    if is_under {
        // Words that stand nowhere and no name: nothing that can be told was asked.
        let unheard_of = !names_role
            && meaning.title.is_none()
            && !meaning.is_of_work
            && meaning.aspects.is_empty();
        if unheard_of && draft.understood.intent == Intent::Ask {
            draft.understood.intent = Intent::None;
        }
        if draft.suggestions.is_empty() {
            let typed = meaning.unknown_role.as_deref();
            draft.suggestions = engine.suggest_roles(FactKind::Role, typed);
        }
        return Ok(draft.nothing(nothing));
    }
    draft.suggestions.clear();
    let fitting = found.iter().filter(|hit| share(hit) >= FLOOR_OF_OTHERS);
    let kept = spread(fitting.cloned(), RankedPassage::shares_document);
    // Only what was read tells of a document that two parts of the index hold between them.
    let read = engine.index.read(&kept)?;
    let mut passages = spread(read, |a, b| a.passage.doc == b.passage.doc);
    // A long tail of the same words twice helps nobody.
    passages.dedup_by(|a, b| is_same(&a.passage.text, &b.passage.text));
    Ok(draft.passages(&query, passages, SHOWN_MAX))
}

/// The titles of whoever the question is about, where no document tells anything of them: a passage about them has to
/// name them.
fn untold_titles(engine: &Engine, meaning: &Meaning) -> Vec<String> {
    if let Some(title) = &meaning.unknown_role {
        return vec![title.clone()];
    }
    let Some(role) = meaning.roles.first() else {
        return Vec::new();
    };
    let stands = engine.standing_for(role);
    if engine.covered.iter().any(stands) {
        return Vec::new();
    }
    let mut titles = engine.vocabulary.role_forms(role).to_vec();
    titles.push(engine.role_name(role));
    titles
}

/// Whether two texts have the same words, but for capitals and accents.
fn is_same(a: &str, b: &str) -> bool {
    // Nearly all differ in length, which is told without writing them anew; accents may take any number of signs.
    let may_be = !(a.is_ascii() && b.is_ascii()) || a.len() == b.len();
    may_be && fold(a) == fold(b)
}

/// Whether one of the passages names one of `titles`. The best is likely to: no more are read than are needed.
fn names_any(
    engine: &Engine,
    found: &[RankedPassage],
    titles: &[String],
) -> Result<bool, IndexError> {
    for one in found {
        let hits = engine.index.read(std::slice::from_ref(one))?;
        let names = |hit: &Hit| titles.iter().any(|title| names_title(hit, title));
        if hits.iter().any(names) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// True where every word of `title` stands in the passage or above it: the index compares stems, and an account is no
/// accountant.
fn names_title(hit: &Hit, title: &str) -> bool {
    let passage = &hit.passage;
    let text = format!("{} {}", passage.headings.join(" "), passage.text);
    let held: HashSet<SmolStr> = words(&fold(&text))
        .iter()
        .map(|word| singular(&word.lower))
        .collect();
    words(&fold(title))
        .iter()
        .all(|word| held.contains(&singular(&word.lower)))
}

/// Best first, with no document taking more than its share before others had theirs.
fn spread<T>(ranked: impl IntoIterator<Item = T>, is_of_one: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    let mut rest = Vec::new();
    for found in ranked {
        let same = kept.iter().filter(|other| is_of_one(other, &found)).count();
        if same < PER_DOCUMENT_MAX {
            kept.push(found);
        } else {
            rest.push(found);
        }
    }
    kept.extend(rest);
    kept.truncate(PASSAGES_MAX);
    kept
}

/// Words of a question that are names with a digit, as `QX-7731`: what a passage says of one, it says under that name.
fn names_with_digits(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace();
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| {
        word.contains(['-', '_', '.'])
            && word.contains(|c: char| c.is_ascii_digit())
            && word.contains(|c: char| c.is_ascii_alphabetic())
    })
}
