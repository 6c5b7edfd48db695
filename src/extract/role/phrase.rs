//! Names out of wordings: short names of items, and the parts of an enumeration.
//!
//! | written | read |
//! | --- | --- |
//! | `Airtable (workflows)` | `Airtable` |
//! | `Strong knowledge of soil, drainage and irrigation` | `soil`, `drainage`, `irrigation` |
//! | `Tools: Figma, Miro` | the label `Tools`, and `Figma`, `Miro` |
//! | `Clear writing to guide customers through a claim …` | `Clear writing` |
//! | `1) Pruning trees` | `Pruning trees` |

use crate::vocabulary::words;

/// The longest name of a thing, in characters; more is a sentence.
pub(super) const NAME_MAX_CHARS: usize = 70;

/// An enumeration longer than this, in bytes, is none: it is a text.
const LIST_MAX_BYTES: usize = 2_000;

/// How many words one part of an enumeration may have; more is a clause.
const PART_MAX_WORDS: usize = 5;

/// How many words a cut name may have.
const CUT_MAX_WORDS: usize = 9;

/// What stands between a name and what is said of it.
const MARKS: [&str; 4] = [": ", " – ", " — ", " - "];

/// What tells how well a thing is known, before its name; the longest first.
const QUALIFIERS: [&str; 46] = [
    "a solid understanding of",
    "a good understanding of",
    "a strong understanding of",
    "a strong foundation in",
    "a strong grasp of",
    "a good grasp of",
    "a deep understanding of",
    "an understanding of",
    "in-depth knowledge of",
    "working knowledge of",
    "hands-on experience with",
    "hands-on experience in",
    "practical experience with",
    "practical experience in",
    "the ability to use",
    "ability to use",
    "solid understanding of",
    "strong understanding of",
    "good understanding of",
    "basic understanding of",
    "deep understanding of",
    "basic knowledge of",
    "good knowledge of",
    "strong knowledge of",
    "sound knowledge of",
    "excellent knowledge of",
    "thorough knowledge of",
    "a working knowledge of",
    "a basic knowledge of",
    "a good knowledge of",
    "a knowledge of",
    "strong proficiency in",
    "expertise in",
    "proficiency in",
    "proficiency with",
    "proficient in",
    "proficient with",
    "experience with",
    "experience in",
    "experience using",
    "familiarity with",
    "familiar with",
    "understanding of",
    "knowledge of",
    "skilled in",
    "skill in",
];

/// The words before a name's mark and those behind it; none without a mark.
pub(super) fn labelled(text: &str) -> Option<(&str, &str)> {
    // All of [`MARKS`] begin so.
    let pairs = text.bytes().zip(text.bytes().skip(1)).enumerate();
    let begins = pairs.filter(|(_, pair)| {
        matches!(pair, (b':', b' ') | (b' ', b'-')) || (pair.0 == b' ' && !pair.1.is_ascii())
    });
    let mut marked = begins.filter_map(|(at, _)| {
        let behind = text.get(at..)?;
        let mark = MARKS
            .iter()
            .filter(|mark| behind.starts_with(**mark))
            .min()?;
        Some((at, *mark))
    });
    let (at, mark) = marked.next()?;
    let label = text.get(..at)?.trim();
    let rest = text.get(at + mark.len()..)?.trim();
    (!label.is_empty() && !rest.is_empty()).then_some((label, rest))
}

/// The text without bullets, tick boxes, pictures and numbers before it: `✅ 2) Pruning` is `Pruning`.
pub(super) fn unnumbered(text: &str) -> &str {
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '(' | '"' | '“' | '₹' | '$');
    let bare = text.trim_start_matches(is_sign);
    let behind = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = bare.len() - behind.len();
    if digits == 0 || digits > 2 {
        return bare.trim();
    }
    let rest = behind.trim_start_matches(['.', ')', ':']);
    let is_number = rest.len() < behind.len() && rest.starts_with(char::is_whitespace);
    if is_number { rest.trim() } else { bare.trim() }
}

/// True for a text that begins with its number in a list: `3) Pruning`, `2. Soil`.
pub(super) fn is_numbered(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    bare.starts_with(|c: char| c.is_ascii_digit()) && unnumbered(text) != bare.trim()
}

/// The text without the brackets at its end: `Soil (clay, loam)` is `Soil`. An abbreviation is part of the name.
pub(super) fn unbracketed(text: &str) -> &str {
    let text = text.trim();
    let Some(open) = text.rfind('(').filter(|_| text.ends_with(')')) else {
        return text;
    };
    let bare = text.get(..open).unwrap_or(text).trim();
    let inside = text.get(open..).unwrap_or_default();
    let is_abbreviation = words(inside).len() == 1 && !inside.contains(char::is_lowercase);
    if bare.is_empty() || is_abbreviation {
        text
    } else {
        bare
    }
}

/// The text without words on how well a thing is known; the second part says whether there were any.
pub(super) fn unqualified(text: &str) -> (&str, bool) {
    let text = text.trim();
    let first = text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let mut like = QUALIFIERS
        .iter()
        .filter(|qualifier| qualifier.bytes().next() == first);
    let found = like.find_map(|qualifier| strip_prefix_folded(text, qualifier));
    found.map_or((text, false), |rest| (rest.trim(), true))
}

/// `text` behind `prefix`, whatever the case; none where a word would be cut.
pub(super) fn strip_prefix_folded<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    let rest = text.get(prefix.len()..)?;
    let is_whole = rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric());
    (is_whole && head.eq_ignore_ascii_case(prefix)).then_some(rest)
}

/// Whether `text` holds `phrase`, whatever the case of its ASCII letters.
pub(super) fn holds_folded(text: &str, phrase: &str) -> bool {
    let phrase = phrase.as_bytes();
    let Some(first) = phrase.first() else {
        return true;
    };
    let is_first = |part: &[u8]| {
        part.first()
            .is_some_and(|own| own.eq_ignore_ascii_case(first))
    };
    text.as_bytes()
        .windows(phrase.len())
        .any(|part| is_first(part) && part.eq_ignore_ascii_case(phrase))
}

/// The parts of an enumeration, in reading order, without joints and articles: at commas, semicolons, bars, and at "and",
/// "or" and "&" where `at_and`. Nothing inside brackets parts.
pub(super) fn parts(text: &str, at_and: bool) -> Vec<&str> {
    let mut found = Vec::new();
    if text.len() > LIST_MAX_BYTES {
        return found;
    }
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '|' | '•' | '\n' if depth == 0 => {
                push_part(&mut found, text.get(start..at), at_and);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    push_part(&mut found, text.get(start..), at_and);
    found
}

fn push_part<'a>(found: &mut Vec<&'a str>, part: Option<&'a str>, at_and: bool) {
    let Some(part) = part else {
        return;
    };
    let joint = [" and ", " or ", " & ", " as well as "]
        .iter()
        .filter_map(|joint| part.find(joint).map(|at| (at, joint.len())))
        .min()
        .filter(|(at, _)| at_and && !is_inside_brackets(part, *at));
    if let Some((at, length)) = joint {
        push_part(found, part.get(..at), false);
        push_part(found, part.get(at + length..), at_and);
        return;
    }
    let trimmed = trim_part(part);
    if !trimmed.is_empty() {
        found.push(trimmed);
    }
}

fn is_inside_brackets(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.matches('(').count() > before.matches(')').count()
}

/// Joints and articles that may stand before a part.
const JOINTS: [&str; 26] = [
    "and",
    "or",
    "then",
    "finally",
    "eventually",
    "even",
    "also",
    "perhaps",
    "a",
    "an",
    "the",
    "such as",
    "like",
    "including",
    "e.g.",
    "e.g",
    "other",
    "both",
    "either",
    "some",
    "as well as",
    "for example",
    "possibly",
    "later",
    "next",
    "maybe",
];

fn trim_part(part: &str) -> &str {
    let mut part = part.trim();
    while let Some(rest) = JOINTS
        .iter()
        .find_map(|joint| strip_prefix_folded(part, joint))
        .filter(|rest| rest.starts_with([' ', ',']))
    {
        part = rest.trim_start_matches([' ', ',']);
    }
    let part = part
        .trim_end_matches(['.', '!', '?', ':', '…', ','])
        .trim_end_matches(" etc")
        .trim();
    match part.to_lowercase().as_str() {
        "etc" | "similar" | "and" | "or" | "more" | "others" | "so on" | "much more"
        | "and more" | "many more" => "",
        _ => part,
    }
}

/// The parts of `text` where every one is short enough to be a name and there are at least two; none otherwise.
pub(super) fn short_parts(text: &str, at_and: bool) -> Option<Vec<&str>> {
    let text = text.trim().trim_end_matches('.');
    // A full stop inside parts sentences.
    if text.contains(". ") || is_sentence(text) {
        return None;
    }
    let mut parts = parts(text, at_and);
    // "Knots and splices, for the rigging": what they are for is no part.
    parts.retain(|part| strip_prefix_folded(part, "for").is_none());
    let is_short = |part: &&str| {
        let count = words(unbracketed(part)).len();
        (1..=PART_MAX_WORDS).contains(&count)
    };
    (parts.len() >= 2 && parts.iter().all(is_short)).then_some(parts)
}

/// Words that open what a skill is for; a long item's name ends before them.
const PURPOSES: [&str; 10] = [
    " to ",
    " for ",
    " that ",
    " which ",
    " when ",
    " so ",
    " in order ",
    " such as ",
    " like ",
    " because ",
];

/// A word for many skills: "programming languages such as …" names some, "frameworks" names none.
pub(super) fn is_kind(part: &str) -> bool {
    matches!(
        part.to_lowercase().as_str(),
        "frameworks"
            | "languages"
            | "tools"
            | "skills"
            | "technologies"
            | "software"
            | "databases"
            | "programs"
    )
}

/// Words that make a sentence of what they stand in: no name holds one.
const FINITE: [&str; 34] = [
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "must",
    "can",
    "should",
    "will",
    "would",
    "may",
    "need",
    "needs",
    "involves",
    "involve",
    "requires",
    "require",
    "helps",
    "help",
    "makes",
    "means",
    "know",
    "knows",
    "ensure",
    "ensures",
    "they",
    "you",
    "it",
    "we",
    "your",
    "their",
    "understands",
];

/// True for a text that says something instead of naming it.
pub(super) fn is_sentence(text: &str) -> bool {
    let words = words(text);
    let opens = words.first().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "this" | "these" | "those" | "most" | "many" | "once"
        )
    });
    opens
        || words
            .iter()
            .any(|word| FINITE.contains(&word.lower.as_str()))
}

/// A part of an enumeration without what it is for: `charts for the captain` is `charts`.
pub(super) fn without_purpose(part: &str) -> &str {
    let is_kept = |at: usize| {
        let before = part.get(..at).unwrap_or_default().to_lowercase();
        before.ends_with("attention") || before.ends_with("ability") || before.ends_with("able")
    };
    let end = PURPOSES
        .iter()
        .filter_map(|purpose| part.find(purpose))
        .filter(|at| *at > 0 && !is_kept(*at))
        .min();
    end.and_then(|end| part.get(..end)).unwrap_or(part).trim()
}

/// The name of an item: what stands before its mark, or all of it where that is short; of a long one the words before
/// what it is for. Brackets at the end say more of a thing and are no part of its name.
pub(super) fn name_of(item: &str) -> Option<String> {
    let item = unnumbered(item);
    let name = labelled(item).map_or(item, |(label, _)| label);
    let name = name.trim_end_matches('.').trim();
    if name.is_empty() {
        return None;
    }
    (name.chars().count() <= NAME_MAX_CHARS).then(|| name.to_owned())
}

/// As [`name_of`] for a skill: without brackets, and cut where an item runs on.
pub(super) fn skill_name(item: &str) -> Option<String> {
    if let Some(name) = name_of(item) {
        let bare = unbracketed(&name);
        let (bare, _) = unqualified(bare);
        return (!bare.is_empty()).then(|| bare.to_owned());
    }
    let (item, _) = unqualified(unnumbered(item));
    // "Ability to …": the first purpose is the ability itself.
    let from = [
        "the ability to ",
        "ability to ",
        "capacity to ",
        "willingness to ",
    ]
    .iter()
    .find(|opening| strip_prefix_folded(item, opening.trim_end()).is_some())
    .map_or(0, |opening| opening.len());
    let end = PURPOSES
        .iter()
        .filter_map(|purpose| item.get(from..)?.find(purpose))
        .chain(item.get(from..)?.find([',', '(', '.', ';']))
        .min()?;
    let name = item.get(..from + end)?.trim();
    let count = words(name).len();
    let is_name = (1..=CUT_MAX_WORDS).contains(&count)
        && name.chars().count() <= NAME_MAX_CHARS
        && !is_sentence(name);
    is_name.then(|| name.to_owned())
}

/// The skills that an item without a label enumerates: all parts short, and said to be known well ("knowledge of A and B")
/// or parted by commas.
pub(super) fn enumerated(item: &str) -> Option<Vec<&str>> {
    let (item, is_qualified) = unqualified(unnumbered(item));
    let commas = item.matches([',', ';']).count();
    if !is_qualified && commas < 2 {
        return None;
    }
    short_parts(item, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_name(item: &str, expected: Option<&str>) {
        assert_eq!(skill_name(item).as_deref(), expected, "name of {item:?}");
    }

    #[test]
    fn names_items_shortly() {
        check_name("Airtable (workflows)", Some("Airtable"));
        check_name("Man overboard (MOB)", Some("Man overboard (MOB)"));
        check_name("Pruning: young trees and old ones", Some("Pruning"));
        check_name("2) Soil science", Some("Soil science"));
        check_name("Good knowledge of soils", Some("soils"));
        check_name("3D printing", Some("3D printing"));
        check_name(
            "Clear writing to guide customers through a claim that may take them several weeks",
            Some("Clear writing"),
        );
        check_name(
            "Ability to read the maps of a large district to plan routes for every crew on the road",
            Some("Ability to read the maps of a large district"),
        );
        check_name(
            "Somebody who has been at sea knows that no two mornings at the wheel are ever quite alike",
            None,
        );
    }

    #[track_caller]
    fn check_parts(text: &str, at_and: bool, expected: &[&str]) {
        assert_eq!(parts(text, at_and), expected, "parts of {text:?}");
    }

    #[test]
    fn parts_enumerations() {
        check_parts(
            "soil, drainage, and irrigation.",
            true,
            &["soil", "drainage", "irrigation"],
        );
        check_parts(
            "bricks (red, blue) and mortar",
            true,
            &["bricks (red, blue)", "mortar"],
        );
        check_parts(
            "a baker, then a pastry chef",
            false,
            &["baker", "pastry chef"],
        );
        check_parts(
            "maps; charts | logs, etc.",
            false,
            &["maps", "charts", "logs"],
        );
        check_parts("search and rescue", false, &["search and rescue"]);
    }

    #[test]
    fn takes_a_long_text_for_no_list() {
        assert!(parts(&"oars and ".repeat(200_000), true).is_empty());
    }

    #[track_caller]
    fn check_enumerated(item: &str, expected: Option<&[&str]>) {
        let found = enumerated(item);
        assert_eq!(found.as_deref(), expected, "skills in {item:?}");
    }

    #[test]
    fn parts_what_is_known_well() {
        check_enumerated(
            "Knowledge of knots and splices",
            Some(&["knots", "splices"]),
        );
        check_enumerated(
            "Knots, splices, rigging",
            Some(&["Knots", "splices", "rigging"]),
        );
        check_enumerated("Patience and tact", None);
        check_enumerated("Steering a boat", None);
        check_enumerated("The work involves climbing, lifting, digging", None);
    }

    #[track_caller]
    fn check_purpose(part: &str, expected: &str) {
        assert_eq!(without_purpose(part), expected, "of {part:?}");
    }

    #[test]
    fn drops_what_a_thing_is_for() {
        check_purpose("charts for the captain", "charts");
        check_purpose("attention to detail", "attention to detail");
        check_purpose("knots", "knots");
    }

    #[track_caller]
    fn check_unnumbered(text: &str, expected: &str) {
        assert_eq!(unnumbered(text), expected, "of {text:?}");
    }

    #[test]
    fn drops_numbers_and_signs() {
        check_unnumbered("✅ 2) Pruning", "Pruning");
        check_unnumbered("[ ] Rope work", "Rope work");
        check_unnumbered("12. Rope work", "Rope work");
        check_unnumbered("3D printing", "3D printing");
        check_unnumbered(".NET", ".NET");
        assert!(is_numbered("3. Rope work"));
        assert!(!is_numbered("3D printing"));
    }
}
