//! Which part of a page is its content.
//!
//! Menus, notices, lists of other pages and all else that a reader passes over is left out; in doubt it is kept, for what
//! is lost here is lost for good. Nothing that holds most of a page's words is left out.

use super::elements::{WORDS, heading_level};
use super::names::{AsideHeading, aside_heading, is_aside_class, is_aside_role};
use super::tree::Tree;

/// What is hidden is left out up to this many words; longer texts unfold when they are clicked on.
const HIDDEN_MAX_WORDS: usize = 20;

/// A list of links is one of other pages when its links have so many words each; shorter ones may be skills or places.
const TITLE_MIN_WORDS: usize = 4;

/// A heading longer than this is none.
const HEADING_MAX_WORDS: usize = 40;

/// A paragraph longer than this is not part of a list of links.
const LINKS_MAX_WORDS: usize = 8;

/// Elements whose content is never for readers of an article.
const NEVER: [&str; 24] = [
    "audio", "canvas", "datalist", "del", "embed", "head", "iframe", "math", "noembed", "noframes",
    "noscript", "object", "option", "s", "script", "select", "source", "strike", "style", "svg",
    "template", "textarea", "title", "video",
];

/// What holds no title of a page.
const APART: [&str; 6] = ["aside", "dialog", "footer", "nav", "noscript", "template"];

/// The content of a page.
pub(super) struct Content {
    /// What holds it all.
    pub(super) root: usize,
    /// The heading of the page, where that stands elsewhere.
    pub(super) heading: Option<usize>,
    left_out: Vec<bool>,
}

impl Content {
    /// True for an element that is passed over with all that is in it.
    pub(super) fn leaves_out(&self, at: usize) -> bool {
        self.left_out.get(at).copied().unwrap_or(true)
    }
}

/// Tells what of a page is its content.
pub(super) fn content(tree: &Tree) -> Content {
    let mut judge = Judge {
        tree,
        left_out: vec![false; tree.len()],
        counts: Vec::new(),
        total: 0,
        title: (0..tree.len()).find(|at| tree.name(*at) == "h1"),
    };
    judge.leave_out(Judge::is_never);
    judge.count();
    judge.leave_out(Judge::is_aside);
    judge.count();
    judge.leave_out(Judge::is_link_list);
    judge.leave_out_sections();
    judge.count();
    let root = judge.root();
    let inside = |at: usize| tree.inside(root).contains(&at);
    let is_title = |at: &usize| {
        tree.name(*at) == "h1" && !judge.is_left_out(*at) && !judge.is_within(*at, &APART)
    };
    let mut titles = (0..tree.len()).filter(is_title);
    let first = titles.next();
    let heading = first.filter(|at| {
        !inside(*at)
            && !titles.any(inside)
            && tree.plain(*at).split_whitespace().count() <= HEADING_MAX_WORDS
    });
    Content {
        root,
        heading,
        left_out: judge.left_out,
    }
}

/// How much stands in an element.
#[derive(Clone, Copy, Default)]
struct Count {
    words: usize,
    /// Words that are links.
    linked: usize,
    links: usize,
    /// Links to other places of the same page.
    inner_links: usize,
    /// Something reads like an amount outside of links.
    has_amount: bool,
    has_title: bool,
    has_main: bool,
}

struct Judge<'a> {
    tree: &'a Tree,
    left_out: Vec<bool>,
    counts: Vec<Count>,
    /// All words of the page.
    total: usize,
    /// The first heading of the first level.
    title: Option<usize>,
}

impl Judge<'_> {
    /// Leaves out every element that `is_out` holds of, outermost first.
    fn leave_out(&mut self, is_out: impl Fn(&Self, usize) -> bool) {
        let mut at = 1;
        while at < self.tree.len() {
            let gone = self.left_out.get(at).copied().unwrap_or(true);
            if !gone && self.tree.name(at) != WORDS && is_out(self, at) {
                self.mark(at);
            }
            at = if self.left_out.get(at) == Some(&true) {
                self.tree.inside(at).end
            } else {
                at + 1
            };
        }
    }

    fn mark(&mut self, at: usize) {
        if let Some(mark) = self.left_out.get_mut(at) {
            *mark = true;
        }
    }

    fn is_left_out(&self, at: usize) -> bool {
        self.left_out.get(at).copied().unwrap_or(true)
    }

    fn counted(&self, at: usize) -> Count {
        self.counts.get(at).copied().unwrap_or_default()
    }

    /// Counts what is in every element, without what is left out.
    fn count(&mut self) {
        let tree = self.tree;
        let mut counts = vec![Count::default(); tree.len()];
        let mut linked = vec![false; tree.len()];
        for at in 1..tree.len() {
            let above = linked.get(tree.parent(at)).copied().unwrap_or_default();
            if let Some(own) = linked.get_mut(at) {
                *own = above || tree.name(at) == "a";
            }
        }
        for at in (1..tree.len()).rev() {
            if self.is_left_out(at) {
                continue;
            }
            let mut own = counts.get(at).copied().unwrap_or_default();
            let is_linked = linked.get(at).copied().unwrap_or_default();
            match tree.name(at) {
                WORDS => {
                    own.words = tree.words(at).split_whitespace().count();
                    own.linked = if is_linked { own.words } else { 0 };
                    own.has_amount = !is_linked && has_amount(tree.words(at));
                }
                "a" => {
                    own.links += 1;
                    let target = tree.attribute(at, "href").unwrap_or_default();
                    own.inner_links += usize::from(target.len() > 1 && target.starts_with('#'));
                }
                "h1" => own.has_title = true,
                "main" => own.has_main = true,
                _ => {}
            }
            if let Some(count) = counts.get_mut(at) {
                *count = own;
            }
            if let Some(sum) = counts.get_mut(tree.parent(at)) {
                sum.words += own.words;
                sum.linked += own.linked;
                sum.links += own.links;
                sum.inner_links += own.inner_links;
                sum.has_amount |= own.has_amount;
                sum.has_title |= own.has_title;
                sum.has_main |= own.has_main;
            }
        }
        self.total = counts.first().map_or(0, |all| all.words);
        self.counts = counts;
    }

    fn is_never(&self, at: usize) -> bool {
        let name = self.tree.name(at);
        NEVER.binary_search(&name).is_ok() || (name == "button" && !is_switch(self.tree, at))
    }

    /// True for what marks itself as no content.
    fn is_aside(&self, at: usize) -> bool {
        let tree = self.tree;
        let name = tree.name(at);
        let count = self.counted(at);
        let holds_most = count.words * 2 > self.total;
        if holds_most
            || count.has_main
            || heading_level(name).is_some()
            || matches!(name, "body" | "main" | "article" | "html")
        {
            return false;
        }
        if is_hidden(tree, at) {
            let shown_otherwise = tree.attribute(at, "aria-hidden").is_some() && count.has_amount;
            if count.words <= HIDDEN_MAX_WORDS && !shown_otherwise {
                return true;
            }
        }
        // An `id` of something smaller is an anchor, named after what it is about.
        let names: &[&str] = match name {
            "div" | "section" | "ul" | "aside" => &["class", "id"],
            _ => &["class"],
        };
        let mut names = names.iter().filter_map(|name| tree.attribute(at, name));
        let is_named = names.any(is_aside_class);
        let has_role = tree.attribute(at, "role").is_some_and(is_aside_role);
        let prose = count.words - count.linked;
        match name {
            "nav" | "dialog" => true,
            // A note inside an article is part of it, unless it is links.
            "aside" if !is_named && self.is_within(at, &["article", "main"]) => {
                count.linked * 10 >= count.words * 3
            }
            "footer" if self.is_within(at, &["blockquote"]) => false,
            "footer" | "aside" | "form" => !count.has_title,
            "header" => !count.has_title && !self.is_within(at, &["article", "main", "section"]),
            _ if has_role => !count.has_title,
            _ => is_named && !count.has_title && prose * 10 <= self.total * 3,
        }
    }

    fn is_within(&self, at: usize, names: &[&str]) -> bool {
        let mut above = self.tree.above(at);
        above.any(|above| names.contains(&self.tree.name(above)))
    }

    /// True for a list of links to other pages, or to the parts of this one.
    fn is_link_list(&self, at: usize) -> bool {
        let count = self.counted(at);
        let is_above_title = self.title.is_some_and(|title| at < title);
        let enough = match self.tree.name(at) {
            "ul" | "ol" | "div" | "p" if is_above_title => 2,
            "ul" | "ol" => 3,
            "div" | "section" => 6,
            "p" => return self.is_see_also(at),
            _ => return false,
        };
        let mostly_links = count.words > 0 && count.linked * 100 >= count.words * 85;
        let titles = count.linked >= count.links * TITLE_MIN_WORDS;
        let contents = count.inner_links * 10 >= count.links * 8;
        count.links >= enough
            && mostly_links
            && (titles || contents || is_above_title)
            && !count.has_amount
            && !count.has_title
            && count.words * 2 <= self.total
    }

    /// True for `Also read: another article`.
    fn is_see_also(&self, at: usize) -> bool {
        let count = self.counted(at);
        let few_of_its_own = count.words - count.linked <= 3;
        if count.links == 0 || !few_of_its_own || count.has_amount {
            return false;
        }
        let words = self.tree.plain(at).to_lowercase();
        [
            "also read",
            "read also",
            "read more",
            "must read",
            "related:",
        ]
        .iter()
        .any(|opening| words.starts_with(opening))
    }

    /// Leaves out what stands under headings of other things than the article.
    fn leave_out_sections(&mut self) {
        let mut at = 1;
        while at < self.tree.len() {
            if self.is_left_out(at) {
                at = self.tree.inside(at).end;
                continue;
            }
            if let Some(level) = heading_level(self.tree.name(at)) {
                let words = self.tree.plain(at);
                if let Some(kind) = aside_heading(&words).filter(|_| level > 1) {
                    self.leave_out_section(at, level, kind);
                }
            }
            at += 1;
        }
    }

    fn leave_out_section(&mut self, heading: usize, level: u8, kind: AsideHeading) {
        let tree = self.tree;
        let words = self.counted(heading).words;
        let mut holder = heading;
        while tree.parent(holder) != Tree::ROOT && self.counted(tree.parent(holder)).words == words
        {
            holder = tree.parent(holder);
        }
        let after = tree
            .siblings_after(holder)
            .take_while(|at| !self.begins_section(*at, level));
        let section: Vec<usize> = match kind {
            AsideHeading::Section => after.collect(),
            AsideHeading::Links => after.take_while(|at| self.is_like_links(*at)).collect(),
        };
        let words: usize = section.iter().map(|at| self.counted(*at).words).sum();
        if words * 2 > self.total {
            return;
        }
        self.mark(heading);
        for at in section {
            self.mark(at);
        }
    }

    /// True for a heading of this level or above, and for what holds one.
    fn begins_section(&self, at: usize, level: u8) -> bool {
        let ends = |at| {
            heading_level(self.tree.name(at)).is_some_and(|other| other <= level)
                && !self.is_left_out(at)
        };
        ends(at) || self.tree.inside(at).any(ends)
    }

    fn is_like_links(&self, at: usize) -> bool {
        let count = self.counted(at);
        let is_list = matches!(self.tree.name(at), "ul" | "ol" | "form");
        !count.has_amount
            && (is_list || count.words <= LINKS_MAX_WORDS || count.linked * 2 > count.words)
    }

    /// The element that holds the content: the main part of the page, or its one article, where that has enough words.
    fn root(&self) -> usize {
        let tree = self.tree;
        let holds = |at: &usize, tenths: usize| {
            !self.is_left_out(*at) && self.counted(*at).words * 10 >= self.total * tenths
        };
        let is_main =
            |at: &usize| tree.name(*at) == "main" || tree.attribute(*at, "role") == Some("main");
        let is_article = |at: &usize| {
            tree.name(*at) == "article" || tree.attribute(*at, "itemprop") == Some("articleBody")
        };
        let mut all = 1..tree.len();
        let main = all.clone().find(|at| is_main(at) && holds(at, 5));
        let main = main.or_else(|| all.find(|at| is_article(at) && holds(at, 6)));
        // Where all amounts stand outside of it, it is not what the page is about.
        let amounts = |at: usize| self.counted(at).has_amount;
        let main = main.filter(|at| amounts(*at) || !amounts(Tree::ROOT));
        main.filter(|_| self.total > 0).unwrap_or(Tree::ROOT)
    }
}

/// True for a button that unfolds an answer, and so is its question, and for one inside a heading.
pub(super) fn is_switch(tree: &Tree, at: usize) -> bool {
    let within = tree.above(at).take(3).map(|above| tree.name(above));
    let mut within = within.filter(|name| heading_level(name).is_some() || *name == "summary");
    let unfolds = tree.attribute(at, "aria-expanded").is_some()
        || tree.attribute(at, "data-toggle") == Some("collapse")
        || tree.attribute(at, "class").is_some_and(|class| {
            let mut parts = class.split([' ', '-', '_']);
            parts.any(|part| matches!(part, "accordion" | "collapsible" | "faq" | "question"))
        });
    within.next().is_some()
        || (unfolds && tree.plain(at).split_whitespace().count() >= TITLE_MIN_WORDS)
}

fn is_hidden(tree: &Tree, at: usize) -> bool {
    let style = tree.attribute(at, "style").unwrap_or_default();
    let style: String = style.split_whitespace().collect();
    let style = style.to_ascii_lowercase();
    tree.attribute(at, "hidden").is_some()
        || tree.attribute(at, "aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// True for words with a currency sign and a digit, or a number in thousands.
pub(super) fn has_amount(words: &str) -> bool {
    let has_sign = words.contains(['$', '£', '€', '₹', '¥']);
    let has_digit = words.contains(|c: char| c.is_ascii_digit());
    let in_thousands = || {
        let bytes = words.as_bytes();
        bytes.windows(5).any(|part| {
            let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
            digits == 4 && part.get(1) == Some(&b',')
        })
    };
    has_digit && (has_sign || in_thousands())
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    /// The words that are kept.
    #[track_caller]
    fn check(html: &str, expected: &str) {
        let tree = tree::read(html, 0);
        let content = content(&tree);
        let mut kept: Vec<String> = content
            .heading
            .map(|at| tree.plain(at))
            .into_iter()
            .collect();
        let mut at = content.root;
        let end = tree.inside(content.root).end;
        while at < end {
            if content.leaves_out(at) {
                at = tree.inside(at).end;
                continue;
            }
            kept.extend(tree.words(at).split_whitespace().map(str::to_owned));
            at += 1;
        }
        assert_eq!(kept.join(" "), expected, "reading {html:?}");
    }

    const TEXT: &str = "<p>Tilers lay tiles on floors and walls and earn a fair wage for it.</p>";
    const WORDS_OF_IT: &str = "Tilers lay tiles on floors and walls and earn a fair wage for it.";

    #[track_caller]
    fn check_left_out(aside: &str) {
        check(&format!("{aside}{TEXT}"), WORDS_OF_IT);
        check(&format!("<div>{TEXT}{aside}</div>"), WORDS_OF_IT);
    }

    #[track_caller]
    fn check_kept(aside: &str, words: &str) {
        check(
            &format!("<body>{TEXT}{aside}"),
            &format!("{WORDS_OF_IT} {words}"),
        );
    }

    #[test]
    fn leaves_out_what_is_no_content() {
        check_left_out("<script type='application/ld+json'>{}</script><style>a</style>");
        check_left_out("<nav><a href=/>Home</a></nav>");
        check_left_out("<header><a href=/>Home</a></header><footer>© us</footer>");
        check_left_out("<aside>Buy it</aside><form>Your name</form><button>Go</button>");
        check_left_out("<svg><title>logo</title></svg><select><option>one</select>");
        check_left_out("<div role=dialog>Cookies?</div><div class=cookie-banner>Cookies</div>");
        check_left_out("<p hidden>a</p><p style='display: none'>b</p><i aria-hidden=true>x</i>");
        check_left_out("<p><del>£1</del><s>£2</s></p>");
        check_left_out("<p><strong>Also read:</strong> <a href=/x>Pay of bakers</a></p>");
    }

    #[test]
    fn keeps_what_may_be_content() {
        check_kept("<div class=main-content-with-sidebar>a</div>", "a");
        check_kept("<header><h1>Tilers</h1></header>", "Tilers");
        check_kept("<section><header>a</header></section>", "a");
        check_kept("<h3><button>Why?</button></h3>", "Why?");
        check_kept(
            "<button aria-expanded=false>What do tilers earn?</button>",
            "What do tilers earn?",
        );
        check_kept(
            "<ul><li><a>Laying</a><li><a>Cutting</a><li><a>Grouting</a></ul>",
            "Laying Cutting Grouting",
        );
        check_kept("<span aria-hidden=true>£9</span>", "£9");
    }

    #[test]
    fn keeps_what_holds_most_of_a_page() {
        let within = |open: &str, close: &str| format!("{open}{TEXT}{close}");
        check(&within("<form>", "</form>"), WORDS_OF_IT);
        check(&within("<nav>", ""), WORDS_OF_IT);
        check(&within("<div class=sidebar>", "</div>"), WORDS_OF_IT);
    }

    #[test]
    fn keeps_long_texts_that_unfold() {
        let answer = "word ".repeat(21);
        let text = TEXT.repeat(3);
        let words = format!(
            "{WORDS_OF_IT} {WORDS_OF_IT} {WORDS_OF_IT} {}",
            answer.trim()
        );
        check(
            &format!("{text}<div style=display:none>{answer}</div>"),
            &words,
        );
    }

    #[test]
    fn leaves_out_lists_of_other_pages() {
        let link = "<li><a href=/x>What a baker may earn</a>";
        let text = TEXT.repeat(4);
        check(
            &format!("<ul>{}</ul>{text}", link.repeat(3)),
            [WORDS_OF_IT; 4].join(" ").as_str(),
        );
        let part = "<li><a href=#x>Pay</a>";
        check(
            &format!("{text}<ul>{}</ul>", part.repeat(3)),
            [WORDS_OF_IT; 4].join(" ").as_str(),
        );
        check(
            &format!("<div><a>Home</a><a>Pay</a></div><h1>Tilers</h1>{text}"),
            &format!("Tilers {}", [WORDS_OF_IT; 4].join(" ")),
        );
        let with_pay = "<li><a href=/x>Master tiler in the town</a> £9";
        check(
            &format!("{text}<ul>{}</ul>", with_pay.repeat(3)),
            &format!(
                "{} {}",
                [WORDS_OF_IT; 4].join(" "),
                ["Master tiler in the town £9"; 3].join(" ")
            ),
        );
    }

    #[test]
    fn leaves_out_sections_about_other_things() {
        check(
            &format!(
                "{TEXT}<h2>Related courses</h2><p>Bake bread</p><h3>Rye</h3><h2>Pay</h2><p>£9"
            ),
            &format!("{WORDS_OF_IT} Pay £9"),
        );
        check(
            &format!("{TEXT}<div><div><h4>Trending</h4></div><p>Bread</p></div><p>£9"),
            &format!("{WORDS_OF_IT} £9"),
        );
        check(
            &format!("<h2>Table of contents</h2><ul><li>Pay</ul>{TEXT}"),
            WORDS_OF_IT,
        );
    }

    #[test]
    fn finds_the_main_part_and_its_heading() {
        check(
            &format!("<h1>Tilers</h1><div>x</div><main>{TEXT}</main>y"),
            &format!("Tilers {WORDS_OF_IT}"),
        );
        check(
            &format!("<div>x</div><article>{TEXT}</article>y"),
            WORDS_OF_IT,
        );
        check(
            &format!("<main>{TEXT}</main><p>Pay: £9"),
            &format!("{WORDS_OF_IT} Pay: £9"),
        );
        check(
            &format!("<article>a</article><p>x</p>{TEXT}"),
            &format!("a x {WORDS_OF_IT}"),
        );
    }
}
