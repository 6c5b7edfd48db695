//! What a page says of its origin: in its head, and in the marks for search engines.

use super::keep::Content;
use super::tree::Tree;
use crate::corpus::front::{clean, is_address};
use crate::domain::Source;

/// How long a value may be.
const VALUE_MAX_CHARS: usize = 500;

/// What parts a title from the name of the site.
const SEPARATORS: [&str; 9] = [
    " | ", " - ", " : ", " – ", " — ", " :: ", " » ", " · ", " • ",
];

/// The names under which pages state when they were published, those most to be trusted first.
const PUBLISHED: [&str; 6] = [
    "article:published_time",
    "datePublished",
    "og:published_time",
    "date",
    "pubdate",
    "dc.date",
];

/// The origin of a page as far as it says it.
pub(super) fn source(tree: &Tree, content: &Content) -> Source {
    let publisher = meta(tree, "og:site_name");
    Source {
        title: title(tree, content, publisher.as_deref()),
        url: url(tree),
        published: published(tree, content),
        publisher,
        ..Source::default()
    }
}

fn bounded(words: &str) -> Option<String> {
    let words: String = clean(words).chars().take(VALUE_MAX_CHARS).collect();
    (!words.is_empty()).then_some(words)
}

/// The first value of a `meta` element of this name.
fn meta(tree: &Tree, name: &str) -> Option<String> {
    let mut found = (0..tree.len()).filter(|at| {
        let names = ["property", "name", "itemprop"];
        let mut names = names.iter().filter_map(|key| tree.attribute(*at, key));
        tree.name(*at) == "meta" && names.any(|said| said.eq_ignore_ascii_case(name))
    });
    found.find_map(|at| bounded(tree.attribute(at, "content")?))
}

/// The title, without the name of the site where something confirms what is left; one that cannot be cut comes last.
fn title(tree: &Tree, content: &Content, site: Option<&str>) -> Option<String> {
    let in_svg = |at: &usize| tree.above(*at).any(|above| tree.name(above) == "svg");
    let own = (0..tree.len()).find(|at| tree.name(*at) == "title" && !in_svg(at));
    let own = own.and_then(|at| bounded(&tree.plain(at)));
    let shared = meta(tree, "og:title");
    let inside = tree.inside(content.root);
    let heading = content
        .heading
        .or_else(|| {
            inside
                .clone()
                .find(|at| tree.name(*at) == "h1" && !content.leaves_out(*at))
        })
        .and_then(|at| bounded(&tree.plain(at)));
    let confirms = [heading.as_deref(), shared.as_deref()];
    let cut = |title: &str| without_site(title, &confirms, site);
    let has_site = own.as_deref().is_some_and(|title| {
        let mut separators = SEPARATORS.iter();
        cut(title) == title && separators.any(|separator| title.contains(separator))
    });
    let shared = shared.as_deref().map(cut);
    if has_site {
        shared.or(heading).or(own)
    } else {
        own.as_deref().map(cut).or(shared).or(heading)
    }
}

/// The part of a title that one of `confirms` says too, or that the name of the site leaves.
fn without_site(title: &str, confirms: &[Option<&str>], site: Option<&str>) -> String {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    for separator in SEPARATORS {
        for (at, _) in title.match_indices(separator) {
            let before = title.get(..at).unwrap_or_default().trim();
            let after = title.get(at + separator.len()..).unwrap_or_default().trim();
            let is_confirmed = confirms.iter().flatten().any(|other| same(other, before));
            let is_site = site.is_some_and(|site| same(site, after));
            if !before.is_empty() && (is_confirmed || is_site) {
                return before.to_owned();
            }
        }
    }
    title.to_owned()
}

fn url(tree: &Tree) -> Option<String> {
    let canonical = (0..tree.len())
        .filter(|at| {
            let rel = tree.attribute(*at, "rel").unwrap_or_default();
            tree.name(*at) == "link" && rel.eq_ignore_ascii_case("canonical")
        })
        .find_map(|at| tree.attribute(at, "href").map(str::to_owned));
    let said = [canonical, meta(tree, "og:url")];
    said.into_iter()
        .flatten()
        .map(|url| clean(&url))
        .find(|url| is_address(url))
}

fn published(tree: &Tree, content: &Content) -> Option<String> {
    let stated = PUBLISHED.iter().find_map(|name| day(&meta(tree, name)?));
    let stated = stated.or_else(|| {
        let mut scripts = (0..tree.len()).filter(|at| tree.name(*at) == "script");
        scripts.find_map(|at| in_script(&all_words(tree, at)))
    });
    stated.or_else(|| {
        let time = |at: &usize| tree.name(*at) == "time" && !content.leaves_out(*at);
        let is_sure = |at: &usize| {
            tree.attribute(*at, "itemprop") == Some("datePublished")
                || tree.attribute(*at, "pubdate").is_some()
        };
        let read = |at: usize| day(tree.attribute(at, "datetime")?);
        let mut all = 0..tree.len();
        let sure = all.clone().filter(time).filter(is_sure).find_map(read);
        // The first in a page is the article's; those of comments and of other articles follow it.
        sure.or_else(|| all.find(time).and_then(read))
    })
}

fn all_words(tree: &Tree, at: usize) -> String {
    tree.inside(at).map(|inner| tree.words(inner)).collect()
}

/// The value of `"datePublished"` in the JSON of a script; nothing else of it is looked at.
fn in_script(json: &str) -> Option<String> {
    let (_, after) = json.split_once("\"datePublished\"")?;
    let value = after.trim_start().strip_prefix(':')?.trim_start();
    let (value, _) = value.strip_prefix('"')?.split_once('"')?;
    day(value)
}

/// The day of a point in time such as `2026-03-04T05:06:07Z`.
fn day(written: &str) -> Option<String> {
    let written = written.trim();
    let day = written.get(..10).unwrap_or(written);
    let mut parts = day.split('-');
    let mut is_number = |digits: usize| {
        parts.next().is_some_and(|part| {
            part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    (is_number(4) && is_number(2) && is_number(2)).then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{keep, tree};
    use super::*;

    /// `title; publisher; url; published`, with `-` for what is not stated.
    #[track_caller]
    fn check(html: &str, expected: &str) {
        let tree = tree::read(html, 0);
        let source = source(&tree, &keep::content(&tree));
        let stated = [source.title, source.publisher, source.url, source.published];
        let stated = stated.map(|value| value.unwrap_or_else(|| "-".to_owned()));
        assert_eq!(stated.join("; "), expected, "reading {html:?}");
    }

    #[test]
    fn cuts_the_name_of_the_site_from_the_title() {
        let page = |title: &str, rest: &str| format!("<head><title>{title}</title>{rest}");
        check(
            &page("Pay of tilers | Tiles &amp; Co", "<h1>Pay of Tilers</h1>"),
            "Pay of tilers; -; -; -",
        );
        check(
            &page(
                "Pay - what tilers earn - Tiles",
                "<h1>Pay - what tilers earn</h1>",
            ),
            "Pay - what tilers earn; -; -; -",
        );
        check(
            &page(
                "Pay of tilers – Tiles",
                "<meta property=og:site_name content=Tiles>",
            ),
            "Pay of tilers; Tiles; -; -",
        );
        check(
            &page("Pay of tilers | Tiles", "<h1>What is paid</h1>"),
            "What is paid; -; -; -",
        );
        check(&page("Pay | Tiles", ""), "Pay | Tiles; -; -; -");
        check("<svg><title>logo</title></svg><h1>Pay</h1>", "Pay; -; -; -");
        check(
            "<meta property='og:title' content='Pay of tilers'><h1>Pay</h1>",
            "Pay of tilers; -; -; -",
        );
    }

    #[test]
    fn reads_the_address() {
        check(
            "<link rel=canonical href='https://a.example/x'>",
            "-; -; https://a.example/x; -",
        );
        check(
            "<link rel=canonical href='/x'><meta property=og:url content='http://a.example/y'>",
            "-; -; http://a.example/y; -",
        );
        check(
            "<link rel=canonical href='javascript:alert(1)'>",
            "-; -; -; -",
        );
    }

    #[test]
    fn reads_when_it_was_published() {
        check(
            "<meta property=article:published_time content=2025-02-03T04:05Z>",
            "-; -; -; 2025-02-03",
        );
        check(
            "<p><time datetime=2025-02-03>Monday</time>",
            "-; -; -; 2025-02-03",
        );
        check("<p><time datetime=PT5M>5 minutes</time>", "-; -; -; -");
        check(
            "<time datetime=2020-01-01>x</time><time itemprop=datePublished datetime=2025-02-03>y</time>",
            "-; -; -; 2025-02-03",
        );
        check(
            "<script type='application/ld+json'>{\"@type\": \"Article\", \"datePublished\" : \"2025-02-03T00:00\"}</script>",
            "-; -; -; 2025-02-03",
        );
    }
}
