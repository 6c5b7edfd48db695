//! One part as elements and words, without namespaces, with bounds.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may lie in each other; those of a document with tables in tables lie some forty deep.
const DEPTH_MAX: usize = 512;

/// What comes next in a part.
pub(super) enum Step<'a> {
    /// An element begins; an empty one ends right after.
    Open(Element<'a>),
    /// An element of this name ends.
    Close(String),
    /// Words between elements.
    Words(Cow<'a, str>),
}

/// The start of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name without the namespace.
    pub(super) fn name(&self) -> &str {
        self.0.name().0.rsplit(':').next().unwrap_or_default()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name() == name
    }

    /// The attribute `name`, whatever its namespace, as it is written.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let mut sound = attributes.flatten();
        let found = sound.find(|found| found.key.0.rsplit(':').next() == Some(name))?;
        Some(found.value.into_owned())
    }

    /// The attribute `val` as a number.
    pub(super) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.value("val")?.trim().parse().ok()
    }

    /// Whether a switch such as `<w:b/>` or `<w:b w:val="0"/>` is on.
    pub(super) fn is_on(&self) -> bool {
        !matches!(
            self.value("val").as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// A part that is being read.
pub(super) struct Part<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Part<'a> {
    pub(super) fn new(xml: &'a str) -> Part<'a> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        Part { reader, depth: 0 }
    }

    /// The next step; nothing at the end.
    ///
    /// # Errors
    /// The byte near which this is no XML, or lies too deep.
    pub(super) fn next(&mut self) -> Result<Option<Step<'a>>, u64> {
        loop {
            let Ok(event) = self.reader.read_event() else {
                return Err(self.reader.error_position());
            };
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH_MAX {
                        return Err(self.reader.buffer_position());
                    }
                    Step::Open(Element(start))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name = end.name().0.rsplit(':').next().unwrap_or_default();
                    Step::Close(name.to_owned())
                }
                Event::Text(text) => Step::Words(text.into_inner()),
                Event::CData(text) => Step::Words(text.into_inner()),
                Event::GeneralRef(name) => match entity(&name) {
                    Some(c) => Step::Words(Cow::Owned(c.to_string())),
                    None => continue,
                },
                Event::Eof if self.depth > 0 => return Err(self.reader.buffer_position()),
                Event::Eof => return Ok(None),
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => continue,
            }));
        }
    }
}

/// What a reference stands for: a character by its number or one of the five names of XML. No others are looked up.
fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
