//! Words that were met, with their folded forms, in a table of bounded size.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;
use smol_str::SmolStr;

use crate::domain::Eight;

/// How many pairs of words are remembered at most, a power of two. They take 6 MiB. With a quarter of them a thirtieth of
/// the words of a large corpus has to be folded once more, at a quarter of what cutting takes altogether.
const PAIRS_MAX: usize = 1 << 16;

/// How many pairs there is room for at first, a power of two: questions have few words.
const PAIRS_MIN: usize = 1 << 6;

/// A word as written, with zeros behind it. None is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Key([u64; Key::PARTS]);

impl Key {
    /// How many times eight bytes a word may have; longer ones are rare.
    pub(super) const PARTS: usize = 3;

    /// The word whose bytes these are, in their order and with zeros behind them.
    #[inline]
    pub(super) const fn new(parts: [u64; Key::PARTS]) -> Key {
        Key(parts)
    }

    /// That of `word`; none where it is too long.
    pub(super) fn of(word: &str) -> Option<Key> {
        if word.len() > 8 * Key::PARTS {
            return None;
        }
        let mut parts = [0; Key::PARTS];
        for (number, part) in parts.iter_mut().enumerate() {
            *part = Eight::of(word.as_bytes(), 8 * number).first(8);
        }
        Some(Key(parts))
    }

    #[inline]
    fn hash(self) -> u64 {
        let mut hasher = FxHasher::default();
        for part in self.0 {
            hasher.write_u64(part);
        }
        hasher.finish()
    }
}

/// The folded form of a word; of none yet, where the key is that of none.
#[derive(Clone, Debug, Default)]
struct Folded {
    key: Key,
    form: SmolStr,
}

/// Words with their folded forms.
///
/// Each word has room in one pair alone. The first of a pair is the one that was asked for last, and a new word takes the
/// place of the second: so words that are met often stay, however many others come by.
#[derive(Default)]
pub(super) struct Known {
    /// A power of two of them, or none.
    pairs: Vec<[Folded; 2]>,
    /// How many were added.
    added: usize,
}

impl Known {
    /// The folded form of the word with this key, where it is known.
    #[inline]
    pub(super) fn get(&mut self, key: Key) -> Option<&str> {
        let [first, second] = self.pair(key)?;
        if first.key != key {
            if second.key != key {
                return None;
            }
            std::mem::swap(first, second);
        }
        Some(&first.form)
    }

    /// Remembers a word that is not known.
    pub(super) fn add(&mut self, key: Key, form: SmolStr) {
        if self.added >= 2 * self.pairs.len() && self.pairs.len() < PAIRS_MAX {
            self.grow();
        }
        self.added += 1;
        self.put(Folded { key, form });
    }

    fn put(&mut self, folded: Folded) {
        if let Some([first, second]) = self.pair(folded.key) {
            let is_free = first.key == Key::default();
            *if is_free { first } else { second } = folded;
        }
    }

    /// Makes room for twice as many.
    fn grow(&mut self) {
        let room = (2 * self.pairs.len()).max(PAIRS_MIN);
        let few = std::mem::replace(&mut self.pairs, vec![Default::default(); room]);
        for folded in few.into_iter().flatten() {
            if folded.key != Key::default() {
                self.put(folded);
            }
        }
    }

    /// Where the word with this key has room; none where there is none at all.
    #[inline]
    fn pair(&mut self, key: Key) -> Option<&mut [Folded; 2]> {
        let last = self.pairs.len().wrapping_sub(1);
        // What does not fit is cut off by `last`, which is smaller.
        let hash = usize::try_from(key.hash() & u64::from(u32::MAX)).unwrap_or_default();
        self.pairs.get_mut(hash & last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: &str) -> Key {
        Key::of(word).expect("it is short")
    }

    #[test]
    fn knows_words_again_until_others_take_their_place() {
        let mut known = Known::default();
        assert_eq!(known.get(key("nurses")), None);
        known.add(key("nurses"), SmolStr::new("nurs"));
        known.add(key("the"), SmolStr::default());
        for number in 0..8 * PAIRS_MAX {
            let word = format!("w{number}");
            known.add(key(&word), SmolStr::new(&word));
            assert_eq!(known.get(key(&word)), Some(word.as_str()));
            assert_eq!(known.get(key("nurses")), Some("nurs"), "asked often");
            assert_eq!(known.get(key("the")), Some(""), "asked often");
        }
        assert_eq!(known.pairs.len(), PAIRS_MAX);
        assert_eq!(known.get(key("w0")), None, "forgotten");
    }

    #[test]
    fn keys_tell_words_apart() {
        let words = [
            "a",
            "ab",
            "abcdefgh",
            "abcdefghi",
            "abcdefghijklmnopqrstuvwx",
        ];
        for word in words {
            for other in words {
                assert_eq!(key(word) == key(other), word == other, "{word} {other}");
            }
        }
        assert_eq!(Key::of("abcdefghijklmnopqrstuvwxy"), None);
    }
}
