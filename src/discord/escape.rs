//! Words of documents and askers, so that Discord shows them and does nothing with them.
//!
//! Cleaning ([`clean_lines`]) has removed what cannot be seen; this keeps the rest from being markup: no emphasis,
//! spoilers, quotes, headings or lists, no masked or bare links, no mentions, timestamps or custom emoji. That nobody is
//! notified is the message's own setting (`allowed_mentions`); this only keeps names from looking as if.
//!
//! <https://support.discord.com/hc/en-us/articles/210298617-Markdown-Text-101-Chat-Formatting-Bold-Italic-Underline>

use crate::present::{clean_lines, cut};

use super::limits::units;

/// Characters that are markup wherever they stand.
const ALWAYS: &[char] = &['\\', '*', '_', '~', '`', '|', '<', '>', '[', ']', '@', '#'];

/// `text` to be read as it stands.
pub(crate) fn escape(text: &str) -> String {
    let text = clean_lines(text);
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            escaped.push('\n');
        }
        escape_line(line, &mut escaped);
    }
    escaped
}

fn escape_line(line: &str, escaped: &mut String) {
    // `- item`, `+ item`, `1. item`; a heading or quote begins with what is always escaped.
    let start = line.trim_start();
    let indent = line.len() - start.len();
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let after = start.as_bytes().get(digits + 1).copied();
    let is_list = after.is_none_or(|byte| byte.is_ascii_whitespace() || byte == b'#');
    let list_mark = match start.as_bytes().get(digits) {
        Some(b'-' | b'+') if digits == 0 && is_list => Some(indent),
        Some(b'.' | b')') if digits > 0 && is_list => Some(indent + digits),
        _ => None,
    };
    for (at, char) in line.char_indices() {
        let begins_emoji = char == ':' && is_shortcode(line.get(at + 1..).unwrap_or_default());
        let begins_address =
            char == ':' && line.get(at..).is_some_and(|rest| rest.starts_with("://"));
        if ALWAYS.contains(&char) || list_mark == Some(at) || begins_address || begins_emoji {
            escaped.push('\\');
        }
        escaped.push(char);
    }
}

/// True for what follows a colon in `:name:`, which Discord may show as a picture.
fn is_shortcode(rest: &str) -> bool {
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-');
    let name = rest.len() - rest.trim_start_matches(in_name).len();
    name > 0 && rest.get(name..).is_some_and(|after| after.starts_with(':'))
}

/// As [`escape`], cut at a word so that it takes at most `max_units`.
pub(crate) fn escape_within(text: &str, max_units: usize) -> String {
    let mut room = max_units;
    loop {
        let escaped = escape(&cut(text, room));
        let taken = units(&escaped);
        if taken <= max_units || room == 0 {
            return escaped;
        }
        // In proportion: where each character takes two units, half of them fit.
        room = (room * max_units / taken).min(room - 1);
    }
}

/// As [`escape_within`], on one line.
pub(crate) fn escape_line_within(text: &str, max_units: usize) -> String {
    escape_within(&crate::present::clean(text), max_units)
}

/// `text` where no markup is read, in a label: cleaned, on one line, at most `max_units`.
pub(crate) fn label(text: &str, max_units: usize) -> String {
    let text = crate::present::clean(text);
    let mut room = max_units;
    loop {
        let label = cut(text.trim(), room);
        let taken = units(&label);
        if taken <= max_units || room == 0 {
            return label;
        }
        room = (room * max_units / taken).min(room - 1);
    }
}

/// A link to `url` that shows where it leads; none for an address that is not plain https.
pub(crate) fn masked_link(url: &str, max_units: usize) -> Option<String> {
    let rest = url.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let plain_host = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !plain_host {
        return None;
    }
    let mut address = String::with_capacity(url.len());
    for char in url.chars() {
        match char {
            '(' => address += "%28",
            ')' => address += "%29",
            '<' | '>' | '\\' | '"' | '`' | '|' | '^' | '{' | '}' => return None,
            plain if plain.is_ascii_graphic() => address.push(plain),
            _ => return None,
        }
    }
    let link = format!("[{host}]({address})");
    (units(&link) <= max_units).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected, "escaping {text:?}");
    }

    #[test]
    fn leaves_plain_words_alone() {
        check(
            "₹4–8 LPA, entry (0–2 years) a year.",
            "₹4–8 LPA, entry (0–2 years) a year.",
        );
        check(
            "CI/CD, C++ & Node.js: 3:1 — 10%",
            "CI/CD, C++ & Node.js: 3:1 — 10%",
        );
        check("1.5+ years, -5 and +5", "1.5+ years, -5 and +5");
        check(
            "up to 5. Then more - and - more",
            "up to 5. Then more - and - more",
        );
    }

    #[test]
    fn disarms_markup() {
        check(
            "**bold** _it_ ~~no~~ `code`",
            r"\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\`",
        );
        check("||spoiler||", r"\|\|spoiler\|\|");
        check("the :key: to it, at 10:30", r"the \:key: to it, at 10:30");
        check("a\\*b", r"a\\\*b");
        check("# head", r"\# head");
        check("-# small", r"\-\# small");
        check("> quote\n>>> all", "\\> quote\n\\>\\>\\> all");
        check(
            "- item\n  + item\n12. item\n3) item",
            "\\- item\n  \\+ item\n12\\. item\n3\\) item",
        );
    }

    #[test]
    fn disarms_mentions_and_links() {
        check(
            "@everyone <@123> <@&4> <#5>",
            r"\@everyone \<\@123\> \<\@&4\> \<\#5\>",
        );
        check(
            "<t:0:R> <:pay:1> </salary:2>",
            r"\<t\:0:R\> \<\:pay:1\> \</salary:2\>",
        );
        check(
            "[here](https://evil.example)",
            r"\[here\](https\://evil.example)",
        );
        check(
            "http://a.example steam://run",
            r"http\://a.example steam\://run",
        );
    }

    #[test]
    fn removes_what_cannot_be_seen() {
        check("pay\u{202e}0005\u{202c}\u{200b}", "pay0005");
        check("a\u{0}\u{1b}[2Jb", "ab");
    }

    #[test]
    fn cuts_to_what_fits_after_escaping() {
        for max in [1, 2, 5, 17, 100] {
            for text in ["*".repeat(300), "word ".repeat(80), "😀".repeat(90)] {
                let cut = escape_within(&text, max);
                assert!(units(&cut) <= max, "{cut:?} is longer than {max}");
                let plain = label(&text, max);
                assert!(units(&plain) <= max, "{plain:?} is longer than {max}");
            }
        }
        assert_eq!(escape_within("short *x*", 20), r"short \*x\*");
        // As much as fits is kept, however much escaping takes.
        for text in ["*".repeat(1_100), "😀".repeat(1_100)] {
            let kept = units(&escape_within(&text, 600));
            assert!(kept > 500, "only {kept} units of {text}");
            let kept = units(&label(&text, 100));
            assert!(kept > 80, "only {kept} units of {text}");
        }
    }

    #[test]
    fn links_only_where_a_reader_sees_where_to() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(masked_link(url, 200).as_deref(), expected, "{url}");
        };
        check(
            "https://a.example/x?y=1",
            Some("[a.example](https://a.example/x?y=1)"),
        );
        check(
            "https://a.example/x_(y)",
            Some("[a.example](https://a.example/x_%28y%29)"),
        );
        check("http://a.example", None);
        check("https://user@evil.example/", None);
        check("https://a.example/<b>", None);
        check("https://", None);
        check(&format!("https://a.example/{}", "x".repeat(300)), None);
    }
}
