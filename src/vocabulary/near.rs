//! Names that were nearly typed.

use super::{fold, words};

/// How many slips of the finger are forgiven in a word of `chars` characters.
///
/// Short words are too near to each other: `java` and `lava` differ by one.
pub fn distance_allowed(chars: usize) -> usize {
    match chars {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// The candidates nearest to `typed`, best first, at most `most`; those too far away are left out.
///
/// A candidate is near when it shares words with what was typed or looks like it; this only suggests, it never decides.
pub fn closest<'a>(
    typed: &str,
    candidates: impl Iterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let typed = fold(typed.trim());
    let typed_words: Vec<_> = words(&typed).into_iter().map(|word| word.lower).collect();
    let mut scored: Vec<(f64, &str)> = candidates
        .filter_map(|candidate| {
            let other = fold(candidate);
            let likeness = strsim::normalized_damerau_levenshtein(&typed, &other);
            let shared = words(&other)
                .iter()
                .filter(|word| word.lower.len() > 3 && typed_words.contains(&word.lower))
                .count();
            let near = likeness >= 0.7 || shared > 0;
            // Any fixed step between the two keeps shared words ahead of mere likeness.
            near.then(|| {
                (
                    likeness + f64::from(u32::try_from(shared).unwrap_or(u32::MAX)) * 0.5,
                    candidate,
                )
            })
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored
        .into_iter()
        .take(most)
        .map(|(_, candidate)| candidate)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_what_was_nearly_typed() {
        let names = [
            "backend developer",
            "frontend developer",
            "data engineer",
            "nurse",
        ];
        assert_eq!(
            closest("bakend", names.iter().copied(), 2),
            Vec::<&str>::new()
        );
        assert_eq!(
            closest("bakend develper", names.iter().copied(), 1),
            ["backend developer"]
        );
        assert_eq!(
            closest("data wizard", names.iter().copied(), 3),
            ["data engineer"]
        );
        assert_eq!(
            closest("astronaut", names.iter().copied(), 3),
            Vec::<&str>::new()
        );
    }
}
