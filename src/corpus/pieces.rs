//! A [`Text`] put together piece by piece, fit to be shown.
//!
//! Control characters (terminal escapes among them) are dropped or become a space, what cannot be seen is dropped, whitespace at the start and at the end goes,
//! and pieces that follow each other in the source are joined, so that a text has few runs.

use smol_str::SmolStrBuilder;

use crate::domain::{Span, Text, find_byte};

/// A [`Text`] in the making.
#[derive(Default)]
pub(super) struct Pieces {
    text: Text,
    /// Copied from the source and not yet in `text`: words, and where they start.
    waiting: String,
    waiting_start: usize,
    /// Whitespace not yet in `text`: it counts only when something follows it.
    gap: Option<(SmolStrBuilder, Span)>,
}

impl Pieces {
    /// Adds words that read as the source bytes from `start` on do.
    pub(super) fn copy(&mut self, words: &str, start: usize) {
        let mut rest = words;
        let mut at = start;
        while let Some(end) = find_unfit(rest) {
            let (before, from) = rest.split_at_checked(end).unwrap_or((rest, ""));
            self.copy_clean(before, at);
            at += end;
            let Some(control) = from.chars().next() else {
                return;
            };
            let after = at + control.len_utf8();
            if let Some(shown) = shown(control) {
                self.decoded(shown, Span::new(at, after));
            }
            at = after;
            rest = from.get(control.len_utf8()..).unwrap_or_default();
        }
        self.copy_clean(rest, at);
    }

    /// Adds words that the source writes in another way, an entity for example.
    pub(super) fn push(&mut self, words: &str, source: Span) {
        if find_unfit(words).is_some() {
            let clean: String = words
                .chars()
                .filter_map(|c| if is_unfit(c) { shown(c) } else { Some(c) })
                .collect();
            self.push_clean(&clean, source);
        } else {
            self.push_clean(words, source);
        }
    }

    /// Adds a break between words: `mark` where words stand on both sides of it, nothing otherwise.
    pub(super) fn gap(&mut self, mark: &str, source: Span) {
        if self.has_words() && (self.gap.is_none() || mark == "\n") {
            self.gap = Some((small(mark), source));
        }
    }

    /// True when something other than whitespace was added.
    pub(super) fn has_words(&self) -> bool {
        !self.waiting.is_empty() || !self.text.plain().is_empty()
    }

    /// The text, and an empty builder left in place.
    pub(super) fn take(&mut self) -> Text {
        let Pieces {
            mut text,
            waiting,
            waiting_start,
            ..
        } = std::mem::take(self);
        if text.plain().is_empty() && !waiting.is_empty() {
            return Text::copied(waiting, waiting_start);
        }
        if !waiting.is_empty() {
            let span = Span::new(waiting_start, waiting_start + waiting.len());
            text.push(&waiting, span);
        }
        text
    }

    fn decoded(&mut self, shown: char, source: Span) {
        self.push_clean(shown.encode_utf8(&mut [0; 4]), source);
    }

    fn copy_clean(&mut self, words: &str, start: usize) {
        let trimmed = words.trim_start();
        let lead = words.len() - trimmed.len();
        self.space(words.get(..lead).unwrap_or_default(), start, None);
        let inner = trimmed.trim_end();
        let inner_start = start + lead;
        if !inner.is_empty() {
            self.settle_gap();
            let follows = self.waiting_start + self.waiting.len() == inner_start;
            if !follows {
                self.flush();
            }
            if self.waiting.is_empty() {
                self.waiting_start = inner_start;
            }
            self.waiting.push_str(inner);
        }
        let tail = trimmed.get(inner.len()..).unwrap_or_default();
        self.space(tail, inner_start + inner.len(), None);
    }

    fn push_clean(&mut self, words: &str, source: Span) {
        if words.trim().is_empty() {
            self.space(words, source.start, Some(source));
        } else {
            self.settle_gap();
            self.flush();
            self.text.push(words, source);
        }
    }

    /// Notes whitespace; what stands at the start is dropped at once, what stands at the end is never settled.
    fn space(&mut self, blank: &str, start: usize, source: Option<Span>) {
        if blank.is_empty() || !self.has_words() {
            return;
        }
        let source = source.unwrap_or_else(|| Span::new(start, start + blank.len()));
        match &mut self.gap {
            None => self.gap = Some((small(blank), source)),
            Some((kept, at))
                if kept.as_str().len() == at.len()
                    && at.end == source.start
                    && source.len() == blank.len() =>
            {
                kept.push_str(blank);
                *at = at.cover(source);
            }
            Some(_) => {}
        }
    }

    fn settle_gap(&mut self) {
        let Some((blank, source)) = self.gap.take() else {
            return;
        };
        let blank = blank.as_str();
        let follows = self.waiting_start + self.waiting.len() == source.start;
        if !self.waiting.is_empty() && follows && source.len() == blank.len() {
            self.waiting.push_str(blank);
        } else {
            self.flush();
            self.text.push(blank, source);
        }
    }

    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let span = Span::new(self.waiting_start, self.waiting_start + self.waiting.len());
            self.text.push(&self.waiting, span);
            self.waiting.clear();
        }
    }
}

/// Whitespace, most of which is a single blank.
fn small(blank: &str) -> SmolStrBuilder {
    let mut kept = SmolStrBuilder::new();
    kept.push_str(blank);
    kept
}

/// Characters that no reader should be handed: controls would steer a terminal, direction marks turn words around, and
/// what has no width parts numbers and words that look whole.
pub(super) fn is_unfit(c: char) -> bool {
    if c.is_control() {
        return c != '\n' && c != '\t';
    }
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Where the first unfit character of `text` stands; most texts are of plain ASCII and hold none.
fn find_unfit(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at = find_byte(text.as_bytes(), at, |bytes| {
            bytes.within(b' ', b'~').others()
        })?;
        let c = text.get(at..)?.chars().next()?;
        if is_unfit(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// What stands for an unfit character: a space where it parts words, nothing otherwise.
fn shown(control: char) -> Option<char> {
    matches!(control, '\u{0B}' | '\u{0C}' | '\u{85}').then_some(' ')
}

/// `words` as they stand in the source from `start` on.
pub(super) fn copied(words: &str, start: usize) -> Text {
    let mut pieces = Pieces::default();
    pieces.copy(words, start);
    pieces.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let mut pieces = Pieces::default();
        pieces.copy(source, 0);
        let text = pieces.take();
        assert_eq!(text.plain(), expected, "reading {source:?}");
        for (at, c) in text
            .plain()
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
        {
            let span = text.source_span(Span::new(at, at + c.len_utf8()));
            assert_eq!(
                span.of(source),
                Some(c.to_string().as_str()),
                "{c} in {source:?}"
            );
        }
    }

    #[test]
    fn keeps_words_as_they_stand() {
        check("plain words", "plain words");
        check("  a\tb  c \n", "a\tb  c");
        check("", "");
    }

    #[test]
    fn drops_what_would_steer_a_terminal() {
        check("a\u{1b}[31mb", "a[31mb");
        check("a\u{9b}b\u{7}c", "abc");
        check("one\u{c}two", "one two");
        check("one\r\ntwo", "one\ntwo");
    }

    #[test]
    fn drops_what_cannot_be_seen() {
        check("\u{20ac}4\u{200b}1,\u{2060}000", "€41,000");
        check("gla\u{ad}zier\u{200d} pay", "glazier pay");
        check("pay \u{202e}000,9$\u{202c} a year", "pay 000,9$ a year");
        check("\u{feff}\u{200f}one\u{200e}", "one");
    }

    #[test]
    fn joins_pieces_that_follow_each_other() {
        let mut pieces = Pieces::default();
        pieces.copy("one ", 3);
        pieces.copy("two", 7);
        pieces.gap(" ", Span::new(10, 11));
        pieces.copy("three", 11);
        pieces.gap("\n", Span::new(16, 20));
        assert_eq!(pieces.take(), Text::verbatim("one two three", 3));
    }

    #[test]
    fn parts_words_once() {
        let mut pieces = Pieces::default();
        pieces.gap(" ", Span::new(0, 1));
        pieces.copy("one ", 1);
        pieces.gap("\n", Span::new(5, 9));
        pieces.gap(" ", Span::new(9, 9));
        pieces.push("&", Span::new(9, 14));
        let text = pieces.take();
        assert_eq!(text.plain(), "one\n&");
        assert_eq!(text.source_span(Span::new(4, 5)), Span::new(9, 14));
    }
}
