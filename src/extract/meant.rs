//! Whether a word that the vocabulary knows means there what it could mean.
//!
//! A word for a level may be part of a title or speak of something else, a place may stand in the name of a newspaper or be
//! only compared with, a line of work may be what a report is about.

use crate::domain::{Level, PlaceRef, Span, Spanned};
use crate::vocabulary::{Term, TitleWords, Vocabulary, Word, words};

use super::telling::is_pay_word;

/// "Executive summary", "mid-tier companies", "senior citizens", "specialise or lead": words that state a level
/// elsewhere.
pub(super) fn is_no_level(words: &[Word], level: Span, weak: bool) -> bool {
    let next = words.iter().find(|word| word.span.start >= level.end);
    let next = next.map_or("", |word| word.lower.as_str());
    let before = words.iter().rev().find(|word| word.span.end <= level.start);
    let before = before.map_or("", |word| word.lower.as_str());
    let is_verb = weak
        && words
            .iter()
            .any(|word| word.span == level && word.lower == "lead")
        && matches!(before, "to" | "or" | "will" | "can" | "and")
        && !matches!(next, "level" | "role" | "roles" | "engineer" | "developer");
    let is_slight = matches!(before, "slightly" | "less" | "somewhat");
    // "Managers" are people, of whatever level.
    let is_people = weak
        && words.iter().any(|word| {
            word.span == level
                && matches!(
                    word.lower.as_str(),
                    "managers" | "directors" | "executives" | "leads"
                )
        });
    let of_other = matches!(
        next,
        "summary"
            | "board"
            | "order"
            | "tier"
            | "sized"
            | "size"
            | "citizen"
            | "citizens"
            | "living"
            | "care"
            | "school"
            | "schools"
            | "college"
            | "colleges"
            | "generation"
            | "time"
            | "tip"
            | "tips"
            | "advice"
            | "insight"
            | "insights"
            | "opinion"
            | "opinions"
            | "guide"
            | "interview"
            | "interviews"
            | "degree"
            | "degrees"
            | "course"
            | "courses"
            | "program"
            | "programs"
            | "programme"
            | "certificate"
            | "certification"
            | "point"
            | "points"
            | "requirement"
            | "requirements"
            | "barrier"
            | "barriers"
            | "fee"
            | "fees"
            | "exam"
            | "exams"
            | "ticket"
            | "review"
            | "reviews"
            | "skill"
            | "skills"
            | "study"
            | "studies"
            | "training"
            | "leadership"
            | "team"
            | "teams"
            | "west"
            | "east"
            | "week"
            | "month"
            | "year"
    );
    is_verb || is_people || is_slight || of_other
}

/// "Entry salary: ₹12 LPA": a weak word and one for pay are the label of a figure. "Staff pay" is that of all, and "middle
/// income" that of a household.
pub(super) fn labels_pay(text: &str, words: &[Word], level: Span) -> bool {
    let at = words.partition_point(|word| word.span.start < level.start);
    let is_step = |word: &Word| {
        let step = word.lower.as_str();
        matches!(
            step,
            "entry" | "beginner" | "mid" | "intermediate" | "expert"
        )
    };
    let is_pay = |word: &&Word| {
        let pay = word.lower.as_str();
        matches!(
            pay,
            "salary" | "salaries" | "pay" | "wage" | "wages" | "package" | "ctc"
        )
    };
    let pay = words.get(at + 1).filter(is_pay);
    pay.filter(|_| words.get(at).is_some_and(is_step))
        .is_some_and(|pay| {
            let gap = text.get(level.end..pay.span.start).unwrap_or_default();
            let rest = text.get(pay.span.end..).unwrap_or_default();
            gap.trim().is_empty() && rest.trim_start().starts_with([':', '–', '—'])
        })
}

/// A weak word that stands as a level does in a label: alone, at either end, or beside words of pay and experience. In
/// "Hospital staff pay" and "Lead and copper miners" it is none.
pub(super) fn is_label_of_level(text: &str, words: &[Word], level: Span) -> bool {
    let is_open = |word: &Word, gap: &str| {
        gap.contains(['(', ')', ':', '/', '–', '—', '-', '|', ',', '+'])
            || word.lower.starts_with(|c: char| c.is_ascii_digit())
            || is_pay_word(&word.lower)
            || matches!(
                word.lower.as_str(),
                "level"
                    | "levels"
                    | "career"
                    | "experience"
                    | "years"
                    | "stage"
                    | "average"
                    | "avg"
                    | "median"
                    | "typical"
                    | "to"
                    | "at"
                    | "for"
                    | "of"
                    | "as"
                    | "role"
                    | "roles"
                    | "position"
                    | "positions"
                    | "in"
                    | "range"
                    | "tier"
            )
    };
    let next = words.iter().find(|word| word.span.start >= level.end);
    let before = words.iter().rev().find(|word| word.span.end <= level.start);
    let opens_behind = next.is_none_or(|next| {
        let gap = text.get(level.end..next.span.start).unwrap_or_default();
        is_open(next, gap)
    });
    let opens_before = before.is_none_or(|before| {
        let gap = text.get(before.span.end..level.start).unwrap_or_default();
        let is_count = before.lower.starts_with(|c: char| c.is_ascii_digit()) && gap == " ";
        is_open(before, gap) && !is_count
    });
    opens_behind && opens_before
}

/// "Higher than in France", "second to Vermont", "unlike Spain": a place that something else is compared with.
pub(super) fn is_compared_with(words: &[Word], place: Span) -> bool {
    let at = words.partition_point(|word| word.span.end <= place.start);
    let lower = |back: usize| {
        let word = at.checked_sub(back).and_then(|at| words.get(at));
        word.map_or("", |word| word.lower.as_str())
    };
    let skipped = usize::from(matches!(lower(1), "in" | "the"));
    let (two, one) = (lower(2 + skipped), lower(1 + skipped));
    matches!(one, "than" | "unlike" | "versus" | "vs")
        || matches!(
            (two, one),
            ("second" | "next" | "compared", "to") | ("compared", "with")
        )
}

/// "New York Times", "Washington Post": a place in the name of something.
pub(super) fn is_part_of_name(words: &[Word], text: &str, place: Span) -> bool {
    let next = words.iter().find(|word| word.span.start >= place.end);
    next.is_some_and(|next| {
        let is_joined = text.get(place.end..next.span.start) == Some(" ");
        is_joined
            && matches!(
                next.written.as_str(),
                "Times"
                    | "Post"
                    | "Hotel"
                    | "Journal"
                    | "Herald"
                    | "Gazette"
                    | "Tribune"
                    | "Institute"
                    | "Academy"
            )
    })
}

/// "Remote jobs", "remote work": the kind of job, which says of no figure where it is paid.
pub(super) fn is_kind_of_job(words: &[Word], place: Span) -> bool {
    let at = words.iter().position(|word| word.span == place);
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    at.is_some_and(|at| {
        lower(at) == "remote"
            && matches!(
                lower(at + 1),
                "job" | "jobs" | "work" | "working" | "career" | "careers"
            )
    })
}

/// "German employers", "Indian software engineers": an adjective of a place says where the work is. "Danish: €60",
/// "Chinese restaurant" and "Spanish teacher" do not.
pub(super) fn is_of_work(words: &[Word], place: Span, vocabulary: &Vocabulary) -> bool {
    let from = words.partition_point(|word| word.span.end <= place.end);
    let near = words.get(from..).unwrap_or_default();
    let first = near.first().map_or("", |word| word.lower.as_str());
    let is_language = matches!(
        first,
        "teacher"
            | "teachers"
            | "tutor"
            | "tutors"
            | "translator"
            | "translators"
            | "interpreter"
            | "interpreters"
            | "restaurant"
            | "restaurants"
            | "food"
            | "language"
            | "speaker"
            | "speakers"
            | "speaking"
            | "cuisine"
    );
    !is_language
        && near.iter().take(4).any(|word| {
            vocabulary.titles().noun(&word.lower).is_some()
                || is_pay_word(&word.lower)
                || matches!(
                    word.lower.as_str(),
                    "market"
                        | "markets"
                        | "company"
                        | "companies"
                        | "firm"
                        | "firms"
                        | "city"
                        | "cities"
                        | "employers"
                        | "workers"
                        | "job"
                        | "jobs"
                        | "average"
                        | "median"
                        | "national"
                        | "government"
                        | "economy"
                        | "tech"
                        | "it"
                        | "startups"
                        | "employees"
                        | "professionals"
                        | "freshers"
                        | "graduates"
                        | "programmers"
                        | "developers"
                        | "states"
                        | "rupees"
                        | "dollars"
                        | "pounds"
                        | "hospitals"
                        | "schools"
                        | "universities"
                        | "industry"
                        | "sector"
                        | "counterparts"
                )
        })
}

/// "Data analysis report": what something is about, and nobody's work.
pub(super) fn is_subject_only(words: &[Word], field: Span) -> bool {
    let behind = words.partition_point(|word| word.span.end <= field.end);
    let before = words.partition_point(|word| word.span.end <= field.start);
    // "With masters in HCI/Psychology".
    let is_studied = words
        .get(before.saturating_sub(4)..before)
        .is_some_and(|before| {
            before
                .iter()
                .any(|word| DEGREES.contains(&word.lower.as_str()))
        });
    let next = words.get(behind);
    is_studied
        || next.is_some_and(|word| {
            matches!(
                word.lower.as_str(),
                "report"
                    | "reports"
                    | "survey"
                    | "study"
                    | "summary"
                    | "dashboard"
                    | "project"
                    | "projects"
                    | "of"
                    | "tool"
                    | "tools"
                    | "results"
                    | "section"
            )
        })
}

/// "(Freshworks, Postman, Chargebee)": one of several names in brackets, none of which is another title.
pub(super) fn is_one_of_names(text: &str, span: Span, titles: &TitleWords) -> bool {
    let (Some(before), Some(behind)) = (text.get(..span.start), text.get(span.end..)) else {
        return false;
    };
    let Some((_, opened)) = before
        .rsplit_once('(')
        .filter(|(_, rest)| !rest.contains(')'))
    else {
        return false;
    };
    let Some((closed, _)) = behind.split_once(')') else {
        return false;
    };
    let is_whole = opened.trim_end().is_empty() || opened.trim_end().ends_with(',');
    let ends = closed.is_empty() || closed.starts_with(',');
    let mut others = opened
        .split(',')
        .chain(closed.split(','))
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .peekable();
    is_whole
        && ends
        && others.peek().is_some()
        && others.all(|other| {
            let last = words(other).pop();
            other.starts_with(char::is_uppercase)
                && last.is_some_and(|word| titles.noun(&word.lower).is_none())
        })
}

/// What is studied in a field.
const DEGREES: [&str; 9] = [
    "degree",
    "degrees",
    "masters",
    "master's",
    "bachelor",
    "bachelors",
    "bachelor's",
    "phd",
    "diploma",
];

/// "Top recruiters", "mass recruiters": employers, not those who recruit for a living.
pub(super) fn is_whose_recruiter(words: &[Word], role: Span) -> bool {
    let at = words.iter().position(|word| word.span == role);
    let (Some(at), true) = (
        at,
        words
            .iter()
            .any(|word| word.span == role && word.lower == "recruiters"),
    ) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    before.is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "top" | "mass" | "leading" | "major" | "key" | "big" | "campus" | "main" | "premium"
        )
    })
}

/// "Staff nurse", "chief data officer", "executive chef": a word for a level that is part of what somebody is called.
pub(super) fn is_part_of_title(words: &[Word], level: &Spanned<Level>, weak: bool) -> bool {
    let next = words
        .iter()
        .find(|word| word.span.start >= level.span.end)
        .map_or("", |word| word.lower.as_str());
    match level.value {
        Level::Executive | Level::Director => true,
        _ if !weak => false,
        Level::Lead => words
            .iter()
            .any(|word| word.span == level.span && word.lower != "lead"),
        Level::Staff => matches!(
            next,
            "nurse"
                | "nurses"
                | "accountant"
                | "accountants"
                | "writer"
                | "attorney"
                | "pharmacist"
        ),
        _ => false,
    }
}

pub(super) fn level_of(text: &str, vocabulary: &Vocabulary) -> Option<Level> {
    vocabulary
        .mentions(text)
        .into_iter()
        .find_map(|mention| match mention.term {
            Term::Level { level, .. } => Some(level),
            _ => None,
        })
}

/// `Calgary, Alberta` and `Calgary – Alberta` are one place, called by both names.
pub(super) fn join_states(
    text: &str,
    places: &mut Vec<Spanned<PlaceRef>>,
    vocabulary: &Vocabulary,
) {
    let mut joined: Vec<Spanned<PlaceRef>> = Vec::with_capacity(places.len());
    for place in places.drain(..) {
        let before = joined.last_mut().filter(|before| {
            let gap = text
                .get(before.span.end..place.span.start)
                .unwrap_or_default();
            let ids = before.value.id.as_ref().zip(place.value.id.as_ref());
            matches!(gap, ", " | " – " | " - " | ",")
                && ids.is_some_and(|(city, state)| {
                    city != state
                        && !city.is_country()
                        && !state.is_country()
                        && city.country() == state.country()
                        && vocabulary.place(state).is_some_and(|place| place.is_state)
                })
        });
        match before {
            Some(before) => {
                before.value.written = format!("{}, {}", before.value.written, place.value.written);
                before.span = before.span.cover(place.span);
            }
            None => joined.push(place),
        }
    }
    *places = joined;
}
