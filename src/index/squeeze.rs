//! Making what is stored small: each value by itself, with a dictionary learnt from values like it.
//!
//! A value of some hundred bytes has too little in common with itself to be made small; what it shares with others stands
//! in the [`Dictionary`]. So one value is read without its neighbours. Bytes in, bytes out: where the dictionary and the
//! values are kept, others know.
//!
//! A stored value is one byte that says how it is kept, [`AS_IT_IS`] or [`SQUEEZED`], and the value or the frame that
//! zstd made of it, without the four bytes with which every frame begins.

use std::io;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::{MAGICNUMBER, compress_bound, get_dict_id_from_dict, get_frame_content_size};

use super::pool::Pool;

/// The first byte of a value that is kept as it is: no dictionary is needed to read it.
const AS_IT_IS: u8 = 0;

/// The first byte of a value that was squeezed with the dictionary.
const SQUEEZED: u8 = 1;

/// How hard zstd tries. Level 3 makes a whole index a tenth smaller and takes a twelfth longer to write it all; higher ones
/// gain little and take up to five times as long.
const LEVEL: i32 = 1;

/// How many bytes of values are taken to learn from. More gain little: what the first articles of a corpus have in common,
/// most have.
const TAKEN_MAX_BYTES: usize = 4 << 20;

/// From fewer bytes nothing is learnt: they are not worth the time.
const TAKEN_MIN_BYTES: usize = 1 << 17;

/// About so many of the bytes that were taken are learnt from: with all of 4 MiB values get 1 % smaller, and learning takes
/// twice as long.
const LEARNT_FROM_BYTES: usize = 700_000;

/// A dictionary has this share of what was taken, as it is written down too: of 300 KB, 4 KB and 64 KB both leave more
/// than a tenth more than 16 KB do, and of 4 MiB half of 256 KiB and twice as much leave 3 % more.
const DICTIONARY_SHARE: usize = 16;

/// The golden section of 2^32: steps of this length around a circle are spread evenly, whatever the number of steps
/// (Knuth, The Art of Computer Programming, volume 3, section 6.4).
const GOLDEN: u32 = 2_654_435_769;

/// Longer values are kept as they are, so a damaged length never asks for more memory than this, in bytes.
const SQUEEZED_MAX_BYTES: usize = 16 << 20;

/// How much memory a tool keeps between two values, in bytes; all but few values are smaller.
const KEPT_MAX_BYTES: usize = 64 << 10;

/// How many bytes of its hash a stored dictionary begins with. A large index is read before all its checksums are
/// checked, and a wrong byte in the dictionary would be one in many values.
const HASH_BYTES: usize = 16;

/// What many values have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dictionary(Vec<u8>);

impl Dictionary {
    /// The dictionary behind what [`Dictionary::stored`] gave.
    ///
    /// # Errors
    /// [`Damage::Dictionary`] when it is not what was stored.
    pub(super) fn read(stored: &[u8]) -> Result<Dictionary, Damage> {
        let (hash, dictionary) = stored
            .split_at_checked(HASH_BYTES)
            .ok_or(Damage::Dictionary)?;
        let is_sound = hash_of(dictionary) == hash && get_dict_id_from_dict(dictionary).is_some();
        is_sound
            .then(|| Dictionary(dictionary.to_vec()))
            .ok_or(Damage::Dictionary)
    }

    /// As it is written down: its hash, then itself.
    pub(super) fn stored(&self) -> Vec<u8> {
        [&hash_of(&self.0), self.0.as_slice()].concat()
    }
}

/// The first bytes of the SHA-256 of `dictionary`.
fn hash_of(dictionary: &[u8]) -> [u8; HASH_BYTES] {
    let mut first = [0; HASH_BYTES];
    for (to, from) in first.iter_mut().zip(Sha256::digest(dictionary)) {
        *to = from;
    }
    first
}

/// Values from which a dictionary is learnt.
#[derive(Debug, Default)]
pub(super) struct Samples {
    /// One after another.
    bytes: Vec<u8>,
    /// The length of each.
    lengths: Vec<usize>,
}

impl Samples {
    /// Takes `value`, or of the last one as much as there is room for.
    pub(super) fn add(&mut self, value: &[u8]) {
        if self.is_full() {
            return;
        }
        let room = TAKEN_MAX_BYTES - self.bytes.len();
        let taken = value.get(..room).unwrap_or(value);
        self.bytes.extend_from_slice(taken);
        self.lengths.push(taken.len());
    }

    /// Enough to learn from.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() == TAKEN_MAX_BYTES
    }

    /// What the samples have in common: the same samples, the same dictionary. None where there are too few, or where they
    /// would be no smaller with it, its own size counted.
    pub(super) fn learn(&self) -> Option<Dictionary> {
        if self.bytes.len() < TAKEN_MIN_BYTES {
            return None;
        }
        let one_of = self.bytes.len().div_ceil(LEARNT_FROM_BYTES);
        let chosen = self.one_of(one_of);
        let size = self.bytes.len() / DICTIONARY_SHARE;
        // It fails where nothing occurs twice.
        let dictionary = Dictionary(zstd::dict::from_samples(&chosen, size).ok()?);
        let mut squeezer = Squeezer::new(Some(&dictionary)).ok()?;
        let plain: usize = chosen.iter().map(|sample| sample.len()).sum();
        let small = chosen.iter().map(|sample| squeezer.squeeze(sample).len());
        let saved = plain.saturating_sub(small.sum()) * one_of;
        (saved > dictionary.0.len()).then_some(dictionary)
    }

    /// About one of so many samples, spread evenly over each sort of them, in whatever pattern the sorts follow each other.
    fn one_of(&self, many: usize) -> Vec<&[u8]> {
        let share = u32::MAX / u32::try_from(many.max(1)).unwrap_or(u32::MAX);
        let mut rest = self.bytes.as_slice();
        let mut turn = 0_u32;
        let mut chosen = Vec::new();
        for length in &self.lengths {
            let Some((sample, later)) = rest.split_at_checked(*length) else {
                break;
            };
            rest = later;
            turn = turn.wrapping_add(GOLDEN);
            if turn <= share {
                chosen.push(sample);
            }
        }
        chosen
    }
}

/// Makes values small.
pub(super) struct Squeezer {
    /// None where there is no dictionary.
    compressor: Option<Compressor<'static>>,
    frame: Vec<u8>,
}

impl Squeezer {
    /// One that squeezes with `dictionary`; without one it keeps values as they are.
    ///
    /// # Errors
    /// When zstd does not take the dictionary.
    pub(super) fn new(dictionary: Option<&Dictionary>) -> io::Result<Squeezer> {
        let compressor = dictionary.map(|dictionary| {
            let mut compressor = Compressor::with_dictionary(LEVEL, &dictionary.0)?;
            // A large index is read before all of its files are checked, and a wrong byte could be another salary.
            compressor.include_checksum(true)?;
            // There is one dictionary.
            compressor.include_dictid(false)?;
            Ok::<_, io::Error>(compressor)
        });
        Ok(Squeezer {
            compressor: compressor.transpose()?,
            frame: Vec::new(),
        })
    }

    /// `value` as it is stored.
    pub(super) fn squeeze(&mut self, value: &[u8]) -> Vec<u8> {
        let stored = match self.frame(value) {
            Some(frame) if frame.len() < value.len() => [&[SQUEEZED], frame].concat(),
            _ => [&[AS_IT_IS], value].concat(),
        };
        empty(&mut self.frame);
        stored
    }

    /// What zstd makes of `value`, without the bytes with which every frame begins.
    fn frame(&mut self, value: &[u8]) -> Option<&[u8]> {
        let compressor = self.compressor.as_mut()?;
        if value.len() > SQUEEZED_MAX_BYTES {
            return None;
        }
        self.frame.reserve(compress_bound(value.len()));
        compressor.compress_to_buffer(value, &mut self.frame).ok()?;
        self.frame.strip_prefix(&MAGICNUMBER.to_le_bytes())
    }
}

/// Empties `buffer`, and gives its memory back where that is much.
fn empty(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEPT_MAX_BYTES);
}

/// Reads what a [`Squeezer`] with the same dictionary has made small. Cheap to clone, and many may read at once.
#[derive(Clone)]
pub(super) struct Unsqueezer {
    dictionary: Option<Arc<Dictionary>>,
    tools: Pool<Tool>,
}

/// What reads one value at a time. To take the dictionary in takes as long as to read a hundred.
struct Tool {
    decompressor: Decompressor<'static>,
    frame: Vec<u8>,
    value: Vec<u8>,
}

impl Unsqueezer {
    /// One for values that were squeezed with `dictionary`.
    pub(super) fn new(dictionary: Option<Dictionary>) -> Unsqueezer {
        Unsqueezer {
            dictionary: dictionary.map(Arc::new),
            tools: Pool::default(),
        }
    }

    /// What the values have in common, where that was learnt.
    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        self.dictionary.as_deref()
    }

    /// Lets `read` have the value behind `stored`.
    ///
    /// # Errors
    /// [`Damage`] when no squeezer has made `stored`. A value that is kept as it is has no checksum.
    pub(super) fn unsqueeze<T>(
        &self,
        stored: &[u8],
        read: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Damage> {
        match stored.split_first() {
            Some((&AS_IT_IS, value)) => Ok(read(value)),
            Some((&SQUEEZED, frame)) => {
                let dictionary = self.dictionary().ok_or(Damage::NoDictionary)?;
                let make = || Tool::new(dictionary);
                self.tools
                    .lend_or(make, |tool| tool.unsqueeze(frame, read))?
            }
            _ => Err(Damage::Value),
        }
    }
}

impl Tool {
    fn new(dictionary: &Dictionary) -> Result<Tool, Damage> {
        let decompressor = Decompressor::with_dictionary(&dictionary.0);
        Ok(Tool {
            // Why, says nothing to anyone: it is not the one that was learnt.
            decompressor: decompressor.ok().ok_or(Damage::Dictionary)?,
            frame: Vec::new(),
            value: Vec::new(),
        })
    }

    fn unsqueeze<T>(&mut self, frame: &[u8], read: impl FnOnce(&[u8]) -> T) -> Result<T, Damage> {
        let done = self.value(frame).map(read);
        empty(&mut self.frame);
        empty(&mut self.value);
        done
    }

    fn value(&mut self, frame: &[u8]) -> Result<&[u8], Damage> {
        self.frame.extend_from_slice(&MAGICNUMBER.to_le_bytes());
        self.frame.extend_from_slice(frame);
        let length = get_frame_content_size(&self.frame).ok().flatten();
        let length = length.and_then(|length| usize::try_from(length).ok());
        let length = length.filter(|length| *length <= SQUEEZED_MAX_BYTES);
        let length = length.ok_or(Damage::Value)?;
        self.value.reserve(length);
        let written = self
            .decompressor
            .decompress_to_buffer(&self.frame, &mut self.value);
        match written {
            Ok(written) if written == length => Ok(&self.value),
            _ => Err(Damage::Value),
        }
    }
}

/// Why a value or a dictionary cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum Damage {
    /// No squeezer stores this.
    #[error("an entry's contents cannot be unpacked")]
    Value,
    /// It is not the one that was learnt.
    #[error("the dictionary of its entries is not the one that was stored")]
    Dictionary,
    /// The value was squeezed with a dictionary that is gone.
    #[error("the dictionary of its entries is missing")]
    NoDictionary,
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    /// Sentences that share their words, the same in every run.
    fn sentences(count: usize) -> Vec<Vec<u8>> {
        const WORDS: [&str; 12] = [
            "the",
            "welder",
            "gardener",
            "earns",
            "about",
            "a year",
            "in",
            "the north",
            "after",
            "training",
            "as is",
            "usual",
        ];
        let mut state = 7_u64;
        let mut word = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let at = usize::try_from(state >> 60).unwrap_or_default();
            WORDS
                .get(at)
                .map_or_else(|| (state >> 50).to_string(), ToString::to_string)
        };
        let sentence = |_| {
            (0..30)
                .map(|_| word() + " ")
                .collect::<String>()
                .into_bytes()
        };
        (0..count).map(sentence).collect()
    }

    fn learnt_from(values: &[Vec<u8>]) -> Option<Dictionary> {
        let mut samples = Samples::default();
        for value in values {
            samples.add(value);
        }
        samples.learn()
    }

    /// One that is learnt once for all tests.
    fn dictionary() -> Dictionary {
        static LEARNT: LazyLock<Dictionary> =
            LazyLock::new(|| learnt_from(&sentences(2_000)).expect("a dictionary"));
        LEARNT.clone()
    }

    fn squeezed(value: &[u8], dictionary: Option<&Dictionary>) -> Vec<u8> {
        let mut squeezer = Squeezer::new(dictionary).expect("a squeezer");
        squeezer.squeeze(value)
    }

    fn read(stored: &[u8], dictionary: Option<&Dictionary>) -> Result<Vec<u8>, Damage> {
        Unsqueezer::new(dictionary.cloned()).unsqueeze(stored, <[u8]>::to_vec)
    }

    #[track_caller]
    fn check(stored: &[u8], expected: Result<&[u8], Damage>) {
        let found = read(stored, Some(&dictionary()));
        assert_eq!(found, expected.map(<[u8]>::to_vec), "of {stored:?}");
    }

    #[test]
    fn sentences_get_small_and_come_back() {
        let dictionary = dictionary();
        let values = sentences(3_000);
        let mut squeezer = Squeezer::new(Some(&dictionary)).expect("a squeezer");
        let unsqueezer = Unsqueezer::new(Some(dictionary));
        let (mut plain, mut small) = (0, 0);
        for value in &values {
            let stored = squeezer.squeeze(value);
            plain += value.len();
            small += stored.len();
            let found = unsqueezer.unsqueeze(&stored, <[u8]>::to_vec);
            assert_eq!(found.as_ref(), Ok(value));
        }
        assert!(small * 2 < plain, "{small} of {plain}");
    }

    #[test]
    fn the_same_values_teach_the_same() {
        assert_eq!(learnt_from(&sentences(2_000)), Some(dictionary()));
    }

    #[test]
    fn learns_nothing_from_little_or_from_what_has_nothing_in_common() {
        assert_eq!(learnt_from(&[]), None);
        assert_eq!(learnt_from(&sentences(100)), None);
        let noise = |number: u64| -> Vec<u8> {
            (0..8)
                .flat_map(|part| Sha256::digest((number * 8 + part).to_be_bytes()).to_vec())
                .collect()
        };
        let noise: Vec<Vec<u8>> = (0..1_000).map(noise).collect();
        assert_eq!(learnt_from(&noise), None);
        assert_eq!(learnt_from(&[vec![b'a'; 1 << 20]]), None, "one value");
    }

    #[test]
    fn of_many_samples_an_even_share_is_learnt_from() {
        let mut samples = Samples::default();
        for number in 0..60_000_u16 {
            samples.add(&number.to_be_bytes());
        }
        assert_eq!(samples.one_of(1).len(), 60_000);
        for pattern in 1..30 {
            let chosen = samples.one_of(6);
            let of_sort = |sample: &&&[u8]| {
                let number = sample
                    .iter()
                    .fold(0, |number, byte| number << 8 | u32::from(*byte));
                number % pattern == 0
            };
            let wanted = 10_000 / usize::try_from(pattern).expect("a few");
            let found = chosen.iter().filter(of_sort).count();
            assert!(
                found.abs_diff(wanted) * 20 < wanted,
                "{found} of every {pattern}th"
            );
        }
    }

    #[test]
    fn takes_no_more_than_there_is_room_for() {
        let mut samples = Samples::default();
        for _ in 0..3 {
            samples.add(&vec![b'a'; TAKEN_MAX_BYTES - 10]);
        }
        assert!(samples.is_full());
        assert_eq!(samples.lengths, [TAKEN_MAX_BYTES - 10, 10]);
    }

    #[test]
    fn what_does_not_get_smaller_is_kept_as_it_is() {
        let dictionary = dictionary();
        for value in [&b""[..], b"q", b"\xff\x00\x17"] {
            let stored = squeezed(value, Some(&dictionary));
            assert_eq!(stored.split_first(), Some((&AS_IT_IS, value)));
        }
        let long = vec![b' '; SQUEEZED_MAX_BYTES + 1];
        assert_eq!(squeezed(&long, Some(&dictionary)).first(), Some(&AS_IT_IS));
        let long = vec![b' '; SQUEEZED_MAX_BYTES];
        let stored = squeezed(&long, Some(&dictionary));
        assert!(stored.len() < 10_000);
        assert_eq!(read(&stored, Some(&dictionary)), Ok(long));
    }

    #[test]
    fn refuses_what_no_squeezer_makes() {
        check(&[AS_IT_IS], Ok(b""));
        check(&[AS_IT_IS, 1, 2], Ok(&[1, 2]));
        check(&[], Err(Damage::Value));
        check(&[2, 1, 2], Err(Damage::Value));
        check(&[SQUEEZED], Err(Damage::Value));
        check(&[SQUEEZED, 0, 0, 0, 0], Err(Damage::Value));
        // A frame that says it holds four gibibytes, one of which little is known, and one with more behind it.
        check(
            &[SQUEEZED, 0xa0, 255, 255, 255, 255, 1, 0, 0],
            Err(Damage::Value),
        );
        check(&[SQUEEZED, 0, 0x50, 1, 0, 0], Err(Damage::Value));
        let mut twice = squeezed(&[b'a'; 100], Some(&dictionary()));
        let again = twice.split_first().map(|(_, frame)| frame.to_vec());
        twice.extend(MAGICNUMBER.to_le_bytes());
        twice.extend(again.expect("a frame"));
        check(&twice, Err(Damage::Value));
        let stored = squeezed(&[b'a'; 100], Some(&dictionary()));
        assert_eq!(read(&stored, None), Err(Damage::NoDictionary));
    }

    #[test]
    fn a_dictionary_is_what_was_stored_or_none() {
        let dictionary = dictionary();
        let stored = dictionary.stored();
        assert_eq!(Dictionary::read(&stored), Ok(dictionary));
        for at in (0..stored.len()).step_by(stored.len() / 20) {
            let mut broken = stored.clone();
            broken[at] ^= 4;
            assert_eq!(Dictionary::read(&broken), Err(Damage::Dictionary));
            let cut = stored.get(..at).expect("a part");
            assert_eq!(Dictionary::read(cut), Err(Damage::Dictionary));
        }
        let foreign = Dictionary(b"no dictionary at all".to_vec()).stored();
        assert_eq!(Dictionary::read(&foreign), Err(Damage::Dictionary));
    }

    #[test]
    fn a_flipped_byte_never_ends_the_program() {
        let dictionary = dictionary();
        let unsqueezer = Unsqueezer::new(Some(dictionary.clone()));
        let value = sentences(1).remove(0);
        let sound = squeezed(&value, Some(&dictionary));
        for at in 0..sound.len() {
            for bit in 0..8 {
                let mut broken = sound.clone();
                broken[at] ^= 1 << bit;
                let _ = unsqueezer.unsqueeze(&broken, <[u8]>::len);
                // A tool that met damage reads the next value all the same.
                assert_eq!(
                    unsqueezer.unsqueeze(&sound, <[u8]>::to_vec).as_ref(),
                    Ok(&value)
                );
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(value in prop::collection::vec(any::<u8>(), 0..3_000), times in 1_usize..4) {
            let value = value.repeat(times);
            let dictionary = dictionary();
            for dictionary in [None, Some(&dictionary)] {
                let stored = squeezed(&value, dictionary);
                prop_assert!(stored.len() <= value.len() + 1);
                prop_assert_eq!(read(&stored, dictionary), Ok(value.clone()));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(stored in prop::collection::vec(any::<u8>(), 0..500)) {
            let _ = read(&stored, Some(&dictionary()));
            let squeezed = [&[SQUEEZED], stored.as_slice()].concat();
            let _ = read(&squeezed, Some(&dictionary()));
        }
    }
}
