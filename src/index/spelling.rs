//! British spelling as American, so that either finds the other.
//!
//! The rules go by endings and are the same for the index and for questions: a word that they bend wrongly is still
//! found by itself. Left alone is what would part a word from its family, as `supervise` from `supervision`.

use std::borrow::Cow;

/// Shorter words are left alone, in bytes: `hour`, `rise`, `wise`.
const WORD_MIN_BYTES: usize = 6;

/// Endings of verbs in `-ise` and of what is made from them.
const ISE: [&str; 8] = [
    "isation", "isations", "ise", "ised", "iser", "isers", "ises", "ising",
];

/// What stands before `-ise` in verbs that others write with `-ize`: `organise`, `specialise`, `prioritise`.
const BEFORE_ISE: [char; 8] = ['n', 'l', 't', 'r', 'm', 'd', 'g', 's'];

/// What ends in `-ise` everywhere.
const ALWAYS_ISE: [&str; 12] = [
    "advert", "chast", "compr", "comprom", "enterpr", "expert", "merchand", "parad", "pract",
    "prem", "prom", "surpr",
];

/// Endings that others write otherwise, both ways.
const ENDINGS: [(&str, &str); 21] = [
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ourer", "orer"),
    ("ourers", "orers"),
    ("ourable", "orable"),
    ("ourist", "orist"),
    ("ntre", "nter"),
    ("ntres", "nters"),
    ("itre", "iter"),
    ("itres", "iters"),
    ("etre", "eter"),
    ("etres", "eters"),
    ("ogue", "og"),
    ("ogues", "ogs"),
    ("ramme", "ram"),
    ("rammes", "rams"),
    ("llor", "lor"),
    ("llors", "lors"),
    ("elling", "eling"),
];

/// `word`, in lower case, as an American writes it.
pub(super) fn american(word: &str) -> Cow<'_, str> {
    if word.len() < WORD_MIN_BYTES || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    for ending in ISE {
        if let Some(stem) = without(word, ending) {
            let bends = stem.ends_with(BEFORE_ISE) && !ALWAYS_ISE.contains(&stem);
            let rest = ending.strip_prefix("is").filter(|_| bends);
            return rest.map_or(Cow::Borrowed(word), |rest| format!("{stem}iz{rest}").into());
        }
    }
    for (british, american) in ENDINGS {
        if let Some(stem) = without(word, british)
            && stem.len() >= 2
        {
            return format!("{stem}{american}").into();
        }
    }
    Cow::Borrowed(word)
}

/// What stands before `ending`, where `word` ends so. The last letter tells of most that it does not.
fn without<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    if word.as_bytes().last() != ending.as_bytes().last() {
        return None;
    }
    word.strip_suffix(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(british: &str, expected: &str) {
        assert_eq!(american(british), expected, "{british}");
        assert_eq!(american(expected), expected, "{expected} is left as it is");
    }

    #[test]
    fn british_words_are_written_as_american_ones() {
        check("organisation", "organization");
        check("specialised", "specialized");
        check("labour", "labor");
        check("behavioural", "behavioural");
        check("centre", "center");
        check("programme", "program");
        check("counsellor", "counselor");
        check("catalogue", "catalog");
    }

    #[test]
    fn words_of_one_spelling_are_left_alone() {
        for word in [
            "exercise",
            "supervise",
            "enterprise",
            "raise",
            "hour",
            "four",
            "noise",
            "theatre",
        ] {
            check(word, word);
        }
    }
}
