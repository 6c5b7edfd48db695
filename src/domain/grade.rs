//! A rung of an employer's own ladder, as its documents number it: `tier 1`, `L5`, `band 8a`, `Engineer II`.
//!
//! A rung is no [`super::Level`] and makes none: what tier 1 means is known to who counts the tiers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is counted on a ladder. Numbers of two schemes are never held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// `Tier 1`.
    Tier,
    /// `Level 3`, which is also written `L3`.
    Level,
    /// `Grade 7`.
    Grade,
    /// `Band 6`, `Band 8a`.
    Band,
    /// `GS-9`: the general schedule of the United States' civil service.
    Gs,
    /// `IC4`: individual contributors.
    Ic,
    /// `E5`: engineers, or the enlisted.
    E,
    /// `M2`: managers.
    M,
    /// `P3`: professionals.
    P,
    /// `G7`, where only the letter stands.
    G,
    /// The number behind a title: `Engineer II`, `SDE 2`.
    Title,
}

impl Scheme {
    /// Every scheme; the order is kept, since numbers made by [`Grade::code`] go by it.
    pub const ALL: [Scheme; 11] = [
        Scheme::Tier,
        Scheme::Level,
        Scheme::Grade,
        Scheme::Band,
        Scheme::Gs,
        Scheme::Ic,
        Scheme::E,
        Scheme::M,
        Scheme::P,
        Scheme::G,
        Scheme::Title,
    ];
}

/// One rung. Roman and Arabic numbers are the same, and so are `Level 3` and `L3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grade {
    scheme: Scheme,
    /// 1 to [`Grade::MAX`].
    number: u8,
    /// 0 for none, 1 for the `a` of `8a` and so on, to [`LETTERS`].
    part: u8,
}

/// The letters that part a rung: `8a` to `8d`.
const LETTERS: [char; 4] = ['a', 'b', 'c', 'd'];

/// Roman numbers as they stand behind titles, from 1 up.
const ROMAN: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

impl Grade {
    /// The highest rung that is counted; no ladder in use comes near.
    pub const MAX: u8 = 99;

    /// The rung `number` of `scheme`; none for 0 and for numbers above [`Grade::MAX`].
    pub fn new(scheme: Scheme, number: u8) -> Option<Grade> {
        (1..=Grade::MAX).contains(&number).then_some(Grade {
            scheme,
            number,
            part: 0,
        })
    }

    /// The rung that `written` numbers: `6`, `III`, `8a`. Letters part the rungs of bands alone.
    pub fn numbered(scheme: Scheme, written: &str) -> Option<Grade> {
        if let Some(at) = ROMAN.iter().position(|roman| *roman == written) {
            return Grade::new(scheme, u8::try_from(at + 1).ok()?);
        }
        let digits = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let rest = written.get(digits.len()..)?;
        let is_number = (1..=2).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        let grade = Grade::new(scheme, digits.parse().ok().filter(|_| is_number)?)?;
        if rest.is_empty() {
            return Some(grade);
        }
        let is_letter = |letter: &char| {
            let mut own = rest.chars().map(|c| c.to_ascii_lowercase());
            own.next() == Some(*letter) && own.next().is_none()
        };
        let part = LETTERS.iter().position(is_letter)? + 1;
        let part = u8::try_from(part).ok().filter(|_| scheme == Scheme::Band)?;
        Some(Grade { part, ..grade })
    }

    /// What is counted.
    pub fn scheme(self) -> Scheme {
        self.scheme
    }

    /// Which rung, from 1.
    pub fn number(self) -> u8 {
        self.number
    }

    /// A number for the rung, never 0, the same in every version: for columns and for bytes.
    pub fn code(self) -> u16 {
        let at = Scheme::ALL.iter().position(|other| *other == self.scheme);
        // Four bits of scheme, three of letter, seven of number.
        let scheme = at.and_then(|at| u16::try_from(at).ok()).unwrap_or_default();
        scheme << 10 | u16::from(self.part) << 7 | u16::from(self.number)
    }

    /// The rung behind [`Grade::code`]; none for other numbers.
    pub fn from_code(code: u16) -> Option<Grade> {
        let scheme = *Scheme::ALL.get(usize::from(code >> 10))?;
        let grade = Grade::new(scheme, u8::try_from(code & 0x7f).ok()?)?;
        let part = u8::try_from(code >> 7 & 0x07).ok()?;
        let fits = part == 0 || (scheme == Scheme::Band && usize::from(part) <= LETTERS.len());
        fits.then_some(Grade { part, ..grade })
    }
}

/// As it is usually written: `tier 1`, `L5`, `grade 7`, `band 8a`, `GS-9`, `IC4`, and `II` for a number behind a title.
impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number;
        let letter = usize::from(self.part)
            .checked_sub(1)
            .and_then(|at| LETTERS.get(at));
        match self.scheme {
            Scheme::Tier => write!(f, "tier {number}"),
            Scheme::Level => write!(f, "L{number}"),
            Scheme::Grade => write!(f, "grade {number}"),
            Scheme::Band => write!(f, "band {number}"),
            Scheme::Gs => write!(f, "GS-{number}"),
            Scheme::Ic => write!(f, "IC{number}"),
            Scheme::E => write!(f, "E{number}"),
            Scheme::M => write!(f, "M{number}"),
            Scheme::P => write!(f, "P{number}"),
            Scheme::G => write!(f, "G{number}"),
            Scheme::Title => {
                let at = usize::from(number).checked_sub(1);
                match at.and_then(|at| ROMAN.get(at)) {
                    Some(roman) => f.write_str(roman),
                    None => write!(f, "{number}"),
                }
            }
        }?;
        letter.map_or(Ok(()), |letter| write!(f, "{letter}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(scheme: Scheme, written: &str, expected: &str) {
        let grade = Grade::numbered(scheme, written);
        let shown = grade.map_or_else(|| "none".to_owned(), |grade| grade.to_string());
        assert_eq!(shown, expected, "{written:?} of {scheme:?}");
    }

    #[test]
    fn reads_numbers_of_both_sorts() {
        check(Scheme::Tier, "1", "tier 1");
        check(Scheme::Tier, "II", "tier 2");
        check(Scheme::Level, "5", "L5");
        check(Scheme::Title, "3", "III");
        check(Scheme::Title, "12", "12");
        check(Scheme::Band, "8a", "band 8a");
        check(Scheme::Band, "8C", "band 8c");
        check(Scheme::Gs, "13", "GS-13");
        check(Scheme::Grade, "8a", "none");
        check(Scheme::Band, "8e", "none");
        check(Scheme::Band, "8ab", "none");
        check(Scheme::Grade, "0", "none");
        check(Scheme::Grade, "07", "none");
        check(Scheme::Grade, "100", "none");
        check(Scheme::Grade, "", "none");
        check(Scheme::Grade, "ii", "none");
    }

    fn grades() -> impl Strategy<Value = Grade> {
        let scheme = proptest::sample::select(&Scheme::ALL);
        (scheme, 1..=Grade::MAX, 0..=4_u8).prop_map(|(scheme, number, part)| Grade {
            scheme,
            number,
            part: if scheme == Scheme::Band { part } else { 0 },
        })
    }

    proptest! {
        #[test]
        fn every_rung_is_found_by_its_code(grade in grades()) {
            prop_assert!(grade.code() > 0);
            prop_assert_eq!(Grade::from_code(grade.code()), Some(grade));
        }

        #[test]
        fn a_code_that_is_read_is_that_of_its_rung(code: u16) {
            if let Some(grade) = Grade::from_code(code) {
                prop_assert_eq!(grade.code(), code);
            }
        }

        #[test]
        fn any_text_is_a_number_or_none(written in ".{0,4}") {
            let _ = Grade::numbered(Scheme::Band, &written);
        }
    }
}
