//! `careerbot index`: builds the index and says what went in.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use super::open::Bar;
use super::{Session, complain, counted, out};
use crate::intake::{self, How};

/// Build the index from the documents
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  careerbot index\n  careerbot index --rebuild --corpus articles --index cache"
)]
pub(super) struct BuildIndex {
    /// Read every document anew, also those that did not change
    #[arg(long)]
    rebuild: bool,
}

pub(super) fn run(session: &Session, arguments: &BuildIndex) -> Result<ExitCode> {
    let how = if arguments.rebuild {
        How::Rebuild
    } else {
        How::Update
    };
    let mut bar = Bar::new();
    let refreshed = intake::refresh(&session.corpus, &session.index, how, &mut |progress| {
        bar.show(&progress);
    });
    bar.clear();
    let refreshed = refreshed?;
    for warning in &refreshed.warnings {
        complain(&format!("warning: {warning}"));
    }
    for problem in &refreshed.problems {
        complain(&problem.to_string());
    }
    let report = &refreshed.report;
    writeln!(
        out(),
        "{}, {}, {}, {:.1} seconds ({} read, {} unchanged, {} removed)",
        counted(report.documents, "document"),
        counted(report.passages, "passage"),
        counted(report.facts, "fact"),
        report.seconds,
        report.read,
        report.unchanged,
        report.removed
    )?;
    Ok(ExitCode::SUCCESS)
}
