//! Bytes to text, whatever encoding they are in.
//!
//! | bytes | read as |
//! |---|---|
//! | begin with a byte order mark | the UTF-8 or UTF-16 it marks |
//! | every other one is zero, as in Latin letters of UTF-16 | UTF-16 |
//! | are valid UTF-8 | UTF-8 |
//! | hold more characters of UTF-8 than faults in it | UTF-8, each fault shown as `\u{FFFD}` and warned of |
//! | are said to be in another encoding | that one |
//! | have few controls, and few bytes beyond ASCII | Windows-1252 |
//!
//! Anything else is refused: text read in a wrong encoding may lose the sign of a currency.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::problem::{Problem, line_of};
use crate::domain::DocumentId;

/// How many bytes tell whether a text is UTF-16.
const SAMPLE_BYTES: usize = 4096;

/// Fewer bytes than these are too few to tell UTF-16 by.
const UTF_16_MIN_BYTES: usize = 8;

/// Of so many bytes one may be a control, and in [`WESTERN_SHARE`] one beyond ASCII, for a text to be Windows-1252.
///
/// Western European languages write about one letter in twenty with a mark; Cyrillic or Greek would have most of theirs
/// beyond ASCII.
const CONTROL_SHARE: usize = 100;
const WESTERN_SHARE: usize = 5;

/// A file as text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// The name of its encoding, as the WHATWG's Encoding Standard writes it.
    pub(super) encoding: &'static str,
    /// What was lost.
    pub(super) problems: Vec<Problem>,
}

/// The bytes of the document `id` as text.
///
/// # Errors
/// A [`Problem`] of severity error when they are no text, or in an encoding that cannot be told.
pub(super) fn decode(id: &DocumentId, bytes: Vec<u8>) -> Result<Decoded, Problem> {
    decode_said(id, bytes, None)
}

/// The bytes of the document `id` as text, where the file itself names its encoding `said`.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_said(
    id: &DocumentId,
    mut bytes: Vec<u8>,
    said: Option<&'static Encoding>,
) -> Result<Decoded, Problem> {
    let marked = Encoding::for_bom(&bytes);
    if let Some((encoding, length)) = marked {
        bytes.drain(..length);
        if encoding != UTF_8 {
            return Ok(with(id, &bytes, encoding));
        }
    }
    if bytes.contains(&0) {
        let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(0);
        return match utf_16(&bytes) {
            Some(encoding) => Ok(with(id, &bytes, encoding)),
            None => Err(binary(id, &bytes, at)),
        };
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text,
                encoding: UTF_8.name(),
                problems: Vec::new(),
            });
        }
        Err(error) => error.into_bytes(),
    };
    let said = said.filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
    if marked.is_some() || is_damaged_utf_8(&bytes) {
        Ok(with(id, &bytes, UTF_8))
    } else if let Some(encoding) = said {
        Ok(with(id, &bytes, encoding))
    } else if is_western(&bytes) {
        Ok(with(id, &bytes, WINDOWS_1252))
    } else {
        let at = first_fault(&bytes);
        let line = line_of(&bytes, at);
        let text = format!("not UTF-8 at byte {at} (line {line}); save it as UTF-8");
        Err(Problem::error(id, text).at(line))
    }
}

fn binary(id: &DocumentId, bytes: &[u8], at: usize) -> Problem {
    let text = format!("looks like a binary file (NUL at byte {at}); save it as UTF-8 text");
    Problem::error(id, text).at(line_of(bytes, at))
}

/// The bytes read as `encoding`; what it cannot read is replaced and warned of.
fn with(id: &DocumentId, bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, lost) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let name = encoding.name();
    let problems = lost.then(|| {
        let shown = text.find('\u{FFFD}').unwrap_or(text.len());
        let line = line_of(text.as_bytes(), shown);
        let place = if encoding == UTF_8 {
            format!(" at byte {}", first_fault(bytes))
        } else {
            String::new()
        };
        let text = format!(
            "not {name}{place} (line {line}); what could not be read shows as \u{FFFD}; save it as UTF-8"
        );
        Problem::warning(id, text).at(line)
    });
    Decoded {
        text,
        encoding: name,
        problems: problems.into_iter().collect(),
    }
}

/// Where the first byte stands that is not UTF-8.
fn first_fault(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.len(),
        Err(error) => error.valid_up_to(),
    }
}

/// The UTF-16 that bytes with zeros in them are, by the place of the zeros: the other half of Latin letters.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let even = bytes.len().min(SAMPLE_BYTES) / 2 * 2;
    let sample = bytes.get(..even)?;
    if sample.len() < UTF_16_MIN_BYTES || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |odd: usize| {
        let half = sample.iter().skip(odd).step_by(2);
        half.filter(|byte| **byte == 0).count()
    };
    let mostly = |count: usize| count * 2 >= sample.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, low) if mostly(low) => Some(UTF_16LE),
        (high, 0) if mostly(high) => Some(UTF_16BE),
        _ => None,
    }
}

/// True for UTF-8 of which a few bytes were damaged, or whose end was cut off.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let mut characters = 0;
    let mut faults = 0;
    let mut cut = false;
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
        cut = is_cut_character(chunk.invalid());
    }
    characters > faults || (cut && faults == 1 && characters > 0)
}

/// True for the beginning of a character of UTF-8 that lacks its end.
fn is_cut_character(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// True for what may be text in Windows-1252.
fn is_western(bytes: &[u8]) -> bool {
    // The bytes that Windows-1252 leaves undefined.
    let undefined = [0x81, 0x8D, 0x8F, 0x90, 0x9D];
    let is_control = |byte: u8| {
        (byte.is_ascii_control() && !byte.is_ascii_whitespace()) || undefined.contains(&byte)
    };
    let controls = bytes.iter().filter(|byte| is_control(**byte)).count();
    let beyond_ascii = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    controls * CONTROL_SHARE <= bytes.len() && beyond_ascii * WESTERN_SHARE <= bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn describe(decoded: Result<Decoded, Problem>) -> String {
        match decoded {
            Ok(decoded) => {
                let problems = decoded.problems.iter().map(|problem| format!(" {problem}"));
                let problems: String = problems.collect();
                format!("{}: {}{problems}", decoded.encoding, decoded.text)
            }
            Err(problem) => problem.to_string(),
        }
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let found = describe(decode(&DocumentId("a.md".to_owned()), bytes.to_vec()));
        assert_eq!(found, expected, "decoding {bytes:?}");
    }

    fn utf_16_of(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn reads_utf_8() {
        check(b"", "UTF-8: ");
        check("pay £9".as_bytes(), "UTF-8: pay £9");
        check("\u{FEFF}pay".as_bytes(), "UTF-8: pay");
    }

    #[test]
    fn reads_utf_16() {
        let text = "Tilers earn £31,000.";
        check(
            &utf_16_of(text, u16::to_le_bytes),
            "UTF-16LE: Tilers earn £31,000.",
        );
        check(
            &utf_16_of(text, u16::to_be_bytes),
            "UTF-16BE: Tilers earn £31,000.",
        );
        check(&utf_16_of("\u{FEFF}€9", u16::to_le_bytes), "UTF-16LE: €9");
        check(&utf_16_of("\u{FEFF}€9", u16::to_be_bytes), "UTF-16BE: €9");
    }

    #[test]
    fn reads_windows_1252() {
        check(
            b"Tilers earn \xA331,000 \x96 \x80" as &[u8],
            "windows-1252: Tilers earn £31,000 – €",
        );
        check(b"one\ntwo\xFF", "windows-1252: one\ntwoÿ");
        // The last two are a character of UTF-8 by chance.
        check(
            b"a \x93CAF\xC9\x94 in the old town",
            "windows-1252: a “CAFÉ” in the old town",
        );
    }

    #[test]
    fn mends_utf_8_with_few_faults() {
        check(
            b"\xC2\xA39 or \xE2\x82\xAC9\nat the b\xFFst",
            "UTF-8: £9 or €9\nat the b\u{FFFD}st \
             a.md:2: not UTF-8 at byte 20 (line 2); what could not be read shows as \u{FFFD}; save it as UTF-8",
        );
        check(
            b"\xC2\xA39 or \xE2\x82",
            "UTF-8: £9 or \u{FFFD} \
             a.md:1: not UTF-8 at byte 7 (line 1); what could not be read shows as \u{FFFD}; save it as UTF-8",
        );
    }

    #[test]
    fn refuses_what_is_no_text() {
        check(
            b"PK\n\0",
            "a.md:2: looks like a binary file (NUL at byte 3); save it as UTF-8 text",
        );
        check(
            b"\x7fELF\x02\x01\x01\0\0\0\0\0",
            "a.md:1: looks like a binary file (NUL at byte 7); save it as UTF-8 text",
        );
        check(
            b"\x89PNG\r\n\x1a\n\x05\x06\xC0",
            "a.md:1: not UTF-8 at byte 0 (line 1); save it as UTF-8",
        );
        // Windows-1251, as a Russian page might be.
        check(
            b"\xCF\xEB\xE8\xF2\xEE\xF7\xED\xE8\xEA 9 000",
            "a.md:1: not UTF-8 at byte 0 (line 1); save it as UTF-8",
        );
    }

    #[test]
    fn believes_a_file_that_names_its_encoding() {
        let said = |bytes: &[u8], label: &str| {
            let said = Encoding::for_label(label.as_bytes());
            describe(decode_said(
                &DocumentId("a.html".to_owned()),
                bytes.to_vec(),
                said,
            ))
        };
        assert_eq!(
            said(b"\xCF\xEB\xE8\xF2\xEE\xF7\xED\xE8\xEA 9", "cp1251"),
            "windows-1251: Плиточник 9"
        );
        // But not one that contradicts its bytes.
        assert_eq!(said("£9".as_bytes(), "latin1"), "UTF-8: £9");
        assert_eq!(said(b"pay \xA39", "utf-8"), "windows-1252: pay £9");
        assert_eq!(said(b"pay \xA39", "utf-16"), "windows-1252: pay £9");
    }

    proptest! {
        #[test]
        fn bears_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _either = decode(&DocumentId("a".to_owned()), bytes);
        }
    }
}
