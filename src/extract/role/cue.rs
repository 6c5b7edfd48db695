//! Skills and duties that running text tells of, by the words before them.
//!
//! | written | read |
//! | --- | --- |
//! | `You need skills such as rigging, knotting and first aid.` | the skills `rigging`, `knotting`, `first aid` |
//! | `Proficiency in Figma and Miro is expected.` | the skills `Figma`, `Miro` |
//! | `Divers are responsible for the upkeep of the dock.` | a duty |
//! | `You don't need to know Java.` | nothing: it is denied |

use crate::vocabulary::{Mention, Skill, Term, Vocabulary, Word, words};

use super::super::telling::is_pay_word;
use super::phrase::{holds_folded, is_kind, parts, strip_prefix_folded, unbracketed};
use super::sentence::Sentence;

/// Words after which skills are listed.
pub(super) const LISTING: [&str; 52] = [
    "skills such as",
    "skills like",
    "skills including",
    "skills include",
    "abilities such as",
    "abilities include",
    "tools such as",
    "tools like",
    "tools including",
    "tools include",
    "technologies such as",
    "technologies like",
    "technologies including",
    "technologies include",
    "languages such as",
    "languages like",
    "languages including",
    "languages include",
    "frameworks such as",
    "frameworks like",
    "frameworks including",
    "libraries such as",
    "libraries like",
    "platforms such as",
    "platforms like",
    "software such as",
    "software like",
    "databases such as",
    "databases like",
    "systems such as",
    "programs such as",
    "proficiency in",
    "proficiency with",
    "proficient in",
    "proficient with",
    "fluent in",
    "fluency in",
    "well-versed in",
    "well versed in",
    "competent in",
    "competence in",
    "skilled in",
    "skilled at",
    "expertise in",
    "knowledge of",
    "understanding of",
    "familiarity with",
    "familiar with",
    "experience with",
    "grasp of",
    "command of",
    "must know",
];

/// Where such a list ends inside a sentence.
const STOPS: [&str; 24] = [
    " to ",
    " is ",
    " are ",
    " that ",
    " which ",
    " for ",
    " so ",
    " when ",
    " will ",
    " can ",
    " helps",
    " help ",
    " who ",
    " in order ",
    " because ",
    " while ",
    " matters",
    " has ",
    " have ",
    " used ",
    " at ",
    " from ",
    " form ",
    " makes ",
];

/// Words with which no name of a skill begins.
const NO_BEGINNING: [&str; 45] = [
    "such",
    "how",
    "what",
    "why",
    "when",
    "where",
    "whether",
    "that",
    "this",
    "these",
    "those",
    "you",
    "your",
    "their",
    "they",
    "its",
    "it",
    "our",
    "we",
    "his",
    "her",
    "each",
    "every",
    "any",
    "all",
    "many",
    "most",
    "several",
    "different",
    "various",
    "one",
    "at",
    "least",
    "more",
    "be",
    "being",
    "having",
    "get",
    "make",
    "as",
    "if",
    "not",
    "least",
    "things",
    "the",
];

/// How many words a skill named in running text may have.
const SKILL_MAX_WORDS: usize = 4;

/// The skills that a sentence lists behind words such as "proficiency in", as they are written.
pub(super) fn listed_skills<'t>(told: &Sentence<'t>) -> Vec<&'t str> {
    if !told.lists_skills() || told.is_denied() {
        return Vec::new();
    }
    let (sentence, lower) = (told.text, told.lower());
    if lower.len() != sentence.len() {
        return Vec::new();
    }
    let mut found: Vec<&str> = Vec::new();
    for cue in LISTING {
        let Some(at) = lower.find(cue) else {
            continue;
        };
        let end = at + cue.len();
        let is_whole = lower
            .get(..at)
            .is_none_or(|before| !before.ends_with(char::is_alphanumeric))
            && lower
                .get(end..)
                .is_some_and(|rest| rest.starts_with([' ', ':']));
        if !is_whole {
            continue;
        }
        let list = list_of(sentence, end);
        // "An understanding of the harbour": one certain thing, no skill.
        if strip_prefix_folded(list, "the").is_some() {
            continue;
        }
        for part in parts(list, true) {
            if !is_skill_phrase(part) {
                break;
            }
            if !found.contains(&part) && !is_kind(part) {
                found.push(part);
            }
        }
    }
    found
}

fn list_of(sentence: &str, from: usize) -> &str {
    let rest = sentence
        .get(from..)
        .unwrap_or_default()
        .trim_start_matches([' ', ':']);
    let is_detail = |at: usize| {
        rest.get(..at)
            .is_some_and(|before| before.ends_with("attention"))
    };
    let end = STOPS
        .iter()
        .filter_map(|stop| {
            let found = rest.match_indices(stop).map(|(at, _)| at);
            found.filter(|at| !is_detail(*at)).min()
        })
        .chain(rest.find([';', ':', '—', '!']))
        .chain(rest.find(" – "))
        .chain(rest.find(". "))
        .min()
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

fn is_skill_phrase(part: &str) -> bool {
    let words = words(unbracketed(part));
    let begins = words
        .first()
        .is_some_and(|word| !NO_BEGINNING.contains(&word.lower.as_str()));
    // "Familiarity with tools like A": another cue lists them.
    let lists = part.contains(" like ") || part.contains(" such as ");
    begins && !lists && words.len() <= SKILL_MAX_WORDS
}

/// Words that tell what somebody does.
pub(super) const DUTIES: [&str; 15] = [
    "responsible for",
    "duties include",
    "duties may include",
    "responsibilities include",
    "responsibilities may include",
    "tasks include",
    "tasks may include",
    "job is to",
    "role is to",
    "role involves",
    "work involves",
    "job involves",
    "in charge of",
    "tasked with",
    "primary responsibility is",
];

/// The longest sentence that tells a duty, in characters.
const DUTY_MAX_CHARS: usize = 400;

/// True where a sentence says what people of a role do.
pub(super) fn tells_duty(told: &Sentence<'_>, vocabulary: &Vocabulary) -> bool {
    if !told.names_duty() || told.is_denied() {
        return false;
    }
    let (sentence, lower) = (told.text, told.lower());
    if lower.chars().count() > DUTY_MAX_CHARS {
        return false;
    }
    let words = words(lower);
    let is_of_somebody = || {
        words
            .iter()
            .any(|word| matches!(word.lower.as_str(), "they" | "their" | "you" | "your"))
            || vocabulary
                .mentions(sentence)
                .iter()
                .any(|mention| matches!(mention.term, Term::Role { field: false, .. }))
    };
    !words.iter().any(|word| is_pay_word(&word.lower)) && is_of_somebody()
}

/// Kinds of skills that are things with a name: languages, tools, techniques; not how somebody is.
fn is_technical(skill: &Skill) -> bool {
    skill.kind != "soft"
}

/// Names that are ordinary words at the beginning of a sentence.
const ORDINARY: [&str; 16] = [
    "Go", "Express", "Spring", "Chef", "Puppet", "Swift", "Excel", "Sketch", "Unity", "Helm",
    "Flask", "Rust", "Ruby", "Flutter", "Phoenix", "Meteor",
];

/// The known technical skills that a sentence names by their names, or by terms of several words.
pub(super) fn known_skills<'v>(told: &Sentence<'_>, vocabulary: &'v Vocabulary) -> Vec<&'v Skill> {
    let sentence = told.text;
    let mut found: Vec<&Skill> = Vec::new();
    for mention in vocabulary.mentions_in(told.words()) {
        let Term::Skill(at) = mention.term else {
            continue;
        };
        let Some(skill) = vocabulary.skills().get(at) else {
            continue;
        };
        if is_technical(skill) && is_named(sentence, &mention) && !found.contains(&skill) {
            found.push(skill);
        }
    }
    found
}

/// "SQL", "Figma", "technical drawing": a name or a term; "testing" may be no more than a word.
fn is_named(sentence: &str, mention: &Mention) -> bool {
    let written = mention.span.of(sentence).unwrap_or_default();
    if words(written).len() > 1 {
        return true;
    }
    let capitals = written.chars().filter(|c| c.is_uppercase()).count();
    let is_marked =
        capitals > 1 || written.contains(|c: char| c.is_ascii_digit() || "+#.".contains(c));
    let before = sentence
        .get(..mention.span.start)
        .unwrap_or_default()
        .trim_end();
    let opens =
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '-', '–', '—', '(', '"', '“']);
    let is_word = matches!(
        written,
        "Security" | "Testing" | "Monitoring" | "Compliance" | "Automation" | "Deployment"
    ) || ORDINARY.contains(&written);
    is_marked || (capitals == 1 && !(opens && is_word))
}

/// Words of schooling: a degree is no skill.
pub(super) fn is_schooling(text: &str) -> bool {
    is_schooling_in(text, &words(text))
}

/// As [`is_schooling`], over the words of `text`.
pub(super) fn is_schooling_in(text: &str, words: &[Word]) -> bool {
    let says = |phrase| holds_folded(text, phrase);
    let tells = |word: &Word| match word.lower.as_str() {
        "degree" | "bachelor" | "bachelors" | "diploma" | "phd" | "doctorate" | "b.tech"
        | "b.sc" | "b.e" | "bsc" | "btech" | "mba" | "ged" | "apprenticeship" | "undergraduate"
        | "graduate" | "graduation" | "certification" | "certifications" | "license"
        | "licence" => true,
        // Of the phrases below, words of which every one has one.
        lower => {
            (lower.starts_with("school") && says("high school"))
                || (lower.starts_with("experience") && says("years of experience"))
        }
    };
    words.iter().any(tells)
        || (text.contains('\'') && says("master's"))
        || (!text.is_ascii() && says("master’s"))
        || strip_prefix_folded(text, "years").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        assert_eq!(
            listed_skills(&Sentence::of(sentence)),
            expected,
            "skills in {sentence:?}"
        );
    }

    #[test]
    fn reads_lists_behind_their_cues() {
        check(
            "You need skills such as rigging, knotting and first aid.",
            &["rigging", "knotting", "first aid"],
        );
        check(
            "Proficiency in drawing programs and Blender is expected.",
            &["drawing programs", "Blender"],
        );
        check(
            "A sound knowledge of tides, currents and the law helps.",
            &["tides", "currents", "law"],
        );
        check(
            "It takes skills such as patience and attention to detail.",
            &["patience", "attention to detail"],
        );
        check(
            "Familiarity with tools like Miro or Trello helps.",
            &["Miro", "Trello"],
        );
    }

    #[test]
    fn leaves_what_is_denied_or_no_list() {
        check("You don't need knowledge of tides.", &[]);
        check("No experience with boats is required.", &[]);
        check(
            "It gives you an understanding of how the harbour works.",
            &[],
        );
        check("Do you need expertise in sailing?", &[]);
        check(
            "It helps to have an understanding of the harbour and its rules.",
            &[],
        );
    }

    #[track_caller]
    fn check_known(sentence: &str, expected: &[&str]) {
        let found = known_skills(&Sentence::of(sentence), Vocabulary::builtin());
        let names: Vec<&str> = found.iter().map(|skill| skill.name.as_str()).collect();
        assert_eq!(names, expected, "known skills in {sentence:?}");
    }

    #[test]
    fn knows_names_and_terms() {
        check_known(
            "They write Python and test with Selenium.",
            &["Python", "Selenium"],
        );
        check_known("Learn machine learning early.", &["Machine learning"]);
        check_known(
            "Go to the harbour and express yourself in testing times.",
            &[],
        );
        check_known("Communication is all.", &[]);
    }

    #[track_caller]
    fn check_duty(sentence: &str, expected: bool) {
        let found = tells_duty(&Sentence::of(sentence), Vocabulary::builtin());
        assert_eq!(found, expected, "duty in {sentence:?}");
    }

    #[test]
    fn knows_duties() {
        check_duty("Plumbers are responsible for the pipes of a house.", true);
        check_duty("Their duties include laying pipes.", true);
        check_duty("The valve is responsible for the flow.", false);
        check_duty("What are they responsible for?", false);
        check_duty("They are responsible for their own salary.", false);
    }

    #[track_caller]
    fn check_schooling(text: &str, expected: bool) {
        assert_eq!(is_schooling(text), expected, "schooling in {text:?}");
    }

    #[test]
    fn knows_schooling() {
        check_schooling("Bachelor's degree in forestry", true);
        check_schooling("High school diploma", true);
        check_schooling("3 years of experience", true);
        check_schooling("Felling trees", false);
    }
}
