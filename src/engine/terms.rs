//! What a term means: questions such as "what is CTC?", answered from the documents that define terms.

use crate::domain::{Answer, Block, Fact, FactKind, Intent, Key, Message, SourceKind};
use crate::index::{FactFilter, IndexError};
use crate::vocabulary::{fold, words};

use super::Engine;
use super::answers::Draft;
use super::understand::Meaning;

/// The longest term that is looked for, in words.
const TERM_MAX_WORDS: usize = 5;

/// The definition of the term that `question` asks for; nothing where it asks for none, or for one that no document
/// defines.
pub(super) fn answer(
    engine: &Engine,
    question: &str,
    meaning: &Meaning,
) -> Result<Option<Answer>, IndexError> {
    let Some(term) = asked_for(question) else {
        return Ok(None);
    };
    // A role is told by its documents, not by a short form's entry.
    if engine.vocabulary.parse_role(&term).is_some() {
        return Ok(None);
    }
    let glossaries = engine
        .documents
        .iter()
        .filter(|(_, held)| held.source.kind == Some(SourceKind::Glossary));
    let mut found: Vec<Fact> = Vec::new();
    for (doc, _) in glossaries {
        let facts = engine.index.facts(&FactFilter {
            kind: Some(FactKind::Role),
            doc: Some(doc.clone()),
            ..FactFilter::default()
        })?;
        found.extend(facts.into_iter().filter(|fact| is_called(fact, &term)));
    }
    let Some(name) = found
        .first()
        .and_then(|fact| fact.role_fact()?.name.clone())
    else {
        return Ok(None);
    };
    let mut draft = Draft::new(engine, Intent::Ask);
    let statements = draft.number(found);
    draft.blocks.push(Block::Statements {
        title: Key::AspectDefinition.into(),
        statements,
        left_out: 0,
    });
    let headline = Message::new(Key::TermHeadline).with("term", name);
    draft.facts(headline, meaning).map(Some)
}

/// The term in "what is X", "what does X mean", "define X", "X full form".
fn asked_for(question: &str) -> Option<String> {
    let folded = fold(question);
    let words: Vec<String> = words(&folded).into_iter().map(|word| word.lower).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let rest: &[&str] = match words.as_slice() {
        ["what", "does" | "do", rest @ ..] => match rest {
            [term @ .., "mean" | "means"] | [term @ .., "stand", "for"] => term,
            _ => return None,
        },
        ["what", "is" | "are" | "was", rest @ ..]
        | ["whats" | "define", rest @ ..]
        | ["meaning" | "definition", "of", rest @ ..]
        | ["full", "form", "of", rest @ ..] => rest,
        [term @ .., "meaning" | "definition"] | [term @ .., "full", "form"] => term,
        // "What's a fresher": the possessive is no word.
        ["what", rest @ ..] => rest,
        _ => return None,
    };
    let rest = match rest {
        ["the", "meaning" | "definition", "of", rest @ ..]
        | ["meant", "by", rest @ ..]
        | ["a" | "an" | "the", rest @ ..]
        | rest => rest,
    };
    (!rest.is_empty() && rest.len() <= TERM_MAX_WORDS).then(|| rest.join(" "))
}

/// Whether a definition is of `term`, by its name or by another one that it tells.
fn is_called(fact: &Fact, term: &str) -> bool {
    let Some(told) = fact.role_fact() else {
        return false;
    };
    let name = told.name.as_deref().unwrap_or_default();
    let plain = |text: &str| {
        let words = words(&fold(text)).into_iter();
        let words: Vec<String> = words.map(|word| word.lower).collect();
        words.join(" ")
    };
    let is_it = |form: &str| {
        let form = plain(form);
        let singular = term.strip_suffix('s').unwrap_or(term);
        !form.is_empty() && (form == term || form == singular)
    };
    let before_bracket = name.split('(').next().unwrap_or(name);
    let of_name = [name, before_bracket].into_iter().chain(name.split(", "));
    let meaning = told.text.strip_prefix(name).unwrap_or_default();
    let others = OTHER_NAMES.iter().flat_map(|mark| {
        let behind = meaning
            .match_indices(mark)
            .filter_map(|(at, _)| meaning.get(at + mark.len()..));
        behind.flat_map(|rest| {
            let end = rest.find(['.', ';', ',', '(', ':']).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default().split(" or ")
        })
    });
    of_name.chain(others).any(is_it)
}

/// What stands before another name of a term.
const OTHER_NAMES: [&str; 6] = [
    "also called ",
    "also spelled ",
    "also written ",
    "also known as ",
    "shortened to ",
    "also called the ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, expected: Option<&str>) {
        assert_eq!(asked_for(question).as_deref(), expected, "in {question:?}");
    }

    #[test]
    fn knows_questions_for_a_term() {
        check("what is CTC?", Some("ctc"));
        check("What's a fresher", Some("fresher"));
        check("what does LPA mean??", Some("lpa"));
        check("LPA full form", Some("lpa"));
        check("define the median", Some("median"));
        check(
            "what is the meaning of take-home pay",
            Some("take home pay"),
        );
        check(
            "what is the average salary of a backend developer in india",
            None,
        );
        check("what does a backend developer do", None);
        check("how much is a lakh", None);
    }
}
