//! Ranking passages, and saying which words of them matched.
//!
//! Scores are BM25 with the statistics of passages alone: documents and facts stand in the same index, and would
//! otherwise make every word look rarer and every passage longer than it is.

use std::cmp::Ordering;
use std::collections::HashSet;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery,
    Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term,
};

use super::super::words::{self, Word};
use super::super::{PASSAGES_MAX, PassageHit, PassageQuery, TERMS_MAX};
use super::{Index, Keys, Kind, should};
use crate::domain::{Hit, Passage, Span};

/// How much a word in the text counts.
const BODY: Score = 1.0;

/// How much a word in a heading counts: a heading says what the passage is about.
const HEADINGS: Score = 1.6;

/// How much a word in the title counts: it speaks for every passage of the document alike.
const TITLE: Score = 0.8;

/// What another way to say a term counts against the asker's own words.
const OTHER_FORM: Score = 0.9;

/// How much a form of several words counts when it stands there as such.
const PHRASE: Score = 0.6;

/// How much it counts that the words of a form stand near each other; a phrase gets this too.
const NEAR: Score = 0.25;

/// How much each word of a form counts by itself.
const PART: Score = 0.35;

/// How much it counts that two neighbouring terms stand near each other.
const NEIGHBOURS: Score = 0.3;

/// How many other words may stand between the words of a form that are "near each other".
const SLOP: u32 = 3;

/// The most forms of a term that are looked for.
const FORMS_MAX: usize = 12;

/// The most words of a form that are looked for.
const FORM_MAX_WORDS: usize = 8;

/// The longest form that is read, in characters.
const FORM_MAX_CHARS: usize = 300;

/// The largest weight of a term.
const WEIGHT_MAX: Score = 100.0;

/// Scores are kept in steps of a thousandth: adding floats in another order must not decide between equals.
const SCORE_STEPS: Score = 1_000.0;

/// A form as the index knows it: words with their places in it.
type Form = Vec<(usize, String)>;

/// A term of the query as the index knows it.
struct Wanted {
    forms: Vec<Form>,
    weight: Score,
}

/// The best `limit` passages for `query`.
pub(super) fn find(
    index: &Index,
    query: &PassageQuery,
    limit: usize,
) -> tantivy::Result<Vec<PassageHit>> {
    let mut analyzer = index.analyzer.clone();
    let wanted = understand(query, &mut analyzer);
    let limit = limit.min(PASSAGES_MAX);
    let clauses = clauses(index, &wanted);
    if clauses.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let searcher = index.searcher();
    let statistics = Statistics::new(index, &searcher)?;
    let query = BooleanQuery::new(clauses);
    let scored = searcher.search_with_statistics_provider(&query, &EveryScore, &statistics)?;
    best(&searcher, scored, limit)?
        .into_iter()
        .map(|(score, address)| {
            let entry: TantivyDocument = searcher.doc(address)?;
            let passage: Passage = index.parse(&entry)?;
            let title = entry.get_first(index.fields.title);
            let title = title.and_then(|value| value.as_str()).unwrap_or_default();
            Ok(look_closer(&wanted, passage, title, score, &mut analyzer))
        })
        .collect()
}

/// The inverse document frequency of the rarest word of `form`.
pub(super) fn rarity(index: &Index, form: &str) -> tantivy::Result<f32> {
    let searcher = index.searcher();
    let passages = Statistics::new(index, &searcher)?.passages;
    let fields = index.fields;
    let mut rarest = 0.0_f32;
    for (_, word) in cut(form, &mut index.analyzer.clone()) {
        let mut holding = 0;
        for field in [fields.body, fields.headings, fields.title] {
            holding = holding.max(searcher.doc_freq(&Term::from_field_text(field, &word))?);
        }
        rarest = rarest.max(inverse_frequency(holding.min(passages), passages));
    }
    Ok(rarest)
}

/// # Source
/// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with the 1 inside the
/// logarithm that Lucene and tantivy add against negative values.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of passages are far below 2^24"
)]
fn inverse_frequency(holding: u64, passages: u64) -> f32 {
    let without = (passages - holding) as f32;
    (1.0 + (without + 0.5) / (holding as f32 + 0.5)).ln()
}

fn understand(query: &PassageQuery, analyzer: &mut TextAnalyzer) -> Vec<Wanted> {
    let terms = query.terms.iter().take(TERMS_MAX);
    terms
        .map(|term| {
            let mut forms: Vec<Form> = Vec::new();
            for form in term.forms.iter().take(FORMS_MAX) {
                let form = cut(form, analyzer);
                if !form.is_empty() && !forms.contains(&form) {
                    forms.push(form);
                }
            }
            let weight = if term.weight.is_finite() {
                term.weight.clamp(0.0, WEIGHT_MAX)
            } else {
                0.0
            };
            Wanted { forms, weight }
        })
        .collect()
}

fn cut(form: &str, analyzer: &mut TextAnalyzer) -> Form {
    let form: String = form.chars().take(FORM_MAX_CHARS).collect();
    let words = words::words(analyzer, &form);
    let first = words.first().map_or(0, |word| word.position);
    words
        .into_iter()
        .take(FORM_MAX_WORDS)
        .map(|word| (word.position - first, word.text))
        .collect()
}

/// What the query adds up: each term once, and a little for neighbours that stay together.
fn clauses(index: &Index, wanted: &[Wanted]) -> Vec<(Occur, Box<dyn Query>)> {
    let counting: Vec<&Wanted> = wanted
        .iter()
        .filter(|term| term.weight > 0.0 && !term.forms.is_empty())
        .collect();
    let mut clauses = Vec::new();
    for term in &counting {
        let ways = term.forms.iter().enumerate().map(|(number, form)| {
            let way = way(index, form);
            if number == 0 {
                way
            } else {
                Box::new(BoostQuery::new(way, OTHER_FORM))
            }
        });
        let best_way = DisjunctionMaxQuery::new(ways.collect());
        clauses.push(should(BoostQuery::new(Box::new(best_way), term.weight)));
    }
    for pair in counting.windows(2) {
        if let [left, right] = pair
            && let [Some(first), Some(second)] = [left.forms.first(), right.forms.first()]
            && first.len() + second.len() <= FORM_MAX_WORDS
        {
            let together = joined(first, second);
            let weight = NEIGHBOURS * left.weight.min(right.weight);
            for (field, boost) in searched(index) {
                if let Some(near) = phrase(field, &together, SLOP) {
                    clauses.push(should(BoostQuery::new(near, boost * weight)));
                }
            }
        }
    }
    clauses
}

fn searched(index: &Index) -> [(Field, Score); 3] {
    let fields = index.fields;
    [
        (fields.body, BODY),
        (fields.headings, HEADINGS),
        (fields.title, TITLE),
    ]
}

/// One form in all fields.
fn way(index: &Index, form: &Form) -> Box<dyn Query> {
    let mut clauses = Vec::new();
    for (field, boost) in searched(index) {
        let several = form.len() > 1;
        for (_, word) in form {
            let part = if several { PART } else { 1.0 };
            let term = Term::from_field_text(field, word);
            let word: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            clauses.push(should(BoostQuery::new(word, boost * part)));
        }
        for (slop, counts) in [(0, PHRASE), (SLOP, NEAR)] {
            if let Some(phrase) = phrase(field, form, slop) {
                clauses.push(should(BoostQuery::new(phrase, boost * counts)));
            }
        }
    }
    Box::new(BooleanQuery::new(clauses))
}

fn phrase(field: Field, form: &Form, slop: u32) -> Option<Box<dyn Query>> {
    if form.len() < 2 {
        return None;
    }
    let terms = form.iter();
    let terms = terms.map(|(offset, word)| (*offset, Term::from_field_text(field, word)));
    let phrase = PhraseQuery::new_with_offset_and_slop(terms.collect(), slop);
    Some(Box::new(phrase))
}

fn joined(first: &Form, second: &Form) -> Form {
    let after = first.last().map_or(0, |(offset, _)| offset + 1);
    let second = second.iter();
    let second = second.map(|(offset, word)| (offset + after, word.clone()));
    first.iter().cloned().chain(second).collect()
}

/// How often words stand in passages, and how many passages there are.
struct Statistics<'a> {
    searcher: &'a Searcher,
    passages: u64,
}

impl<'a> Statistics<'a> {
    fn new(index: &Index, searcher: &'a Searcher) -> tantivy::Result<Statistics<'a>> {
        let passage = Term::from_field_text(index.fields.kind, Kind::Passage.name());
        let passages = searcher.doc_freq(&passage)?;
        Ok(Statistics { searcher, passages })
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.passages)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}

/// Collects the score of everything found; which of several equals come first is decided by [`best`].
struct EveryScore;

struct SegmentScores {
    segment: SegmentOrdinal,
    scores: Vec<(Score, DocAddress)>,
}

impl Collector for EveryScore {
    type Fruit = Vec<(Score, DocAddress)>;
    type Child = SegmentScores;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _reader: &SegmentReader,
    ) -> tantivy::Result<SegmentScores> {
        let scores = Vec::new();
        Ok(SegmentScores { segment, scores })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(parts.concat())
    }
}

impl SegmentCollector for SegmentScores {
    type Fruit = Vec<(Score, DocAddress)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let score = (score * SCORE_STEPS).round() / SCORE_STEPS;
        self.scores
            .push((score, DocAddress::new(self.segment, doc)));
    }

    fn harvest(self) -> Self::Fruit {
        self.scores
    }
}

/// The best `limit` of `scored`, best first; ties by document id and ordinal, wherever the index keeps them.
fn best(
    searcher: &Searcher,
    mut scored: Vec<(Score, DocAddress)>,
    limit: usize,
) -> tantivy::Result<Vec<(Score, DocAddress)>> {
    if limit < scored.len() {
        let by_score = |a: &(Score, _), b: &(Score, _)| b.0.total_cmp(&a.0);
        let (_, last, _) = scored.select_nth_unstable_by(limit, by_score);
        let floor = last.0;
        scored.retain(|(score, _)| *score >= floor);
    }
    let keys = Keys::open(searcher)?;
    let mut keyed = Vec::with_capacity(scored.len());
    for (score, address) in scored {
        keyed.push((score, keys.key(address)?, address));
    }
    keyed.sort_by(|a, b| match b.0.total_cmp(&a.0) {
        Ordering::Equal => a.1.cmp(&b.1),
        unequal => unequal,
    });
    keyed.truncate(limit);
    let kept = keyed.into_iter();
    Ok(kept.map(|(score, _, address)| (score, address)).collect())
}

/// Reads a passage that was found once more, for what matched in it.
fn look_closer(
    wanted: &[Wanted],
    passage: Passage,
    title: &str,
    score: Score,
    analyzer: &mut TextAnalyzer,
) -> PassageHit {
    let text = words::words(analyzer, &passage.text);
    let mut above: Vec<Vec<Word>> = vec![words::words(analyzer, title)];
    for heading in &passage.headings {
        above.push(words::words(analyzer, heading));
    }
    let mut found = Vec::new();
    let mut spans = Vec::new();
    for (number, term) in wanted.iter().enumerate() {
        let mut here = Vec::new();
        for form in &term.forms {
            here.extend(near(&text, form));
        }
        let is_above = |form| above.iter().any(|words| !near(words, form).is_empty());
        if !here.is_empty() || term.forms.iter().any(is_above) {
            found.push(number);
        }
        // A name that does not stand in the text as such: its words may still be why the passage was found.
        if let Some(own) = term.forms.first()
            && here.is_empty()
        {
            let held = |word: &&Word| own.iter().any(|(_, wanted)| *wanted == word.text);
            here.extend(text.iter().filter(held).map(|word| word.span));
        }
        spans.extend(here);
    }
    let matches = merged(spans, &passage.text);
    let hit = Hit {
        passage,
        score,
        matches,
    };
    PassageHit {
        hit,
        matched: found,
    }
}

/// The words of `text` that say `form`: all of its words, in any order, no farther apart than [`SLOP`] allows.
fn near(text: &[Word], form: &Form) -> Vec<Span> {
    let said: Vec<&Word> = text
        .iter()
        .filter(|word| form.iter().any(|(_, wanted)| *wanted == word.text))
        .collect();
    let needed: HashSet<&str> = form.iter().map(|(_, word)| word.as_str()).collect();
    let reach = form.last().map_or(0, |(offset, _)| *offset) + SLOP as usize;
    let mut spans = Vec::new();
    for (at, first) in said.iter().enumerate() {
        let mut missing = needed.clone();
        let window = said.iter().skip(at);
        let window = window.take_while(|word| word.position - first.position <= reach);
        let mut seen = Vec::new();
        for word in window {
            if missing.remove(word.text.as_str()) {
                seen.push(word.span);
            }
            if missing.is_empty() {
                spans.append(&mut seen);
                break;
            }
        }
    }
    spans
}

/// `spans` in order, those joined that overlap or have only a space or joining sign between them.
fn merged(mut spans: Vec<Span>, text: &str) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last)
                if last.end >= span.start || joins(Span::new(last.end, span.start), text) =>
            {
                *last = last.cover(span);
            }
            _ => merged.push(span),
        }
    }
    merged
}

fn joins(gap: Span, text: &str) -> bool {
    gap.len() <= 3
        && gap.of(text).is_some_and(|between| {
            between
                .chars()
                .all(|char| matches!(char, ' ' | '-' | '/' | '.' | '‑'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::QueryTerm;
    use crate::index::sample::{corpus, entry};

    fn index() -> Index {
        Index::in_memory(corpus()).expect("an index")
    }

    fn query(terms: &[&[&str]]) -> PassageQuery {
        let term = |forms: &&[&str]| QueryTerm {
            forms: forms.iter().map(|form| (*form).to_owned()).collect(),
            weight: 1.0,
        };
        PassageQuery {
            terms: terms.iter().map(term).collect(),
        }
    }

    fn search(index: &Index, terms: &[&[&str]]) -> Vec<PassageHit> {
        index.passages(&query(terms), 10).expect("a search")
    }

    /// Hits as `document#ordinal matched-terms [highlighted words]`.
    fn describe(hits: &[PassageHit]) -> String {
        let shown = hits.iter().map(|found| {
            let passage = &found.hit.passage;
            let words = found.hit.matches.iter();
            let words: Vec<&str> = words
                .map(|span| span.of(&passage.text).expect("a span inside the passage"))
                .collect();
            format!(
                "{}#{} {:?} {words:?}",
                passage.doc, passage.ordinal, found.matched
            )
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    fn check(terms: &[&[&str]], expected: &str) {
        let hits = search(&index(), terms);
        assert_eq!(describe(&hits), expected, "searching {terms:?}");
    }

    #[test]
    fn finds_words_in_any_form() {
        check(&[&["nurse"]], r#"b.md#0 [0] ["Nurses"]; b.md#1 [0] []"#);
        check(
            &[&["changing"], &["careers"]],
            r#"c.md#0 [0, 1] ["career change"]; c.md#1 [0, 1] ["change", "career"]"#,
        );
    }

    #[test]
    fn tells_technologies_apart() {
        check(&[&[".NET"]], r#"a.md#0 [0] [".NET"]"#);
        check(&[&["C#"]], r#"a.md#0 [0] ["C#"]"#);
        check(&[&["C++"]], "");
        check(&[&["net pay"]], r#"a.md#0 [0] ["Net pay"]"#);
    }

    #[test]
    fn prefers_headings_and_phrases() {
        check(
            &[&["data engineer"]],
            r#"a.md#1 [0] ["engineer"]; a.md#0 [0] ["data engineer"]; b.md#1 [] ["data"]"#,
        );
        check(
            &[&["night"], &["shifts"]],
            r#"b.md#1 [0, 1] ["night"]; b.md#0 [0, 1] ["Night shifts"]"#,
        );
    }

    #[test]
    fn counts_a_term_once_however_it_is_said() {
        let index = index();
        let once = search(&index, &[&["nurse"]]);
        let twice = search(&index, &[&["nurse", "nursing", "shifts"]]);
        let score = |hits: &[PassageHit]| hits.first().map(|found| found.hit.score);
        assert_eq!(score(&once), score(&twice));
        let alias = search(&index, &[&["SDE", "data engineer"]]);
        assert_eq!(
            alias.first().map(|found| found.matched.as_slice()),
            Some([0].as_slice())
        );
    }

    #[test]
    fn keeps_stop_words_out() {
        check(&[&["what"], &["is"], &["the"]], "");
        check(&[&["to be"], &["SQL"]], r#"a.md#0 [1] ["SQL"]"#);
        assert!(index().rarity("to be").abs() < f32::EPSILON);
    }

    #[test]
    fn knows_rare_from_common() {
        let index = index();
        assert!(index.rarity("SQL") > index.rarity("data"));
        assert!(index.rarity("zebra") > index.rarity("SQL"));
        let (phrase, rarest) = (index.rarity("data SQL"), index.rarity("SQL"));
        assert!((phrase - rarest).abs() < f32::EPSILON);
    }

    #[test]
    fn breaks_ties_by_document_and_ordinal() {
        let same = [
            ("Same", "exactly the same words"),
            ("Same", "exactly the same words"),
        ];
        let names = ["d.md", "b.md", "e.md", "a.md", "c.md"];
        let entries = names.map(|name| entry(name, "Same", &same, Vec::new()));
        let index = Index::in_memory(entries).expect("an index");
        let order = |limit: usize| -> Vec<String> {
            let hits = index.passages(&query(&[&["same"], &["words"]]), limit);
            let hits = hits.expect("a search");
            let passages = hits.iter().map(|found| &found.hit.passage);
            passages
                .map(|passage| format!("{}{}", passage.doc, passage.ordinal))
                .collect()
        };
        let all = [
            "a.md0", "a.md1", "b.md0", "b.md1", "c.md0", "c.md1", "d.md0", "d.md1", "e.md0",
            "e.md1",
        ];
        assert_eq!(order(100), all);
        assert_eq!(order(3), all[..3]);
        assert_eq!(order(0), Vec::<String>::new());
    }

    #[test]
    fn a_weight_of_nothing_ranks_nothing() {
        let mut asked = query(&[&["shifts"], &["Britain"], &["data"]]);
        for (term, weight) in asked.terms.iter_mut().zip([1.0, 1.0, 0.0]) {
            term.weight = weight;
        }
        let hits = index().passages(&asked, 10).expect("a search");
        assert_eq!(
            describe(&hits),
            r#"b.md#1 [0, 2] ["data"]; b.md#0 [0] ["shifts"]"#
        );
        for weight in [f32::NAN, f32::INFINITY, -1.0, 0.0] {
            let term = QueryTerm {
                forms: vec!["nurse".to_owned()],
                weight,
            };
            let asked = PassageQuery { terms: vec![term] };
            assert!(index().passages(&asked, 10).expect("a search").is_empty());
        }
    }

    #[test]
    fn takes_any_text_as_words() {
        let index = index();
        let long = "data ".repeat(2_000);
        let texts = [
            "body:(",
            "kind:fact",
            "\"",
            "\\",
            "a\u{0}b\u{7}",
            "*:*",
            "[a TO z]",
            "!!",
            "-",
            "🎉",
            "\u{202E}abc",
            "data\" OR kind:\"passage",
            long.as_str(),
            "",
        ];
        for text in texts {
            for terms in [&[&[text][..]][..], &[&[text, "data"], &[text]]] {
                for found in search(&index, terms) {
                    for span in &found.hit.matches {
                        assert!(span.of(&found.hit.passage.text).is_some());
                    }
                }
            }
            let _ = index.rarity(text);
        }
        let many: Vec<Vec<&str>> = vec![texts.to_vec(); 500];
        let many: Vec<&[&str]> = many.iter().map(Vec::as_slice).collect();
        search(&index, &many);
        check(&[&["kind:passage"]], "");
    }
}
