//! The words between HTML tags, for the HTML that Markdown lets through.
//!
//! Comments, scripts and styles go; a tag that is not about the look of a word parts the words around it.

use super::pieces::Pieces;
use crate::domain::Span;

/// Tags that may stand inside a word.
const WITHIN_WORDS: [&str; 14] = [
    "a", "abbr", "b", "code", "del", "em", "font", "i", "ins", "mark", "small", "span", "strong",
    "u",
];

/// Elements whose content is not for readers.
const HIDDEN: [&str; 2] = ["script", "style"];

/// Named characters that career pages use; any other stays as it is written.
const ENTITIES: [(&str, &str); 20] = [
    ("amp", "&"),
    ("apos", "'"),
    ("bull", "•"),
    ("cent", "¢"),
    ("euro", "€"),
    ("gt", ">"),
    ("hellip", "…"),
    ("ldquo", "“"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("mdash", "—"),
    ("middot", "·"),
    ("nbsp", "\u{A0}"),
    ("ndash", "–"),
    ("pound", "£"),
    ("quot", "\""),
    ("rdquo", "”"),
    ("rsquo", "’"),
    ("times", "×"),
    ("yen", "¥"),
];

/// The longest entity that is looked for, `&` and `;` included.
const ENTITY_MAX_BYTES: usize = 12;

/// A tag that came by.
pub(super) struct Tag<'t> {
    /// In lower case, with a `/` before it where it closes.
    pub(super) name: &'t str,
    /// What stands behind the name, as far as it stands in the same line.
    pub(super) attributes: &'t str,
    pub(super) source: Span,
}

/// What the words of an HTML block are told apart by; it carries over from one line to the next.
#[derive(Default)]
pub(super) struct Stripper {
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Words,
    Comment,
    Tag {
        name: String,
        quote: Option<char>,
    },
    /// Inside the element of this name.
    Hidden(&'static str),
}

impl Stripper {
    /// Adds the words of `html`, which starts at byte `start` of the source, to `out`, and gives each tag to `tags`.
    pub(super) fn feed(
        &mut self,
        html: &str,
        start: usize,
        out: &mut Pieces,
        tags: &mut dyn FnMut(&Tag<'_>, &mut Pieces),
    ) {
        let mut at = 0;
        while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
            at += match &mut self.state {
                State::Words => {
                    let (length, next) = words(rest, start + at, out);
                    self.state = next;
                    length
                }
                State::Comment => match rest.find("-->") {
                    Some(end) => {
                        self.state = State::Words;
                        end + "-->".len()
                    }
                    None => rest.len(),
                },
                State::Tag { name, quote } => match tag_end(rest, quote) {
                    Some(end) => {
                        let closes_itself = rest.get(..end).is_some_and(|tag| tag.ends_with('/'));
                        let tag = Tag {
                            name,
                            attributes: rest.get(..end).unwrap_or_default(),
                            source: Span::new(start + at, start + at + end + 1),
                        };
                        tags(&tag, out);
                        let hidden = HIDDEN.into_iter().find(|hidden| *hidden == name.as_str());
                        self.state = match hidden {
                            Some(hidden) if !closes_itself => State::Hidden(hidden),
                            _ => State::Words,
                        };
                        end + 1
                    }
                    None => rest.len(),
                },
                State::Hidden(name) => match closing_tag(rest, name) {
                    Some(end) => {
                        let name = format!("/{name}");
                        self.state = State::Tag { name, quote: None };
                        end
                    }
                    None => rest.len(),
                },
            };
        }
    }
}

/// Adds a mark where the tag `name` parts words: a line for `br` and rows, a space for others.
pub(super) fn part(name: &str, source: Span, out: &mut Pieces) {
    let name = name.strip_prefix('/').unwrap_or(name);
    match name {
        "br" | "tr" | "p" | "li" | "div" => out.gap("\n", source),
        name if is_within_words(name) => {}
        _ => out.gap(" ", source),
    }
}

/// True for a tag that may stand inside a word.
pub(super) fn is_within_words(name: &str) -> bool {
    WITHIN_WORDS.contains(&name.strip_prefix('/').unwrap_or(name))
}

/// The lower-case name of a tag that `html` opens with, with a `/` before it when it closes.
pub(super) fn tag_name(html: &str) -> Option<String> {
    let inside = html.strip_prefix('<')?;
    let (slash, inside) = match inside.strip_prefix('/') {
        Some(inside) => ("/", inside),
        None => ("", inside),
    };
    let end = inside
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let name = inside.get(..end)?;
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| format!("{slash}{}", name.to_ascii_lowercase()))
}

/// Adds the words before the next tag; how many bytes they and its opening take, and what follows.
fn words(rest: &str, start: usize, out: &mut Pieces) -> (usize, State) {
    let Some(end) = rest.find('<') else {
        decode(rest, start, out);
        return (rest.len(), State::Words);
    };
    decode(rest.get(..end).unwrap_or_default(), start, out);
    let tag = rest.get(end..).unwrap_or_default();
    if tag.starts_with("<!--") {
        return (end + "<!--".len(), State::Comment);
    }
    let name = tag_name(tag);
    if name.is_none() && !tag.starts_with("<!") && !tag.starts_with("<?") {
        out.copy("<", start + end);
        return (end + 1, State::Words);
    }
    let name = name.unwrap_or_default();
    (end + 1, State::Tag { name, quote: None })
}

/// Adds words, their line ends and entities decoded.
fn decode(words: &str, start: usize, out: &mut Pieces) {
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let end = rest.find(['&', '\n']).unwrap_or(rest.len());
        out.copy(rest.get(..end).unwrap_or_default(), start + at);
        at += end;
        let Some(rest) = rest.get(end..).filter(|rest| !rest.is_empty()) else {
            return;
        };
        let here = start + at;
        if rest.starts_with('\n') {
            out.gap(" ", Span::new(here, here + 1));
            at += 1;
        } else if let Some((shown, length)) = entity(rest) {
            out.push(&shown, Span::new(here, here + length));
            at += length;
        } else {
            out.copy("&", here);
            at += 1;
        }
    }
}

/// The character that `rest` opens with as an entity, and the bytes it takes.
fn entity(rest: &str) -> Option<(String, usize)> {
    let end = rest
        .bytes()
        .take(ENTITY_MAX_BYTES)
        .position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let shown = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        char::from_u32(code.ok()?)?.to_string()
    } else {
        let (_, shown) = ENTITIES.iter().find(|(known, _)| *known == name)?;
        (*shown).to_owned()
    };
    Some((shown, end + 1))
}

/// Where the `>` stands that ends the tag, minding quoted values.
fn tag_end(rest: &str, quote: &mut Option<char>) -> Option<usize> {
    for (at, c) in rest.char_indices() {
        match *quote {
            Some(open) => {
                if c == open {
                    *quote = None;
                }
            }
            None if c == '>' => return Some(at),
            None => *quote = matches!(c, '"' | '\'').then_some(c),
        }
    }
    None
}

/// Where the inside of the closing tag of `name` starts.
fn closing_tag(rest: &str, name: &str) -> Option<usize> {
    for (at, opening) in rest.match_indices("</") {
        let tag = rest.get(at..).unwrap_or_default();
        if tag_name(tag).is_some_and(|found| found.strip_prefix('/') == Some(name)) {
            return Some(at + opening.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let mut pieces = Pieces::default();
        let mut stripper = Stripper::default();
        let mut at = 0;
        for line in html.split_inclusive('\n') {
            stripper.feed(line, at, &mut pieces, &mut |tag, out| {
                part(tag.name, tag.source, out);
            });
            at += line.len();
        }
        assert_eq!(pieces.take().plain(), expected, "reading {html:?}");
    }

    #[test]
    fn keeps_words_and_drops_tags() {
        check("<div class=\"a > b\">Pay <b>r</b>ises</div>", "Pay rises");
        check("<td>Oslo</td><td>510,000</td>", "Oslo 510,000");
        check("one<br/>two\nthree", "one\ntwo three");
        check("m<sup>2</sup>", "m 2");
    }

    #[test]
    fn drops_what_is_not_for_readers() {
        check("a <!-- b\n > c --> d", "a d");
        check("<script>\nif (a < b) {}\n</SCRIPT\n>\ne", "e");
        check("<style/>a<?php echo ?><!DOCTYPE html>b", "a b");
        check("<p title='never closed", "");
    }

    #[test]
    fn decodes_entities_and_leaves_other_signs() {
        check(
            "&pound;40k &ndash; &#8364;50k &amp; &#x24;",
            "£40k – €50k & $",
        );
        check(
            "a < b & c &unknown; &#xFFFFFF;",
            "a < b & c &unknown; &#xFFFFFF;",
        );
    }
}
