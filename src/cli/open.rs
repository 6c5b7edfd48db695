//! Corpus and index, made ready for answers, with progress where somebody watches.

use std::sync::Arc;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Session, complain, counted};
use crate::corpus::{Problem, Severity};
use crate::engine::{Engine, Live};
use crate::intake::{self, Look, Progress, Refreshed, Watch};
use crate::present::{clean, cut};

/// The longest name of a document beside the progress bar, in characters.
const NAME_MAX_CHARS: usize = 40;

/// A bar on standard error; nothing where that is no terminal.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    pub(super) fn new() -> Bar {
        Bar(None)
    }

    pub(super) fn show(&mut self, progress: &Progress<'_>) {
        let bar = self.0.get_or_insert_with(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
        bar.set_message(cut(&clean(progress.doc), NAME_MAX_CHARS));
    }

    pub(super) fn clear(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}

/// An engine over the documents as they are now, and how many there are.
pub(super) fn engine(session: &Session) -> Result<(Engine, usize)> {
    let mut bar = Bar::new();
    let refreshed = intake::open_for_answers(&session.corpus, &session.index, &mut |progress| {
        bar.show(&progress);
    });
    bar.clear();
    let Refreshed {
        index,
        report,
        problems,
        warnings,
    } = refreshed?;
    for warning in warnings {
        complain(&format!("warning: {warning}"));
    }
    let unread = problems.iter().filter(|problem| is_error(problem)).count();
    if unread > 0 {
        complain(&format!(
            "warning: {} with documents; `careerbot check` lists them",
            counted(unread, "problem")
        ));
    }
    let engine = Engine::new(index).context("the index cannot be read")?;
    Ok((engine, report.documents))
}

/// What answers while documents come and go.
pub(super) struct Opened {
    /// The engine over the documents as they are.
    pub(super) live: Arc<Live>,
    /// How many documents there were at the start.
    pub(super) documents: usize,
    /// Ends with this.
    _watch: Watch,
}

/// As [`engine`], and from then on over the documents as they become.
pub(super) fn live(session: &Session) -> Result<Opened> {
    // What changes from here on is seen, also while the engine is still being made.
    let since = Look::at(&session.corpus).ok();
    let (engine, documents) = engine(session)?;
    let live = Arc::new(Live::new(engine));
    let answers = Arc::clone(&live);
    let (corpus, index) = (session.corpus.clone(), session.index.clone());
    let watch = Watch::start(corpus, index, since, move |refreshed| {
        replace(&answers, refreshed);
    });
    Ok(Opened {
        live,
        documents,
        _watch: watch.context("no thread to watch the documents with")?,
    })
}

/// Lets `live` answer from `refreshed`.
fn replace(live: &Live, refreshed: Refreshed) {
    for warning in &refreshed.warnings {
        tracing::warn!("{warning}");
    }
    let unread = refreshed
        .problems
        .iter()
        .filter(|problem| is_error(problem));
    let unread = unread.count();
    if unread > 0 {
        tracing::warn!(
            unread,
            "documents changed, and not all can be read; `careerbot check` lists them"
        );
    }
    let report = refreshed.report;
    match Engine::new(refreshed.index) {
        Ok(engine) => {
            live.replace(engine);
            tracing::info!(
                documents = report.documents,
                read = report.read,
                removed = report.removed,
                "the documents changed; answers come from them as they are now"
            );
        }
        Err(error) => {
            tracing::warn!(%error, "documents changed, but the index cannot be read; answers go on as they were");
        }
    }
}

/// True when something could not be read.
pub(super) fn is_error(problem: &Problem) -> bool {
    problem.severity == Severity::Error
}
