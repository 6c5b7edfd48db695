//! Eight bytes of a text, asked all at once.
//!
//! Text is cut at bytes of some kinds. To ask one byte after the other takes a guess at each where it ends; eight at once
//! take one.

const EACH: u64 = u64::from_le_bytes([1; 8]);

/// The highest bit of each byte.
const HIGH: u64 = 0x80 * EACH;

/// Eight bytes that follow each other.
#[derive(Clone, Copy, Debug)]
pub struct Eight(u64);

impl Eight {
    /// The bytes in their order.
    #[inline]
    pub const fn new(bytes: [u8; 8]) -> Eight {
        Eight(u64::from_le_bytes(bytes))
    }

    /// The bytes of `text` from `at` on; behind its end there are zeros.
    #[inline]
    pub fn of(text: &[u8], at: usize) -> Eight {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(whole) = rest.first_chunk() {
            return Eight::new(*whole);
        }
        // The last eight are moved until those before `at` are gone.
        if let Some(last) = text.last_chunk()
            && !rest.is_empty()
        {
            let Eight(bytes) = Eight::new(*last);
            return Eight(bytes >> (8 * (8 - rest.len())));
        }
        let mut few = [0; 8];
        for (to, byte) in few.iter_mut().zip(rest) {
            *to = *byte;
        }
        Eight::new(few)
    }

    /// Those between `first` and `last`, both of them too and both of ASCII.
    #[inline]
    pub const fn within(self, first: u8, last: u8) -> Marks {
        let low = self.0 & !HIGH;
        // No sum is above 255, so that no byte changes its neighbour; its highest bit tells whether it reaches the bound.
        let reach = low.wrapping_add((0x80 - first as u64).wrapping_mul(EACH));
        let pass = low.wrapping_add((0x7f - last as u64).wrapping_mul(EACH));
        Marks(reach & !pass & !self.0 & HIGH)
    }

    /// The letters and digits of ASCII.
    #[inline]
    pub const fn letters_and_digits(self) -> Marks {
        // A capital becomes its small letter, and nothing else becomes a letter.
        let small = Eight(self.0 | (0x20 * EACH));
        self.within(b'0', b'9').or(small.within(b'a', b'z'))
    }

    /// The first `length` bytes as a number; as the last of it stand the first bytes, and zeros for the others.
    #[inline]
    pub const fn first(self, length: usize) -> u64 {
        match length {
            0..8 => self.0 & ((1 << (8 * length)) - 1),
            _ => self.0,
        }
    }

    /// Those that are `byte`, which is ASCII.
    #[inline]
    pub const fn equal(self, byte: u8) -> Marks {
        self.within(byte, byte)
    }

    /// Those beyond ASCII.
    #[inline]
    pub const fn beyond_ascii(self) -> Marks {
        Marks(self.0 & HIGH)
    }
}

/// Some of eight bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks(u64);

impl Marks {
    /// Those of either.
    #[inline]
    #[must_use]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Those of both.
    #[inline]
    #[must_use]
    pub const fn and(self, other: Marks) -> Marks {
        Marks(self.0 & other.0)
    }

    /// All others.
    #[inline]
    #[must_use]
    pub const fn others(self) -> Marks {
        Marks(!self.0 & HIGH)
    }

    /// Those behind one of these; the first byte where `carried` stands for one before it.
    #[inline]
    #[must_use]
    pub const fn behind(self, carried: bool) -> Marks {
        Marks(self.0 << 8 | (carried as u64) << 7)
    }

    /// Whether there is any.
    #[inline]
    pub const fn any(self) -> bool {
        self.0 != 0
    }

    /// Whether the last byte is one.
    #[inline]
    pub const fn last(self) -> bool {
        self.0 >> 63 != 0
    }

    /// How many bytes stand before the first: 8 where there is none.
    #[inline]
    pub const fn before_first(self) -> usize {
        self.0.trailing_zeros() as usize / 8
    }

    /// Those among the first `length` bytes.
    #[inline]
    #[must_use]
    pub const fn among(self, length: usize) -> Marks {
        match length {
            0..8 => Marks(self.0 & ((1 << (8 * length)) - 1)),
            _ => self,
        }
    }

    /// How many there are.
    #[inline]
    pub const fn count(self) -> usize {
        // Each byte is one or nothing, and the highest byte of the product is their sum.
        ((self.0 >> 7).wrapping_mul(EACH) >> 56) as usize
    }
}

/// Where the first byte of `bytes`, from `from` on, stands that `marks` tells. Where `marks` minds the byte before, it may
/// also tell one that is none, as the first of eight has nothing before it: the caller looks again.
#[inline]
pub fn find_byte(bytes: &[u8], from: usize, marks: impl Fn(Eight) -> Marks) -> Option<usize> {
    let (parts, rest) = bytes.get(from..)?.as_chunks::<8>();
    let mut at = from;
    for part in parts {
        let found = marks(Eight::new(*part));
        if found.any() {
            return Some(at + found.before_first());
        }
        at += 8;
    }
    let found = marks(Eight::of(bytes, at)).among(rest.len());
    found.any().then(|| at + found.before_first())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is asked of one byte.
    type Asked = fn(u8) -> bool;

    #[track_caller]
    fn check(marks: fn(Eight) -> Marks, expected: Asked) {
        for byte in 0..=255 {
            for at in 0..8 {
                let mut bytes = [b'a', 0xff, 0, 0x80, 0x7f, b' ', b'Z', b'0'];
                bytes[at] = byte;
                let found = marks(Eight::new(bytes));
                let wanted: Vec<bool> = bytes.iter().map(|byte| expected(*byte)).collect();
                let first = wanted.iter().position(|wanted| *wanted).unwrap_or(8);
                let count = wanted.iter().filter(|wanted| **wanted).count();
                let told = (found.before_first(), found.count(), found.any());
                assert_eq!(told, (first, count, count > 0), "{bytes:?}");
                assert_eq!(found.last(), wanted[7], "{bytes:?}");
                let among = wanted.iter().take(at).filter(|wanted| **wanted).count();
                assert_eq!(found.among(at).count(), among, "{bytes:?} to {at}");
                let behind = wanted.iter().take(7).filter(|wanted| **wanted).count();
                assert_eq!(found.behind(true).count(), behind + 1, "{bytes:?}");
            }
        }
    }

    #[test]
    fn tells_each_byte_for_itself() {
        check(|bytes| bytes.within(b'0', b'9'), |b| b.is_ascii_digit());
        check(
            |bytes| bytes.within(b' ', b'~'),
            |b| matches!(b, b' '..=b'~'),
        );
        check(|bytes| bytes.within(0, 127), |b| b.is_ascii());
        check(Eight::beyond_ascii, |b| !b.is_ascii());
        check(Eight::letters_and_digits, |b| b.is_ascii_alphanumeric());
        check(|bytes| bytes.equal(b'Z').others(), |b| b != b'Z');
        check(
            |bytes| bytes.equal(0).or(bytes.equal(127)),
            |b| matches!(b, 0 | 127),
        );
        check(
            |bytes| bytes.within(b'A', b'Z').and(bytes.within(b'Q', b'z')),
            |b| matches!(b, b'Q'..=b'Z'),
        );
    }

    #[track_caller]
    fn check_of(text: &str, at: usize, expected: [u8; 8]) {
        let Eight(bytes) = Eight::of(text.as_bytes(), at);
        assert_eq!(bytes.to_le_bytes(), expected, "{text:?} from {at}");
    }

    #[test]
    fn reads_zeros_behind_the_end() {
        check_of("123456789", 0, *b"12345678");
        check_of("123456789", 1, *b"23456789");
        check_of("123456789", 4, *b"56789\0\0\0");
        check_of("123456789", 9, [0; 8]);
        check_of("123456789", 10, [0; 8]);
        check_of("123", 1, *b"23\0\0\0\0\0\0");
        check_of("", 0, [0; 8]);
    }

    #[test]
    fn tells_the_first_bytes_as_a_number() {
        let eight = Eight::new(*b"abcdefgh");
        assert_eq!(eight.first(0), 0);
        assert_eq!(eight.first(2), u64::from_le_bytes(*b"ab\0\0\0\0\0\0"));
        assert_eq!(eight.first(8), u64::from_le_bytes(*b"abcdefgh"));
    }

    #[track_caller]
    fn check_find(text: &str, from: usize, expected: Option<usize>) {
        let found = find_byte(text.as_bytes(), from, |bytes| {
            bytes.equal(b'.').or(bytes.equal(0))
        });
        assert_eq!(found, expected, "{text:?} from {from}");
    }

    #[test]
    fn finds_a_byte_wherever_it_stands() {
        check_find("", 0, None);
        check_find("abc", 0, None);
        check_find("abc", 4, None);
        check_find("a.c.", 2, Some(3));
        check_find("12345678.0", 0, Some(8));
        check_find("1234567.90", 1, Some(7));
        check_find("1234567890123456789.", 0, Some(19));
    }
}
