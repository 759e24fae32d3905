//! `subcap estimate` on many estates at once: a line of JSON for each, one summary, and those that could not be
//! estimated at the end. One bad estate does not stop the others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use subcap_core::error::{Error, ErrorCode};
use subcap_core::price::Reading;
use subcap_core::report::{EstateSummary, Report, portfolio_line};

use crate::args::{Estimate, Format, Into};
use crate::exit::{Failure, Outcome};
use crate::input::origin::{Origin, is_table};
use crate::output::{self, portfolio};
use crate::{input, progress};

/// An estate of many: how it was given, and what that is.
pub struct Job {
    name: String,
    origin: Result<Origin, Error>,
}

impl Job {
    /// What was given.
    pub fn origin(&self) -> Result<&Origin, Error> {
        self.origin.as_ref().map_err(Error::clone)
    }
}

/// The estates that are given, one by one and in a list.
pub fn jobs(given: &[PathBuf], list: Option<&Path>) -> Result<Vec<Job>, Error> {
    let mut paths = given.to_vec();
    if let Some(list) = list {
        let text = input::text(list)?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        paths.extend(lines.map(PathBuf::from));
    }
    let (mut jobs, mut tables) = (Vec::new(), Vec::new());
    for path in paths {
        match Origin::all(std::slice::from_ref(&path)) {
            Ok(origins) => {
                for origin in origins {
                    match origin {
                        // Tables and exports given together are one estate; a line of a list is one by itself.
                        Origin::Files(files)
                            if given.contains(&path) || files.iter().all(|f| is_table(f)) =>
                        {
                            tables.extend(files);
                        }
                        origin => jobs.push(Job { name: origin.to_string(), origin: Ok(origin) }),
                    }
                }
            }
            Err(error) => jobs.push(Job { name: path.display().to_string(), origin: Err(error) }),
        }
    }
    if !tables.is_empty() {
        let origin = Origin::Files(tables);
        jobs.insert(0, Job { name: origin.to_string(), origin: Ok(origin) });
    }
    Ok(jobs)
}

/// What is known of an estate once it is done.
struct Done {
    line: String,
    summary: EstateSummary,
    exposure: bool,
}

/// Estimates them all and writes what was asked for.
pub fn run(jobs: &[Job], readings: &[Reading], args: &Estimate) -> Result<Outcome, Failure> {
    if jobs.is_empty() {
        let advice = "Write one folder or file on each line.";
        return Err(Error::new(ErrorCode::BadOption, "the list names no estate", advice).into());
    }
    if args.how.stdin.is_some() {
        let message = "standard input can be a table of one estate only, and these are several";
        return Err(Error::new(ErrorCode::BadOption, message, "Estimate that estate by itself.").into());
    }
    progress::only_estates();
    let bar = progress::estates(jobs.len());
    let mut all: Vec<Done> = Vec::with_capacity(jobs.len());
    let streams = args.into.format == Format::Json && args.into.output.is_none();
    let mut failed: Option<Failure> = None;
    each(
        jobs,
        |job| one(job, readings, args),
        |done| {
            bar.inc(1);
            // Whoever reads the lines need not wait for the last one.
            if streams && failed.is_none() {
                failed = output::put(&done.line, &args.into).err();
            }
            all.push(done);
        },
    );
    bar.finish_and_clear();
    if let Some(failure) = failed {
        return Err(failure);
    }
    let exposure = all.iter().any(|done| done.exposure);
    let (lines, summaries): (Vec<String>, Vec<EstateSummary>) =
        all.into_iter().map(|done| (done.line, done.summary)).unzip();
    if !streams {
        write(&lines.concat(), &summaries, &args.into)?;
    }
    let bad: Vec<&EstateSummary> = summaries.iter().filter(|summary| summary.error.is_some()).collect();
    if args.into.format == Format::Json || args.into.output.is_some() {
        portfolio::troubles_to_stderr(&bad);
    }
    Ok(match (bad.is_empty(), exposure) {
        (false, _) => Outcome::CouldNot,
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Nothing,
    })
}

/// Writes lines or their summary in the form asked for.
pub fn write(lines: &str, summaries: &[EstateSummary], into: &Into) -> Result<(), Failure> {
    let text = match into.format {
        Format::Json => lines.to_owned(),
        Format::Csv => output::figures(&portfolio::rows(summaries))?,
        Format::Markdown => output::document(&portfolio::view(summaries)?),
        Format::Table => output::page(&portfolio::view(summaries)?, into),
    };
    output::put(&text, into)
}

fn one(job: &Job, readings: &[Reading], args: &Estimate) -> Done {
    let report = job.origin().map_err(Failure::from).and_then(|origin| {
        let estate = super::estimate::estate(origin, args)?;
        Ok(super::estimate::in_parallel(&estate, readings)?)
    });
    let (line, summary) = portfolio_line(&job.name, report.as_ref().map_err(Failure::error));
    Done { line, summary, exposure: report.as_ref().is_ok_and(Report::exposure) }
}

/// Does all jobs and hands on what they come to in their order.
///
/// Many are done side by side, each on one thread; few one after the other, each on all threads. An estate is
/// held in memory as a whole, so that there are never more of them than threads.
fn each<T: Send>(jobs: &[Job], one: impl Fn(&Job) -> T + Sync, mut done: impl FnMut(T)) {
    let threads = rayon::current_num_threads();
    if jobs.len() < threads * 2 {
        return jobs.iter().map(one).for_each(done);
    }
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, one) = (sender.clone(), &next, &one);
            scope.spawn(move || {
                // Threads of its own: one that waited in the common pool would begin with another estate.
                let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
                while let Some((at, job)) = job(jobs, next) {
                    let outcome = pool.as_ref().map_or_else(|_| one(job), |pool| pool.install(|| one(job)));
                    if sender.send((at, outcome)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (at, outcome) in receiver {
            waiting.insert(at, outcome);
            while let Some(outcome) = waiting.remove(&due) {
                done(outcome);
                due += 1;
            }
        }
    });
}

fn job<'j>(jobs: &'j [Job], next: &AtomicUsize) -> Option<(usize, &'j Job)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    jobs.get(at).map(|job| (at, job))
}
