//! The elements and attributes of HTML that are known, and what they are.

/// The name of words.
pub(super) const WORDS: &str = "#words";

/// The name of an element that nothing is known about; it is taken for one that may stand inside a word.
pub(super) const OTHER: &str = "#other";

/// The elements that are known, in order.
const NAMES: [&str; 109] = [
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "datalist",
    "dd",
    "del",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "mark",
    "math",
    "menu",
    "meta",
    "nav",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
    "xmp",
];

/// The attributes that are read.
pub(super) const ATTRIBUTES: [&str; 24] = [
    "aria-expanded",
    "aria-hidden",
    "charset",
    "class",
    "colspan",
    "content",
    "data-toggle",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "rowspan",
    "scope",
    "start",
    "style",
    "type",
    "value",
];

/// Elements that have no content.
pub(super) const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 48] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements about the look of words; their end does not end a block that began inside them.
pub(super) const LOOKS: [&str; 14] = [
    "b", "big", "cite", "em", "font", "i", "ins", "mark", "small", "span", "strong", "tt", "u", "q",
];

/// What may stand in the head of a page.
pub(super) const HEAD: [&str; 8] = [
    "base", "link", "meta", "noscript", "script", "style", "template", "title",
];

/// Nothing that began outside of these is ended inside them.
pub(super) const SCOPES: [&str; 5] = ["caption", "table", "td", "th", "template"];

/// The parts of a table, which are ended by each other alone.
pub(super) const TABLE_PARTS: [&str; 8] = [
    "caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// True for an element that stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// The level of a heading.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    }
}

/// The element of this name, or [`OTHER`].
pub(super) fn known(name: &[u8]) -> &'static str {
    let found = NAMES.binary_search_by(|known| known.as_bytes().cmp(name));
    found
        .ok()
        .and_then(|at| NAMES.get(at))
        .copied()
        .unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_its_lists_in_order() {
        assert!(NAMES.is_sorted());
        assert!(BLOCKS.is_sorted());
    }
}
