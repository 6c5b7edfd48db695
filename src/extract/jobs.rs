//! Lists of jobs: headings and items above lines of pay, two thirds of which name somebody who works. Then all of them do,
//! also those that no other rule knows for a title: "Garbage man" beside "Freight conductor" and "Dental assistant".

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{BlockKind, Document, DocumentBlock};
use crate::vocabulary::{Vocabulary, words};

use super::money::may_tell_amount;
use super::names::scan_names;
use super::telling::says_pay;
use super::years::Setting;

/// How many labels of a list hold pay at least.
const LABELS_MIN: usize = 3;

/// The longest label of a job, in bytes and in words.
const LABEL_MAX_BYTES: usize = 60;
const LABEL_MAX_WORDS: usize = 8;

/// The labels of lists of jobs.
#[derive(Clone, Debug, Default)]
pub(super) struct JobLists<'d> {
    labels: FxHashSet<&'d str>,
}

/// Labels that stand side by side: headings under the same headings, or the outermost items of one list.
#[derive(Default)]
struct List<'d> {
    labels: FxHashSet<&'d str>,
    titles: usize,
}

impl<'d> JobLists<'d> {
    /// Those of `document`.
    pub(super) fn of(document: &'d Document, vocabulary: &Vocabulary) -> JobLists<'d> {
        let mut lists: FxHashMap<(&[String], bool), List<'d>> = FxHashMap::default();
        let mut outer: Option<&'d str> = None;
        for block in &document.blocks {
            let (above, label, is_item) = match &block.kind {
                BlockKind::Item { depth: 0, text, .. } => {
                    outer = Some(text.plain());
                    under_heading(block)
                }
                BlockKind::Item { .. } => (&*block.headings, outer, true),
                BlockKind::Paragraph(_) => {
                    outer = None;
                    under_heading(block)
                }
                _ => {
                    outer = None;
                    continue;
                }
            };
            let Some(label) = label.filter(|label| may_name_job(label)) else {
                continue;
            };
            if !is_line_of_pay(block) {
                continue;
            }
            let list = lists.entry((above, is_item)).or_default();
            if list.labels.insert(label) {
                let names = scan_names(label, vocabulary, Setting::Label);
                list.titles += usize::from(!names.roles.is_empty());
            }
        }
        let lists = lists.into_values();
        let of_jobs = lists.filter(|list| {
            list.labels.len() >= LABELS_MIN && list.titles * 3 >= list.labels.len() * 2
        });
        JobLists {
            labels: of_jobs.flat_map(|list| list.labels).collect(),
        }
    }

    /// Whether `label` is one of a list of jobs.
    pub(super) fn hold(&self, label: &str) -> bool {
        self.labels.contains(label)
    }
}

/// The heading above a block with the headings above that.
fn under_heading(block: &DocumentBlock) -> (&[String], Option<&str>, bool) {
    let headings: &Arc<[String]> = &block.headings;
    match headings.split_last() {
        Some((last, above)) => (above, Some(last), false),
        None => (&[], None, false),
    }
}

/// Short enough, and no sentence.
fn may_name_job(label: &str) -> bool {
    let label = label.trim();
    let first = words(label).into_iter().next();
    let opens = first.is_some_and(|word| {
        !matches!(
            word.lower.as_str(),
            "the" | "with" | "without" | "by" | "after" | "other"
        )
    });
    opens
        && label.len() <= LABEL_MAX_BYTES
        && !label.ends_with(['.', '?', '!', ':'])
        && words(label).len() <= LABEL_MAX_WORDS
}

/// "Hourly wage: $46.33": a text whose label says that a figure of pay follows.
fn is_line_of_pay(block: &DocumentBlock) -> bool {
    let (BlockKind::Paragraph(text) | BlockKind::Item { text, .. }) = &block.kind else {
        return false;
    };
    let plain = text.plain();
    let Some((label, rest)) = plain.split_once(':') else {
        return false;
    };
    label.len() <= LABEL_MAX_BYTES && may_tell_amount(rest) && says_pay(&words(label))
}
