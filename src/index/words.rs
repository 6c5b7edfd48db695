//! How text is cut into words, for the index and for questions alike.
//!
//! | written | words |
//! |---|---|
//! | `Data Engineers` | `data` `engin` |
//! | `CI/CD`, `Node.js`, `full-time` | `ci` `cd`; `node` `js`; `full` `time`: found again as phrases |
//! | `C#`, `C++`, `A+` | one word each, apart from `c` and `a` |
//! | `.NET`, `ASP.NET` | `.net`, apart from `net` pay; `asp` `.net` |
//! | `bachelor's`, `don’t` | `bachelor`, `dont` |
//! | `Café` | `cafe`, however its accent is encoded |
//!
//! Words are lower-cased, folded to ASCII and stemmed; English stop words leave a gap in the count of positions.

use std::vec;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, Stemmer, StopWordFilter,
    TextAnalyzer, Token, TokenStream, Tokenizer,
};

use crate::domain::Span;

/// The name under which fields refer to [`analyzer`].
pub(super) const NAME: &str = "words";

/// Longer words, in bytes, are no words: encoded pictures, rows of dashes, attacks.
const WORD_MAX_BYTES: usize = 64;

/// Words that are not searched.
///
/// # Source
/// The English list of Apache Lucene (`EnglishAnalyzer`), without `it`: here that is a line of work.
const STOP_WORDS: [&str; 32] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "no",
    "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they",
    "this", "to", "was", "will", "with",
];

/// Names that stand before `.NET` without a space.
const BEFORE_DOT_NET: [&str; 3] = ["asp", "vb", "ado"];

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded and stemmed.
    pub(super) text: String,
    /// Its number in the text, stop words counted.
    pub(super) position: usize,
    /// Where it stands.
    pub(super) span: Span,
}

/// What cuts text into words and folds them.
pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(WORD_MAX_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(StopWordFilter::remove(STOP_WORDS.map(str::to_owned)))
        .filter(Stemmer::new(Language::English))
        .build()
}

/// The words of `text`.
pub(super) fn words(analyzer: &mut TextAnalyzer, text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut stream = analyzer.token_stream(text);
    while let Some(token) = stream.next() {
        words.push(Word {
            text: token.text.clone(),
            position: token.position,
            span: Span::new(token.offset_from, token.offset_to),
        });
    }
    words
}

/// Cuts at everything that is neither letter nor digit, but for the names in the module's head.
#[derive(Clone, Debug)]
struct WordTokenizer;

/// The words of one text, cut beforehand.
struct WordStream {
    rest: vec::IntoIter<Token>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        WordStream {
            rest: cut(text).into_iter(),
            token: Token::default(),
        }
    }
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some(token) = self.rest.next() else {
            return false;
        };
        self.token = token;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn cut(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let touching = tokens.last().filter(|token| token.offset_to == at);
        let length = if is_dot_net(rest, touching) {
            ".net".len()
        } else if first.is_alphanumeric() {
            word_bytes(rest)
        } else {
            0
        };
        if length == 0 {
            at += first.len_utf8();
            continue;
        }
        tokens.push(Token {
            offset_from: at,
            offset_to: at + length,
            position: tokens.len(),
            text: plain(rest.get(..length).unwrap_or_default()),
            position_length: 1,
        });
        at += length;
    }
    tokens
}

/// True when `rest` starts with `.NET` as a name. `touching` is the word right before it: `growth.Net pay` has none.
fn is_dot_net(rest: &str, touching: Option<&Token>) -> bool {
    let named = rest
        .get(..".net".len())
        .is_some_and(|start| start.eq_ignore_ascii_case(".net"));
    let ends = rest
        .get(".net".len()..)
        .is_some_and(|after| !after.starts_with(char::is_alphanumeric));
    let alone = touching.is_none_or(|word| {
        BEFORE_DOT_NET
            .iter()
            .any(|name| word.text.eq_ignore_ascii_case(name))
    });
    named && ends && alone
}

/// The length of the word at the start of `rest`, with the signs of `C#`, `C++` and `A+`.
fn word_bytes(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next_is_letter = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let inside =
            char.is_alphanumeric() || is_unseen(char) || (is_apostrophe(char) && next_is_letter);
        if !inside {
            break;
        }
        end = at + char.len_utf8();
    }
    let one_letter = end == 1 && rest.starts_with(|char: char| char.is_ascii_alphabetic());
    let after = rest.get(end..).unwrap_or_default();
    if !one_letter {
        return end;
    }
    let lone_plus = after
        .strip_prefix('+')
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    if after.starts_with("++") {
        end + 2
    } else if after.starts_with('#') || lone_plus {
        end + 1
    } else {
        end
    }
}

/// `word` without possessive ending, apostrophes, loose accents and characters that show nothing.
fn plain(word: &str) -> String {
    let owner = ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending));
    owner
        .unwrap_or(word)
        .chars()
        .filter(|char| !is_apostrophe(*char) && !is_unseen(*char))
        .collect()
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’')
}

/// Combining accents, the soft hyphen, and joiners of no width: inside a word, but no part of its name.
fn is_unseen(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words = words(&mut analyzer(), text);
        let shown: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(shown.join(" "), expected, "cutting {text:?}");
        for word in &words {
            assert!(word.span.of(text).is_some(), "{word:?} in {text:?}");
        }
    }

    #[test]
    fn keeps_names_of_technologies_apart() {
        check(
            "C, C++, C# and C++17 (A+ certified)",
            "c c++ c# c++ 17 a+ certifi",
        );
        check(
            ".NET or ASP.NET Core; net pay.Net of tax",
            ".net asp .net core net pay net tax",
        );
        check("Node.js, CI/CD, full-time", "node js ci cd full time");
        check("a .network, c+d, 5+ years", "network c d 5 year");
        check("IT support: what is it?", "it support what it");
    }

    #[test]
    fn folds_what_reads_alike() {
        check("Café cafe\u{301} CAFÉ co\u{AD}op", "cafe cafe cafe coop");
        check(
            "bachelor's bachelors BACHELOR’S don’t",
            "bachelor bachelor bachelor dont",
        );
        check("Zürich ₹4,61,028 – “₹5”", "zurich 4 61 028 5");
        check("आयोग 東京 🎉 ' '' .", "आयोग 東京");
    }

    #[test]
    fn leaves_out_what_is_no_word() {
        check(&"x".repeat(10_000), "");
        check("\u{0} \u{7} \u{301} ++ ## .", "");
        check("to be or not to be", "");
    }

    #[test]
    fn counts_stop_words_in_positions() {
        let words = words(&mut analyzer(), "head of engineering");
        let positions: Vec<usize> = words.iter().map(|word| word.position).collect();
        assert_eq!(positions, [0, 2]);
    }
}
