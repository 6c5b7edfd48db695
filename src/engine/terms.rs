//! What a term means: questions such as "what is CTC?", answered from the documents that define terms.

use std::collections::HashMap;

use crate::domain::{Answer, Block, Fact, FactKind, Intent, Key, Message};
use crate::index::{FactFilter, IndexError};
use crate::vocabulary::{fold, words};

use super::Engine;
use super::answers::Draft;
use super::understand::Meaning;

/// The longest term that is looked for, in words.
const TERM_MAX_WORDS: usize = 5;

/// How many names of terms are held; a glossary with more is searched like any other document.
const NAMES_MAX: usize = 20_000;

/// The terms that documents define, by every name they go by.
pub(super) type Terms = HashMap<String, Vec<Fact>>;

/// Every term of the documents that define terms.
pub(super) fn terms(engine: &Engine) -> Result<Terms, IndexError> {
    let mut found = Terms::new();
    for doc in &engine.summary.glossaries {
        let facts = engine.index.facts(&FactFilter {
            kind: Some(FactKind::Role),
            doc: Some(doc.clone()),
            ..FactFilter::default()
        })?;
        for fact in facts {
            for name in names_of(&fact) {
                if found.len() < NAMES_MAX {
                    found.entry(name).or_default().push(fact.clone());
                }
            }
        }
    }
    Ok(found)
}

/// The definitions of the terms that `question` asks for; nothing where it asks for none, or where no document defines
/// them all.
pub(super) fn answer(
    engine: &Engine,
    question: &str,
    meaning: &Meaning,
) -> Result<Option<Answer>, IndexError> {
    let asked = asked_for(question);
    // A role is told by its documents, not by a short form's entry.
    let is_role = |term: &String| engine.vocabulary.parse_role(term).is_some();
    if asked.is_empty() || asked.iter().any(is_role) {
        return Ok(None);
    }
    let terms = engine.terms()?;
    let mut found: Vec<Fact> = Vec::new();
    for term in &asked {
        let singular = term.strip_suffix('s').unwrap_or(term);
        let Some(facts) = terms.get(term).or_else(|| terms.get(singular)) else {
            return Ok(None);
        };
        found.extend(
            facts
                .iter()
                .filter(|fact| !found.contains(fact))
                .cloned()
                .collect::<Vec<_>>(),
        );
    }
    let names: Vec<String> = found
        .iter()
        .filter_map(|fact| fact.role_fact()?.name.clone())
        .collect();
    let mut draft = Draft::new(engine, Intent::Ask);
    let statements = draft.number(found);
    draft.blocks.push(Block::Statements {
        title: Key::AspectDefinition.into(),
        statements,
        left_out: 0,
    });
    let headline = Message::new(Key::TermHeadline).with("term", names);
    draft.facts(headline, meaning).map(Some)
}

/// The terms in "what is X", "what does X mean", "define X", "X full form", "difference between X and Y".
fn asked_for(question: &str) -> Vec<String> {
    let folded = fold(question);
    let words = words(&folded);
    let words: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
    let rest: &[&str] = match words.as_slice() {
        ["what", "does" | "do", rest @ ..] => match rest {
            [term @ .., "mean" | "means"] | [term @ .., "stand", "for"] => term,
            _ => return Vec::new(),
        },
        ["what", "is" | "are" | "was", rest @ ..]
        | ["whats" | "define", rest @ ..]
        | ["meaning" | "definition", "of", rest @ ..]
        | ["full", "form", "of", rest @ ..] => rest,
        [term @ .., "meaning" | "definition"] | [term @ .., "full", "form"] => term,
        // "What's a fresher": the possessive is no word.
        ["what", rest @ ..] | rest @ ["difference" | "diff", ..] => rest,
        _ => return Vec::new(),
    };
    let rest = without_article(rest);
    if let ["difference" | "diff", "between", both @ ..] = rest {
        let joint = both
            .iter()
            .position(|word| matches!(*word, "and" | "vs" | "or"));
        let parts = joint.map(|at| (both.get(..at), both.get(at + 1..)));
        let Some((Some(first), Some(second))) = parts else {
            return Vec::new();
        };
        let terms = [first, second].map(|part| name(without_article(part)));
        return terms.into_iter().flatten().collect();
    }
    let rest = match rest {
        ["meaning" | "definition", "of", rest @ ..] | ["meant", "by", rest @ ..] | rest => rest,
    };
    name(without_article(rest)).into_iter().collect()
}

fn without_article<'w, 'a>(words: &'w [&'a str]) -> &'w [&'a str] {
    match words {
        ["a" | "an" | "the", rest @ ..] | rest => rest,
    }
}

/// The words of a term as it is looked up; none for more than a term has. "In-hand salary" is in-hand pay.
fn name(words: &[&str]) -> Option<String> {
    let words = match words {
        [term @ .., "salary" | "pay" | "wage"] if !term.is_empty() => term,
        words => words,
    };
    (!words.is_empty() && words.len() <= TERM_MAX_WORDS).then(|| words.join(" "))
}

/// Every name that a definition gives its term, as it is looked up.
fn names_of(fact: &Fact) -> Vec<String> {
    let Some(told) = fact.role_fact() else {
        return Vec::new();
    };
    let own = told.name.as_deref().unwrap_or_default();
    let before_bracket = own.split('(').next().unwrap_or(own);
    let of_own = [own, before_bracket].into_iter().chain(own.split(", "));
    let meaning = told.text.strip_prefix(own).unwrap_or_default();
    let others = OTHER_NAMES.iter().flat_map(|mark| {
        let behind = meaning
            .match_indices(mark)
            .filter_map(|(at, _)| meaning.get(at + mark.len()..));
        behind.flat_map(|rest| {
            let end = rest.find(['.', ';', ',', '(', ':']).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default().split(" or ")
        })
    });
    let mut names: Vec<String> = of_own
        .chain(others)
        .filter_map(|form| {
            let folded = fold(form);
            let words = words(&folded);
            let words: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
            name(without_article(&words))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What stands before another name of a term.
const OTHER_NAMES: [&str; 5] = [
    "also called ",
    "also spelled ",
    "also written ",
    "also known as ",
    "shortened to ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, expected: &[&str]) {
        assert_eq!(asked_for(question), expected, "in {question:?}");
    }

    #[test]
    fn knows_questions_for_a_term() {
        check("what is CTC?", &["ctc"]);
        check("What's a fresher", &["fresher"]);
        check("what does LPA mean??", &["lpa"]);
        check("LPA full form", &["lpa"]);
        check("define the median", &["median"]);
        check("what is the meaning of take-home pay", &["take home"]);
        check("in-hand salary meaning", &["in hand"]);
        check("diff between ctc and in hand salary", &["ctc", "in hand"]);
        check(
            "what is the difference between base pay and total compensation",
            &["base", "total compensation"],
        );
        check(
            "what is the average salary of a backend developer in india",
            &[],
        );
        check("what does a backend developer do", &[]);
        check("how much is a lakh", &[]);
    }
}
