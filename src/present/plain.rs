//! Words of documents and askers, made safe to show.
//!
//! Removed are terminal escapes, control characters, marks that turn the direction of writing, and characters without
//! width: none of them can be read, all of them can mislead. Joiners go too, which costs some scripts their ligatures.

use std::iter::Peekable;
use std::str::Chars;

use crate::domain::Span;

/// `text` on one line: without escapes and invisible characters, line breaks and tabs as single spaces.
pub fn clean(text: &str) -> String {
    scrub(text, false)
}

/// `text` as [`clean`] gives it, with its line breaks kept.
pub fn clean_lines(text: &str) -> String {
    scrub(text, true)
}

/// At most `max_chars` characters of `text`, cut at a word and ended by `…` where something is left out.
pub fn cut(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let room: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    let next = text.chars().nth(max_chars.saturating_sub(1));
    let whole_word = next.is_some_and(char::is_whitespace);
    let kept = match room.rsplit_once(char::is_whitespace) {
        // A cut that would take more than half of the room falls inside the word instead.
        Some((words, _)) if !whole_word && words.chars().count() * 2 >= max_chars => words,
        _ => room.as_str(),
    };
    let mut cut = kept.trim_end_matches([' ', ',', ';', ':', '\n']).to_owned();
    cut.push('…');
    cut
}

/// A stretch of a passage, cleaned, and whether the asker's words are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words; line breaks are kept.
    pub text: String,
    /// True when they match.
    pub matched: bool,
}

/// `text` cut at `matches`, cleaned. Spans that fit no character boundary or overlap an earlier one are left out.
pub fn pieces(text: &str, matches: &[Span]) -> Vec<Piece> {
    let mut sorted = matches.to_vec();
    sorted.sort_unstable();
    let mut pieces = Vec::new();
    let mut add = |text: &str, matched| {
        let text = clean_lines(text);
        if !text.is_empty() {
            pieces.push(Piece { text, matched });
        }
    };
    let mut done = 0;
    for span in sorted {
        let (Some(before), Some(words)) = (text.get(done..span.start), span.of(text)) else {
            continue;
        };
        add(before, false);
        add(words, true);
        done = span.end;
    }
    add(text.get(done..).unwrap_or_default(), false);
    pieces
}

/// The part of `text` to show: at most `max_chars` characters, with `…` where something is left out.
///
/// Whole sentences where they fit, those with most of the matches; else words around the first match.
pub fn snippet(text: &str, matches: &[Span], max_chars: usize) -> Vec<Piece> {
    let marked: Vec<(char, bool)> = pieces(text, matches)
        .iter()
        .flat_map(|piece| piece.text.chars().map(|char| (char, piece.matched)))
        .collect();
    let (start, end) = if marked.len() <= max_chars {
        (0, marked.len())
    } else {
        best_sentences(&marked, max_chars).unwrap_or_else(|| around_first(&marked, max_chars))
    };
    let mut shown: Vec<Piece> = Vec::new();
    let mut add = |char: char, matched: bool| match shown.last_mut() {
        Some(piece) if piece.matched == matched => piece.text.push(char),
        _ => shown.push(Piece {
            text: char.to_string(),
            matched,
        }),
    };
    if start > 0 {
        add('…', false);
    }
    for (char, matched) in marked.get(start..end).unwrap_or_default() {
        add(*char, *matched);
    }
    if end < marked.len() {
        add('…', false);
    }
    shown
}

/// The sentences that hold most of what is marked and have room together; `None` where no sentence that holds some has.
fn best_sentences(marked: &[(char, bool)], max_chars: usize) -> Option<(usize, usize)> {
    let mut starts = vec![0];
    for (at, pair) in marked.windows(2).enumerate() {
        let [(last, _), (blank, _)] = pair else {
            continue;
        };
        let next = marked.get(at + 2);
        let opens = next.is_some_and(|(next, _)| !next.is_lowercase());
        let ends = matches!(last, '.' | '!' | '?' | '…') && *blank == ' ';
        if *blank == '\n' || (ends && opens) {
            starts.push(at + 2);
        }
    }
    let ends = || starts.iter().skip(1).copied().chain([marked.len()]);
    let mut best: Option<(usize, usize, usize)> = None;
    for start in &starts {
        let mut ends = ends().rev();
        let Some(end) = ends.find(|end| end > start && end - start <= max_chars) else {
            continue;
        };
        let shown = marked.get(*start..end).unwrap_or_default();
        let held = shown.iter().filter(|(_, matched)| *matched).count();
        if held > best.map_or(0, |(most, ..)| most) {
            best = Some((held, *start, end));
        }
    }
    let (_, start, end) = best?;
    let blanks = marked.get(start..end)?.iter().rev();
    let blanks = blanks.take_while(|(char, _)| char.is_whitespace()).count();
    Some((start, end - blanks))
}

/// Words around the first that is marked.
fn around_first(marked: &[(char, bool)], max_chars: usize) -> (usize, usize) {
    let is_space = |place: usize| {
        let char = marked.get(place);
        char.is_none_or(|(char, _)| char.is_whitespace())
    };
    let mut start = 0;
    let first = marked.iter().position(|(_, matched)| *matched).unwrap_or(0);
    if first > max_chars / 2 {
        let early = first - max_chars / 4;
        start = (early..=first)
            .find(|place| is_space(*place))
            .map_or(early, |space| space + 1);
    }
    let late = (start + max_chars).min(marked.len());
    let end = (start + max_chars / 2..=late)
        .rev()
        .find(|place| is_space(*place))
        .unwrap_or(late);
    (start, end)
}

fn scrub(text: &str, keep_lines: bool) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        match char {
            '\u{1b}' => skip_escape(&mut rest),
            // The same sequences, introduced by one character.
            '\u{9b}' => skip_control_sequence(&mut rest),
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' if keep_lines => kept.push('\n'),
            '\r' | '\n' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                kept.push(' ');
            }
            hidden if is_hidden(hidden) => {}
            shown => kept.push(shown),
        }
    }
    kept
}

/// Skips what follows an escape character, as far as it belongs to a sequence.
fn skip_escape(rest: &mut Peekable<Chars<'_>>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_control_sequence(rest);
        }
        // Strings for the terminal (titles, links): up to their end; where that is missing, only the introducer goes,
        // so that a stray escape cannot hide the rest of a document.
        Some(']' | 'P' | 'X' | '^' | '_') => {
            rest.next();
            let mut ahead = rest.clone();
            while let Some(char) = ahead.next() {
                let ended = match char {
                    '\u{7}' | '\u{9c}' => true,
                    '\u{1b}' if ahead.peek() == Some(&'\\') => {
                        ahead.next();
                        true
                    }
                    '\n' => return,
                    _ => false,
                };
                if ended {
                    *rest = ahead;
                    return;
                }
            }
        }
        Some('(' | ')' | '#') => {
            rest.next();
            rest.next();
        }
        Some('=' | '>' | '7' | '8' | 'c' | 'M') => {
            rest.next();
        }
        _ => {}
    }
}

/// Skips parameters and the final character of a control sequence; stops at what cannot belong to one.
fn skip_control_sequence(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|char| (' '..='?').contains(char)).is_some() {}
    rest.next_if(|char| ('@'..='~').contains(char));
}

/// True for what has no place in text: controls, direction marks, characters without width, noncharacters.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(clean(text), expected, "cleaning {text:?}");
    }

    #[test]
    fn removes_terminal_escapes() {
        check("\u{1b}[31mred\u{1b}[0m pay", "red pay");
        check("\u{1b}]0;owned\u{7}title", "title");
        check(
            "\u{1b}]8;;https://evil\u{1b}\\link\u{1b}]8;;\u{1b}\\",
            "link",
        );
        check("\u{9b}2Jgone", "gone");
        check("\u{1b}c\u{1b}(0reset", "reset");
        check(
            "a\u{1b}]never ended, still read",
            "anever ended, still read",
        );
        check("end \u{1b}", "end ");
        check("\u{1b}[", "");
    }

    #[test]
    fn removes_what_cannot_be_seen() {
        check("pay\u{202e}0005\u{202c}", "pay0005");
        check(
            "\u{2066}a\u{2069}\u{200b}b\u{feff}c\u{200d}d\u{ad}e",
            "abcde",
        );
        check("a\u{0}b\u{8}c\u{7f}d\u{fdd0}", "abcd");
        check("\u{e0041}tag", "tag");
    }

    #[test]
    fn keeps_what_people_write() {
        check(
            "₹4–8 LPA, naïve café, हिन्दी, 日本",
            "₹4–8 LPA, naïve café, हिन्दी, 日本",
        );
        check("two\r\nlines\tand\u{2028}more", "two lines and more");
        assert_eq!(
            clean_lines("two\r\nlines\rand\tmore"),
            "two\nlines\nand more"
        );
    }

    #[test]
    fn cuts_at_a_word() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("data engineer salary", 14), "data engineer…");
        assert_eq!(cut("data engineer, salary", 15), "data engineer…");
        assert_eq!(cut("data engineer salary", 17), "data engineer…");
        assert_eq!(cut("incomprehensibilities", 8), "incompr…");
        assert_eq!(cut("日本語のとても長い文章", 4), "日本語…");
        assert_eq!(cut("anything", 0), "…");
    }

    #[test]
    fn marks_the_words_that_match() {
        let piece = |text: &str, matched| Piece {
            text: text.to_owned(),
            matched,
        };
        assert_eq!(
            pieces(
                "pay of a data engineer",
                &[Span::new(9, 13), Span::new(0, 3)]
            ),
            [
                piece("pay", true),
                piece(" of a ", false),
                piece("data", true),
                piece(" engineer", false)
            ]
        );
        // Out of bounds, inside a character, overlapping: left out, nothing lost.
        let odd = [
            Span::new(1, 2),
            Span::new(0, 3),
            Span::new(2, 4),
            Span::new(9, 99),
        ];
        assert_eq!(pieces("₹5", &odd), [piece("₹", true), piece("5", false)]);
    }
    #[track_caller]
    fn check_snippet(text: &str, word: &str, max_chars: usize, expected: &str) {
        let start = text.find(word).expect("a word of the text");
        let shown: String = snippet(text, &[Span::new(start, start + word.len())], max_chars)
            .iter()
            .map(|piece| {
                if piece.matched {
                    format!("<{}>", piece.text)
                } else {
                    piece.text.clone()
                }
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn shows_the_part_that_matches() {
        let text = "one two three four five six seven eight nine ten";
        check_snippet(
            text,
            "two",
            100,
            "one <two> three four five six seven eight nine ten",
        );
        check_snippet(text, "two", 20, "one <two> three four…");
        check_snippet(text, "nine", 20, "…<nine> ten");
        check_snippet(text, "seven", 20, "…six <seven> eight nine…");
    }
    #[test]
    fn shows_whole_sentences_where_they_fit() {
        let text = "It is late. A welder joins metal at 5 p.m. today. Who asks? Nobody at all.";
        check_snippet(
            text,
            "metal",
            45,
            "…A welder joins <metal> at 5 p.m. today.…",
        );
        check_snippet(text, "late", 15, "It is <late>.…");
        check_snippet(text, "Nobody", 30, "…Who asks? <Nobody> at all.");
        check_snippet(text, "metal", 20, "…<metal> at 5 p.m.…");
        check_snippet("Pay\nNurse | 5\nPilot | 9", "Pilot", 12, "…<Pilot> | 9");
    }
}
