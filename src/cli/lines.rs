//! Lines of bounded length from a file or a pipe, so that no input can fill the memory.

use std::io::{self, BufRead};

/// The longest line that is kept, in bytes.
pub(super) const LINE_MAX_BYTES: usize = 64 * 1024;

/// One line as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// All of it; bytes that are no UTF-8 are replaced.
    Whole(String),
    /// It was longer than [`LINE_MAX_BYTES`]; nothing of it is kept.
    TooLong {
        /// How many characters it had, about: the leading bytes of UTF-8.
        chars: u64,
    },
}

/// The next line without its line break; none at the end.
///
/// # Errors
/// Whatever reading gives.
pub(super) fn next_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut kept = Vec::new();
    let mut chars = 0_u64;
    let mut too_long = false;
    let mut any = false;
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            break;
        }
        any = true;
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = available
            .get(..end.unwrap_or(available.len()))
            .unwrap_or_default();
        // Every character has one byte that is not a continuation.
        chars += part.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64;
        too_long |= kept.len() + part.len() > LINE_MAX_BYTES;
        if too_long {
            kept = Vec::new();
        } else {
            kept.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if too_long {
        return Ok(Some(Line::TooLong { chars }));
    }
    if kept.last() == Some(&b'\r') {
        kept.pop();
    }
    Ok(any.then(|| Line::Whole(String::from_utf8_lossy(&kept).into_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &[u8], expected: &[Line]) {
        let mut input = io::BufReader::with_capacity(7, input);
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input).expect("reading") {
            lines.push(line);
        }
        assert_eq!(lines, expected);
    }

    fn whole(text: &str) -> Line {
        Line::Whole(text.to_owned())
    }

    #[test]
    fn reads_lines_with_any_ending() {
        check(b"", &[]);
        check(b"one\r\n\ntwo", &[whole("one"), whole(""), whole("two")]);
        check(b"caf\xff\n", &[whole("caf\u{fffd}")]);
    }

    #[test]
    fn drops_lines_that_are_too_long() {
        let mut input = "é".repeat(LINE_MAX_BYTES).into_bytes();
        input.extend_from_slice(b"\nnext\n");
        let chars = LINE_MAX_BYTES as u64;
        check(&input, &[Line::TooLong { chars }, whole("next")]);
        let full = "x".repeat(LINE_MAX_BYTES);
        check(full.as_bytes(), &[whole(&full)]);
    }
}
