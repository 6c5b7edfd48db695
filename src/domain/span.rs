//! Places in a text, and what was found there.

use serde::{Deserialize, Serialize};

/// A range of bytes, `start..end`, in some text.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Span {
        Span {
            start,
            end: end.max(start),
        }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True when no byte is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when every byte of `other` is also in this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The bytes between two spans: 0 when they touch or overlap.
    pub fn distance(self, other: Span) -> usize {
        if self.overlaps(other) {
            0
        } else if self.end <= other.start {
            other.start - self.end
        } else {
            self.start - other.end
        }
    }

    /// The covered part of `text`, or nothing where the span does not lie on character boundaries in it.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}

/// A value and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands in the text that was read.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, read at `span`.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }
}

/// What a forgiving reader found, and what it doubted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan<T> {
    /// Found, in reading order.
    pub found: Vec<T>,
    /// Seen and left out, with the reason, in reading order.
    pub doubts: Vec<Spanned<String>>,
}

impl<T> Default for Scan<T> {
    fn default() -> Scan<T> {
        Scan {
            found: Vec::new(),
            doubts: Vec::new(),
        }
    }
}

impl<T> Scan<T> {
    /// Appends everything that `other` found and doubted.
    pub fn extend(&mut self, other: Scan<T>) {
        self.found.extend(other.found);
        self.doubts.extend(other.doubts);
    }
}
