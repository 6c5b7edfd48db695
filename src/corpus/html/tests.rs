use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::Loaded;
use super::super::outline::show::{check_sound, describe, document};
use crate::domain::DocumentId;

#[track_caller]
fn check(html: &str, expected: &str) {
    let document = document("a.html", html);
    assert_eq!(describe(&document), expected, "reading {html:?}");
    check_sound(&document);
}

#[test]
fn reads_headings_and_paragraphs() {
    check(
        "<h1>Tilers</h1><p>They lay\n  tiles.<p>On <b>floors</b>.<h2 id=x>Pay</h2><div>£9<div>an hour</div></div>",
        "H1 Tilers | P They lay tiles. | P On floors. | H2 Pay | P £9 | P an hour",
    );
    check(
        "<p>one<br>two<br/>three<hr>four",
        "P one⏎two⏎three | P four",
    );
    check(
        "<h2>Pay <br> of <span>tilers</span></h2>",
        "H2 Pay of tilers",
    );
    check(
        "one<p> </p><h2> </h2><blockquote><p>two<p>three</blockquote>",
        "P one | P two | P three",
    );
    check(
        "<p>a<!-- b -->c &amp; <del>£1</del> d&nbsp;e",
        "P ac & d\u{a0}e",
    );
}

#[test]
fn leaves_out_what_a_server_runs() {
    check(
        "<?php if ($a->b > 1): ?><p>one</p><% x > y %>two<?= $c ?>",
        "P one | P two",
    );
    check("<p>one<?php two><p>three<? four", "P one | P three");
}

#[test]
fn says_what_is_too_much() {
    let loaded =
        |html: String| Loaded::from_bytes(DocumentId("a.html".to_owned()), html.into_bytes());
    let problems = |html: String| match loaded(html).parse() {
        Ok(parsed) => parsed.problems.iter().map(ToString::to_string).collect(),
        Err(problem) => vec![problem.to_string()],
    };
    let half = format!("<p>{}\n", "x".repeat(3_000_000));
    assert_eq!(problems(half.clone()), Vec::<String>::new());
    assert_eq!(
        problems(half.repeat(2)),
        ["a.html:2: has too much text, and is not read from here on; split it"]
    );
    assert_eq!(
        problems("x".repeat(16 * 1024 * 1024 + 1)),
        ["a.html: is 16777217 bytes; documents up to 16 MiB are read; split it"]
    );
}

#[test]
fn joins_words_as_a_page_shows_them() {
    check("<p><b>x</b>y <i>z</i>.", "P xy z.");
    check("<p>£<span>95</span><span>,000</span>", "P £95,000");
    check(
        "<p><span>Tiler</span><span>£9</span><a>Fitter</a>",
        "P Tiler £9 Fitter",
    );
    check(
        "<p><span>£9</span><span>per hour</span> <span>95</span><span>k</span>",
        "P £9 per hour 95k",
    );
    check(
        "<p>£9<sup><a href=#n>1</a></sup> on the 1<sup>st</sup>, m<sup>2</sup>",
        "P £9 on the 1st, m 2",
    );
}

#[test]
fn reads_lists() {
    check(
        "<ul><li>one<ul><li>two</ul>after<li><p>three<p>four</ul>",
        "I0 one | I1 two | P after | I0 three⏎four",
    );
    check(
        "<ol start=3><li>a<li value=7>b<li>c</ol>",
        "I0#3 a | I0#7 b | I0#8 c",
    );
    check(
        "<ol start=x><li>a</ol><ul><li value=7>b</ul>",
        "I0#1 a | I0 b",
    );
    check("<ul><li><b>Pay</b></ul>", "I0 Pay");
}

#[test]
fn reads_terms_and_definitions() {
    check(
        "<dl><dt>Pay</dt><dd>£9</dd><dt>Town:<dd>Riga</dl>",
        "I0 Pay: £9 | I0 Town: Riga",
    );
    check(
        "<dl><div><dt>Pay</dt><dd>£9</dd></div><dd>loose</dl>",
        "I0 Pay: £9: loose",
    );
}

#[test]
fn takes_bold_lines_and_switches_for_headings() {
    check(
        "<h2>Pay</h2><p><strong>In towns</strong></p><p>£9</p><p><b>It is</b> so</p><p><b>So it is.</b>",
        "H2 Pay | H3 In towns | P £9 | P It is so | P So it is.",
    );
    check(
        "<details><summary>What is paid?</summary>£9</details>",
        "H2 What is paid? | P £9",
    );
    check(
        "<button aria-expanded=false>What do tilers earn?</button><p>£9",
        "H2 What do tilers earn? | P £9",
    );
}

#[test]
fn reads_code() {
    check("<pre>a\n  b</pre><p><code>c</code> d", "C a⏎  b | P c d");
}

#[test]
fn reads_tables() {
    check(
        "<table><caption>Pay</caption><thead><tr><th>Town<th>Pay<tbody><tr><td>Riga<td><p>€9</p></table>",
        "P Pay | T Town;Pay / Riga;€9",
    );
    check(
        "<table><tr><td><b>Town</b><td><strong>Pay</strong><tr><td>Riga<td>€9<br>an hour</table>",
        "T Town;Pay / Riga;€9 an hour",
    );
    check(
        "<table><tr><td>Town<td>Pay<tr><td>Riga<td>€9</table>",
        "T Town;Pay / Riga;€9",
    );
    check(
        "<table><tr><td>Riga<td>€9<tr><td>Oslo<td>€8</table>",
        "T  / Riga;€9 / Oslo;€8",
    );
    check(
        "<table><tr><th>Riga<td>€9<tr><th>Oslo<td>€8</table>",
        "T  / Riga;€9 / Oslo;€8",
    );
    check(
        "<table><tr><th>Role<th>Skills<tr><td>Tiler<td><ul><li>cutting<li>laying</ul></table>",
        "T Role;Skills / Tiler;cutting, laying",
    );
}

#[test]
fn repeats_cells_that_span_others() {
    check(
        "<table><tr><th rowspan=2>Town<th colspan=2>Pay<tr><th>Low<th>High<tr><td>Riga<td>€8<td>€9</table>",
        "T Town;Pay Low;Pay High / Riga;€8;€9",
    );
    check(
        "<table><tr><th>Land<th>Town<th>Pay<tr><td rowspan=2>Latvia<td>Riga<td>€9<tr><td>Cesis<td>€8\
         <tr><td colspan=2>Norway<td>€7<tr><td colspan=3>Guesses</table>",
        "T Land;Town;Pay / Latvia;Riga;€9 / Latvia;Cesis;€8 / Norway;Norway;€7 / Guesses",
    );
    check(
        "<table><tr><th colspan=2>Pay of tilers<tr><th>Town<th>Pay<tr><td>Riga<td>€9</table>",
        "P Pay of tilers | T Town;Pay / Riga;€9",
    );
}

#[test]
fn reads_layouts_as_what_they_hold() {
    check("<table><tr><td><h2>Pay</h2><p>€9</table>", "H2 Pay | P €9");
    check(
        "<table role=presentation><tr><td>a<td>b</table>",
        "P a | P b",
    );
    check(
        "<table><tr><td>a<td><table><tr><th>Town<th>Pay<tr><td>Riga<td>€9</table></table>",
        "P a | T Town;Pay / Riga;€9",
    );
}

#[test]
fn reads_tables_made_of_blocks() {
    check(
        "<div class=divTable><div class=divTableRow><div>Town</div><div>Pay</div></div>\
         <div class=divTableRow><div>Riga</div><div>€9</div></div></div>",
        "T Town;Pay / Riga;€9",
    );
    check(
        "<div role=table><div role=row><b role=columnheader>Town</b><b role=columnheader>Pay</b></div>\
         <div role=row><i role=cell>Riga</i><i role=cell>€9</i></div></div>",
        "T Town;Pay / Riga;€9",
    );
    check(
        "<div class=row><div class=col>a</div><div class=col>b</div></div>",
        "P a | P b",
    );
}

#[test]
fn knows_the_lines_of_the_page() {
    let document = document(
        "a.html",
        "https://a.example/x\n<title>Pay</title>\n<p>\none\n<p>two",
    );
    let lines: Vec<_> = document
        .blocks
        .iter()
        .map(|block| document.line(block.span.start))
        .collect();
    assert_eq!(lines, [Some(4), Some(5)]);
    assert_eq!(document.source.url.as_deref(), Some("https://a.example/x"));
    assert_eq!(document.source.title.as_deref(), Some("Pay"));
}

#[test]
fn reads_the_encoding_a_page_names() {
    for head in [
        "<?xml version='1.0' encoding='windows-1251'?>",
        "<meta charset=windows-1251>",
        "<meta http-equiv=content-type content='text/html; charset=Windows-1251'>",
    ] {
        let mut bytes = head.as_bytes().to_vec();
        bytes.extend(b"<p>\xCF\xEB\xE8\xF2\xEA\xE0");
        let loaded = Loaded::from_bytes(DocumentId("a.html".to_owned()), bytes);
        let parsed = loaded.parse().expect("the page can be read");
        assert_eq!(describe(&parsed.document), "P Плитка", "{head}");
        assert_eq!(parsed.encoding, "windows-1251");
    }
}

#[test]
fn bears_pages_made_to_be_hard_to_read() {
    let start = Instant::now();
    let rows = "<tr><td>Riga<td>€9".repeat(20_000);
    let spans = "<tr><td rowspan=9999 colspan=100000000>€9".repeat(2_000);
    for html in [
        "<div>".repeat(20_000),
        "<b><p>".repeat(20_000),
        "<table><tr><td>".repeat(5_000),
        "<ul><li>".repeat(10_000) + "x",
        "<dl><dt>x<dd>".repeat(5_000),
        "<".repeat(1_000_000),
        "&".repeat(1_000_000),
        "<p ".to_owned() + &"x".repeat(1_000_000),
        format!("<p class='{}'>x", "a-b ".repeat(250_000)),
        format!("<p {}>x", "a ".repeat(100_000)),
        "<h2>Trending</h2><p>x".repeat(20_000),
        "<font color=1><p>x".repeat(20_000),
        "</div></p></b>".repeat(20_000),
        format!("<table><tr><th>Town<th>Pay{rows}</table>"),
        format!("<table>{spans}</table>"),
    ] {
        let loaded = Loaded::from_bytes(DocumentId("a.html".to_owned()), html.into_bytes());
        let _either = loaded.parse();
    }
    let taken = start.elapsed();
    assert!(taken < Duration::from_mins(2), "{taken:?}");
}

/// Pages made of what means something to a reader.
fn soup() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<div class=sidebar>",
        "<b>",
        "</b>",
        "<a href=#x>",
        "</a>",
        "<ul>",
        "</ul>",
        "<ol start=3>",
        "<li>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<th colspan=3>",
        "<td rowspan=2>",
        "<thead>",
        "<caption>",
        "<h1>",
        "<h2>Related posts</h2>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<blockquote>",
        "<main>",
        "<article>",
        "<nav>",
        "<svg>",
        "<script>",
        "</script>",
        "<style>",
        "<title>",
        "<br>",
        "<hr>",
        "<button aria-expanded>",
        "<summary>",
        "<sup>",
        "<span>",
        "<!--",
        "-->",
        "&amp;",
        "&#27;",
        "<",
        ">",
        "\n",
        " ",
        "word",
        "two words. ",
        "₹9",
        "12",
        "é",
        "\u{1b}",
        "\u{200b}",
        "<div role=table>",
        "<div role=row>",
        "<div role=cell>",
        "+++\n",
        "https://a.example\n",
    ]);
    prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn reads_any_page(html in prop_oneof![any::<String>(), soup()]) {
        let loaded = Loaded::from_bytes(DocumentId("a.html".to_owned()), html.into_bytes());
        if let Ok(parsed) = loaded.parse() {
            check_sound(&parsed.document);
        }
    }
}
