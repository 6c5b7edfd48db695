//! Titles of jobs, known ones and others, by the noun that they end in.
//!
//! | written | read |
//! | --- | --- |
//! | `Lift mechanic`, `Principal hydrologist` | a title: its last word is somebody who does something |
//! | `Head of Growth`, `VP Product` | a title: its first word is |
//! | `Deckhand → Mate → Captain` | three titles |
//! | `roles such as dispatcher, route planner or fleet manager` | three titles |

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::domain::{RoleRef, Span};
use crate::vocabulary::{Term, Vocabulary, Word, words};

use super::super::names::is_generic_title;
use super::phrase::{parts, unbracketed, unnumbered};
use super::sentence::Sentence;

/// How many words a title may have.
const TITLE_MAX_WORDS: usize = 6;

/// How many titles one text may name.
const TITLES_MAX: usize = 12;

/// The nouns in which titles end, in the singular.
const NOUNS: [&str; 157] = [
    "accountant",
    "actor",
    "actuary",
    "administrator",
    "adviser",
    "advisor",
    "advocate",
    "agent",
    "aide",
    "analyst",
    "anesthetist",
    "apm",
    "architect",
    "artist",
    "assistant",
    "associate",
    "attorney",
    "auditor",
    "author",
    "baker",
    "banker",
    "biologist",
    "bookkeeper",
    "boss",
    "broker",
    "builder",
    "buyer",
    "captain",
    "carer",
    "caregiver",
    "carpenter",
    "ceo",
    "cfo",
    "chef",
    "chemist",
    "cio",
    "ciso",
    "clerk",
    "cmo",
    "coach",
    "commissioner",
    "consultant",
    "contractor",
    "controller",
    "coo",
    "cook",
    "coordinator",
    "copywriter",
    "counsellor",
    "counselor",
    "cpo",
    "cto",
    "curator",
    "dba",
    "dentist",
    "designer",
    "developer",
    "dietitian",
    "director",
    "dispatcher",
    "doctor",
    "driver",
    "economist",
    "editor",
    "educator",
    "electrician",
    "engineer",
    "entrepreneur",
    "estimator",
    "evangelist",
    "examiner",
    "executive",
    "farmer",
    "firefighter",
    "fitter",
    "foreman",
    "founder",
    "geologist",
    "guard",
    "hacker",
    "hunter",
    "hydrologist",
    "hygienist",
    "illustrator",
    "inspector",
    "instructor",
    "investigator",
    "janitor",
    "journalist",
    "journeyman",
    "judge",
    "lawyer",
    "lecturer",
    "librarian",
    "lineman",
    "machinist",
    "manager",
    "marketer",
    "mason",
    "mathematician",
    "mechanic",
    "mentor",
    "meteorologist",
    "midwife",
    "negotiator",
    "nurse",
    "nutritionist",
    "officer",
    "operator",
    "optician",
    "optometrist",
    "owner",
    "painter",
    "paralegal",
    "paramedic",
    "pharmacist",
    "photographer",
    "physicist",
    "physician",
    "physiotherapist",
    "pilot",
    "planner",
    "plumber",
    "pm",
    "practitioner",
    "president",
    "principal",
    "producer",
    "professor",
    "programmer",
    "psychologist",
    "radiographer",
    "recruiter",
    "reporter",
    "representative",
    "researcher",
    "responder",
    "sailor",
    "scientist",
    "sdet",
    "secretary",
    "specialist",
    "sre",
    "statistician",
    "strategist",
    "superintendent",
    "supervisor",
    "surgeon",
    "surveyor",
    "teacher",
    "technician",
    "technologist",
    "tester",
    "therapist",
    "trader",
    "trainer",
    "translator",
];

/// More such nouns.
const MORE_NOUNS: [&str; 12] = [
    "tutor",
    "underwriter",
    "veterinarian",
    "vp",
    "welder",
    "writer",
    "tailor",
    "gardener",
    "roofer",
    "lead",
    "mate",
    "apprentice",
];

/// All of them, to be looked up.
static ALL_NOUNS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| NOUNS.iter().chain(&MORE_NOUNS).copied().collect());

/// Words that open a title which ends in the thing led: "Head of Growth", "VP Product".
const OPENERS: [&str; 12] = [
    "head",
    "director",
    "vp",
    "svp",
    "vice",
    "chief",
    "president",
    "manager",
    "secretary",
    "professor",
    "lead",
    "captain",
];

/// A title that a text names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Title {
    /// As it is written.
    pub(super) written: String,
    /// The role that it is, where the vocabulary holds it.
    pub(super) role: RoleRef,
}

impl Title {
    fn new(written: &str, vocabulary: &Vocabulary) -> Title {
        let role = RoleRef {
            id: vocabulary.parse_role(written),
            occupation: None,
            written: written.to_owned(),
        };
        Title {
            written: written.to_owned(),
            role,
        }
    }

    /// True where this is written otherwise than `role`.
    pub(super) fn is_written_otherwise(&self, role: &RoleRef) -> bool {
        let key_of = |written: &str| RoleRef {
            written: written.to_owned(),
            ..RoleRef::default()
        };
        key_of(&self.written).key() != key_of(&role.written).key()
    }

    /// True where this is another job, or another rung, than `role`: not the same job by another name.
    pub(super) fn differs_from(&self, role: &RoleRef) -> bool {
        let is_no_longer = words(&self.written).len() <= words(&role.written).len();
        self.is_written_otherwise(role) && !(is_no_longer && self.role.key() == role.key())
    }
}

/// The title that `text` is as a whole; none for any other text.
pub(super) fn title(text: &str, vocabulary: &Vocabulary) -> Option<Title> {
    let text = unbracketed(unnumbered(text)).trim_end_matches(['.', ',', ':']);
    let all = words(text);
    let words = without_grade(&all);
    if words.is_empty() || words.len() > TITLE_MAX_WORDS || text.contains([',', ';', ':', '?']) {
        return None;
    }
    let has_digit = words
        .iter()
        .any(|word| word.lower.contains(|c: char| c.is_ascii_digit()));
    let is_known = is_known_title(text, &all, vocabulary);
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let opens = words.len() > 1 && OPENERS.contains(&lower(0));
    // "Principal engineer in a large team" is more than a title.
    let joins = words.iter().any(|word| is_no_part_of_a_title(&word.lower));
    let is_one_generic = words.len() == 1 && is_generic_title(lower(0));
    let ends = is_title_noun(lower(words.len() - 1));
    let is_title = is_known || (!has_digit && !joins && !is_one_generic && (ends || opens));
    is_title.then(|| Title::new(text, vocabulary))
}

/// The words without a grade behind them: `Analyst L1`, `Analyst II`.
fn without_grade<'w>(words: &'w [Word<'w>]) -> &'w [Word<'w>] {
    let is_grade = |word: &Word| {
        matches!(
            word.written.as_str(),
            "I" | "II" | "III" | "IV" | "V" | "1" | "2" | "3" | "L1" | "L2" | "L3" | "L4" | "L5"
        )
    };
    match words {
        [bare @ .., last] if !bare.is_empty() && is_grade(last) => bare,
        _ => words,
    }
}

/// True for a job title of the vocabulary that makes up all of `text`, whatever level stands before it.
fn is_known_title(text: &str, words: &[Word], vocabulary: &Vocabulary) -> bool {
    let mentions = vocabulary.mentions_in(words);
    let Some(role) = mentions
        .iter()
        .find(|mention| matches!(mention.term, Term::Role { field: false, .. }))
    else {
        return false;
    };
    let is_covered = |span: Span| {
        role.span.overlaps(span)
            || mentions.iter().any(|mention| {
                matches!(mention.term, Term::Level { .. }) && mention.span.overlaps(span)
            })
    };
    !is_generic_title(text.trim()) && words.iter().all(|word| is_covered(word.span))
}

/// True for the last word of a title.
pub(super) fn is_title_noun(word: &str) -> bool {
    let singular = match word {
        "men" => "man",
        _ => word
            .strip_suffix('s')
            .filter(|stem| !stem.ends_with('s') && stem.len() > 1)
            .unwrap_or(word),
    };
    let last = singular.rsplit(['-', '/']).next().unwrap_or(singular);
    let is_noun = |word: &str| ALL_NOUNS.contains(word);
    is_noun(last) || is_noun(word) || last.ends_with("ologist")
}

fn is_no_part_of_a_title(word: &str) -> bool {
    matches!(
        word,
        "in" | "with"
            | "who"
            | "that"
            | "which"
            | "your"
            | "you"
            | "is"
            | "are"
            | "be"
            | "by"
            | "from"
            | "to"
            | "this"
            | "their"
            | "our"
            | "how"
            | "what"
            | "why"
            | "as"
            | "on"
            | "into"
            | "not"
            | "will"
            | "can"
            | "every"
            | "more"
            | "good"
            | "great"
            | "help"
            | "many"
            | "most"
            | "any"
            | "aspiring"
            | "experienced"
            | "skilled"
            | "salary"
            | "salaries"
    )
}

/// The titles of a list, a chain or a single name; nothing where the first part is none.
pub(super) fn titles(text: &str, vocabulary: &Vocabulary) -> Vec<Title> {
    let chain: Vec<&str> = text.split(['→', '⇒', '➔', '➜', '>']).collect();
    let pieces = if chain.len() > 1 {
        chain
    } else {
        text.split(" -> ").collect()
    };
    let is_chain = pieces.len() > 1;
    let mut found = Vec::new();
    for piece in pieces {
        for part in parts(piece, true) {
            match title(part, vocabulary) {
                Some(title) => found.push(title),
                None if is_chain => {}
                None => return found,
            }
            if found.len() >= TITLES_MAX {
                return found;
            }
        }
    }
    found
}

/// Words before titles that somebody of the role at hand may take: each is followed by a list.
pub(super) const CUES: [&str; 44] = [
    "roles such as",
    "roles like",
    "roles including",
    "roles include",
    "positions such as",
    "positions like",
    "positions including",
    "positions include",
    "jobs such as",
    "jobs like",
    "careers such as",
    "careers like",
    "careers include",
    "paths such as",
    "paths like",
    "paths include",
    "titles such as",
    "titles like",
    "titles include",
    "occupations such as",
    "occupations include",
    "professions such as",
    "professions like",
    "opportunities such as",
    "opportunities like",
    "opportunities may include becoming",
    "opportunities include becoming",
    "roles as",
    "advance to",
    "advance into",
    "progress to",
    "progress into",
    "move into",
    "move on to",
    "move up to",
    "transition to",
    "transition into",
    "promoted to",
    "grow into",
    "switch to",
    "become",
    "becoming",
    "work as",
    "known as",
];

/// Words that may stand between a cue and its titles.
const FILLERS: [&str; 14] = [
    "roles such as",
    "roles like",
    "positions such as",
    "positions like",
    "a role as",
    "roles as",
    "becoming",
    "being",
    "the role of",
    "a position as",
    "positions of",
    "the position of",
    "a career as",
    "careers as",
];

/// Where a list of titles ends inside a sentence.
const STOPS: [&str; 22] = [
    " in ",
    " with ",
    " at ",
    " for ",
    " who ",
    " which ",
    " after ",
    " depending ",
    " that ",
    " by ",
    " within ",
    " if ",
    " or even ",
    " based ",
    " but ",
    " so ",
    " is ",
    " are ",
    " as you ",
    " on ",
    " while ",
    " through ",
];

/// The titles that a sentence of running text names as ways on: `with experience, they move into roles such as …`.
pub(super) fn titles_in_prose(told: &Sentence<'_>, vocabulary: &Vocabulary) -> Vec<Title> {
    let is_asked = told.text.trim_end().ends_with('?');
    if !told.lists_titles() || is_asked {
        return Vec::new();
    }
    let (sentence, lower) = (told.text, told.lower());
    if lower.len() != sentence.len() {
        return Vec::new();
    }
    let mut found: Vec<Title> = Vec::new();
    for cue in CUES {
        let mut from = 0;
        while let Some(at) = lower.get(from..).and_then(|rest| rest.find(cue)) {
            let start = from + at;
            let end = start + cue.len();
            from = end;
            let opens = lower
                .get(..start)
                .is_none_or(|before| !before.ends_with(char::is_alphanumeric));
            let closes = lower
                .get(end..)
                .is_some_and(|rest| rest.starts_with([' ', ':']));
            let is_how = lower.get(..start).is_some_and(|before| {
                let before = before.trim_end();
                before.ends_with("how to")
                    || before.ends_with("want to")
                    || before.ends_with("also")
            });
            if !(opens && closes) || is_how {
                continue;
            }
            let rest = sentence.get(end..).unwrap_or_default();
            for title in titles(clause(rest), vocabulary) {
                if !found
                    .iter()
                    .any(|other| other.role.key() == title.role.key())
                {
                    found.push(title);
                }
            }
        }
    }
    found
}

/// The list behind a cue, up to where the sentence goes on to something else.
fn clause(rest: &str) -> &str {
    let mut rest = rest.trim_start_matches([' ', ':']);
    while let Some(behind) = FILLERS
        .iter()
        .find_map(|filler| super::phrase::strip_prefix_folded(rest, filler))
    {
        rest = behind.trim_start();
    }
    let end = STOPS
        .iter()
        .filter_map(|stop| rest.find(stop))
        .chain(rest.find([':', ';', '(', '—', '–', '!']))
        .chain(rest.find(". "))
        .min()
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

/// The known job titles in a text, as they are written with their level.
pub(super) fn known_titles(text: &str, vocabulary: &Vocabulary) -> Vec<Title> {
    let mentions = vocabulary.mentions(text);
    let mut found: Vec<Title> = Vec::new();
    for mention in &mentions {
        if !matches!(mention.term, Term::Role { field: false, .. }) {
            continue;
        }
        let level = mentions.iter().find(|level| {
            matches!(level.term, Term::Level { .. })
                && level.span.end < mention.span.start
                && level.span.distance(mention.span) <= 1
        });
        let span = level.map_or(mention.span, |level| level.span.cover(mention.span));
        let written = span.of(text).unwrap_or_default();
        if is_generic_title(written) {
            continue;
        }
        let title = Title::new(written, vocabulary);
        if !found.contains(&title) {
            found.push(title);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(titles: &[Title]) -> String {
        let all: Vec<&str> = titles.iter().map(|title| title.written.as_str()).collect();
        all.join(" | ")
    }

    #[track_caller]
    fn check_title(text: &str, expected: bool) {
        let found = title(text, Vocabulary::builtin());
        assert_eq!(found.is_some(), expected, "title {text:?}");
    }

    #[test]
    fn knows_titles_by_their_nouns() {
        for text in [
            "Lift mechanic",
            "2. Principal hydrologist",
            "Head of Growth",
            "VP Product",
            "Chief Data Officer",
            "Site Reliability Engineer (SRE)",
            "Senior plumber",
            "Harbour pilot L2",
            "ML engineers",
        ] {
            check_title(text, true);
        }
        for text in [
            "Learn the trade",
            "Work with a mentor",
            "Manager",
            "Python",
            "5 engineers",
            "Growing demand",
            "Why become an engineer",
            "Better salaries",
        ] {
            check_title(text, false);
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = titles(text, Vocabulary::builtin());
        assert_eq!(written(&found), expected, "titles in {text:?}");
    }

    #[test]
    fn parts_lists_and_chains() {
        check("Deckhand → Mate → Captain", "Mate | Captain");
        check(
            "Route planner, fleet manager or dispatcher",
            "Route planner | fleet manager | dispatcher",
        );
        check("a kitchen, a chef", "");
    }

    #[track_caller]
    fn check_prose(sentence: &str, expected: &str) {
        let found = titles_in_prose(&Sentence::of(sentence), Vocabulary::builtin());
        assert_eq!(written(&found), expected, "titles in {sentence:?}");
    }

    #[test]
    fn reads_ways_on_in_prose() {
        check_prose(
            "With experience, gardeners move into roles such as head gardener, estate manager or landscape architect.",
            "head gardener | estate manager | landscape architect",
        );
        check_prose(
            "You can advance to a shift supervisor, then a plant manager in a few years.",
            "shift supervisor | plant manager",
        );
        check_prose(
            "Advancement opportunities may include becoming a master roofer, site inspector, or contractor.",
            "master roofer | site inspector | contractor",
        );
        check_prose("How do you become a lift mechanic?", "");
        check_prose("You learn how to become a lift mechanic.", "");
        check_prose("They are also known as lift mechanics.", "");
        check_prose("Prices become a problem.", "");
    }
}
