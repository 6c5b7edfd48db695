//! The words by which pages mark what is not their content: classes and ids, roles, headings.

/// Parts of class names that say an element is no content.
const ASIDE: [&str; 61] = [
    "ad",
    "ads",
    "adsbygoogle",
    "adsense",
    "adslot",
    "advert",
    "advertisement",
    "advertising",
    "advertorial",
    "adverts",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "cta",
    "disqus",
    "footer",
    "gdpr",
    "login",
    "masthead",
    "megamenu",
    "menu",
    "menus",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "navmenu",
    "newsletter",
    "newsletters",
    "offcanvas",
    "pager",
    "pagination",
    "popular",
    "popup",
    "promo",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "respond",
    "search",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "sponsored",
    "sponsors",
    "subscribe",
    "subscription",
    "toc",
    "topbar",
    "trending",
    "upsell",
];

/// Parts that say nothing of their own: where an element stands, what it looks like, or what sort of aside it holds.
const NEUTRAL: [&str; 95] = [
    "a",
    "after",
    "area",
    "article",
    "articles",
    "bar",
    "below",
    "block",
    "blog",
    "body",
    "bottom",
    "box",
    "btn",
    "button",
    "buttons",
    "c",
    "cards",
    "carousel",
    "close",
    "col",
    "column",
    "container",
    "content",
    "course",
    "courses",
    "desktop",
    "dialog",
    "div",
    "dropdown",
    "el",
    "elementor",
    "entry",
    "ez",
    "fixed",
    "floating",
    "fluid",
    "form",
    "global",
    "google",
    "grid",
    "group",
    "header",
    "hidden",
    "horizontal",
    "icons",
    "inline",
    "inner",
    "js",
    "l",
    "large",
    "lead",
    "left",
    "links",
    "list",
    "location",
    "m",
    "main",
    "media",
    "mega",
    "mobile",
    "module",
    "news",
    "o",
    "open",
    "outer",
    "overlay",
    "page",
    "post",
    "posts",
    "primary",
    "programs",
    "reads",
    "right",
    "row",
    "secondary",
    "section",
    "site",
    "slider",
    "small",
    "sticky",
    "stories",
    "sub",
    "template",
    "theme",
    "title",
    "toggle",
    "top",
    "unit",
    "vertical",
    "widget",
    "widgets",
    "wp",
    "wrap",
    "wrapper",
    "zone",
];

/// Class names that say it in several words.
const PHRASES: [&str; 14] = [
    "about-author",
    "about-the-author",
    "also-like",
    "also-read",
    "author-bio",
    "author-box",
    "author-info",
    "call-to-action",
    "cookie-law-info-bar",
    "read-also",
    "read-next",
    "skip-link",
    "table-of-contents",
    "you-may-also-like",
];

/// True for a `class` or `id` one of whose names is made of nothing but words for what is no content.
///
/// Every word counts: `site-footer` is none, `main-content-with-sidebar` may be.
pub(super) fn is_aside_class(classes: &str) -> bool {
    classes.split_whitespace().any(|class| {
        let parts = parts(class);
        let joined = parts.join("-");
        let known = |part: &String| {
            let part = part.as_str();
            ASIDE.binary_search(&part).is_ok()
                || NEUTRAL.binary_search(&part).is_ok()
                || part.contains(|c: char| c.is_ascii_digit())
        };
        // `content-sidebar` is content beside a sidebar.
        let begins_as_content = parts.first().is_some_and(|part| part == "content");
        let says_it = |part: &String| ASIDE.binary_search(&part.as_str()).is_ok();
        PHRASES.contains(&joined.as_str())
            || (!begins_as_content && parts.iter().any(says_it) && parts.iter().all(known))
    })
}

/// The words of a class name: `relatedPosts__list` is `related posts list`.
fn parts(class: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for c in class.chars() {
        let begins = c.is_uppercase() && before.is_lowercase();
        if begins || matches!(c, '-' | '_' | ':') {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| !matches!(c, '-' | '_' | ':')) {
            part.extend(c.to_lowercase());
        }
        before = c;
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// True for the names of roles that are no content.
pub(super) fn is_aside_role(role: &str) -> bool {
    matches!(
        role,
        "alertdialog"
            | "banner"
            | "complementary"
            | "contentinfo"
            | "dialog"
            | "menu"
            | "menubar"
            | "navigation"
            | "search"
    )
}

/// What stands under a heading that is no heading of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AsideHeading {
    /// Other articles or comments: all up to the next heading of its level.
    Section,
    /// A list of contents, links or fields, after which the article may go on.
    Links,
}

/// Words that with one of [`OTHERS`] at the end head a section of other pages.
const FIRST: [&str; 11] = [
    "explore",
    "featured",
    "latest",
    "more",
    "our",
    "popular",
    "recent",
    "recommended",
    "related",
    "similar",
    "trending",
];

const OTHERS: [&str; 25] = [
    "article",
    "articles",
    "blog",
    "blogs",
    "categories",
    "content",
    "course",
    "courses",
    "guides",
    "links",
    "news",
    "pages",
    "post",
    "posts",
    "products",
    "programmes",
    "programs",
    "reading",
    "reads",
    "resources",
    "searches",
    "stories",
    "topics",
    "tutorials",
    "videos",
];

const SECTIONS: [&str; 24] = [
    "about the author",
    "advertisement",
    "comments",
    "customers also viewed",
    "enquire now",
    "featured",
    "inquire now",
    "keep reading",
    "leave a comment",
    "leave a reply",
    "more for you",
    "most popular",
    "most read",
    "people also viewed",
    "read next",
    "recommended",
    "recommended for you",
    "related",
    "sponsored",
    "trending",
    "trending now",
    "up next",
    "you may also like",
    "you might also like",
];

const LINKS: [&str; 28] = [
    "also read",
    "archives",
    "categories",
    "connect with us",
    "contact us",
    "contents",
    "follow us",
    "in this article",
    "in this guide",
    "in this post",
    "log in",
    "login",
    "newsletter",
    "on this page",
    "page contents",
    "quick links",
    "read also",
    "read more",
    "request a callback",
    "search",
    "share",
    "share this",
    "share this article",
    "share this post",
    "sign up",
    "subscribe",
    "table of contents",
    "tags",
];

/// What a heading says of what stands under it; nothing for one of the article's own.
pub(super) fn aside_heading(words: &str) -> Option<AsideHeading> {
    let lower = words.to_lowercase();
    let plain = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if SECTIONS.contains(&plain) {
        return Some(AsideHeading::Section);
    }
    if LINKS.contains(&plain) || plain.starts_with("subscribe to ") {
        return Some(AsideHeading::Links);
    }
    let first = plain.split_whitespace().next().unwrap_or_default();
    let last = plain.split_whitespace().next_back().unwrap_or_default();
    let few = plain.split_whitespace().count() <= 4;
    (few && FIRST.contains(&first) && OTHERS.contains(&last)).then_some(AsideHeading::Section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_its_lists_in_order() {
        assert!(ASIDE.is_sorted());
        assert!(NEUTRAL.is_sorted());
    }

    #[test]
    fn tells_asides_by_whole_words() {
        for class in [
            "site-footer",
            "sidebar",
            "a Sidebar_primary__x8k2",
            "relatedPosts",
            "cookie-banner",
            "post-navigation",
            "author-bio",
            "widget widget_ad",
            "blog-sidebar",
            "footer-content",
            "toc_container",
        ] {
            assert!(is_aside_class(class), "{class}");
        }
        for class in [
            "",
            "main-content-with-sidebar",
            "content-sidebar",
            "card-footer",
            "has-sidebar",
            "popular-roles",
            "header",
            "salary-banner",
            "shared",
            "post",
            "row",
            "adviser",
            "table-search-results",
        ] {
            assert!(!is_aside_class(class), "{class}");
        }
    }

    #[test]
    fn tells_headings_of_other_things() {
        let section = Some(AsideHeading::Section);
        let links = Some(AsideHeading::Links);
        for (heading, expected) in [
            ("Related courses", section),
            ("Related Data Science Courses:", section),
            ("You May Also Like", section),
            ("Trending", section),
            ("Enquire now!", section),
            ("Table of Contents", links),
            ("Share this", links),
            ("Trending roles", None),
            ("Related roles", None),
            ("More on pay", None),
            ("Popular cities for tilers", None),
            ("Courses", None),
            ("", None),
        ] {
            assert_eq!(aside_heading(heading), expected, "{heading:?}");
        }
    }
}
