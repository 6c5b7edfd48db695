//! An article on a page of the web says what it says in Markdown.

use std::fs;
use std::path::PathBuf;

use careerbot::corpus::Loaded;
use careerbot::domain::{Document, DocumentId};
use careerbot::extract::extract;
use careerbot::vocabulary::Vocabulary;
use pulldown_cmark::{Options, Parser};

use crate::bot::listing;
use crate::project::root;

/// What stands around the article on a page.
const BEFORE: &str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>A page</title>\
    <style>p { color: red }</style><script>var pay = '<p>£9';</script></head><body>\
    <nav><ul><li><a href=/>Home</a></li><li><a href=/pay>Pay of plumbers in Norway: €90,000</a></li></ul></nav>\
    <div class=cookie-banner>We use cookies.</div><main class=content-with-sidebar>";

const AFTER: &str = "<h2>Related articles</h2><ul><li><a href=/x>Plumbers earn $99,000 a year</a></li></ul>\
    </main><aside class=sidebar>Plumbers earn £99,000 a year.</aside><footer>© 2020</footer></body></html>";

fn document(name: &str, text: &str) -> Document {
    let id = DocumentId(name.to_owned());
    let loaded = Loaded::from_bytes(id, text.as_bytes().to_vec());
    loaded.parse().expect("the text can be read").document
}

/// Every fact with the headings it stands under and the words it was read from.
fn facts(document: &Document) -> Vec<String> {
    let read = extract(document, Vocabulary::builtin());
    let facts = read.facts.iter();
    facts
        .map(|fact| {
            without_spans(&format!(
                "{:?}\n  {:?}\n  {}",
                fact.body, fact.evidence.headings, fact.evidence.text
            ))
        })
        .collect()
}

/// The front matter of an article, and what follows it.
fn front_and_body(text: &str) -> (&str, &str) {
    let end = text
        .get(4..)
        .and_then(|rest| rest.find("\n+++\n"))
        .map(|at| at + 9);
    let end = end.filter(|_| text.starts_with("+++\n")).unwrap_or(0);
    text.split_at_checked(end).expect("a line ends there")
}

/// The page that an article in Markdown becomes.
fn page(markdown: &str) -> String {
    let (front, body) = front_and_body(markdown);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(body, options));
    format!("{front}{BEFORE}{html}{AFTER}")
}

/// The articles of the project, and the golden documents.
fn articles() -> Vec<PathBuf> {
    let folders = [
        "corpus",
        "corpus/roles",
        "corpus/roadmaps",
        "corpus/figures",
        "tests/golden",
    ];
    let files = folders
        .iter()
        .flat_map(|folder| listing(&root().join(folder)));
    files
        .filter(|path| {
            path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md")
        })
        .collect()
}

/// `text` without the places of its parts.
fn without_spans(text: &str) -> String {
    let mut parts = text.split("Span { start: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        kept + part.split_once('}').map_or(part, |(_, after)| after)
    })
}

#[test]
fn a_page_says_what_its_markdown_says() {
    let articles = articles();
    assert!(articles.len() > 15, "{} articles", articles.len());
    let mut wrong = String::new();
    for path in articles {
        let markdown = fs::read_to_string(&path).expect("an article");
        let expected = facts(&document("a.md", &markdown));
        let found = facts(&document("a.html", &page(&markdown)));
        if found == expected {
            continue;
        }
        let differ = expected
            .iter()
            .zip(&found)
            .find(|(expected, found)| expected != found);
        let path = path.display();
        let (from, to) = (expected.len(), found.len());
        let line = format!(
            "{path}: {from} facts, {to} on the page; the first that differs: {differ:#?}\n"
        );
        wrong += &line;
    }
    assert!(wrong.is_empty(), "{wrong}");
}
