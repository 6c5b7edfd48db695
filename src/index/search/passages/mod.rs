//! Ranking passages, and saying which words of them matched.
//!
//! In two stages. The first is a plain union of words, each with its weight, that passes over what cannot come among the
//! best: it decides which passages are looked at. The second looks at those closely, by what the index knows of the
//! places of words: phrases, words near each other, of several ways to say a thing the best. Only what is shown is read.
//!
//! Scores are BM25 with the statistics of passages alone: documents and facts stand in the same index, and would
//! otherwise make every word look rarer and every passage longer than it is.

mod choose;
mod highlight;
mod rescore;
mod union;
mod wanted;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Score, Searcher, Term};

use super::super::schema::exact_term;
use super::super::{PASSAGES_MAX, PassageHit, PassageQuery, RankedPassage};
use super::keys::{Key, Keys};
use super::{Index, Kind, passage};
use crate::domain::{DocumentId, Hit};
use rescore::{Candidate, rescore};
use wanted::{PARTS, Wanted, cut};

/// How much a word counts in the title, which speaks for every passage of the document alike, in the headings, which say
/// what the passage is about, and in the body.
const WEIGHTS: [Score; PARTS] = [1.0, 2.0, 1.0];

/// The words of a title against which others are long or short.
const TITLE_WORDS: Score = 4.0;

/// What another way to say a term counts against the asker's own words.
const OTHER_FORM: Score = 0.7;

/// What a word of the same family adds.
const KIN: Score = 0.5;

/// How much a form of several words counts when it stands there as such.
const PHRASE: Score = 0.6;

/// How much it counts that the words of a form stand near each other; a phrase gets this too.
const NEAR: Score = 0.25;

/// How much each word of a form counts by itself.
const PART: Score = 0.35;

/// How much it counts that two neighbouring terms stand near each other.
const NEIGHBOURS: Score = 0.1;

/// How many other words may stand between the words of a form that are "near each other".
const SLOP: usize = 3;

/// How many passages are looked at closely, at least.
const CANDIDATES_MIN: usize = 32;

/// How many passages are looked at for each document that is wanted, and how many at most.
const CANDIDATES_FOR_DOCUMENT: usize = 20;
const CANDIDATES_MAX: usize = 1_000;

/// What the best passage of a document adds to what all of its passages hold together.
const BEST_PASSAGE: Score = 0.5;

/// How BM25 levels off with the count of a word, and how much length counts: what the search engine uses.
///
/// # Source
/// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; tantivy, `query/bm25.rs`.
const K1: Score = 1.2;
const B: Score = 0.75;

/// Scores are kept in steps of a thousandth: adding floats in another order must not decide between equals.
const SCORE_STEPS: Score = 1_000.0;

/// The passages that fit `query` best, best first, none of them read.
pub(super) fn rank(
    index: &Index,
    query: &PassageQuery,
    limit: usize,
) -> tantivy::Result<Vec<RankedPassage>> {
    let limit = limit.min(PASSAGES_MAX);
    let candidates = CANDIDATES_MIN.max(limit);
    let searcher = index.searcher();
    let keys = Keys::new(index);
    let mut found = keyed(keys, candidates_of(index, &searcher, query, candidates)?)?;
    // Names decide between equals, and are looked up only where it matters.
    found.sort_unstable_by(|a, b| b.0.score.total_cmp(&a.0.score));
    if let Some(last) = found.get(limit.saturating_sub(1)) {
        let last = last.0.score;
        found.truncate(found.partition_point(|(candidate, _)| candidate.score >= last));
    }
    found.sort_by(|a, b| by_score(keys, (a.0.score, &a.1), (b.0.score, &b.1)));
    found.truncate(limit);
    let found = found.into_iter();
    let found = found.map(|(candidate, key)| RankedPassage {
        ordinal: u32::try_from(key.ordinal).unwrap_or(u32::MAX),
        score: candidate.score,
        matched: candidate.matched,
        address: candidate.address,
        doc: key.doc,
    });
    Ok(found.collect())
}

/// Whether a passage that was found is one of the document `doc`.
pub(super) fn is_of(
    index: &Index,
    found: &RankedPassage,
    doc: &DocumentId,
) -> tantivy::Result<bool> {
    let numbered = (found.address.segment_ord, found.doc);
    if let Some(is_it) = index.columns.is_known_as(doc, numbered) {
        return Ok(is_it);
    }
    Ok(document_of(index, found)? == *doc)
}

/// The document of a passage that was found.
pub(super) fn document_of(index: &Index, found: &RankedPassage) -> tantivy::Result<DocumentId> {
    let keys = Keys::new(index);
    let id = keys.document(keys.key(found.address)?)?;
    Ok(DocumentId(id.to_string()))
}

/// The best `limit` passages for `query`.
pub(super) fn find(
    index: &Index,
    query: &PassageQuery,
    limit: usize,
) -> tantivy::Result<Vec<PassageHit>> {
    let ranked = rank(index, query, limit)?;
    let mut hits = read(index, &ranked)?;
    mark(index, query, &mut hits);
    let pairs = hits.into_iter().zip(ranked);
    Ok(pairs
        .map(|(hit, RankedPassage { matched, .. })| PassageHit { hit, matched })
        .collect())
}

/// Reads what was found.
pub(super) fn read(index: &Index, ranked: &[RankedPassage]) -> tantivy::Result<Vec<Hit>> {
    let ranked = ranked.iter();
    ranked
        .map(|found| {
            let passage = index.contents(found.address, passage)?;
            Ok(Hit {
                passage,
                score: found.score,
                matches: Vec::new(),
            })
        })
        .collect()
}

/// Says where each of `hits` holds what `query` asks for.
pub(super) fn mark(index: &Index, query: &PassageQuery, hits: &mut [Hit]) {
    if query.terms.is_empty() {
        return;
    }
    index.cutters.lend(|cutter| {
        let wanted = Wanted::new(query, cutter);
        for hit in hits {
            hit.matches = highlight::matches(&wanted, &hit.passage.text, cutter);
        }
    });
}

/// The best `limit` documents for `query`, best first.
///
/// What a document gives is what its passages hold together, each term where it counts most, and more where one of
/// them holds much: a document that is cut into several passages must not lose against one that is not.
pub(super) fn documents(
    index: &Index,
    query: &PassageQuery,
    limit: usize,
) -> tantivy::Result<Vec<(DocumentId, Score)>> {
    let candidates = (limit * CANDIDATES_FOR_DOCUMENT).clamp(CANDIDATES_MIN, CANDIDATES_MAX);
    let searcher = index.searcher();
    let keys = Keys::new(index);
    let found = keyed(keys, candidates_of(index, &searcher, query, candidates)?)?;
    let mut documents: HashMap<Arc<str>, (Vec<Score>, Score)> = HashMap::new();
    for (candidate, key) in found {
        let (terms, best) = documents.entry(keys.document(key)?).or_default();
        terms.resize(terms.len().max(candidate.of_terms.len()), 0.0);
        for (most, here) in terms.iter_mut().zip(&candidate.of_terms) {
            *most = most.max(*here);
        }
        *best = best.max(candidate.score);
    }
    let documents = documents.into_iter();
    let mut scored: Vec<(DocumentId, Score)> = documents
        .map(|(doc, (terms, best))| {
            let score = terms.iter().sum::<Score>() + BEST_PASSAGE * best;
            (DocumentId(doc.to_string()), rounded(score))
        })
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    scored.truncate(limit);
    Ok(scored)
}

/// The inverse document frequency of the rarest word of `form`.
pub(super) fn rarity(index: &Index, form: &str) -> tantivy::Result<f32> {
    let searcher = index.searcher();
    let statistics = Statistics::new(index, &searcher)?;
    let mut rarest = 0.0_f32;
    for (_, word) in index.cutters.lend(|cutter| cut(form, cutter)) {
        let (holding, _) = statistics.holding(&word)?;
        rarest = rarest.max(statistics.inverse_frequency(holding));
    }
    Ok(rarest)
}

/// The best passages for `query`, in no order; scores are rounded.
fn candidates_of(
    index: &Index,
    searcher: &Searcher,
    query: &PassageQuery,
    count: usize,
) -> tantivy::Result<Vec<Candidate>> {
    let mut wanted = index.cutters.lend(|cutter| Wanted::new(query, cutter));
    let statistics = Statistics::new(index, searcher)?;
    wanted.look_up(&statistics)?;
    let found = choose::best(&wanted, &statistics, count)?;
    let mut candidates = rescore(&wanted, &statistics, &index.columns, found)?;
    for candidate in &mut candidates {
        candidate.score = rounded(candidate.score);
    }
    Ok(candidates)
}

fn rounded(score: Score) -> Score {
    (score * SCORE_STEPS).round() / SCORE_STEPS
}

/// `candidates` with where they stand in their documents.
fn keyed(keys: Keys<'_>, candidates: Vec<Candidate>) -> tantivy::Result<Vec<(Candidate, Key)>> {
    let candidates = candidates.into_iter();
    candidates
        .map(|candidate| {
            let key = keys.key(candidate.address)?;
            Ok((candidate, key))
        })
        .collect()
}

/// Best first; ties by ordinal and document id, wherever the index keeps them.
fn by_score(keys: Keys<'_>, a: (Score, &Key), b: (Score, &Key)) -> Ordering {
    b.0.total_cmp(&a.0).then_with(|| keys.compare(*a.1, *b.1))
}

/// How often words stand in passages, and how many passages there are.
struct Statistics<'a> {
    searcher: &'a Searcher,
    words: Field,
    /// Which passages hold which words, for each part of the index.
    parts: Vec<Arc<InvertedIndexReader>>,
    passages: u64,
}

impl<'a> Statistics<'a> {
    fn new(index: &Index, searcher: &'a Searcher) -> tantivy::Result<Statistics<'a>> {
        let passage = exact_term(index.fields.kind, Kind::Passage.name());
        let words = index.fields.words;
        let parts = searcher.segment_readers().iter();
        Ok(Statistics {
            searcher,
            words,
            parts: parts
                .map(|part| part.inverted_index(words))
                .collect::<tantivy::Result<_>>()?,
            passages: searcher.doc_freq(&passage)?,
        })
    }

    /// # Source
    /// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with the 1 inside the
    /// logarithm that Lucene and tantivy add against negative values.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of passages are far below 2^24"
    )]
    fn inverse_frequency(&self, holding: u64) -> Score {
        let holding = holding.min(self.passages);
        let without = (self.passages - holding) as Score;
        (1.0 + (without + 0.5) / (holding as Score + 0.5)).ln()
    }

    /// How many passages hold `word`, and where each part of the index keeps which these are.
    fn holding(&self, word: &str) -> tantivy::Result<(u64, Vec<Option<TermInfo>>)> {
        let term = Term::from_field_text(self.words, word);
        let parts = self.parts.iter();
        let infos = parts.map(|part| part.get_term_info(&term));
        let infos = infos.collect::<io::Result<Vec<Option<TermInfo>>>>()?;
        let held = infos.iter().flatten().map(|info| u64::from(info.doc_freq));
        Ok((held.sum(), infos))
    }

    /// The inverse document frequency of a word that so many passages hold; nothing where none does.
    fn rarity(&self, holding: u64) -> Option<Score> {
        (holding > 0).then(|| self.inverse_frequency(holding))
    }

    /// The words that a passage has on average, with those above it.
    #[expect(
        clippy::cast_precision_loss,
        reason = "an average needs no more than seven digits"
    )]
    fn average_length(&self) -> Score {
        let parts = self.parts.iter();
        let words: u64 = parts.map(|part| part.total_num_tokens()).sum();
        (words as Score / self.passages.max(1) as Score).max(1.0)
    }
}

/// What a length, against the average, counts in BM25.
fn length_share(length: Score) -> Score {
    K1 * (1.0 - B + B * length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::QueryTerm;
    use crate::index::sample::{corpus, entry, query};

    fn index() -> Index {
        Index::in_memory(corpus()).expect("an index")
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
    fn a_rare_name_comes_before_its_like() {
        let names = [
            "QX-7731-ZL",
            "QX-7713-ZK",
            "ZK-7731-QX",
            "qx-7731-zk",
            "QX-773-ZK",
        ];
        let mut entries = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let text = format!("The form {name} is sent in. Form, form, form: QX and ZK and 7731.");
            let text = text.repeat(if *name == "qx-7731-zk" { 1 } else { 4 });
            let doc = format!("{number}.md");
            entries.push(entry(&doc, "Forms", &[("", text.as_str())], Vec::new()));
        }
        let index = Index::in_memory(entries).expect("an index");
        let asked = query(&[&["form"], &["qx"], &["7731"], &["zk"], &["QX-7731-ZK"]]);
        let hits = index.passages(&asked, 10).expect("a search");
        let first = hits.first().map(|found| found.hit.passage.doc.0.as_str());
        assert_eq!(first, Some("3.md"), "{}", describe(&hits));
    }

    #[test]
    fn who_does_a_thing_is_found_by_the_thing_after_its_own_name() {
        let entries = [
            ("a.md", "A good welder works."),
            ("b.md", "A good weld holds."),
        ];
        let entries = entries.map(|(doc, text)| entry(doc, "", &[("", text)], Vec::new()));
        let index = Index::in_memory(entries).expect("an index");
        for (asked, expected) in [("welder", ["a.md", "b.md"]), ("weld", ["b.md", "a.md"])] {
            let hits = search(&index, &[&[asked]]);
            let docs = hits.iter().map(|found| found.hit.passage.doc.0.as_str());
            assert!(docs.eq(expected), "{asked}: {}", describe(&hits));
        }
    }

    #[test]
    fn a_name_is_marked_as_one_where_it_stands_so() {
        let text = "A data engineer works with data. An engineer of data sleeps.";
        let entries = [entry("a.md", "", &[("", text)], Vec::new())];
        let index = Index::in_memory(entries).expect("an index");
        let marked = |terms: &[&[&str]]| describe(&search(&index, terms));
        assert_eq!(
            marked(&[&["data engineer"]]),
            r#"a.md#0 [0] ["data engineer"]"#
        );
        assert_eq!(
            marked(&[&["data nurse"]]),
            r#"a.md#0 [] ["data", "data", "data"]"#
        );
    }

    #[test]
    fn a_document_counts_by_all_of_its_passages() {
        let cut = [
            ("", "nurses and pay and rest"),
            ("", "night and work and rest"),
        ];
        let entries = [
            entry("cut.md", "", &cut, Vec::new()),
            entry(
                "other.md",
                "",
                &[("", "nurses and pay and rest")],
                Vec::new(),
            ),
        ];
        let index = Index::in_memory(entries).expect("an index");
        let found = index.best_documents(&query(&[&["nurse"], &["pay"], &["night"]]), 10);
        let found = found.expect("a search");
        let docs = found.iter().map(|(doc, _)| doc.0.as_str());
        assert!(docs.eq(["cut.md", "other.md"]), "{found:?}");
        assert!(
            found.windows(2).all(|pair| pair[0].1 > pair[1].1),
            "{found:?}"
        );
        assert_eq!(index.best_documents(&query(&[]), 10), Ok(Vec::new()));
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
    fn breaks_ties_by_ordinal_and_document() {
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
            "a.md0", "b.md0", "c.md0", "d.md0", "e.md0", "a.md1", "b.md1", "c.md1", "d.md1",
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
