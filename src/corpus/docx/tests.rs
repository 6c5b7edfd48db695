//! Documents made here part by part, and what is read of them.

use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::outline::show::{check_sound, describe};
use super::super::{Loaded, Severity};
use super::*;

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("memory takes it");
        writer.write_all(bytes).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>"
    )
}

fn whole(body: &str) -> Vec<u8> {
    let styles = "<w:styles>\
        <w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
        <w:style w:styleId=\"Mine\"><w:name w:val=\"My head\"/><w:basedOn w:val=\"H2\"/></w:style>\
        <w:style w:styleId=\"H2\"><w:name w:val=\"H2\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
        <w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>\
        <w:style w:styleId=\"C\"><w:name w:val=\"toc 1\"/></w:style>\
        <w:style w:styleId=\"Strong\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:styleId=\"L\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        </w:styles>";
    let numbering = "<w:numbering>\
        <w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"9\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"lowerLetter\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"8\"/></w:num>\
        <w:num w:numId=\"2\"><w:abstractNumId w:val=\"9\"/></w:num></w:numbering>";
    let core = "<cp:coreProperties><dc:title>Pay &amp; more</dc:title></cp:coreProperties>";
    packed(&[
        ("word/document.xml", document(body).as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

fn loaded(bytes: Vec<u8>) -> Loaded {
    Loaded::from_bytes(DocumentId("a.docx".to_owned()), bytes)
}

#[track_caller]
fn check(body: &str, expected: &str) {
    let parsed = loaded(whole(body)).parse().expect("a document");
    check_sound(&parsed.document);
    assert_eq!(describe(&parsed.document), expected, "reading {body}");
}

#[track_caller]
fn check_refused(bytes: Vec<u8>, expected: &str) {
    let problem = loaded(bytes).parse().expect_err("a problem");
    assert_eq!(problem.to_string(), format!("a.docx: {expected}"));
    assert_eq!(problem.severity, Severity::Error);
}

/// A paragraph with a style and one run.
fn styled(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn plain_words(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn bold(words: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p>")
}

fn entry(list: &str, level: u8, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
         <w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

fn cell(format: &str, words: &str) -> String {
    format!(
        "<w:tc><w:tcPr>{format}</w:tcPr>{}</w:tc>",
        plain_words(words)
    )
}

fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

#[test]
fn reads_headings_by_their_styles() {
    check(
        &[
            styled("berschrift1", "One"),
            styled("Mine", "Two"),
            styled("Heading3", "Three"),
            styled("C", "One\t1"),
        ]
        .concat(),
        "H1 One | H2 Two | H3 Three",
    );
    check(
        &[
            styled("T", "Pay"),
            styled("berschrift1", "One"),
            plain_words("Words."),
        ]
        .concat(),
        "H1 Pay | H2 One | P Words.",
    );
    check(
        "<w:p><w:pPr><w:outlineLvl w:val=\"3\"/></w:pPr><w:r><w:t>Four</w:t></w:r></w:p>",
        "H4 Four",
    );
    check(&styled("HTMLPreformatted", "x = 1"), "C x = 1");
}

#[test]
fn reads_bold_lines_as_headings() {
    check(
        &[
            bold("In Oslo"),
            bold("They earn well."),
            plain_words("Words"),
        ]
        .concat(),
        "H2 In Oslo | P They earn well. | P Words",
    );
    check(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Note</w:t></w:r><w:r><w:t>: words</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rStyle w:val=\"Strong\"/></w:rPr><w:t>Skills</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>Words</w:t></w:r></w:p>",
        "P Note: words | H2 Skills | P Words",
    );
}

#[test]
fn counts_lists() {
    check(
        &[
            entry("1", 0, "a"),
            entry("2", 0, "b"),
            entry("2", 1, "c"),
            entry("2", 1, "d"),
            entry("2", 0, "e"),
            entry("2", 1, "f"),
            entry("0", 0, "g"),
            styled("L", "h"),
            entry("77", 9, "i"),
        ]
        .concat(),
        "I0 a | I0#3 b | I1#1 c | I1#2 d | I0#4 e | I1#1 f | P g | I0 h | I9 i",
    );
}

#[test]
fn reads_tables_with_cells_that_span() {
    let merged = "<w:vMerge w:val=\"restart\"/>";
    check(
        &format!(
            "<w:tbl>{}{}{}{}</w:tbl>",
            row(&[cell("", "Place"), cell("<w:gridSpan w:val=\"2\"/>", "Pay")]),
            row(&[cell(merged, "Oslo"), cell("", "€1"), cell("", "€2")]),
            row(&[cell("<w:vMerge/>", ""), cell("", "€3"), cell("", "€4")]),
            row(&[cell("<w:gridSpan w:val=\"2\"/>", "All"), cell("", "€5")]),
        ),
        "T Place;Pay;Pay / Oslo;€1;€2 / Oslo;€3;€4 / All;;€5",
    );
    check(
        &format!(
            "<w:tbl>{}{}</w:tbl>",
            row(&[cell("", "Oslo"), cell("", "€1")]),
            row(&[cell("", "Riga"), cell("", "€2")])
        ),
        "T  / Oslo;€1 / Riga;€2",
    );
    check(
        &format!("<w:tbl>{}</w:tbl>", row(&[cell("", "A box.")])),
        "P A box.",
    );
    let inner = format!("<w:tbl>{}</w:tbl>", row(&[cell("", "x"), cell("", "y")]));
    check(
        &format!(
            "<w:tbl>{}{}</w:tbl>",
            row(&[cell("", "a"), cell("", "b")]),
            format_args!(
                "<w:tr><w:tc>{inner}{}</w:tc>{}</w:tr>",
                plain_words("z"),
                cell("", "€1")
            )
        ),
        "T a;b / x y z;€1",
    );
}

#[test]
fn leaves_out_what_is_not_shown() {
    check(
        "<w:p><w:r><w:t>One</w:t></w:r><w:del><w:r><w:delText>two</w:delText><w:t>two</w:t></w:r></w:del>\
         <w:ins><w:r><w:t xml:space=\"preserve\"> three</w:t></w:r></w:ins>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>four</w:t></w:r>\
         <w:r><w:rPr><w:strike/></w:rPr><w:t>four</w:t></w:r>\
         <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
         <w:hyperlink><w:r><w:t xml:space=\"preserve\"> five</w:t></w:r></w:hyperlink></w:p>",
        "P One three five",
    );
    check(
        &format!(
            "<w:tbl>{}<w:tr><w:trPr><w:del/></w:trPr>{}{}</w:tr>{}</w:tbl>",
            row(&[cell("", "a"), cell("", "b")]),
            cell("", "x"),
            cell("", "€9"),
            row(&[cell("", "c"), cell("", "€1")])
        ),
        "T a;b / c;€1",
    );
}

#[test]
fn reads_text_boxes_once() {
    let inner = plain_words("In a box");
    check(
        &format!(
            "<w:p><w:r><w:t>Before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{inner}</w:txbxContent></mc:Choice>\
             <mc:Fallback><w:txbxContent>{inner}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>"
        ),
        "P In a box | P Before after",
    );
}

#[test]
fn reads_breaks_and_characters() {
    check(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c&amp;&#233;&lol;</w:t></w:r></w:p>",
        "P a⏎b\tc&é",
    );
}

#[test]
fn takes_the_title_of_the_properties_where_no_heading_is_one() {
    let title = |body: &str| {
        loaded(whole(body))
            .parse()
            .expect("a document")
            .document
            .source
            .title
    };
    assert_eq!(title(&plain_words("Words")).as_deref(), Some("Pay & more"));
    assert_eq!(
        title(&styled("T", "Pay of tilers")).as_deref(),
        Some("Pay of tilers")
    );
}

#[test]
fn finds_the_text_where_the_package_says() {
    let relations = "<Relationships><Relationship Type=\"http://x/officeDocument\" Target=\"/body/text.xml\"/></Relationships>";
    let bytes = packed(&[
        ("_rels/.rels", relations.as_bytes()),
        ("body/text.xml", document(&plain_words("Words")).as_bytes()),
    ]);
    let parsed = loaded(bytes).parse().expect("a document");
    assert_eq!(describe(&parsed.document), "P Words");
}

#[test]
fn refuses_what_is_no_document() {
    check_refused(
        b"PK no".to_vec(),
        "cannot be read as DOCX: it is no sound ZIP archive; open it in a word processor and save it as .docx again",
    );
    check_refused(
        Vec::new(),
        "cannot be read as DOCX: it is no sound ZIP archive; open it in a word processor and save it as .docx again",
    );
    check_refused(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
        "cannot be read as DOCX: it has a password or is of the old .doc format; save it as .docx without a password",
    );
    check_refused(
        packed(&[("a.txt", b"")]),
        "cannot be read as DOCX: it holds no `word/document.xml`; open it in a word processor and save it as .docx again",
    );
    check_refused(
        packed(&[("word/document.xml", b"<w:p><w:r>")]),
        "cannot be read as DOCX: `word/document.xml` is no sound XML at byte 10; open it in a word processor and save it as .docx again",
    );
    check_refused(
        packed(&[("word/document.xml", b"\xff\xfe")]),
        "cannot be read as DOCX: `word/document.xml` is not UTF-8; open it in a word processor and save it as .docx again",
    );
    let deep = "<a>".repeat(100_000);
    check_refused(
        packed(&[("word/document.xml", deep.as_bytes())]),
        "cannot be read as DOCX: `word/document.xml` is no sound XML at byte 1539; open it in a word processor and save it as .docx again",
    );
}

#[test]
fn refuses_a_part_that_unpacks_to_too_much() {
    let size = usize::try_from(PART_MAX_BYTES).expect("it fits memory") + 1;
    check_refused(
        packed(&[("word/document.xml", &vec![b' '; size])]),
        "cannot be read as DOCX: `word/document.xml` unpacks to more than 64 MiB; split the document",
    );
}

#[test]
fn never_expands_entities_of_a_file() {
    let text = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:p><w:r><w:t>x&b;y</w:t></w:r></w:p>";
    let parsed = loaded(packed(&[("word/document.xml", text.as_bytes())]))
        .parse()
        .expect("a document");
    assert_eq!(describe(&parsed.document), "P xy");
}

#[test]
fn bounds_the_text() {
    let long = "tile ".repeat(1_000_000);
    let parsed = loaded(whole(&[plain_words(&long), plain_words("more")].concat()))
        .parse()
        .expect("a document");
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(
        parsed.problems[0].to_string(),
        "a.docx: has more than 4 MiB of text; the rest is left out; split it"
    );
}

#[test]
fn bears_any_change() {
    let good = whole(
        &[
            styled("T", "Pay"),
            entry("2", 0, "b"),
            bold("Oslo"),
            format!(
                "<w:tbl>{}{}</w:tbl>",
                row(&[cell("", "a"), cell("", "b")]),
                row(&[cell("", "c"), cell("", "€1")])
            ),
        ]
        .concat(),
    );
    for step in 0..300 {
        let mut bytes = good.clone();
        let at = step * good.len() / 300;
        bytes[at] ^= 1 << (step % 8);
        if step % 7 == 0 {
            bytes.truncate(at);
        }
        if let Ok(parsed) = loaded(bytes).parse() {
            check_sound(&parsed.document);
        }
    }
    let body = document(&[styled("T", "Pay"), entry("2", 0, "b"), bold("Oslo")].concat());
    for at in 0..body.len() {
        let mut bytes = body.clone().into_bytes();
        bytes[at] ^= 0x15;
        if let Ok(parsed) = loaded(packed(&[("word/document.xml", &bytes)])).parse() {
            check_sound(&parsed.document);
        }
    }
}
