//! `subcap estimate`

use rayon::prelude::*;
use subcap_core::estate::Estate;
use subcap_core::price::Reading;
use subcap_core::report::Report;
use subcap_core::{Estimator, error::Error};

use crate::args::{Estimate, Into};
use crate::exit::{Failure, Outcome};
use crate::input::origin::Origin;
use crate::output::{self, findings};
use crate::timings::{self, Phase};
use crate::{input, progress};

use super::portfolio;

/// Reads, estimates and prints: one estate, or many.
pub fn run(args: &Estimate) -> Result<Outcome, Failure> {
    if let Some(threads) = args.threads {
        // Fails only if a pool exists already, and none does before the first use.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let readings = input::readings(&args.which)?;
    let list = args.many.list.as_deref();
    let jobs = portfolio::jobs(&args.estates, list)?;
    let outcome = match jobs.as_slice() {
        [job] if list.is_none() => one(job.origin()?, &readings, args),
        jobs => portfolio::run(jobs, &readings, args),
    };
    if args.timings {
        timings::say();
    }
    outcome
}

fn one(origin: &Origin, readings: &[Reading], args: &Estimate) -> Result<Outcome, Failure> {
    let estate = estate(origin, args)?;
    let outcome = answer(&estate, readings, &args.into);
    // The program ends here: to give back a large estate piece by piece would only take time.
    std::mem::forget(estate);
    outcome
}

/// The estate, or the part of it that is asked for.
pub fn estate(origin: &Origin, args: &Estimate) -> Result<Estate, Failure> {
    let mut estate = input::estate(origin, &args.how)?;
    if !args.many.products.is_empty() {
        estate.keep_lines(&args.many.products)?;
    }
    if let Some((part, of)) = args.many.part {
        estate.keep_part(part, of);
    }
    Ok(estate)
}

/// Estimates and prints.
pub fn answer(estate: &Estate, readings: &[Reading], into: &Into) -> Result<Outcome, Failure> {
    let report = in_parallel(estate, readings)?;
    timings::during(Phase::Output, || output::write(&report, into))?;
    if into.output.is_some() || into.format != crate::args::Format::Table {
        findings::some_to_stderr(&report.findings);
    }
    Ok(if report.exposure() { Outcome::Found } else { Outcome::Nothing })
}

/// Lines are independent: counted on all cores, collected in order, the same bytes with any number of threads.
pub fn in_parallel(estate: &Estate, readings: &[Reading]) -> Result<Report, Error> {
    let estimator = Estimator::new(estate, readings);
    let bar = progress::counting(estimator.lines().len());
    let line = |line| {
        let counted = timings::during(Phase::Counting, || estimator.counted_line(line))?;
        let answer = timings::during(Phase::Readings, || estimator.judged_line(&counted));
        bar.inc(1);
        answer
    };
    let lines = timings::side_by_side([Phase::Counting, Phase::Readings], || {
        estimator.lines().par_iter().map(line).collect::<Result<Vec<_>, Error>>()
    })?;
    bar.finish_and_clear();
    estimator.report(lines)
}
