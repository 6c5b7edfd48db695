//! Telling most words that are no known ones without hashing them.

/// A set of words, told by a few of their letters: most words of a text are none of them, and need not be hashed.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// A bit for each mark of a word.
    marks: Vec<u64>,
}

impl Marks {
    /// How many bits a mark has: some thousands of words leave most of the marks free.
    const MARK_BITS: u32 = 16;

    /// Adds `word`.
    pub(super) fn add(&mut self, word: &str) {
        let (at, bit) = Marks::mark(word);
        if self.marks.is_empty() {
            self.marks
                .resize(1 << (Self::MARK_BITS - u64::BITS.ilog2()), 0);
        }
        if let Some(marks) = self.marks.get_mut(at) {
            *marks |= bit;
        }
    }

    /// False for a word that was not added; nearly always true only for one that was.
    #[inline]
    pub(super) fn may_hold(&self, word: &str) -> bool {
        let (at, bit) = Marks::mark(word);
        self.marks.get(at).is_some_and(|marks| marks & bit != 0)
    }

    /// The first two letters, the last one and the length, mixed: which number of [`Marks::marks`], and its bit.
    #[inline]
    fn mark(word: &str) -> (usize, u64) {
        // The golden ratio in 64 bits, as in Fibonacci hashing.
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let bytes = word.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().map_or(0, u64::from);
        let last = bytes.last().copied().map_or(0, u64::from);
        let letters = byte(0) | byte(1) << 8 | last << 16 | (bytes.len() as u64) << 24;
        let mark = letters.wrapping_mul(MIX) >> (u64::BITS - Self::MARK_BITS);
        let at = usize::try_from(mark / u64::from(u64::BITS)).unwrap_or(usize::MAX);
        (at, 1 << (mark % u64::from(u64::BITS)))
    }
}
