//! The words that say something beside a number.
//!
//! All others are alike to an amount, so that a word is looked up once, when text is cut, and kept as one of these.

/// What stands for a word that is none of [`WORDS`].
const OTHER: &str = "";

/// What stands for another word that begins as "starting" or "beginning" do.
const OTHER_START: &str = "start-";

macro_rules! named {
    ($($word:ident)*) => { [$(stringify!($word)),*] };
}

/// Every word that the reading of amounts asks for, in lower case.
const WORDS: [&str; 132] = named! {
    a about above almost an and annually annum anum approx approximately around as at begin beginning begins below
    between beyond billion billions bn cent cpa cr crore crores daily day each earn earnings earns every exceed
    exceeding exceeds from going greater h high higher hour hourly hr hrs increasing k l lac lack lacks lacs lakh
    lakhpa lakhs lakhspa least less lower lpa m max maximum mil million millions minimum mn mo month monthly months
    more most mth much nearly never no north not of onwards or over pa pay pc per percent ph plus pm progressing pw
    range ranges ranging rates rising roughly salaries salary start started starting starts than the thousand till
    to top under up upto upward upwards wage wages week weekly wk y year yearly years yr yrs
};

/// How many places [`PLACES`] has: several for each word, so that most other words meet an empty one at once.
const PLACES_LEN: usize = 512;

/// Where each word of [`WORDS`] stands in it, plus one, at the place that its letters give or behind that; elsewhere 0.
const PLACES: [u8; PLACES_LEN] = {
    let mut places = [0; PLACES_LEN];
    let mut at = 0;
    // A constant is made before any iterator can run.
    while at < WORDS.len() {
        let mut place = place_of(WORDS[at].as_bytes());
        while places[place] != 0 {
            place = (place + 1) % PLACES_LEN;
        }
        at += 1;
        #[expect(clippy::cast_possible_truncation, reason = "fewer than 256 words")]
        let kept = at as u8;
        places[place] = kept;
    }
    places
};

/// The place of a word by its ends and its length, whatever its case.
const fn place_of(word: &[u8]) -> usize {
    let (first, last) = match word {
        [] => (0, 0),
        [one] => (*one | 32, 0),
        [first, .., last] => (*first | 32, *last | 32),
    };
    let second = if word.len() > 2 { word[1] | 32 } else { 0 };
    (first as usize + second as usize * 29 + last as usize * 33 + word.len() * 7) % PLACES_LEN
}

/// `word`, of ASCII letters in any case, as one of [`WORDS`], or what stands for all others.
pub(super) fn known(word: &str) -> &'static str {
    let mut place = place_of(word.as_bytes());
    while let Some(at) = PLACES.get(place).and_then(|at| at.checked_sub(1)) {
        let name = WORDS.get(usize::from(at)).copied().unwrap_or(OTHER);
        if name.eq_ignore_ascii_case(word) {
            return name;
        }
        place = (place + 1) % PLACES_LEN;
    }
    let begins = |opening: &[u8]| {
        let start = word.as_bytes().get(..opening.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(opening))
    };
    let begins = match word.as_bytes().first() {
        Some(b's' | b'S') => begins(b"start"),
        Some(b'b' | b'B') => begins(b"beg"),
        _ => false,
    };
    if begins { OTHER_START } else { OTHER }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_word_that_is_asked_for() {
        let asked = include_str!("read.rs").split('"').skip(1).step_by(2);
        let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut seen = 0;
        for word in asked.filter(is_word).filter(|word| *word != "beg") {
            assert_eq!(known(word), word, "`read` asks for {word:?}");
            seen += 1;
        }
        assert!(seen > 50, "only {seen} words were found in `read`");
    }

    #[track_caller]
    fn check(word: &str, expected: &str) {
        assert_eq!(known(word), expected, "{word:?}");
    }

    #[test]
    fn takes_all_other_words_for_one() {
        check("LPA", "lpa");
        check("Per", "per");
        check("glassblower", OTHER);
        check("", OTHER);
        check("Starters", OTHER_START);
        check("begun", OTHER_START);
    }
}
