//! The places and levels that a question names, and those that it leaves out.

use super::lists::{PAY, ROADMAP};
use super::sentence::Sentence;
use super::titles::Title;
use crate::domain::{Grade, Level, PlaceId, Scheme, Span};
use crate::vocabulary::{Mention, Term, Vocabulary, Word};

/// The names in a question. Short codes of countries count in lower case only where they can be no pronoun.
pub(super) fn mentions_in_question(words: &[Word], vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut mentions = vocabulary.mentions_in(words);
    let mut codes: Vec<Mention> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_taken = mentions.iter().any(|mention| {
            mention.span.overlaps(word.span) && !matches!(mention.term, Term::Skill(_))
        });
        if is_taken || word.lower.len() > 3 || !reads_as_place(words, at, &mentions) {
            continue;
        }
        let name = if word.lower == "ny" {
            "new york"
        } else {
            &word.lower
        };
        if let Some(id) = vocabulary.parse_place(name) {
            codes.push(Mention {
                span: word.span,
                term: Term::Place {
                    id,
                    adjective: false,
                },
            });
        }
    }
    mentions.extend(codes);
    mentions.sort_by_key(|mention| mention.span.start);
    mentions
}

fn reads_as_place(words: &[Word], at: usize, mentions: &[Mention]) -> bool {
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let before = at.checked_sub(1).map_or("", lower);
    let next = lower(at + 1);
    match lower(at) {
        "uk" | "usa" | "uae" | "ksa" => true,
        "us" => {
            let is_last = at + 1 == words.len();
            let is_asked_to = matches!(
                before,
                "tell" | "give" | "show" | "help" | "of" | "for" | "to" | "with" | "let" | "among"
            );
            let is_name = |at: usize| {
                words.get(at).is_some_and(|word| {
                    mentions.iter().any(|mention| {
                        !matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(word.span)
                    })
                })
            };
            matches!(
                before,
                "in" | "the" | "from" | "across" | "vs" | "versus" | "outside"
            ) || matches!(
                next,
                "vs" | "versus" | "uk" | "based" | "citizen" | "citizens"
            ) || PAY.contains(next)
                || (is_last && at > 0 && !is_asked_to)
                || (!is_asked_to && is_name(at + 1))
                || (!is_asked_to && at > 0 && is_name(at - 1) && next.is_empty())
        }
        "sf" | "dc" | "tx" | "gta" | "bc" | "la" | "ncr" | "ny" | "nyc" => {
            matches!(before, "in" | "near" | "from" | "at") || (at > 0 && at + 1 == words.len())
        }
        _ => false,
    }
}

/// The places of a question.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// In the order in which they stand; a country behind a part of it only says where that lies.
    pub(super) named: Vec<(PlaceId, Span)>,
    /// "Not in the US".
    pub(super) left_out: Vec<PlaceId>,
}

/// The places that a question names.
pub(super) fn places(sentence: &Sentence<'_>, titles: &[Title]) -> Places {
    let mut found = Places::default();
    for mention in &sentence.mentions {
        let Term::Place { id, .. } = &mention.term else {
            continue;
        };
        if titles.iter().any(|title| title.span.overlaps(mention.span)) {
            continue;
        }
        let range = sentence.range(mention.span);
        if sentence.is_left_out(range.start) {
            found.left_out.push(id.clone());
        } else if !found.named.iter().any(|(other, _)| other == id) {
            found.named.push((id.clone(), mention.span));
        }
    }
    let all = found.named.clone();
    found.named.retain(|(id, span)| {
        let lies_in_it = |(other, part): &(PlaceId, Span)| {
            let is_part = other != id && other.country() == *id;
            // "Austin, Texas": the state only says which one.
            let is_state = sentence
                .vocabulary
                .place(id)
                .is_some_and(|place| place.is_state);
            let is_of_state = is_state
                && other != id
                && other.country() == id.country()
                && part.end <= span.start
                && span.start - part.end <= 2;
            is_part && part.end <= span.start || is_of_state
        };
        let is_compared = sentence.has_any(&["vs", "versus", "compared", "than", "or"]);
        is_compared || !all.iter().any(lies_in_it)
    });
    found
}

/// The levels that a question names, in order, each once.
pub(super) fn levels(
    sentence: &Sentence<'_>,
    titles: &[Title],
    states_years: bool,
) -> Vec<(Level, Span)> {
    let mut found: Vec<(Level, Span)> = Vec::new();
    let mut add = |level: Level, span: Span| {
        if !found.iter().any(|(other, _)| *other == level) {
            found.push((level, span));
        }
    };
    let is_about_work = sentence.has(&PAY) || sentence.has(&ROADMAP);
    for mention in &sentence.mentions {
        let Term::Level { level, weak } = &mention.term else {
            continue;
        };
        let range = sentence.range(mention.span);
        let word = sentence.lower(range.start);
        let next = sentence.lower(range.end);
        let is_in_title = titles.iter().any(|title| title.span.overlaps(mention.span));
        // With years of experience at hand, "experienced" and "late career" say nothing more.
        let is_of_years = matches!(
            word,
            "experienced" | "late" | "early" | "moderately" | "seasoned"
        );
        let is_schooling = matches!(
            next,
            "degree"
                | "degrees"
                | "school"
                | "program"
                | "programme"
                | "student"
                | "studies"
                | "course"
        );
        if is_in_title || (is_of_years && states_years) || is_schooling {
            continue;
        }
        let is_beside_title = titles.iter().any(|title| {
            title.span.start >= mention.span.end && title.span.start - mention.span.end <= 1
        });
        let counts = !weak
            || if is_title_word(word) {
                is_beside_title || next == "level"
            } else {
                is_about_work || !titles.is_empty()
            };
        if counts {
            add(*level, mention.span);
        }
    }
    for (at, word) in sentence.words.iter().enumerate() {
        let before = sentence.before(at, 1);
        let next = sentence.lower(at + 1);
        let is_first = match word.lower.as_str() {
            "intern" | "interns" | "internship" | "internships" | "freshman" | "entrylevel"
            | "newbies" | "newcomer" | "newcomers" => true,
            "grad" | "grads" | "graduates" => {
                next != "school" && !matches!(before, "post" | "under")
            }
            "joiner" | "joinee" | "hire" | "joiners" => before == "new",
            "exp" | "experience" => matches!(before, "no" | "zero" | "0" | "without"),
            "college" | "uni" | "university" => before == "of" && sentence.before(at, 2) == "out",
            "graduated" => before == "just",
            _ => false,
        };
        if is_first {
            add(Level::Entry, word.span);
        }
    }
    found
}

/// The rungs that a question names, in order, each once: of those it writes those that are of work or pay, and numbers
/// behind titles.
pub(super) fn grades(sentence: &Sentence<'_>, titles: &[Title]) -> Vec<(Grade, Span)> {
    let mut found: Vec<(Grade, Span)> = Vec::new();
    let has_pay = sentence.has(&PAY);
    for mention in &sentence.grades {
        let is_beside = titles.iter().any(|title| {
            title.span.distance(mention.span) <= 1 && !title.span.overlaps(mention.span)
        });
        let counts = match mention.grade.scheme() {
            // Letters that mean much else.
            Scheme::E => is_beside || has_pay,
            Scheme::M | Scheme::P | Scheme::G => is_beside,
            _ if mention.is_letters => has_pay || !titles.is_empty(),
            // "Tier 2 mba", "after grade 12": what stands beside has to tell.
            _ => is_beside || is_of_pay(sentence, mention.span, !titles.is_empty()),
        };
        if counts {
            found.push((mention.grade, mention.span));
        }
    }
    if found.is_empty() {
        found.extend(titles.iter().filter_map(|title| {
            let end = sentence.range(title.span).end;
            // "SDE 2" is a title too.
            let last = end.checked_sub(1)?;
            let inside = number_behind(sentence, last).filter(|_| last > 0);
            let (at, grade) = match inside {
                Some(grade) if title.span.contains(sentence.words.get(last - 1)?.span) => {
                    (last, grade)
                }
                _ => (end, number_behind(sentence, end)?),
            };
            Some((grade, sentence.words.get(at)?.span))
        }));
    }
    found.sort_by_key(|(_, span)| span.start);
    let mut distinct: Vec<(Grade, Span)> = Vec::new();
    for (grade, span) in found {
        if !distinct.iter().any(|(other, _)| *other == grade) {
            distinct.push((grade, span));
        }
    }
    distinct
}

/// "Band 6 pay", "what does a tier 2 make"; where somebody's work is `named`, "a nurse at band 6" too.
fn is_of_pay(sentence: &Sentence<'_>, rung: Span, named: bool) -> bool {
    let range = sentence.range(rung);
    let next = sentence.lower(range.end);
    let before = sentence.before(range.start, 1);
    PAY.contains(next)
        || matches!(next, "make" | "makes")
        || (named && matches!(before, "at" | "on"))
}

/// "Software engineer ii", "sde 2": the number of a rung behind a title; "engineer 2 years" has none.
fn number_behind(sentence: &Sentence<'_>, at: usize) -> Option<Grade> {
    let number = sentence.words.get(at)?;
    let before = at.checked_sub(1)?;
    let lower = number.lower.as_str();
    let is_roman = matches!(lower, "ii" | "iii" | "iv" | "vi")
        || (matches!(lower, "i" | "v") && number.written.starts_with(char::is_uppercase));
    let is_digit = matches!(lower, "1" | "2" | "3" | "4" | "5" | "6");
    let next = sentence.lower(at + 1);
    let gap = sentence.gap(at);
    let is_one = !gap.trim().starts_with(['-', '–', '/', '+', '.', '%']);
    let is_said = matches!(
        next,
        "" | "in"
            | "at"
            | "role"
            | "roles"
            | "position"
            | "job"
            | "level"
            | "vs"
            | "for"
            | "or"
            | "salary"
            | "salaries"
            | "pay"
            | "pays"
            | "paid"
            | "wage"
            | "wages"
            | "compensation"
            | "comp"
            | "package"
            | "earnings"
            | "earn"
            | "earns"
            | "make"
            | "makes"
    );
    let is_single = matches!(lower, "i" | "v");
    // "As a nurse I earn 30k" numbers nobody.
    let acts = matches!(
        next,
        "in" | "at" | "for" | "or" | "pays" | "paid" | "earn" | "earns" | "make" | "makes"
    );
    let counts = match (is_roman, is_single) {
        (true, false) => true,
        (_, true) => is_said && !acts,
        _ => is_digit && is_said,
    };
    let is_joined = matches!(sentence.gap(before), " " | "-");
    let grade = Grade::numbered(Scheme::Title, &lower.to_uppercase());
    grade.filter(|_| counts && is_joined && is_one)
}

/// Words of levels that are more often words of titles.
pub(super) fn is_title_word(word: &str) -> bool {
    matches!(
        word,
        "lead"
            | "manager"
            | "managerial"
            | "staff"
            | "chief"
            | "director"
            | "principal"
            | "executive"
            | "associate"
            | "vice"
            | "vp"
    )
}
