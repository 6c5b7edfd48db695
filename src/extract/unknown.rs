//! Roles that the vocabulary does not hold, by the place they take in a sentence about pay.
//!
//! `Glassblowers in Canada earn …`, `the average salary of a librarian is …`: whoever is paid there is somebody else
//! than the role that the document is about, whatever they are.

use crate::domain::{RoleRef, Span, Spanned};
use crate::vocabulary::{TitleNoun, TitleWords, Word, words};

use super::names::is_generic_title;
use super::telling::is_pay_word;

/// The unknown role whose pay `sentence` states; for sentences without a known role.
pub(super) fn scan_unknown_role(sentence: &str, titles: &TitleWords) -> Option<Spanned<RoleRef>> {
    scan_unknown_role_in(sentence, &words(sentence), titles)
}

/// As [`scan_unknown_role`], over the words of `sentence`.
pub(super) fn scan_unknown_role_in(
    sentence: &str,
    words: &[Word],
    titles: &TitleWords,
) -> Option<Spanned<RoleRef>> {
    all_together(sentence, words)
        .or_else(|| of_pay_of(sentence, words, titles))
        .or_else(|| of_subject(sentence, words, titles))
}

/// "Of all occupations", "for computer and mathematical occupations as a group", "all workers": many jobs together are no
/// role of the document's.
fn all_together(sentence: &str, words: &[Word]) -> Option<Spanned<RoleRef>> {
    let at = words.iter().enumerate().position(|(at, word)| {
        let is_all = || {
            at.checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|before| before.lower == "all")
        };
        match word.lower.as_str() {
            "occupations" | "professions" => true,
            "workers" | "employees" | "jobs" | "people" => is_all(),
            _ => false,
        }
    })?;
    let first = (0..at)
        .rev()
        .take(6)
        .find(|before| {
            words.get(*before).is_some_and(|word| {
                matches!(word.lower.as_str(), "of" | "for" | "in" | "the")
                    || is_pay_word(&word.lower)
            })
        })
        .map_or(0, |before| before + 1);
    // "Faster than the average for all occupations": what one is compared with.
    let before = words
        .get(first.saturating_sub(6)..first)
        .unwrap_or_default();
    let is_compared = before.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "than" | "compared" | "above" | "below" | "like"
        )
    });
    let is_subject = first <= 1;
    let is_whose = before.iter().any(|word| {
        is_pay_word(&word.lower) || matches!(word.lower.as_str(), "median" | "mean" | "average")
    });
    if is_compared || !(is_subject || is_whose) {
        return None;
    }
    let points_back = words.get(first).is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "these" | "those" | "such" | "other" | "related" | "most"
        )
    });
    if points_back || first == at {
        return None;
    }
    let span = words.get(first)?.span.cover(words.get(at)?.span);
    let written = span.of(sentence)?.to_owned();
    let role = RoleRef {
        written,
        ..RoleRef::default()
    };
    Some(Spanned::new(role, span))
}

/// "The average salary of a librarian is", "pay for glassblowers in".
fn of_pay_of(sentence: &str, words: &[Word], titles: &TitleWords) -> Option<Spanned<RoleRef>> {
    words.iter().enumerate().find_map(|(at, word)| {
        let joins = words
            .get(at + 1)
            .is_some_and(|word| matches!(word.lower.as_str(), "of" | "for"));
        if !joins || !is_pay_word(&word.lower) {
            return None;
        }
        let from = at + 2;
        let from = from + usize::from(words.get(from).is_some_and(|word| is_article(&word.lower)));
        role_from(sentence, words, from, titles)
    })
}

/// "Glassblowers in Canada earn", "A glassblower is paid", "In Peru, glassblowers make".
fn of_subject(sentence: &str, words: &[Word], titles: &TitleWords) -> Option<Spanned<RoleRef>> {
    let verb = words.iter().position(|word| is_paid_verb(&word.lower))?;
    // Back from the verb: over auxiliaries and over "in Canada", to the last word of the subject.
    let mut last = verb.checked_sub(1)?;
    while words
        .get(last)
        .is_some_and(|word| is_auxiliary(&word.lower))
    {
        last = last.checked_sub(1)?;
    }
    let joint = (0..=last).rev().find(|at| {
        words.get(*at).is_some_and(|word| {
            matches!(
                word.lower.as_str(),
                "in" | "at" | "with" | "from" | "across" | "who"
            )
        })
    });
    let last = match joint {
        Some(0) | None => last,
        Some(at) => at - 1,
    };
    // Up to three words make the subject, and it opens its clause.
    let parted = |at: usize| {
        let gap = at.checked_sub(1).and_then(|before| {
            sentence.get(words.get(before)?.span.end..words.get(at)?.span.start)
        });
        gap.is_none_or(|gap| gap.contains([',', ':', ';']))
    };
    let is_stop = |at: usize| {
        let word = words.get(at);
        word.is_some_and(|word| titles.is_stop(&word.lower))
    };
    let part = |at: usize| {
        let word = words.get(at);
        word.is_some_and(|word| is_part(&word.lower)) && !is_stop(at)
    };
    let mut first = last;
    if !part(first) {
        return None;
    }
    while last - first < 2 && !parted(first) && part(first - 1) {
        first -= 1;
    }
    let is_behind_article = first > 0
        && words
            .get(first - 1)
            .is_some_and(|word| is_article(&word.lower));
    // "How much do lamplighters earn": what is no part of a title opens one.
    let opens = parted(first) || is_behind_article || (first > 0 && is_stop(first - 1));
    opens
        .then(|| role_from(sentence, words, first, titles))
        .flatten()
}

/// One to three words from `from` on that end in a word for somebody who does something.
fn role_from(
    sentence: &str,
    words: &[Word],
    from: usize,
    titles: &TitleWords,
) -> Option<Spanned<RoleRef>> {
    // "Most decent lamplighters": what only qualifies is no part of what they are called.
    let qualifiers = words
        .iter()
        .skip(from)
        .take_while(|word| titles.is_stop(&word.lower))
        .count();
    let parts: Vec<&Word> = words
        .iter()
        .skip(from + qualifiers)
        .take(3)
        .take_while(|word| is_part(&word.lower))
        .collect();
    let count = (1..=parts.len()).rev().find(|count| {
        parts
            .get(count - 1)
            .is_some_and(|word| is_doer(&word.lower))
    })?;
    let span = parts.first()?.span.cover(parts.get(count - 1)?.span);
    // Words parted by a comma are no name.
    let written = span
        .of(sentence)
        .filter(|written| !written.contains([',', ';', ':', '(', '“', '"']))?;
    let alone = count == 1
        && parts.first().is_some_and(|word| {
            NOBODY.contains(&word.lower.as_str())
                || is_generic_title(&word.lower)
                || titles.noun(&word.lower) == Some(TitleNoun::Needy)
        });
    let earns = parts
        .get(count - 1)
        .is_some_and(|word| matches!(word.lower.as_str(), "earner" | "earners"));
    (!alone && !earns).then(|| {
        Spanned::new(
            RoleRef {
                written: written.to_owned(),
                ..RoleRef::default()
            },
            Span::new(span.start, span.end),
        )
    })
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "most" | "many" | "some" | "new" | "typical"
    )
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "can"
            | "could"
            | "may"
            | "will"
            | "usually"
            | "typically"
            | "often"
            | "generally"
            | "are"
            | "is"
            | "currently"
            | "now"
            | "also"
            | "to"
            | "expect"
    )
}

fn is_paid_verb(word: &str) -> bool {
    matches!(
        word,
        "earn"
            | "earns"
            | "earning"
            | "making"
            | "average"
            | "averages"
            | "command"
            | "commands"
            | "earned"
            | "make"
            | "makes"
            | "paid"
            | "receive"
            | "receives"
            | "start"
            | "starts"
            | "get"
            | "gets"
            | "pull"
            | "pulls"
    )
}

fn is_part(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
        && !is_article(word)
        && !is_auxiliary(word)
        && !is_paid_verb(word)
        && !is_pay_word(word)
        && !matches!(
            word,
            "in" | "at"
                | "of"
                | "for"
                | "with"
                | "from"
                | "and"
                | "or"
                | "who"
                | "that"
                | "which"
                | "was"
                | "were"
                | "has"
                | "have"
                | "by"
                | "on"
                | "as"
                | "they"
                | "you"
                | "we"
                | "it"
        )
}

/// How words for somebody who does something end.
const ENDINGS: [&str; 17] = [
    "mason", "er", "or", "ist", "ian", "eer", "man", "men", "woman", "women", "wright", "smith",
    "ant", "eon", "chef", "clerk", "monger",
];

/// Words that compare, and end like those for somebody who does something.
const COMPARATIVES: [&str; 14] = [
    "higher", "lower", "bigger", "smaller", "larger", "greater", "better", "lesser", "further",
    "faster", "slower", "newer", "younger", "however",
];

/// Words that end like an occupation.
fn is_doer(word: &str) -> bool {
    if COMPARATIVES.contains(&word) {
        return false;
    }
    let singular = word
        .strip_suffix('s')
        .filter(|stem| !stem.ends_with('s'))
        .unwrap_or(word);
    singular.chars().count() > 3 && ENDINGS.iter().any(|ending| singular.ends_with(ending))
}

/// People who are no occupation: what they are paid is told of the role at hand.
const NOBODY: [&str; 38] = [
    "median",
    "consumer",
    "consumers",
    "customer",
    "worker",
    "workers",
    "employer",
    "employers",
    "earner",
    "earners",
    "fresher",
    "freshers",
    "beginner",
    "beginners",
    "junior",
    "juniors",
    "senior",
    "seniors",
    "freelancer",
    "freelancers",
    "learner",
    "learners",
    "member",
    "members",
    "user",
    "users",
    "newcomer",
    "newcomers",
    "practitioner",
    "practitioners",
    "consultant",
    "consultants",
    "leader",
    "leaders",
    "other",
    "others",
    "number",
    "women",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &str) {
        let found = scan_unknown_role(sentence, crate::vocabulary::Vocabulary::builtin().titles())
            .map_or("nothing".to_owned(), |role| role.value.written);
        assert_eq!(found, expected, "somebody paid in {sentence:?}");
    }

    #[test]
    fn reads_who_is_paid() {
        check(
            "Glassblowers in Canada earn CAD 52,000 a year.",
            "Glassblowers",
        );
        check(
            "The average salary of a librarian is CAD 53,000.",
            "librarian",
        );
        check(
            "In Peru, moon gardeners make $20 an hour.",
            "moon gardeners",
        );
        check("A falconer can earn £30,000.", "falconer");
        check(
            "The median annual wage of all occupations in the United States is $49,500.",
            "all occupations",
        );
        check(
            "The median pay of computer and mathematical occupations as a group is $109,280.",
            "computer and mathematical occupations",
        );
        check("Pay for glassblowers starts at $15 an hour", "glassblowers");
    }

    #[test]
    fn leaves_others_alone() {
        check("Developers in India earn ₹5 LPA.", "nothing");
        check("Freshers usually start at ₹3 LPA.", "nothing");
        check("They earn $50,000.", "nothing");
        check(
            "Employment grows much faster than the average for all occupations.",
            "nothing",
        );
        check(
            "The median wage was higher than the median annual wage for all occupations of $49,500.",
            "nothing",
        );
        check("Pay in these occupations is over $50,000.", "nothing");
        check("In the US, pay is over $50,000 a year.", "nothing");
        check("With experience, the figure can reach $90,000.", "nothing");
        check("The average salary in India is ₹5 LPA.", "nothing");
    }
}
