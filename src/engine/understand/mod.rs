//! What a question in plain words wants to know: its intent, and the role, place, level, rung, years, period and offer it names.
//!
//! The way of a question: [`noise`] sets apart what asks nothing, [`mend`] cleans it and mends typos, [`names`] and
//! [`titles`] find the names in it, [`intent`] decides what is asked of them. Names come from the vocabulary and from the
//! documents; what is not known keeps the words it was asked in. Start with [`understand`].

mod amounts;
mod intent;
mod lists;
mod mend;
mod names;
mod noise;
mod readings;
mod resolve;
mod sentence;
mod sides;
#[cfg(test)]
mod tests;
mod titles;

use std::collections::HashSet;

use crate::domain::{
    Aspect, Grade, Intent, Level, Offer, Period, PlaceId, RoleId, Side, SideKind, Span,
};
use crate::vocabulary::{
    Capitals, Letters, Mention, Term, Vocabulary, Word, fold, grades_in, words,
};

use super::recall::Parts;
use intent::Evidence;
use lists::{AROUND, CURRENCIES, FIGURE, PAY, ROADMAP, STOP};
use mend::{mend, with_numbers_apart, without_markup};
use names::mentions_in_question;
use noise::is_noise;
use sentence::Sentence;
use titles::Title;

pub(in crate::engine) use lists::WORLD;
pub(in crate::engine) use mend::Speller;
pub(in crate::engine) use readings::Reading;
pub(in crate::engine) use resolve::{Resolved, nearest_roles, resolve_place, resolve_role};

/// What a question was read as.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Meaning {
    pub(in crate::engine) intent: Option<Intent>,
    /// The known roles it names, the one it is about first.
    pub(in crate::engine) roles: Vec<RoleId>,
    /// The title it is about, as it was asked for.
    pub(in crate::engine) title: Option<String>,
    /// Where that title is known only as a kind of a wider role: that title.
    pub(in crate::engine) narrower: Option<String>,
    /// Titles that stand beside it and that nobody knows.
    pub(in crate::engine) unknown_beside: Vec<String>,
    /// The known places it names, in order.
    pub(in crate::engine) places: Vec<PlaceId>,
    /// Its place as asked, where that is no place on a map: "remote".
    pub(in crate::engine) place_name: Option<String>,
    /// The places it leaves out.
    pub(in crate::engine) left_out: Vec<PlaceId>,
    pub(in crate::engine) level: Option<Level>,
    /// The rung of a ladder.
    pub(in crate::engine) grade: Option<Grade>,
    /// Years of experience, in months.
    pub(in crate::engine) experience_months: Option<u16>,
    /// How often the pay is paid that it asks for.
    pub(in crate::engine) period: Option<Period>,
    /// An amount to be judged.
    pub(in crate::engine) offer: Option<Offer>,
    /// What it compares; empty where it compares nothing.
    pub(in crate::engine) compare: Vec<Side>,
    /// Names that may as well mean something else.
    pub(in crate::engine) readings: Vec<Reading>,
    /// Sides of a role it asks for.
    pub(in crate::engine) aspects: Vec<Aspect>,
    /// A role that it names and nobody knows.
    pub(in crate::engine) unknown_role: Option<String>,
    /// A place that it names and nobody knows.
    pub(in crate::engine) unknown_place: Option<String>,
    /// Words that were mended: as typed, as read.
    pub(in crate::engine) corrections: Vec<(String, String)>,
    /// The question after cleaning and mending.
    pub(in crate::engine) text: String,
    /// The words that carry its content.
    pub(in crate::engine) content: Vec<String>,
    /// Those of them that name a skill or tool: a passage without them is hardly about it.
    pub(in crate::engine) named: HashSet<String>,
    /// For an answer that is given again: what decided it the first time. Then there are no words to go by.
    pub(in crate::engine) recalled: Option<Parts>,
    /// True for the words of a command, not of a question: passages beside its facts are of no use to anyone.
    pub(in crate::engine) is_command: bool,
    /// True where yes or no would answer it.
    pub(in crate::engine) is_yes_or_no: bool,
    /// True where its words speak of work, whatever it asks of it.
    pub(in crate::engine) is_of_work: bool,
}

/// What stands for a word that says nothing.
const SILENT: &str = "…";

/// Reads `question`; `is_known` says whether a word stands in the documents, so that it is no typo.
pub(in crate::engine) fn understand(
    question: &str,
    vocabulary: &Vocabulary,
    speller: &Speller,
    is_known: &dyn Fn(&str) -> bool,
) -> Meaning {
    let cleaned = without_markup(question);
    if is_noise(question) || is_noise(&cleaned) {
        return Meaning {
            intent: Some(Intent::None),
            text: cleaned,
            ..Meaning::default()
        };
    }
    let cleaned = with_numbers_apart(&cleaned);
    let (text, corrections) = mend(&cleaned, vocabulary, speller, is_known);
    let mut meaning = read(&text, vocabulary);
    meaning.corrections = corrections;
    meaning.text = text;
    meaning
}

/// Reads a question that was cleaned and mended.
fn read(text: &str, vocabulary: &Vocabulary) -> Meaning {
    let sentence = {
        let words = words(text);
        let mut mentions = mentions_in_question(&words, vocabulary);
        mentions.retain(|mention| !is_something_else(&words, mention));
        Sentence {
            grades: grades_in(text, &words, Capitals::Any),
            text,
            words,
            mentions,
            vocabulary,
        }
    };
    let mut titles = titles::titles(&sentence);
    drop_codes(&sentence, &mut titles);
    let mut meaning = Meaning {
        experience_months: amounts::experience(&sentence),
        named: named(&sentence),
        is_yes_or_no: intent::is_yes_or_no(&sentence),
        is_of_work: intent::is_of_work(&sentence),
        ..Meaning::default()
    };
    let beside = without_titles(&sentence, &titles);
    meaning.aspects = sides::aspects(&beside.words);
    let grades = names::grades(&sentence, &titles);
    let is_of_grade = |word: &Word| grades.iter().any(|(_, span)| span.overlaps(word.span));
    let free: Vec<&Word> = beside
        .words
        .iter()
        .filter(|word| word.lower != SILENT && !is_named(&sentence.mentions, word.span))
        .filter(|word| !is_of_grade(word))
        .collect();
    let content = content(&sentence);
    let places = names::places(&sentence, &titles);
    let levels = names::levels(&sentence, &titles, meaning.experience_months.is_some());
    let intent = intent::intent(&Evidence {
        beside: &beside,
        free: &free,
        titles: &titles,
        aspects: &meaning.aspects,
        has_place: !places.named.is_empty() || !places.left_out.is_empty(),
        has_step: !levels.is_empty() || !grades.is_empty() || meaning.experience_months.is_some(),
        names_skill: !meaning.named.is_empty(),
        has_content: !content.is_empty(),
    });
    meaning.intent = Some(intent);
    meaning.content = content;
    take_places(&mut meaning, &sentence, &places, &titles);
    take_levels(&mut meaning, &levels, &sentence);
    take_grades(&mut meaning, &grades, &sentence);
    if titles.is_empty() && matches!(intent, Intent::Salary | Intent::Role | Intent::Roadmap) {
        let is_taken = |span: Span| {
            let word = span.of(text).unwrap_or_default();
            meaning.unknown_place.as_deref() == Some(word)
        };
        titles.extend(
            short_form(&sentence)
                .or_else(|| titles::by_place(&sentence, intent, &is_taken))
                .or_else(|| titles::by_language(&sentence)),
        );
    }
    if intent != Intent::None {
        take_titles(&mut meaning, &sentence, titles);
    }
    if intent == Intent::Salary {
        meaning.period = amounts::period(&sentence);
        meaning.offer = amounts::offer(&sentence, &meaning.places, meaning.period);
    }
    meaning
}

/// "DA hike": an allowance, no data analyst.
fn is_something_else(words: &[Word], mention: &Mention) -> bool {
    let is_role = matches!(mention.term, Term::Role { .. });
    let next = words
        .iter()
        .find(|word| word.span.start >= mention.span.end);
    let next = next.map_or("", |word| word.lower.as_str());
    is_role
        && mention.span.len() <= 2
        && matches!(
            next,
            "hike" | "hikes" | "allowance" | "arrears" | "percent" | "rates" | "increase"
        )
}

/// Beside the name of a role, "SA" and "CA" are places.
fn drop_codes(sentence: &Sentence<'_>, titles: &mut Vec<Title>) {
    let is_code = |title: &Title| {
        let typed = title.span.of(sentence.text).unwrap_or_default();
        readings::is_code_of_places(&typed.to_lowercase())
    };
    if titles.iter().any(|title| !is_code(title)) {
        titles.retain(|title| !is_code(title));
    }
}

/// "ca salary": a role by its letters, in small letters too, where no other role is named.
fn short_form(sentence: &Sentence<'_>) -> Option<Title> {
    sentence.words.iter().enumerate().find_map(|(at, word)| {
        let lower = word.lower.as_str();
        // "Bank PO": the letters belong to a longer title.
        let before = sentence.before(at, 1);
        let is_inside = !before.is_empty()
            && sentence.gap(at - 1) == " "
            && ![&STOP, &PAY, &FIGURE, &AROUND]
                .iter()
                .any(|list| list.contains(before))
            && !is_named(
                &sentence.mentions,
                sentence
                    .words
                    .get(at - 1)
                    .map_or(word.span, |word| word.span),
            );
        if is_inside
            || lower.len() > 4
            || STOP.contains(lower)
            || FIGURE.contains(lower) && lower != "pm"
        {
            return None;
        }
        let vocabulary = sentence.vocabulary;
        let is_amount = lower == "pm" && sentence.has_any(&["lpa", "ctc"]);
        let id = readings::role_of(lower)
            .or_else(|| vocabulary.parse_role(lower).filter(|_| lower != "de"))
            .filter(|_| !is_amount)?;
        let name = vocabulary.role(&id).map(|role| role.name.clone())?;
        Some(Title {
            span: word.span,
            name,
            id: Some(id),
            is_wider: false,
            is_field: false,
            is_left_out: false,
        })
    })
}

/// The question with the words of its job titles as words that say nothing: a "database administrator" asks for no
/// databases, a "machine learning engineer" for no way to learn.
fn without_titles<'a>(sentence: &Sentence<'a>, titles: &[Title]) -> Sentence<'a> {
    let silent = |word: &Word<'a>| Word {
        lower: Letters::Borrowed(SILENT),
        ..word.clone()
    };
    let is_title = |word: &&Word| {
        titles
            .iter()
            .any(|title| !title.is_field && title.span.overlaps(word.span))
    };
    let words = sentence.words.iter();
    Sentence {
        text: sentence.text,
        words: words
            .map(|word| {
                if is_title(&word) {
                    silent(word)
                } else {
                    word.clone()
                }
            })
            .collect(),
        mentions: sentence.mentions.clone(),
        grades: sentence.grades.clone(),
        vocabulary: sentence.vocabulary,
    }
}

/// True for a word of a name, skills aside.
fn is_named(mentions: &[Mention], span: Span) -> bool {
    mentions
        .iter()
        .any(|mention| !matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(span))
}

fn named(sentence: &Sentence<'_>) -> HashSet<String> {
    sentence
        .words
        .iter()
        .filter(|word| sentence.is_skill(word.span))
        .map(|word| word.lower.to_string())
        .collect()
}

/// The words a passage should hold: what is no stop word, with names as they were typed.
fn content(sentence: &Sentence<'_>) -> Vec<String> {
    let is_free = |word: &&Word| {
        !is_named(&sentence.mentions, word.span)
            && !STOP.contains(&word.lower)
            && word.lower.chars().any(char::is_alphanumeric)
    };
    let mut found: Vec<(usize, String)> = sentence
        .words
        .iter()
        .filter(is_free)
        .map(|word| (word.span.start, word.lower.to_string()))
        .collect();
    for mention in &sentence.mentions {
        if let Term::Place { .. } = mention.term {
            let written = mention.span.of(sentence.text).unwrap_or_default();
            found.push((mention.span.start, fold(written)));
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().map(|(_, word)| word).take(40).collect()
}

/// The clause of a long message that asks: what it names is meant before what the rest names.
fn asking_clause(sentence: &Sentence<'_>) -> Option<Span> {
    const LONG: usize = 25;
    if sentence.words.len() < LONG {
        return None;
    }
    let is_cue = |word: &Word| PAY.contains(&word.lower) || ROADMAP.contains(&word.lower);
    let cue = sentence.words.iter().rfind(|word| is_cue(word))?;
    let ends = |c: char| matches!(c, ',' | '.' | ';' | '?' | '!' | '\n');
    let before = sentence.text.get(..cue.span.start)?;
    let start = before.rfind(ends).map_or(0, |at| at + 1);
    let behind = sentence.text.get(cue.span.end..)?;
    let end = behind
        .find(ends)
        .map_or(sentence.text.len(), |at| cue.span.end + at);
    Some(Span::new(start, end))
}

fn take_places(
    meaning: &mut Meaning,
    sentence: &Sentence<'_>,
    places: &names::Places,
    titles: &[Title],
) {
    let is_salary = meaning.intent == Some(Intent::Salary);
    let mut named = places.named.clone();
    if let Some(clause) = asking_clause(sentence)
        && named.iter().any(|(_, span)| clause.contains(*span))
    {
        named.retain(|(_, span)| clause.contains(*span));
    }
    // "Remote" and "worldwide" are places of pay only.
    named.retain(|(id, _)| is_salary || id.0 != WORLD);
    meaning.place_name = named.first().and_then(|(id, span)| {
        let written = fold(span.of(sentence.text).unwrap_or_default());
        (id.0 == WORLD && written == "remote").then_some(written)
    });
    meaning.places = named.into_iter().map(|(id, _)| id).collect();
    meaning.left_out.clone_from(&places.left_out);
    if is_salary && meaning.places.is_empty() && meaning.left_out.is_empty() {
        meaning.unknown_place = unknown_place(sentence, titles);
        if meaning.unknown_place.is_none() {
            let by_currency = sentence
                .words
                .iter()
                .find_map(|word| CURRENCIES.iter().find(|(name, _)| word.lower == *name));
            meaning
                .places
                .extend(by_currency.map(|(_, code)| PlaceId((*code).to_owned())));
        }
    }
    if !is_salary && meaning.places.len() > 1 {
        meaning.places.truncate(1);
    }
}

/// A place that the question names and nobody knows: what stands behind "in".
fn unknown_place(sentence: &Sentence<'_>, titles: &[Title]) -> Option<String> {
    let is_free = |at: usize| {
        sentence.words.get(at).is_some_and(|word| {
            let lower = word.lower.as_str();
            !is_named(&sentence.mentions, word.span)
                && !sentence.is_skill(word.span)
                && !titles.iter().any(|title| title.span.overlaps(word.span))
                && ![&STOP, &PAY, &FIGURE, &AROUND]
                    .iter()
                    .any(|list| list.contains(lower))
                && !matches!(
                    lower,
                    "finance" | "railway" | "railways" | "airline" | "airlines" | "army" | "navy" | "military" | "bank" | "banks" | "factory" | "schools" | "retail" | "construction" | "films" | "movies" | "gaming" | "healthcare"
                        | "banking"
                        | "tier"
                        | "level"
                        | "grade"
                        | "band"
                        | "consulting"
                        | "general"
                        | "demand"
                        | "short"
                        | "hospital"
                        | "hospitals"
                        | "total"
                        | "words"
                        | "addition"
                        | "terms"
                        | "english"
                )
                // Letters behind "in" are rather an employer's or a school's than a place's.
                && lower.chars().count() > 3
                && lower.chars().all(|c| c.is_alphabetic() || c == '-')
        })
    };
    (1..sentence.words.len()).find_map(|at| {
        let joins = matches!(sentence.before(at, 1), "in" | "at" | "from" | "near");
        (joins && is_free(at))
            .then(|| sentence.words.get(at).map(|word| word.written.to_string()))?
    })
}

fn take_levels(meaning: &mut Meaning, levels: &[(Level, Span)], sentence: &Sentence<'_>) {
    let mut levels = levels.to_vec();
    if let Some(clause) = asking_clause(sentence)
        && levels.iter().any(|(_, span)| clause.contains(*span))
    {
        levels.retain(|(_, span)| clause.contains(*span));
    }
    let compares = sentence.has_any(&[
        "vs", "versus", "or", "and", "compare", "compared", "between", "than", "to",
    ]);
    if levels.len() > 1 && compares && meaning.intent == Some(Intent::Salary) {
        meaning.compare = levels
            .iter()
            .map(|(level, _)| Side {
                kind: SideKind::Level,
                name: level.name().to_owned(),
            })
            .collect();
    } else {
        meaning.level = levels.first().map(|(level, _)| *level);
    }
}

/// One rung is asked about, or several are compared.
fn take_grades(meaning: &mut Meaning, grades: &[(Grade, Span)], sentence: &Sentence<'_>) {
    let compares = sentence.has_any(&["vs", "versus", "or", "and", "between", "than", "to"]);
    if grades.len() > 1 && compares && meaning.intent == Some(Intent::Salary) {
        meaning.compare = grades
            .iter()
            .map(|(grade, _)| Side {
                kind: SideKind::Level,
                name: grade.to_string(),
            })
            .collect();
    } else {
        meaning.grade = grades.first().map(|(grade, _)| *grade);
    }
}

/// "Principal software engineer": a rung of the ladder before the title of many rungs is its level too.
fn level_of_title(title: &str) -> Option<Level> {
    let (first, rest) = title.split_once(' ')?;
    let noun = rest.rsplit(' ').next()?;
    let is_laddered = matches!(
        noun,
        "engineer"
            | "developer"
            | "scientist"
            | "designer"
            | "architect"
            | "analyst"
            | "programmer"
    );
    match first {
        "principal" if is_laddered => Some(Level::Principal),
        "staff" if is_laddered => Some(Level::Staff),
        _ => None,
    }
}

/// Which titles are meant, and which of them the question is about.
fn take_titles(meaning: &mut Meaning, sentence: &Sentence<'_>, mut titles: Vec<Title>) {
    titles.retain(|title| !title.is_left_out);
    let of_titles = [
        "vs",
        "versus",
        "or",
        "compare",
        "compared",
        "comparing",
        "comparison",
        "difference",
        "differences",
        "diff",
        "between",
        "better",
        "than",
    ];
    let compares = sentence.has_any(&of_titles);
    let mut distinct: Vec<Title> = Vec::new();
    for title in titles {
        let is_same = |other: &Title| {
            (other.id.is_some() && other.id == title.id && !compares)
                || fold(&other.name) == fold(&title.name)
        };
        if !distinct.iter().any(is_same) {
            distinct.push(title);
        }
    }
    let mut titles = distinct;
    let first = subject(meaning, sentence, &titles, compares);
    if first > 0 && first < titles.len() {
        let subject = titles.remove(first);
        titles.insert(0, subject);
    }
    let all: Vec<PlaceId> = meaning.places.clone();
    meaning.readings = readings::readings(sentence, &titles, &all);
    take_sides(meaning, sentence, &titles, compares);
    for title in &mut titles {
        if title.id.is_none() {
            title.id = titles::wider(&title.name, sentence);
            title.is_wider = title.id.is_some();
        }
    }
    let Some(subject) = titles.first() else {
        return;
    };
    meaning.title = Some(subject.name.clone());
    let written = fold(subject.span.of(sentence.text).unwrap_or_default());
    meaning.level = meaning.level.or_else(|| level_of_title(&written));
    meaning.narrower = Some(subject.name.clone()).filter(|_| subject.is_wider);
    if subject.id.is_none() {
        meaning.unknown_role = Some(subject.name.clone());
        if compares && titles.iter().any(|title| title.id.is_some()) {
            meaning.unknown_role = None;
            meaning.unknown_beside.push(subject.name.clone());
        } else {
            return;
        }
    }
    let beside = titles.iter().skip(1).filter(|title| title.id.is_none());
    meaning
        .unknown_beside
        .extend(beside.map(|title| title.name.clone()));
    for id in titles.into_iter().filter_map(|title| title.id) {
        if !meaning.roles.contains(&id) {
            meaning.roles.push(id);
        }
    }
}

/// What is compared: roles, else places.
fn take_sides(meaning: &mut Meaning, sentence: &Sentence<'_>, titles: &[Title], compares: bool) {
    if compares && titles.len() > 1 {
        let sides = titles.iter().map(|title| Side {
            kind: SideKind::Role,
            name: title.name.clone(),
        });
        meaning.compare = sides.collect();
    } else if meaning.places.len() > 1 && meaning.intent == Some(Intent::Salary) {
        let vocabulary = sentence.vocabulary;
        let name = |id: &PlaceId| {
            vocabulary
                .place(id)
                .map_or_else(|| id.0.clone(), |place| place.name.clone())
        };
        meaning.compare = meaning
            .places
            .iter()
            .map(|id| Side {
                kind: SideKind::Place,
                name: name(id),
            })
            .collect();
    }
}

/// Which of the titles the question is about.
fn subject(meaning: &Meaning, sentence: &Sentence<'_>, titles: &[Title], compares: bool) -> usize {
    let words = sentence;
    let behind = |is_mark: &dyn Fn(usize) -> bool| {
        titles.iter().rposition(|title| {
            let mut at = words.range(title.span).start;
            while matches!(
                words.before(at, 1),
                "a" | "an" | "the" | "senior" | "junior" | "certified" | "good"
            ) {
                at -= 1;
            }
            at > 0 && is_mark(at - 1)
        })
    };
    if meaning.intent == Some(Intent::Roadmap) {
        // "I am a nurse, how do I become a developer": the way leads to what stands behind "become".
        let goes = |at: usize| {
            matches!(
                words.lower(at),
                "become" | "becoming" | "into" | "be" | "as"
            ) || words.lower(at) == "to" && titles.len() > 1
        };
        return behind(&goes).unwrap_or_default();
    }
    if compares && asking_clause(sentence).is_none() {
        return 0;
    }
    let of_pay = |at: usize| {
        matches!(words.lower(at), "of" | "for" | "as") && PAY.contains(words.before(at, 1))
    };
    if let Some(at) = behind(&of_pay) {
        return at;
    }
    if let Some(clause) = asking_clause(sentence)
        && let Some(at) = titles.iter().position(|title| clause.contains(title.span))
    {
        return at;
    }
    // "Java backend developer" is one: a title before a field of work.
    titles
        .iter()
        .position(|title| !title.is_field)
        .unwrap_or_default()
}
