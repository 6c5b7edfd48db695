//! How text is cut into words, for the index and for questions alike.
//!
//! | written | words |
//! |---|---|
//! | `Data Engineers` | `data` `engin` |
//! | `CI/CD`, `Node.js`, `full-time` | `ci` `cd`; `node` `js`; `full` `time`: found again as phrases |
//! | `QX-7731-ZK`, `COVID-19` | its parts, and `qx-7731-zk` where the first part stands: a name with a digit is rare as a whole |
//! | `C#`, `C++`, `A+` | one word each, apart from `c` and `a` |
//! | `.NET`, `ASP.NET` | `.net`, apart from `net` pay; `asp` `.net` |
//! | `bachelor's`, `don’t` | `bachelor`, `dont` |
//! | `Café` | `cafe`, however its accent is encoded |
//! | `organisation`, `labour`, `centre` | as `organization`, `labor`, `center` |
//!
//! Words are lower-cased, folded to ASCII and stemmed; English stop words leave a gap in the count of positions.
//!
//! The title of a document, the headings above a passage and its text are one text to the index, as [`joined`] puts
//! them: one list for each word. Which part a word stands in is told by its position.

mod known;

use frostem::{Algorithm, Stemmer};
use smol_str::SmolStr;
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer,
};

use self::known::{Key, Known};
use super::spelling::american;
use crate::domain::{Eight, Span};

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

/// The longest of [`STOP_WORDS`], in bytes.
const STOP_WORD_MAX_BYTES: usize = 5;

/// Names that stand before `.NET` without a space.
const BEFORE_DOT_NET: [&str; 3] = ["asp", "vb", "ado"];

const DOT_NET: &str = ".net";

/// Ends the title in a text of several parts.
const TITLE_END: char = '\u{2}';

/// Ends a heading.
const HEADING_END: char = '\u{1}';

/// Ends the headings.
const HEADINGS_END: char = '\u{3}';

/// The position from which on a word stands in the headings; that of words in the title is smaller. A longer title goes
/// on in the room of the headings.
pub(super) const HEADINGS_FROM: u32 = 16;

/// The position from which on a word stands in the text of a passage. Longer headings go on there.
pub(super) const BODY_FROM: u32 = 40;

/// A passage with what stands above it, as one text to be cut.
pub(super) fn joined(title: Option<&str>, headings: &[String], body: &str) -> String {
    let title = title.unwrap_or_default();
    let above: usize = headings.iter().map(|heading| heading.len() + 1).sum();
    let mut text = String::with_capacity(title.len() + above + body.len() + 2);
    text.push_str(title);
    text.push(TITLE_END);
    for heading in headings {
        text.push_str(heading);
        text.push(HEADING_END);
    }
    text.push(HEADINGS_END);
    text.push_str(body);
    text
}

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded and stemmed.
    pub(super) text: SmolStr,
    /// Its number in the text, stop words counted.
    pub(super) position: usize,
    /// Where it stands.
    pub(super) span: Span,
}

/// What cuts text into words and folds them, as the search engine takes it.
pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::from(Cutter::default())
}

/// Cuts at everything that is neither letter nor digit, but for the names in the module's head.
///
/// It remembers how words are folded: stemming one takes far longer than finding it again.
#[derive(Default)]
pub(super) struct Cutter {
    known: Known,
    folding: Folding,
}

/// What is done to a word that is not known yet.
struct Folding {
    accents: TextAnalyzer,
    stemmer: Stemmer,
    /// The last word in lower case, for its room.
    lower: String,
}

impl Default for Folding {
    fn default() -> Folding {
        let accents = TextAnalyzer::builder(RawTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter);
        Folding {
            accents: accents.build(),
            stemmer: Stemmer::new(Algorithm::English),
            lower: String::new(),
        }
    }
}

impl Clone for Cutter {
    /// Another one with the same rules; what words are known is not copied.
    fn clone(&self) -> Cutter {
        Cutter::default()
    }
}

impl Cutter {
    /// The words of `text`.
    pub(super) fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut stream = self.token_stream(text);
        while let Some(token) = stream.next() {
            words.push(Word {
                text: SmolStr::new(&token.text),
                position: token.position,
                span: Span::new(token.offset_from, token.offset_to),
            });
        }
        words
    }

    /// Puts the folded form of `word`, as written, into `folded`; false where it is no word to search for.
    fn fold(&mut self, word: &str, key: Option<Key>, folded: &mut String) -> bool {
        folded.clear();
        if word.len() > WORD_MAX_BYTES {
            return false;
        }
        if is_number(word) {
            folded.push_str(word);
            return true;
        }
        if let Some(known) = key.and_then(|key| self.known.get(key)) {
            folded.push_str(known);
            return !known.is_empty();
        }
        self.folding.fold(word, folded);
        if let Some(key) = key {
            self.known.add(key, SmolStr::new(&*folded));
        }
        !folded.is_empty()
    }
}

impl Folding {
    /// Puts the folded form of `word` into `folded`; nothing for a stop word.
    fn fold(&mut self, word: &str, folded: &mut String) {
        self.lower.clear();
        lay_bare(word, &mut self.lower);
        if self.lower.is_ascii() {
            self.lower.make_ascii_lowercase();
        } else {
            self.lower = only_token(&mut self.accents, &self.lower);
        }
        if self.lower.len() <= STOP_WORD_MAX_BYTES && STOP_WORDS.contains(&self.lower.as_str()) {
            return;
        }
        folded.push_str(&self.stemmer.stem(&american(&self.lower)));
    }
}

/// What `analyzer` makes of `word` as a whole.
fn only_token(analyzer: &mut TextAnalyzer, word: &str) -> String {
    let mut stream = analyzer.token_stream(word);
    stream
        .next()
        .map_or_else(String::new, |token| std::mem::take(&mut token.clone().text))
}

/// True for digits alone.
fn is_number(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_digit()) && bytes.all(|b| b.is_ascii_digit())
}

/// The words of one text, one after another.
pub(super) struct WordStream<'a> {
    cutter: &'a mut Cutter,
    text: &'a str,
    at: usize,
    /// How many words there were, stop words counted.
    count: usize,
    /// The word right before.
    last: Span,
    /// A name of several parts whose first part was given, with that part's number.
    whole: Option<(Span, usize)>,
    /// Where the last name of several parts ends.
    whole_end: usize,
    token: Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            cutter: self,
            text,
            at: 0,
            count: 0,
            last: Span::default(),
            whole: None,
            whole_end: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some((span, position)) = self.whole.take() {
                whole_name(span.of(self.text).unwrap_or_default(), &mut self.token.text);
                self.place(span, position);
                return true;
            }
            let Some((span, key)) = self.next_span() else {
                return false;
            };
            let position = self.count;
            self.count += 1;
            self.last = span;
            if span.start >= self.whole_end && joins(self.text.as_bytes(), span.end) {
                let (name, is_name) = name_at(self.text, span);
                self.whole_end = name.end;
                self.whole = is_name.then_some((name, position));
            }
            let word = span.of(self.text).unwrap_or_default();
            if self.cutter.fold(word, key, &mut self.token.text) {
                self.place(span, position);
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl WordStream<'_> {
    fn place(&mut self, span: Span, position: usize) {
        self.token.offset_from = span.start;
        self.token.offset_to = span.end;
        self.token.position = position;
        self.token.position_length = 1;
    }

    /// Where the next word stands, and its key where it has one.
    fn next_span(&mut self) -> Option<(Span, Option<Key>)> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            let start = self.at;
            match sort_of(*byte) {
                Sort::Gap => self.at += 1,
                Sort::Letter => {
                    if let Some((end, key)) = plain_word(bytes, start) {
                        self.at = end;
                        return Some((Span::new(start, end), Some(key)));
                    }
                    return Some(self.word_to(word_end(self.text, start)));
                }
                Sort::Other => {
                    if *byte == b'.' && self.is_dot_net() {
                        return Some(self.word_to(start + DOT_NET.len()));
                    }
                    let first = char_at(self.text, start)?;
                    if first.is_alphanumeric() {
                        return Some(self.word_to(word_end(self.text, start)));
                    }
                    self.at += first.len_utf8();
                    self.step_over(first);
                }
            }
        }
        None
    }

    /// The word from here to `end`, whatever it is made of.
    fn word_to(&mut self, end: usize) -> (Span, Option<Key>) {
        let span = Span::new(self.at, end);
        self.at = end;
        let word = span.of(self.text).unwrap_or_default();
        (span, Key::of(word))
    }

    /// Leaves room in the count of positions behind the end of a part.
    fn step_over(&mut self, char: char) {
        match char {
            TITLE_END => self.count = (self.count + 1).max(HEADINGS_FROM as usize),
            HEADING_END => self.count += 1,
            HEADINGS_END => self.count = self.count.max(BODY_FROM as usize),
            _ => {}
        }
    }

    /// True when `.NET` stands here as a name. A word right before it is part of one: `growth.Net pay` has none.
    fn is_dot_net(&self) -> bool {
        let bytes = self.text.as_bytes();
        let here = bytes.get(self.at..).unwrap_or_default();
        let named = here
            .get(..DOT_NET.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(DOT_NET.as_bytes()));
        if !named {
            return false;
        }
        let ends = char_at(self.text, self.at + DOT_NET.len()).is_none_or(|c| !c.is_alphanumeric());
        let touches = self.count > 0 && self.last.end == self.at;
        let word = self.last.of(self.text).unwrap_or_default();
        let belongs = BEFORE_DOT_NET
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name));
        ends && (!touches || belongs)
    }
}

/// The character at byte `at` of `text`; none at its end or inside a character.
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// What a byte is to one who looks for the next word.
#[derive(Clone, Copy)]
enum Sort {
    /// A letter or digit of ASCII.
    Letter,
    /// Nothing.
    Gap,
    /// It has to be looked at: the dot of `.NET`, the end of a part, all beyond ASCII.
    Other,
}

fn sort_of(byte: u8) -> Sort {
    const SORTS: [Sort; 256] = {
        let mut sorts = [Sort::Other; 256];
        let mut byte = 0_u8;
        while byte < 128 {
            let sort = match byte {
                b'.' | 0..4 => Sort::Other,
                _ if byte.is_ascii_alphanumeric() => Sort::Letter,
                _ => Sort::Gap,
            };
            sorts[byte as usize] = sort;
            byte += 1;
        }
        sorts
    };
    SORTS.get(usize::from(byte)).copied().unwrap_or(Sort::Other)
}

/// Where a word of ASCII letters and digits ends that begins at `start`, and its key; none where it has no key, or where
/// what stands behind it may belong to it. Most words are such.
#[inline]
fn plain_word(bytes: &[u8], start: usize) -> Option<(usize, Key)> {
    let mut end = start;
    let mut parts = [0; Key::PARTS];
    for part in &mut parts {
        let eight = Eight::of(bytes, end);
        let length = eight.letters_and_digits().others().before_first();
        *part = eight.first(length);
        end += length;
        if length < 8 {
            break;
        }
    }
    let goes_on = match bytes.get(end) {
        None | Some(b' ') => false,
        Some(b'+' | b'#') => end == start + 1,
        Some(b'\'') => true,
        Some(next) => !next.is_ascii() || next.is_ascii_alphanumeric(),
    };
    (!goes_on).then_some((end, Key::new(parts)))
}

/// Where the word at `start` ends, with the signs of `C#`, `C++` and `A+`.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    while let Some(char) = char_at(text, end) {
        let next = end + char.len_utf8();
        let inside = if char.is_ascii() {
            let goes_on = || char_at(text, next).is_some_and(char::is_alphanumeric);
            char.is_ascii_alphanumeric() || (char == '\'' && goes_on())
        } else {
            let goes_on = || char_at(text, next).is_some_and(char::is_alphanumeric);
            char.is_alphanumeric() || is_unseen(char) || (is_apostrophe(char) && goes_on())
        };
        if !inside {
            break;
        }
        end = next;
    }
    let bytes = text.as_bytes();
    let one_letter = end == start + 1 && bytes.get(start).is_some_and(u8::is_ascii_alphabetic);
    if !one_letter {
        return end;
    }
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'+'), Some(b'+')) => end + 2,
        (Some(b'#'), _) => end + 1,
        (Some(b'+'), _) if char_at(text, end + 1).is_none_or(|c| !c.is_alphanumeric()) => end + 1,
        _ => end,
    }
}

/// Whether what stands at `at` joins the word before it to one behind.
fn joins(bytes: &[u8], at: usize) -> bool {
    let next = || bytes.get(at + 1);
    match bytes.get(at) {
        Some(b'-' | b'_') => next().is_some_and(u8::is_ascii_alphanumeric),
        Some(b'.') => next().is_some_and(u8::is_ascii_digit),
        _ => false,
    }
}

/// The words that are joined to the one at `first`, which begins them, and whether together they are a name: with a
/// digit, unlike `full-time`, and not a number with one more part, as `12-month`.
fn name_at(text: &str, first: Span) -> (Span, bool) {
    let bytes = text.as_bytes();
    let mut whole = first;
    let mut parts = 1;
    while joins(bytes, whole.end) {
        whole.end = word_end(text, whole.end + 1);
        parts += 1;
    }
    if parts == 1 || whole.len() > WORD_MAX_BYTES {
        return (whole, false);
    }
    let name = whole.of(text).unwrap_or_default();
    let opens = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let has_digit = name.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = name.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_name = name.is_ascii() && has_digit && has_letter && (opens || parts > 2);
    (whole, is_name)
}

/// A name of several parts as one word, however they are joined.
fn whole_name(name: &str, folded: &mut String) {
    folded.clear();
    let plain = name.chars().map(|char| match char {
        '_' | '.' => '-',
        char => char.to_ascii_lowercase(),
    });
    folded.extend(plain);
}

/// Puts `word` into `bare` without possessive ending, apostrophes, loose accents and characters that show nothing.
fn lay_bare(word: &str, bare: &mut String) {
    let owner = ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending));
    let word = owner.unwrap_or(word);
    if word.bytes().all(|byte| byte.is_ascii() && byte != b'\'') {
        bare.push_str(word);
    } else {
        bare.extend(
            word.chars()
                .filter(|c| !is_apostrophe(*c) && !is_unseen(*c)),
        );
    }
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
        let mut cutter = Cutter::default();
        // Twice: a word that is known already is folded like a new one.
        for _ in 0..2 {
            let words = cutter.words(text);
            let shown: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(shown.join(" "), expected, "cutting {text:?}");
            for word in &words {
                assert!(word.span.of(text).is_some(), "{word:?} in {text:?}");
            }
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
        check("12+ LPA in R or Go", "12 lpa r go");
    }

    #[test]
    fn keeps_a_name_with_a_digit_whole_beside_its_parts() {
        check("QX-7731-ZK.", "qx qx-7731-zk 7731 zk");
        check("qx_7731_zk", "qx qx-7731-zk 7731 zk");
        check("COVID-19, v2.1", "covid covid-19 19 v2 v2-1 1");
        check("a-12 7731-ZK-9", "a-12 12 7731 7731-zk-9 zk 9");
        check(
            "12-month, 2024-25, 1.5, Q3.Next, 4-",
            "12 month 2024 25 1 5 q3 next 4",
        );
        check(
            &format!("a1-{}", "b1-".repeat(40)),
            &format!("a1{}", " b1".repeat(40)),
        );
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
        check("organisation Organizations", "organiz organiz");
    }

    #[test]
    fn leaves_out_what_is_no_word() {
        check(&"x".repeat(10_000), "");
        check("\u{0} \u{7} \u{301} ++ ## .", "");
        check("to be or not to be", "");
    }

    #[test]
    fn counts_stop_words_in_positions() {
        let words = Cutter::default().words("head of QX-1 engineering");
        let positions: Vec<usize> = words.iter().map(|word| word.position).collect();
        assert_eq!(positions, [0, 2, 2, 3, 4]);
    }

    #[test]
    fn tells_parts_apart_by_positions() {
        let check = |title: Option<&str>, headings: &[&str], body: &str, expected: &[usize]| {
            let headings: Vec<String> = headings.iter().map(|text| (*text).to_owned()).collect();
            let text = joined(title, &headings, body);
            let words = Cutter::default().words(&text);
            let positions: Vec<usize> = words.iter().map(|word| word.position).collect();
            assert_eq!(positions, expected, "{title:?} {headings:?} {body:?}");
        };
        check(None, &[], "nurse pay", &[40, 41]);
        check(
            Some("Nurse pay"),
            &["Pay", "Night shifts"],
            "Nurses",
            &[0, 1, 16, 18, 19, 40],
        );
        // What has no room goes on in the next part.
        let long = "word ".repeat(18);
        let mut expected: Vec<usize> = (0..18).collect();
        expected.extend([19, 40]);
        check(Some(&long), &["pay"], "rest", &expected);
    }

    #[test]
    fn no_stop_word_is_longer_than_said() {
        let longest = STOP_WORDS.iter().map(|word| word.len()).max();
        assert_eq!(longest, Some(STOP_WORD_MAX_BYTES));
    }
}
