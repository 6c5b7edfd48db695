//! The job titles that a question names, known or not, in the words of the question.

use std::ops::Range;

use super::lists::{AROUND, CURRENCIES, FEES, FIGURE, PAY, ROADMAP, ROLE, STOP};
use super::names::is_title_word;
use super::sentence::Sentence;
use crate::domain::{Intent, RoleId, Span};
use crate::vocabulary::{Term, TitleNoun, fold, singular, words};

/// A job title in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) span: Span,
    /// As asked, in the singular and with short forms written out; the role's name where that says as much.
    pub(super) name: String,
    /// The role it names, or the wider one.
    pub(super) id: Option<RoleId>,
    /// True where it names less than the role `id` is: "chief radiologist" among radiologists.
    pub(super) is_wider: bool,
    /// True where only a field of work is named.
    pub(super) is_field: bool,
    /// True for "other than nursing".
    pub(super) is_left_out: bool,
}

/// The longest title before its noun, in words.
const BEFORE_MAX: usize = 4;

/// What may stand before a title without making it another one.
const PLAIN: [&str; 9] = [
    "freelance",
    "contract",
    "certified",
    "licensed",
    "private",
    "general",
    "personal",
    "high",
    "it",
];

/// Who does what a title says, but not yet or not quite: their pay is not that of the title.
const LESSER: [&str; 7] = [
    "assistant",
    "associate",
    "deputy",
    "vice",
    "student",
    "apprentice",
    "substitute",
];

/// Nouns of titles that say nothing of the work, so that a field with one is the role of the field.
const PLAIN_NOUNS: [&str; 9] = [
    "developer",
    "engineer",
    "programmer",
    "coder",
    "expert",
    "specialist",
    "professional",
    "tester",
    "dev",
];

/// What a word of a question is to a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Of the known role that this mention names.
    Role(usize),
    /// A noun that ends a title.
    Noun(TitleNoun),
    /// A word that may stand before one.
    Word,
    /// No part of a title.
    Stop,
}

/// Every title that is a known role or ends in a noun of titles, in reading order.
pub(super) fn titles(sentence: &Sentence<'_>) -> Vec<Title> {
    let parts = parts(sentence);
    let mut found: Vec<Title> = Vec::new();
    let mut needy: Option<Title> = None;
    let mut at = 0;
    let mut from = 0;
    while at < parts.len() {
        let Some(read) = title_at(sentence, &parts, at, from) else {
            at += 1;
            continue;
        };
        at = read.range.end;
        from = at;
        if read.is_bare {
            needy.get_or_insert(read.title);
        } else {
            found.push(read.title);
        }
    }
    // "Manager salary": a noun alone counts where nothing else does.
    if found.is_empty() {
        found.extend(needy);
    }
    found
}

/// A title that was read.
struct Read {
    title: Title,
    range: Range<usize>,
    /// True for a noun alone that says nothing of the work.
    is_bare: bool,
}

/// The title whose known role or noun begins with the word `at`, with what stands before it from the word `from` on.
fn title_at(sentence: &Sentence<'_>, parts: &[Part], at: usize, from: usize) -> Option<Read> {
    if let Some(range) = office(sentence, parts, at) {
        return Some(unknown(sentence, range, false));
    }
    match *parts.get(at)? {
        Part::Role(of) => {
            let mention = sentence.mentions.get(of)?;
            let Term::Role { id, field } = &mention.term else {
                return None;
            };
            let known = sentence.range(mention.span);
            // Some names of fields are titles all the same: "pilot".
            let last = sentence.lower(known.end.saturating_sub(1));
            let is_title = sentence.vocabulary.titles().noun(last) == Some(TitleNoun::Alone);
            let field = &(*field && !is_title);
            let end = chained(sentence, parts, known.end);
            let is_longer = end > known.end;
            let start = before_known(sentence, parts, at, from);
            let start = if *field {
                start
            } else {
                before_any(sentence, parts, start, from)
            };
            let range = start..end;
            let noun = sentence.lower(end.saturating_sub(1));
            let is_of_field = *field && PLAIN_NOUNS.contains(&singular(noun).as_str());
            if is_longer && !is_of_field {
                return Some(unknown(sentence, range, false));
            }
            let is_lesser = (start..at).any(|at| LESSER.contains(&sentence.lower(at)));
            if is_lesser {
                return Some(unknown(sentence, range, false));
            }
            let canonical = sentence.vocabulary.role(id).map_or("", |role| &role.name);
            let is_wider = start < at;
            let name = if is_wider {
                let known = asked_or_known(sentence, &(at..end), canonical, *field);
                format!("{} {known}", written(sentence, &(start..at)))
            } else {
                asked_or_known(sentence, &range, canonical, *field)
            };
            let title = Title {
                span: sentence.span(&range),
                name,
                id: Some(id.clone()),
                is_wider,
                is_field: *field,
                is_left_out: sentence.is_left_out(start),
            };
            Some(Read {
                title,
                range,
                is_bare: false,
            })
        }
        Part::Noun(noun) => {
            let end = chained(sentence, parts, at + 1);
            let start = before_noun(sentence, parts, at, from);
            let is_bare = noun == TitleNoun::Needy && end == at + 1 && start == at;
            Some(unknown(sentence, start..end, is_bare))
        }
        Part::Word | Part::Stop => None,
    }
}

/// A title that the vocabulary does not hold; its last words may be a wider role that it does.
fn unknown(sentence: &Sentence<'_>, range: Range<usize>, is_bare: bool) -> Read {
    let title = Title {
        span: sentence.span(&range),
        name: written(sentence, &range),
        id: None,
        is_wider: false,
        is_field: false,
        is_left_out: sentence.is_left_out(range.start),
    };
    Read {
        title,
        range,
        is_bare,
    }
}

fn parts(sentence: &Sentence<'_>) -> Vec<Part> {
    let titles = sentence.vocabulary.titles();
    let mut parts: Vec<Part> = sentence
        .words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let lower = word.lower.as_str();
            let noun = titles
                .noun(lower)
                .or_else(|| is_learned(lower).then_some(TitleNoun::Alone));
            let next = sentence.lower(at + 1);
            let is_before_noun = || titles.noun(next).is_some() && sentence.gap(at) == " ";
            if let Some(noun) = noun.filter(|_| !is_no_noun(sentence, at)) {
                Part::Noun(noun)
            } else if titles.is_letters(&lower.to_uppercase()) {
                Part::Noun(TitleNoun::Alone)
            } else if is_stop(sentence, at)
                && !(titles.is_modifier(lower) && is_before_noun() && lower != "it")
                || !lower.starts_with(char::is_alphabetic)
            {
                Part::Stop
            } else {
                Part::Word
            }
        })
        .collect();
    for grade in &sentence.grades {
        for at in sentence.range(grade.span) {
            if let Some(part) = parts.get_mut(at) {
                *part = Part::Stop;
            }
        }
    }
    for (of, mention) in sentence.mentions.iter().enumerate() {
        let range = sentence.range(mention.span);
        for at in range.clone() {
            let Some(part) = parts.get_mut(at) else {
                continue;
            };
            match &mention.term {
                Term::Role { .. } => *part = Part::Role(of),
                Term::Place { .. } if !matches!(part, Part::Role(_)) => *part = Part::Stop,
                // "Chief radiologist", "data entry clerk": part of a title, not its level.
                Term::Level { weak, .. } => {
                    let is_title =
                        is_title_word(sentence.lower(at)) || matches!(part, Part::Noun(_));
                    let is_entry =
                        sentence.before(at, 1) == "data" && sentence.lower(at) == "entry";
                    if !(*weak && (is_title || is_entry)) && !matches!(part, Part::Role(_)) {
                        *part = Part::Stop;
                    } else if is_entry {
                        *part = Part::Word;
                    }
                }
                Term::Place { .. } | Term::Skill(_) => {}
            }
        }
    }
    parts
}

/// Nouns that name who practises something by their endings: "volcanologist".
fn is_learned(lower: &str) -> bool {
    let bare = singular(lower);
    [
        "ologist", "iatrist", "ographer", "dontist", "opathist", "keeper", "smith", "setter",
        "monger", "sitter", "wright",
    ]
    .iter()
    .any(|ending| bare.len() > ending.len() + 2 && bare.ends_with(ending))
        || matches!(
            bare.as_str(),
            "crew"
                | "porter"
                | "vet"
                | "nanny"
                | "governor"
                | "minister"
                | "ambassador"
                | "conductor"
                | "hostess"
        )
}

/// True for a word of the question itself.
fn is_stop(sentence: &Sentence<'_>, at: usize) -> bool {
    let lower = sentence.lower(at);
    [&STOP, &PAY, &ROADMAP, &ROLE, &FEES, &FIGURE, &AROUND]
        .iter()
        .any(|list| list.contains(lower))
        || sentence.vocabulary.titles().is_stop(lower)
        || CURRENCIES.iter().any(|(name, _)| *name == lower)
        || lower.ends_with("ly")
}

/// Nouns that are verbs or things where they stand: "lead to", "web server".
fn is_no_noun(sentence: &Sentence<'_>, at: usize) -> bool {
    let lower = sentence.lower(at);
    let before = sentence.before(at, 1);
    let next = sentence.lower(at + 1);
    match lower {
        "lead" | "leads" => {
            matches!(next, "to" | "the" | "a") || matches!(before, "to" | "can" | "does" | "will")
        }
        "server" | "servers" => before != "restaurant" && before != "food",
        "intern" | "interns" | "apprentice" | "apprentices" => true,
        "cook" | "guard" | "judge" | "coach" | "host" | "train" => {
            matches!(before, "to" | "i" | "you" | "we" | "they" | "can" | "do")
        }
        "owner" | "owners" | "fellow" | "associate" | "associates" | "president" => {
            before.is_empty() || is_stop(sentence, at.saturating_sub(1))
        }
        _ => false,
    }
}

/// Where the nouns end that follow a title which ends before the word `end`: "nurse practitioner".
fn chained(sentence: &Sentence<'_>, parts: &[Part], end: usize) -> usize {
    let mut end = end;
    while let Some(last) = end.checked_sub(1) {
        let gap = sentence.gap(last);
        let lower = sentence.lower(last);
        let is_plural = singular(lower) != lower;
        let is_level = matches!(sentence.lower(end), "lead" | "leads" | "executive");
        let is_noun = matches!(parts.get(end), Some(Part::Noun(_)));
        if !is_noun || is_plural || is_level || !matches!(gap, " " | "-") {
            break;
        }
        end += 1;
    }
    // "Engineer in test".
    let is_in_test = sentence.lower(end) == "in" && sentence.lower(end + 1) == "test";
    if is_in_test { end + 2 } else { end }
}

/// Where a title begins whose known role begins with the word `at`: only words of trades make it another one.
fn before_known(sentence: &Sentence<'_>, parts: &[Part], at: usize, from: usize) -> usize {
    let titles = sentence.vocabulary.titles();
    let mut start = at;
    while start > from && at - start < BEFORE_MAX {
        let lower = sentence.lower(start - 1);
        let is_part = matches!(parts.get(start - 1), Some(Part::Word | Part::Noun(_)));
        let is_trade =
            (titles.is_modifier(lower) || is_adjective(lower)) && !PLAIN.contains(&lower);
        if !is_part || !is_trade || !matches!(sentence.gap(start - 1), " " | "-") {
            break;
        }
        start -= 1;
    }
    start
}

/// "Loco pilot": a word that nobody knows right before a known title makes it another one, or names an employer; it is
/// part of what was asked.
fn before_any(sentence: &Sentence<'_>, parts: &[Part], at: usize, from: usize) -> usize {
    let Some(before) = at.checked_sub(1).filter(|before| *before >= from) else {
        return at;
    };
    let is_word = parts.get(before) == Some(&Part::Word) && sentence.gap(before) == " ";
    let is_long = sentence.lower(before).chars().count() >= 4;
    let word = sentence.words.get(before);
    let is_skill = word.is_some_and(|word| sentence.is_skill(word.span));
    let is_plain = PLAIN.contains(&sentence.lower(before));
    if is_word && is_long && !is_skill && !is_plain {
        before
    } else {
        at
    }
}

/// Where a title begins whose noun is the word `at`.
fn before_noun(sentence: &Sentence<'_>, parts: &[Part], at: usize, from: usize) -> usize {
    let titles = sentence.vocabulary.titles();
    let mut start = at;
    while start > from && at - start < BEFORE_MAX {
        let is_part = matches!(parts.get(start - 1), Some(Part::Word | Part::Noun(_)));
        if !is_part || !matches!(sentence.gap(start - 1), " " | "-" | "/") {
            break;
        }
        start -= 1;
    }
    // What stands before the first word of a trade is hardly part of the title.
    let is_trade = |at: &usize| {
        let word = sentence.words.get(*at);
        titles.is_modifier(sentence.lower(*at))
            || word.is_some_and(|word| sentence.is_skill(word.span))
    };
    (start..at).find(is_trade).unwrap_or(start)
}

/// "Head of marketing": an office and its field.
fn office(sentence: &Sentence<'_>, parts: &[Part], at: usize) -> Option<Range<usize>> {
    let lower = sentence.lower(at);
    let is_office = sentence
        .vocabulary
        .titles()
        .is_office(lower, &lower.to_uppercase());
    if !is_office || sentence.lower(at + 1) != "of" {
        return None;
    }
    let fields = parts.iter().skip(at + 2).take(3);
    let length = fields.take_while(|part| **part != Part::Stop).count();
    let has_vice = sentence.before(at, 1) == "vice";
    (length > 0).then(|| at - usize::from(has_vice)..at + 2 + length)
}

/// Adjectives that set a title apart, by their endings: "paediatric nurse".
fn is_adjective(lower: &str) -> bool {
    lower.len() > 5
        && [
            "ical", "tric", "atal", "otic", "rgical", "ular", "atric", "ental", "ional",
        ]
        .iter()
        .any(|ending| lower.ends_with(ending))
}

/// The words of a title as asked, in the singular, short forms written out.
fn written(sentence: &Sentence<'_>, range: &Range<usize>) -> String {
    let last = range.end.saturating_sub(1);
    let mut name = String::new();
    for at in range.clone() {
        let Some(word) = sentence.words.get(at) else {
            continue;
        };
        let long = match word.lower.as_str() {
            "dev" | "devs" => "developer".into(),
            "docs" => "doctor".into(),
            lower if at == last && singular(lower) != lower => singular(lower),
            _ => word.written.to_smol(),
        };
        if at > range.start {
            let gap = sentence.gap(at - 1);
            name.push_str(if matches!(gap, "-" | "/") { gap } else { " " });
        }
        name.push_str(&long);
    }
    name
}

/// A title as asked where its words say more or other than the name of the role, else that name: "SOC analyst" is told as
/// asked, "java programmer" and "SDE" are told by name.
fn asked_or_known(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    canonical: &str,
    is_field: bool,
) -> String {
    let letters =
        |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    let known = letters(canonical);
    let of_role: Vec<String> = words(canonical)
        .iter()
        .map(|word| word.lower.to_string())
        .collect();
    let asked: Vec<String> = range
        .clone()
        .map(|at| match sentence.lower(at) {
            "dev" | "devs" => "developer".to_owned(),
            lower => singular(lower).to_string(),
        })
        .filter(|word| word.len() > 1)
        .collect();
    let is_plain = |word: &str| PLAIN_NOUNS.contains(&word);
    let says_other = asked.iter().any(|word| {
        let is_head = matches!(word.as_str(), "developer" | "engineer");
        (!is_plain(word) || is_head) && !known.contains(word.as_str())
    });
    let all = letters(&asked.join(""));
    let leaves_out = of_role
        .iter()
        .any(|word| !is_plain(word) && !all.contains(word.as_str()));
    let titles = sentence.vocabulary.titles();
    let is_title =
        asked.len() > 1 || titles.noun(sentence.lower(range.start)) == Some(TitleNoun::Alone);
    if (says_other || leaves_out) && is_title && !is_field {
        written(sentence, range)
    } else {
        canonical.to_owned()
    }
}

/// The wider role that the last words of an unknown title name: "flight nurse" is a nurse. Not for those who only help
/// or stand in for one.
pub(super) fn wider(title: &str, sentence: &Sentence<'_>) -> Option<RoleId> {
    let words = words(title);
    let is_lesser = words
        .iter()
        .any(|word| LESSER.contains(&word.lower.as_str()));
    let is_office = words.iter().any(|word| word.lower == "of");
    let last = words.last().map_or("", |word| word.lower.as_str());
    // "Head of marketing", "cloud crew": no kind of what the field's role is.
    let is_person = sentence.vocabulary.titles().noun(last).is_some();
    if is_lesser || is_office || !is_person || words.len() < 2 {
        return None;
    }
    (1..words.len()).find_map(|from| {
        let rest = title.get(words.get(from)?.span.start..)?;
        sentence.vocabulary.parse_role(rest)
    })
}

/// The words of a question that stand where a role stands, though no noun of titles is among them: "sommelier salary",
/// "how to become an astronaut". Nothing where no run of words stands so.
pub(super) fn by_place(
    sentence: &Sentence<'_>,
    intent: Intent,
    is_taken: &dyn Fn(Span) -> bool,
) -> Option<Title> {
    let parts = parts(sentence);
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut at = 0;
    while at < parts.len() {
        let is_free = |at: usize| {
            let word = sentence.words.get(at);
            let is_word = matches!(parts.get(at), Some(Part::Word));
            is_word && word.is_some_and(|word| !is_taken(word.span))
        };
        if !is_free(at) {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while is_free(at) && matches!(sentence.gap(at - 1), " " | "-" | "/") {
            at += 1;
        }
        let range = start..at;
        let weight = weight(sentence, &range, intent);
        let is_skill = range.clone().all(|at| {
            let word = sentence.words.get(at);
            word.is_some_and(|word| sentence.is_skill(word.span))
        });
        if weight >= 2
            && range.len() <= BEFORE_MAX
            && !is_skill
            && best.as_ref().is_none_or(|(most, _)| weight > *most)
        {
            best = Some((weight, range));
        }
    }
    let (_, range) = best?;
    Some(unknown(sentence, range, false).title)
}

/// How surely a run of words stands where a role stands.
fn weight(sentence: &Sentence<'_>, range: &Range<usize>, intent: Intent) -> usize {
    let before = sentence.before(range.start, 1);
    let second = sentence.before(range.start, 2);
    let after = sentence.lower(range.end);
    let last = singular(sentence.lower(range.end.saturating_sub(1)));
    let asks = |word: &str| match intent {
        Intent::Salary => PAY.contains(word),
        Intent::Roadmap => ROADMAP.contains(word),
        _ => ROLE.contains(word),
    };
    let opens = match before {
        "become" | "becoming" | "being" | "as" => 3,
        "a" | "an" => 2,
        "of" | "for" | "into"
            if asks(second) || matches!(second, "get" | "getting" | "path" | "skills") =>
        {
            3
        }
        "of" | "for" | "into" | "do" | "does" | "are" | "is" | "be" => 1,
        _ => 0,
    };
    let closes = match after {
        "make" | "makes" | "earn" | "earns" | "get" | "gets" | "do" | "does" | "paid" => 2,
        "job" | "jobs" | "role" | "career" => 1,
        word if asks(word) || FIGURE.contains(word) && intent == Intent::Salary => 2,
        _ => 0,
    };
    let is_agent = last.len() > 4
        && [
            "er", "or", "ist", "ian", "man", "ess", "ant", "eer", "smith", "monger", "keeper",
        ]
        .iter()
        .any(|ending| last.ends_with(ending));
    opens + closes + usize::from(is_agent)
}

/// "Perl salary": who writes in a language is asked for by it.
pub(super) fn by_language(sentence: &Sentence<'_>) -> Option<Title> {
    sentence.mentions.iter().find_map(|mention| {
        let Term::Skill(of) = mention.term else {
            return None;
        };
        let skill = sentence.vocabulary.skills().get(of)?;
        if skill.kind != "language" && skill.kind != "framework" {
            return None;
        }
        let name = format!("{} developer", skill.name);
        Some(Title {
            span: mention.span,
            id: sentence.vocabulary.parse_role(&name),
            name,
            is_wider: false,
            is_field: true,
            is_left_out: false,
        })
    })
}
