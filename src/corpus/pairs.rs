//! Front matter of plain pairs, `key = "value"`, read without a parser of TOML.

/// How many lines of front matter are looked at as plain pairs.
const PAIRS_MAX: usize = 32;

/// The keys, the values and where the keys start, of TOML whose lines are all `key = "value"` with nothing in them that
/// TOML reads in another way; most front matter is so. None for any other TOML, right or wrong.
pub(super) fn plain_pairs(inside: &str) -> Option<Vec<(&str, &str, usize)>> {
    let mut found: Vec<(&str, &str, usize)> = Vec::new();
    if inside.contains('\r') {
        return None;
    }
    let mut start = 0;
    for line in inside.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let words = line.trim_end_matches('\n');
        if words.is_empty() {
            continue;
        }
        let (key, value) = words.split_once(" = ")?;
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let is_plain = |byte: u8| !byte.is_ascii_control() && !matches!(byte, b'"' | b'\\');
        let is_new = found.iter().all(|(other, ..)| *other != key);
        let fits = !key.is_empty() && key.bytes().all(is_bare) && value.bytes().all(is_plain);
        if !(fits && is_new && found.len() < PAIRS_MAX) {
            return None;
        }
        found.push((key, value, at));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[track_caller]
    fn check_pairs(inside: &str, is_plain: bool) {
        let plain = plain_pairs(inside);
        assert_eq!(plain.is_some(), is_plain, "pairs of {inside:?}");
        let Some(plain) = plain else { return };
        let table = DeTable::parse(inside).expect("what is plain is TOML");
        let pairs = table.get_ref().iter().map(|(key, value)| {
            let value = value.get_ref().as_str().unwrap_or("no string");
            (
                key.get_ref().to_string(),
                value.to_owned(),
                key.span().start,
            )
        });
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_by_key(|(_, _, start)| *start);
        let plain = plain.into_iter();
        let plain: Vec<_> = plain
            .map(|(key, value, start)| (key.to_owned(), value.to_owned(), start))
            .collect();
        assert_eq!(plain, pairs, "pairs of {inside:?}");
    }

    #[test]
    fn reads_plain_pairs_as_toml_does() {
        check_pairs(
            "title = \"Welders\"\n\nurl = \"https://forge.example/w?a = b # c\"\n",
            true,
        );
        check_pairs("", true);
        check_pairs("a = \"\"\nb-2 = \"é — ’\"", true);
        for other in [
            "title = 'Welders'\n",
            "title=\"Welders\"\n",
            " title = \"Welders\"\n",
            "title = \"Welders\" # note\n",
            "title = \"W\\u0065lders\"\n",
            "title = \"\"\"Welders\"\"\"\n",
            "title = \"a\tb\"\n",
            "title = \"a\"\r\n",
            "title = \"a\"\ntitle = \"b\"\n",
            "a.b = \"c\"\n",
            "[table]\n",
            "title = 5\n",
        ] {
            check_pairs(other, false);
        }
    }
}
