//! Tags and words to a tree of bounded depth and size.
//!
//! The tokenizer is that of the HTML Standard; the tree is simpler than its: elements whose end may be left out are ended
//! by what may not stand in them, and an end without a beginning is passed over. What is nested deeper than
//! [`DEPTH_MAX`] stands flat at that depth. So time grows with the size of a page whatever is in it.

use std::ops::Range;

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

use super::elements::{
    ATTRIBUTES, HEAD, LOOKS, OTHER, SCOPES, TABLE_PARTS, VOID, WORDS, heading_level, is_block,
    known,
};
use crate::corpus::problem::line_of;

/// How deep elements nest; pages have some thirty levels.
const DEPTH_MAX: usize = 256;

/// How many elements and stretches of words are kept; a long page has some ten thousand.
const NODES_MAX: usize = 1_000_000;

/// How much of the value of an attribute is kept.
const VALUE_MAX_BYTES: usize = 1000;

/// How far back an end is looked for among elements that are nested too deep.
const FLAT_WINDOW: usize = 64;

/// An element or a stretch of words.
struct Node {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    parent: usize,
    /// One past the last node inside it.
    end: usize,
    line: usize,
    /// Where the words stand in [`Tree::words`].
    words: Range<usize>,
}

/// The elements and words of a page, each before what is inside it.
pub(super) struct Tree {
    nodes: Vec<Node>,
    words: String,
    /// The line from which on the page was not read, because it has too many elements.
    pub(super) left_out: Option<usize>,
}

impl Tree {
    /// The node that holds all others.
    pub(super) const ROOT: usize = 0;

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, at: usize) -> &Node {
        self.nodes.get(at).unwrap_or(&self.nodes[Tree::ROOT])
    }

    /// The element's name in lower case, [`WORDS`] for words.
    pub(super) fn name(&self, at: usize) -> &'static str {
        self.node(at).name
    }

    /// The node that holds this one; the root holds itself.
    pub(super) fn parent(&self, at: usize) -> usize {
        self.node(at).parent
    }

    /// The nodes that hold this one, innermost first.
    pub(super) fn above(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut at = at;
        std::iter::from_fn(move || {
            let above = (at != Tree::ROOT).then(|| self.parent(at))?;
            at = above;
            Some(above)
        })
    }

    /// All nodes inside this one, in reading order.
    pub(super) fn inside(&self, at: usize) -> Range<usize> {
        at + 1..self.node(at).end
    }

    /// The nodes right inside this one.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let Range { start, end } = self.inside(at);
        let mut next = start;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.node(child).end;
            Some(child)
        })
    }

    /// The nodes that follow this one inside what holds both.
    pub(super) fn siblings_after(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut next = self.node(at).end;
        let end = self.node(self.parent(at)).end;
        std::iter::from_fn(move || {
            let sibling = (next < end).then_some(next)?;
            next = self.node(sibling).end;
            Some(sibling)
        })
    }

    /// The line the node begins on, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.node(at).line
    }

    /// The words of a node that is words.
    pub(super) fn words(&self, at: usize) -> &str {
        self.words
            .get(self.node(at).words.clone())
            .unwrap_or_default()
    }

    /// An attribute of the element.
    pub(super) fn attribute(&self, at: usize, name: &str) -> Option<&str> {
        let mut attributes = self.node(at).attributes.iter();
        let (_, value) = attributes.find(|(known, _)| *known == name)?;
        Some(value)
    }

    /// All words inside, on one line; blocks are parted.
    pub(super) fn plain(&self, at: usize) -> String {
        let mut plain = String::new();
        for inner in at..self.node(at).end {
            match self.name(inner) {
                WORDS => plain += self.words(inner),
                name if is_block(name) || name == "br" => plain.push(' '),
                _ => {}
            }
        }
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The tree of `html` from byte `from` on.
pub(super) fn read(html: &str, from: usize) -> Tree {
    let mut builder = Builder::default();
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let source = html.get(from..).unwrap_or_default();
    let mut lines = LineCounter::new(html, from);
    for token in Tokenizer::new_with_emitter(source, emitter) {
        let Ok(token) = token;
        if builder.tree.len() >= NODES_MAX {
            builder.tree.left_out = Some(builder.line);
            break;
        }
        match token {
            Token::StartTag(tag) => {
                builder.line = lines.at(from + tag.span.start);
                builder.start(&tag);
            }
            Token::EndTag(tag) => builder.end(known(&tag.name)),
            Token::String(words) => {
                builder.line = lines.at(from + words.span.start);
                builder.words(&String::from_utf8_lossy(&words.value));
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    builder.finish()
}

/// Counts lines while going forward through a text.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    fn new(text: &str, from: usize) -> LineCounter<'_> {
        let mut counter = LineCounter {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        };
        counter.at(from);
        counter
    }

    /// The line of the byte `to`, which is not before the last one asked for.
    fn at(&mut self, to: usize) -> usize {
        let passed = self.bytes.get(self.at..to).unwrap_or_default();
        self.line += line_of(passed, passed.len()) - 1;
        self.at = self.at.max(to);
        self.line
    }
}

struct Builder {
    tree: Tree,
    /// The elements now open, outermost first.
    open: Vec<usize>,
    /// The names of elements that are nested too deep and now open.
    flat: Vec<&'static str>,
    /// How many of [`WATCHED`] are open: without one, nothing has to be looked for.
    watched: [usize; WATCHED.len()],
    line: usize,
}

/// Elements that are looked for at every tag.
const WATCHED: [&str; 4] = ["head", "math", "p", "svg"];

impl Default for Builder {
    fn default() -> Builder {
        let root = Node {
            name: OTHER,
            attributes: Vec::new(),
            parent: Tree::ROOT,
            end: 1,
            line: 1,
            words: 0..0,
        };
        Builder {
            tree: Tree {
                nodes: vec![root],
                words: String::new(),
                left_out: None,
            },
            open: vec![Tree::ROOT],
            flat: Vec::new(),
            watched: [0; WATCHED.len()],
            line: 1,
        }
    }
}

impl Builder {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = known(&tag.name);
        if matches!(name, "html" | "body") && self.find(&[name], &[]).is_some() {
            return;
        }
        let drawing = self.find(&["svg", "math"], &[]);
        if let Some(at) = drawing.filter(|_| is_block(name)) {
            self.close(at);
        }
        self.end_before(name);
        self.add(name, attributes(tag));
        let inside_drawing = drawing.is_some() || matches!(name, "svg" | "math");
        if VOID.contains(&name) || (tag.self_closing && inside_drawing) {
            return;
        }
        if self.open.len() < DEPTH_MAX {
            self.open.push(self.tree.len() - 1);
            if let Some(count) = watched(&mut self.watched, name) {
                *count += 1;
            }
        } else {
            self.flat.push(name);
        }
    }

    /// Ends what may not hold an element of this name.
    fn end_before(&mut self, name: &'static str) {
        if !HEAD.contains(&name) {
            self.end_found(&["head"], &[]);
        }
        match name {
            "li" => self.end_found(&["li"], &["ul", "ol", "menu", "dir", "table", "td", "th"]),
            "dt" | "dd" => self.end_found(&["dt", "dd"], &["dl", "table", "td", "th"]),
            "option" => self.end_found(&["option"], &["select"]),
            "a" => self.end_found(&["a"], &SCOPES),
            "td" | "th" => self.end_found(&["td", "th"], &["tr", "table"]),
            "tr" => self.end_found(&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
                self.end_found(
                    &["tbody", "thead", "tfoot", "caption", "colgroup"],
                    &["table"],
                );
            }
            _ => {}
        }
        let stands_alone = is_block(name) && !TABLE_PARTS.contains(&name);
        if stands_alone {
            self.end_found(&["p"], &["table", "td", "th", "caption", "button"]);
        }
        let top = self.open.last().map_or(OTHER, |at| self.tree.name(*at));
        if heading_level(name).is_some() && heading_level(top).is_some() {
            self.close(self.open.len() - 1);
        }
    }

    /// Ends an element.
    fn end(&mut self, name: &'static str) {
        match name {
            "br" => self.add("br", Vec::new()),
            "html" | "body" => {}
            name if VOID.contains(&name) => {}
            name => self.end_named(name),
        }
    }

    fn end_named(&mut self, name: &'static str) {
        let recent = self.flat.len().saturating_sub(FLAT_WINDOW);
        let flat = self.flat.get(recent..).unwrap_or_default();
        if let Some(at) = flat.iter().rposition(|open| *open == name) {
            self.flat.truncate(recent + at);
            if is_block(name) {
                self.add("hr", Vec::new());
            }
            return;
        }
        let scopes: &[&str] = match name {
            "table" => &[],
            name if TABLE_PARTS.contains(&name) => &["table"],
            _ => &SCOPES,
        };
        let headings = ["h1", "h2", "h3", "h4", "h5", "h6"];
        let found = if headings.contains(&name) {
            self.find(&headings, scopes)
        } else {
            self.find(&[name], scopes)
        };
        let Some(at) = found else {
            return;
        };
        let after = self.open.get(at + 1..).unwrap_or_default();
        let holds_block = after.iter().any(|inner| is_block(self.tree.name(*inner)));
        if !(LOOKS.contains(&name) && holds_block) {
            self.close(at);
        }
    }

    /// The place among the open elements of the innermost with one of `names`, unless one of `scopes` is inside it.
    fn find(&self, names: &[&str], scopes: &[&str]) -> Option<usize> {
        let is_absent = |name: &&str| {
            let watched = WATCHED.iter().zip(self.watched);
            watched
                .into_iter()
                .any(|(other, open)| other == name && open == 0)
        };
        if names.iter().all(is_absent) {
            return None;
        }
        for (at, open) in self.open.iter().enumerate().rev() {
            let name = self.tree.name(*open);
            if names.contains(&name) {
                return Some(at);
            }
            if scopes.contains(&name) {
                return None;
            }
        }
        None
    }

    fn end_found(&mut self, names: &[&str], scopes: &[&str]) {
        if let Some(at) = self.find(names, scopes) {
            self.close(at);
        }
    }

    /// Closes the open element at this place and all inside it.
    fn close(&mut self, at: usize) {
        let end = self.tree.len();
        for closed in self.open.drain(at.max(1)..) {
            if let Some(count) = watched(&mut self.watched, self.tree.name(closed)) {
                *count -= 1;
            }
            if let Some(node) = self.tree.nodes.get_mut(closed) {
                node.end = end;
            }
        }
        self.flat.clear();
    }

    fn words(&mut self, words: &str) {
        let parent = self.open.last().copied().unwrap_or(Tree::ROOT);
        let name = self.tree.name(parent);
        let kind = self.tree.attribute(parent, "type");
        let is_code = match name {
            "script" => !kind.is_some_and(|kind| kind.contains("ld+json")),
            "style" | "iframe" | "noscript" | "noembed" | "noframes" => true,
            _ => false,
        };
        let holds_no_words = matches!(
            name,
            "html" | "head" | "table" | "tbody" | "thead" | "tfoot" | "tr" | "ul" | "ol" | "dl"
        );
        if is_code || (holds_no_words && words.trim().is_empty()) {
            return;
        }
        let start = self.tree.words.len();
        self.tree.words += words;
        let end = self.tree.words.len();
        let last = self.tree.nodes.last_mut();
        if let Some(last) = last.filter(|last| last.name == WORDS && last.parent == parent) {
            last.words.end = end;
            return;
        }
        self.add(WORDS, Vec::new());
        if let Some(added) = self.tree.nodes.last_mut() {
            added.words = start..end;
        }
    }

    fn add(&mut self, name: &'static str, attributes: Vec<(&'static str, String)>) {
        let at = self.tree.len();
        self.tree.nodes.push(Node {
            name,
            attributes,
            parent: self.open.last().copied().unwrap_or(Tree::ROOT),
            end: at + 1,
            line: self.line,
            words: 0..0,
        });
    }

    fn finish(mut self) -> Tree {
        self.close(1);
        let end = self.tree.len();
        if let Some(root) = self.tree.nodes.first_mut() {
            root.end = end;
        }
        self.tree
    }
}

/// The count of the open elements of this name, if it is watched.
fn watched<'a>(counts: &'a mut [usize], name: &str) -> Option<&'a mut usize> {
    counts.get_mut(WATCHED.iter().position(|watched| *watched == name)?)
}

/// The attributes of a tag that are read.
fn attributes(tag: &StartTag<usize>) -> Vec<(&'static str, String)> {
    let mut kept = Vec::new();
    for name in ATTRIBUTES {
        if let Some(value) = tag.attributes.get(name.as_bytes()) {
            let bytes = value.get(..VALUE_MAX_BYTES).unwrap_or(value);
            kept.push((name, String::from_utf8_lossy(bytes).into_owned()));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `div(p(one) p(two))`
    fn describe(tree: &Tree, at: usize) -> String {
        let children: Vec<String> = tree
            .children(at)
            .map(|child| match tree.name(child) {
                WORDS => tree.words(child).to_owned(),
                name => match describe(tree, child) {
                    inside if inside.is_empty() => name.to_owned(),
                    inside => format!("{name}({inside})"),
                },
            })
            .collect();
        children.join(" ")
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let tree = read(html, 0);
        assert_eq!(describe(&tree, Tree::ROOT), expected, "reading {html:?}");
    }

    #[test]
    fn ends_what_may_be_left_open() {
        check("<p>one<p>two<div>three</div>", "p(one) p(two) div(three)");
        check(
            "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
            "ul(li(a) li(b ul(li(c))) li(d))",
        );
        check("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a) dd(b) dt(c))");
        check(
            "<table><tr><th>a<td>b<tr><td>c</table>d",
            "table(tr(th(a) td(b)) tr(td(c))) d",
        );
        check(
            "<table><thead><tr><td>a<tbody><tr><td>b</table>",
            "table(thead(tr(td(a))) tbody(tr(td(b))))",
        );
        check("<head><title>a</title><p>b", "head(title(a)) p(b)");
        check("<h2>a<h3>b</h2>c", "h2(a) h3(b) c");
    }

    #[test]
    fn passes_over_what_ends_nothing() {
        check("</div>a</p>b</b>", "ab");
        check("<div>a</span>b</div></div>c", "div(ab) c");
        check("<table><tr><td>a</div></td></table>b", "table(tr(td(a))) b");
        check("<b><p>a</b>b</p>c</b>d", "b(p(ab) c) d");
        check("<html><body>a</body></html>b<body>", "html(body(ab))");
    }

    #[test]
    fn reads_characters_and_leaves_code() {
        check("a &pound;9 &amp; &#8364;<br/>b", "a £9 & € br b");
        check("<script>if (a<b) '</p>'</script>c<!-- d -->", "script c");
        check(
            "<svg><path/><title>x</title></svg>y",
            "svg(path title(x)) y".replace("path", "#other").as_str(),
        );
        check("<svg><g>x<p>y", "svg(#other(x)) p(y)");
        check("< p>a", "< p>a");
    }

    #[test]
    fn flattens_what_is_nested_too_deep() {
        let tree = read(
            &format!("{}a{}b", "<div>".repeat(20_000), "</div>".repeat(20_000)),
            0,
        );
        assert_eq!(tree.plain(Tree::ROOT), "a b");
        let depth = (0..tree.len()).map(|at| tree.above(at).count()).max();
        assert_eq!(depth, Some(DEPTH_MAX));
    }

    #[test]
    fn knows_lines() {
        let tree = read("https://a.example\n<p>one\n<p>\ntwo", 18);
        let lines: Vec<_> = (1..tree.len())
            .map(|at| (tree.name(at), tree.line(at)))
            .collect();
        assert_eq!(lines, [("p", 2), (WORDS, 2), ("p", 3), (WORDS, 3)]);
    }
}
