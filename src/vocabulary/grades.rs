//! Rungs of ladders as they are written: `tier 1`, `Level III`, `band 8a`, `L5`, `IC-4`, `GS-9`.
//!
//! | form | read | not read |
//! |---|---|---|
//! | a word of a scheme and a number | `Tier 1`, `tier-2`, `tier2`, `tier one`, `Grade 7`, `Band 8a`, `Level II` | `top tier`, `Level 5+`, `grade 7.5` |
//! | letters and a number | `L5`, `L-5`, `IC4`, `E6`, `GS-12` | `H1B`, `l5` in a document |
//! | one rung | `Tier 1`, `L4 and L5` | `tier 1/2`, `L3–L5`, `Level 3 to 5`, `bands 5 to 7` |
//! | of people's work | `Tier 1 analyst`, `Band 6` | `tier 1 cities`, `Level 3 diploma`, `Band 7 IELTS`, `Tier 4 visa` |
//!
//! What it is a rung of is for those to judge who know what stands beside it; a number behind a title (`Engineer II`) is
//! read by them too.

use crate::domain::{Grade, Scheme, Span};

use super::words::{Word, words};

/// A rung that a text writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradeMention {
    /// Where it stands.
    pub span: Span,
    /// Which one.
    pub grade: Grade,
    /// True for letters (`L5`), which may mean much else; false for a word of the scheme (`level 5`).
    pub is_letters: bool,
}

/// In which capitals letters count as a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    /// `L5`: as documents write them.
    Needed,
    /// `l5` too: as people type.
    Any,
}

/// How long a word that begins a rung may be: `level12`.
const WORD_MAX_BYTES: usize = 7;

/// What is ranked by tiers and is nobody's work: places, employers, schools.
const RANKED: [&str; 51] = [
    "city",
    "cities",
    "town",
    "towns",
    "metro",
    "metros",
    "location",
    "locations",
    "market",
    "markets",
    "college",
    "colleges",
    "school",
    "schools",
    "university",
    "universities",
    "institute",
    "institutes",
    "campus",
    "campuses",
    "bank",
    "banks",
    "firm",
    "firms",
    "company",
    "companies",
    "employer",
    "employers",
    "startup",
    "startups",
    "supplier",
    "suppliers",
    "vendor",
    "vendors",
    "provider",
    "providers",
    "carrier",
    "carriers",
    "isp",
    "capital",
    "mba",
    "btech",
    "mtech",
    "nit",
    "iit",
    "iim",
    "grad",
    "grads",
    "graduate",
    "graduates",
    "consulting",
];

/// Behind a rung, up to three words on: of schooling, exams, permits and things, and not of anybody's work.
const OTHERS_BEHIND: [&str; 37] = [
    "visa",
    "visas",
    "sponsor",
    "trauma",
    "diploma",
    "nvq",
    "btec",
    "qualification",
    "qualifications",
    "apprenticeship",
    "apprenticeships",
    "apprentice",
    "apprentices",
    "certificate",
    "certificates",
    "certification",
    "award",
    "course",
    "courses",
    "degree",
    "degrees",
    "exam",
    "exams",
    "examination",
    "ielts",
    "gcse",
    "gcses",
    "students",
    "pupils",
    "charger",
    "chargers",
    "charging",
    "autonomy",
    "biosafety",
    "datacenter",
    "datacentre",
    "hazard",
];

/// Before a rung, up to two words back.
const OTHERS_BEFORE: [&str; 37] = [
    "after",
    "finished",
    "nvq",
    "svq",
    "btec",
    "gcse",
    "gcses",
    "rqf",
    "scqf",
    "eqf",
    "ielts",
    "celpip",
    "clb",
    "cefr",
    "cfa",
    "cima",
    "cipd",
    "aat",
    "cmmi",
    "hsk",
    "jlpt",
    "toeic",
    "qualification",
    "qualifications",
    "diploma",
    "certificate",
    "certification",
    "apprenticeship",
    "pass",
    "passed",
    "passing",
    "complete",
    "completed",
    "clear",
    "cleared",
    "sea",
    "city",
];

/// What people learn or teach by grades.
const OF_SCHOOL: [&str; 18] = [
    "teacher",
    "teachers",
    "student",
    "math",
    "maths",
    "class",
    "classes",
    "english",
    "science",
    "education",
    "piano",
    "violin",
    "pupil",
    "standard",
    "pass",
    "passed",
    "fail",
    "completion",
];

/// Words that end what is said of a rung.
const STOPS: [&str; 13] = [
    "at", "in", "for", "and", "or", "with", "who", "is", "are", "earn", "earns", "make", "makes",
];

/// The rungs that `text` writes, whose words these are, in reading order.
pub fn grades_in(text: &str, words: &[Word], capitals: Capitals) -> Vec<GradeMention> {
    let mut found: Vec<GradeMention> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if !may_begin(&word.lower) {
            at += 1;
            continue;
        }
        let Some((end, mention)) = grade_at(text, words, at, capitals) else {
            at += 1;
            continue;
        };
        let range = (at, end);
        if is_one(text, words, range, capitals) && !is_of_others(text, words, range, mention.grade)
        {
            found.push(mention);
        }
        at = end;
    }
    found
}

/// The rung that `text` is as a whole, in any capitals: `Tier 1`, `l5`, `II`, `band 8a`.
pub fn parse_grade(text: &str) -> Option<Grade> {
    let words = words(text);
    if let [only] = words.as_slice()
        && only.lower.bytes().all(|byte| byte.is_ascii_alphabetic())
    {
        // "i" is how "intern" begins.
        if only.lower.len() == 1 && only.lower == only.written {
            return None;
        }
        return Grade::numbered(Scheme::Title, &only.lower.to_uppercase());
    }
    let (end, mention) = grade_at(text, &words, 0, Capitals::Any)?;
    (end == words.len() && mention.span.end == text.trim_end().len()).then_some(mention.grade)
}

/// The scheme that `word`, in lower case, is the name of.
pub fn scheme_of(word: &str) -> Option<Scheme> {
    Some(match word {
        "tier" => Scheme::Tier,
        "level" => Scheme::Level,
        "grade" => Scheme::Grade,
        "band" => Scheme::Band,
        _ => return None,
    })
}

/// True for words that rank places, employers or schools by tiers: "tier-1 cities", "salaries by college tier".
pub fn ranks_others(words: &[Word]) -> bool {
    let is_tier = |word: &Word| matches!(word.lower.as_str(), "tier" | "tiers");
    words.iter().any(is_tier)
        && words
            .iter()
            .any(|word| RANKED.contains(&word.lower.as_str()))
}

/// True for words that rank schooling by levels: "pay by education level".
pub fn ranks_schooling(words: &[Word]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    has(&["level", "levels"])
        && has(&[
            "education",
            "educational",
            "qualification",
            "qualifications",
            "diploma",
            "diplomas",
            "apprenticeship",
            "apprenticeships",
            "nvq",
            "nvqs",
        ])
}

/// False for nearly every word that begins no rung.
fn may_begin(word: &str) -> bool {
    let bytes = word.as_bytes();
    let Some(last) = bytes.last() else {
        return false;
    };
    match bytes.len() {
        // `tier` and its like, `tier1`, `l5`.
        ..=WORD_MAX_BYTES if last.is_ascii_digit() => !bytes.starts_with(b"0"),
        1 | 2 => scheme_of_letters(word).is_some(),
        4 | 5 => scheme_of(word).is_some(),
        _ => false,
    }
}

fn spelled(word: &str) -> Option<u8> {
    Some(match word {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        _ => return None,
    })
}

fn gap<'t>(text: &'t str, words: &[Word], at: usize) -> &'t str {
    let ends = words.get(at).zip(words.get(at + 1));
    ends.and_then(|(one, next)| text.get(one.span.end..next.span.start))
        .unwrap_or_default()
}

/// The rung that begins with the word `at`, and the word behind it.
fn grade_at(
    text: &str,
    words: &[Word],
    at: usize,
    capitals: Capitals,
) -> Option<(usize, GradeMention)> {
    let first = words.get(at)?;
    let lower = first.lower.as_str();
    let next = words
        .get(at + 1)
        .filter(|_| matches!(gap(text, words, at), " " | "-" | "\u{a0}"));
    if let Some(scheme) = scheme_of(lower) {
        let next = next?;
        let grade = number_of(scheme, next, text, words.get(at + 2))?;
        let span = first.span.cover(next.span);
        let mention = GradeMention {
            span,
            grade,
            is_letters: false,
        };
        return Some((at + 2, mention));
    }
    // "Tier1", "level5".
    let name = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(scheme) = scheme_of(name) {
        let number = lower.get(name.len()..)?;
        let mention = GradeMention {
            span: first.span,
            grade: Grade::numbered(scheme, number)?,
            is_letters: false,
        };
        return Some((at + 1, mention));
    }
    let is_capital = |word: &Word| {
        let mut letters = word.written.bytes().filter(u8::is_ascii_alphabetic);
        capitals == Capitals::Any || letters.all(|byte| byte.is_ascii_uppercase())
    };
    if !is_capital(first) {
        return None;
    }
    let (end, scheme, number, span) = if let Some(scheme) = scheme_of_letters(lower) {
        let is_joined = gap(text, words, at) == "-" || scheme == Scheme::Gs;
        let next = next.filter(|_| is_joined)?;
        (
            at + 2,
            scheme,
            next.lower.as_str(),
            first.span.cover(next.span),
        )
    } else {
        let letters = lower.trim_end_matches(|c: char| c.is_ascii_digit());
        let scheme = scheme_of_letters(letters)?;
        (at + 1, scheme, lower.get(letters.len()..)?, first.span)
    };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let grade = Grade::numbered(scheme, number).filter(|_| is_number)?;
    let most = match scheme {
        Scheme::Gs | Scheme::G => 15,
        Scheme::Level => 12,
        _ => 9,
    };
    let mention = GradeMention {
        span,
        grade,
        is_letters: true,
    };
    (grade.number() <= most).then_some((end, mention))
}

fn scheme_of_letters(letters: &str) -> Option<Scheme> {
    Some(match letters {
        "l" => Scheme::Level,
        "ic" => Scheme::Ic,
        "e" => Scheme::E,
        "m" => Scheme::M,
        "p" => Scheme::P,
        "g" => Scheme::G,
        "gs" => Scheme::Gs,
        _ => return None,
    })
}

/// The rung of `scheme` that `word` numbers. "At this level I earn" numbers none.
fn number_of(scheme: Scheme, word: &Word, text: &str, next: Option<&Word>) -> Option<Grade> {
    if let Some(number) = spelled(&word.lower) {
        let is_counted = matches!(scheme, Scheme::Tier | Scheme::Level);
        return is_counted.then(|| Grade::new(scheme, number)).flatten();
    }
    if matches!(word.lower.as_str(), "i" | "v" | "x") {
        let goes_on = next.is_some_and(|next| {
            let is_joined = text.get(word.span.end..next.span.start) == Some(" ");
            is_joined && next.written.starts_with(char::is_lowercase)
        });
        let number = word.written.as_str();
        return Grade::numbered(scheme, number).filter(|_| !goes_on);
    }
    if word.lower.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Grade::numbered(scheme, &word.lower.to_uppercase());
    }
    Grade::numbered(scheme, &word.lower)
}

/// False for "tier 1/2", "L3–L5", "Level 3 to 5", "level 5+" and "grade 7.5": several rungs, or none.
fn is_one(text: &str, words: &[Word], (at, end): (usize, usize), capitals: Capitals) -> bool {
    let Some(last) = end.checked_sub(1).and_then(|last| words.get(last)) else {
        return false;
    };
    let behind = text.get(last.span.end..).unwrap_or_default();
    let is_cut = behind.starts_with(['%', '+', '’', '\'', '°'])
        || behind
            .strip_prefix(['.', ','])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_number = |at: usize| {
        words.get(at).is_some_and(|word| {
            let rest = text.get(word.span.end..).unwrap_or_default();
            let goes_on = rest
                .strip_prefix([',', '.'])
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let lower = word.lower.as_str();
            !goes_on
                && lower != "i"
                && Grade::numbered(Scheme::Band, &lower.to_uppercase()).is_some()
        })
    };
    let is_rung = |at: usize| is_number(at) || grade_at(text, words, at, capitals).is_some();
    let is_range = |gap: &str| matches!(gap.trim(), "-" | "–" | "—" | "/" | "~" | "～");
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let goes_on = (is_range(gap(text, words, end - 1)) && is_rung(end))
        || (matches!(lower(end), "to" | "or" | "through" | "thru") && is_rung(end + 1))
        || (matches!(lower(end), "and") && is_number(end + 1))
        || (behind.trim_start().starts_with('&') && is_number(end));
    let ends_rung = |at: usize| {
        let two = at
            .checked_sub(1)
            .and_then(|first| grade_at(text, words, first, capitals));
        is_number(at)
            || grade_at(text, words, at, capitals).is_some()
            || two.is_some_and(|(end, _)| end == at + 1)
    };
    let comes_from = at.checked_sub(1).is_some_and(|before| {
        (is_range(gap(text, words, before)) && ends_rung(before))
            || (matches!(lower(before), "to" | "through" | "thru" | "or")
                && before.checked_sub(1).is_some_and(ends_rung))
    });
    !is_cut && !goes_on && !comes_from
}

/// "Tier 1 cities", "NVQ Level 3", "Grade 5 teacher", "tier 1 of the plan".
fn is_of_others(text: &str, words: &[Word], (at, end): (usize, usize), grade: Grade) -> bool {
    let mut behind = words.iter().enumerate().skip(end).take(3);
    let others_behind = behind
        .by_ref()
        .take_while(|(at, word)| {
            let gap = gap(text, words, at - 1);
            let is_joined = !gap.contains(['.', ';', ':', '|', ',', '!', '?', '$', '£', '€']);
            is_joined && !STOPS.contains(&word.lower.as_str())
        })
        .any(|(_, word)| {
            let lower = word.lower.as_str();
            let of_school = grade.scheme() == Scheme::Grade && OF_SCHOOL.contains(&lower);
            let is_ranked = grade.scheme() == Scheme::Tier && RANKED.contains(&lower);
            OTHERS_BEHIND.contains(&lower) || of_school || is_ranked
        });
    let next = words.get(end).map_or("", |word| word.lower.as_str());
    let mut before = words.iter().take(at).rev().take(2);
    let others_before = before.any(|word| OTHERS_BEFORE.contains(&word.lower.as_str()));
    others_behind
        || next == "of"
        || (next == "qualified" && grade.scheme() == Scheme::Level)
        || next == "in" && {
            let what = words.get(end + 1).map_or("", |word| word.lower.as_str());
            matches!(what, "ielts" | "english" | "maths" | "math")
        }
        || others_before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = grades_in(text, &words(text), Capitals::Needed);
        let shown: Vec<String> = found.iter().map(|found| found.grade.to_string()).collect();
        assert_eq!(shown, expected, "in {text:?}");
    }

    #[test]
    fn reads_a_word_and_its_number() {
        check("Tier 1 SOC analyst", &["tier 1"]);
        check("a tier-2 technician", &["tier 2"]);
        check("tier3 agents", &["tier 3"]);
        check("tier one help desk agents", &["tier 1"]);
        check("Level III welder", &["L3"]);
        check("Band 8a matron", &["band 8a"]);
        check("Grade 7 (civil service)", &["grade 7"]);
        check("Band 6: £37,000", &["band 6"]);
        check("Level 4 - $120,000", &["L4"]);
        check("Tier 1 and Tier 2 analysts", &["tier 1", "tier 2"]);
    }

    #[test]
    fn reads_letters_and_their_number() {
        check("L5 engineers", &["L5"]);
        check("an L-4 at a bank", &["L4"]);
        check("IC6, E5 and GS-12", &["IC6", "E5", "GS-12"]);
        check("GS 7 clerks", &["GS-7"]);
        check("l5 engineers", &[]);
        check("H1B, L99, E12, IC0", &[]);
        check("M2 money and the P3 plan", &["M2", "P3"]);
    }

    #[test]
    fn leaves_several_rungs_alone() {
        check("tier 1/2 analysts", &[]);
        check("Tier 1 / Tier 2", &[]);
        check("L3–L5", &[]);
        check("L3 to L5", &[]);
        check("Level 3 to 5", &[]);
        check("Bands 5 to 7", &[]);
        check("band 5-7", &[]);
        check("tier 1 and 2 analysts", &[]);
        check("GS-7 through GS-9", &[]);
        check("Level 5+", &[]);
        check("grade 7.5 average", &[]);
    }

    #[test]
    fn leaves_what_is_nobodys_rung() {
        for text in [
            "tier 1 cities",
            "Tier-1 Indian metro cities",
            "tier 2 engineering colleges",
            "a tier 1 bank",
            "Tier 1 investment banks",
            "tier 1 law firms",
            "tier 1 automotive suppliers",
            "Tier 4 visa",
            "top tier",
            "GCSE level 3",
            "a Level 3 diploma",
            "NVQ Level 2",
            "CFA Level 1",
            "a level 3 apprenticeship",
            "Level 1 trauma centers",
            "Band 7 IELTS",
            "band 7 in IELTS",
            "IELTS band 7",
            "Grade 5 teachers",
            "level 1 of the roadmap",
            "A-level results",
            "at this level I earned more",
            "Step 1, Phase 2, Stage 3, Series B",
            "level 12345",
            "salary band 45,000",
            "the next level",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn parses_whole_values() {
        #[track_caller]
        fn whole(text: &str, expected: &str) {
            let shown = parse_grade(text).map_or_else(|| "none".to_owned(), |it| it.to_string());
            assert_eq!(shown, expected, "{text:?}");
        }
        whole("Tier 1", "tier 1");
        whole("l5", "L5");
        whole("level 5", "L5");
        whole("LEVEL V", "L5");
        whole("band 8A", "band 8a");
        whole("gs-9", "GS-9");
        whole("gs9", "GS-9");
        whole("ii", "II");
        whole("5", "none");
        whole("senior", "none");
        whole("tier 1 cities", "none");
        whole("", "none");
    }

    #[test]
    fn what_is_printed_is_parsed_as_the_same() {
        for scheme in Scheme::ALL {
            for number in 1..=9 {
                let grade = Grade::new(scheme, number).expect("a rung");
                assert_eq!(parse_grade(&grade.to_string()), Some(grade));
            }
        }
    }
}
