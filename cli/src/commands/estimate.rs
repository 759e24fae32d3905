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
use crate::{input, progress};

/// Reads, estimates and prints.
pub fn run(args: &Estimate) -> Result<Outcome, Failure> {
    if let Some(threads) = args.threads {
        // Fails only if a pool exists already, and none does before the first use.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let readings = input::readings(&args.which)?;
    let estate = input::estate(&Origin::one(&args.source.estates)?, &args.source.how)?;
    answer(&estate, &readings, &args.into)
}

/// Estimates and prints.
pub fn answer(estate: &Estate, readings: &[Reading], into: &Into) -> Result<Outcome, Failure> {
    let report = in_parallel(estate, readings)?;
    output::write(&report, into)?;
    if into.output.is_some() || into.format != crate::args::Format::Table {
        findings::some_to_stderr(&report.findings);
    }
    Ok(if report.exposure() { Outcome::Found } else { Outcome::Nothing })
}

/// Lines are independent: counted on all cores, collected in order, the same bytes with any number of threads.
pub fn in_parallel(estate: &Estate, readings: &[Reading]) -> Result<Report, Error> {
    let estimator = Estimator::new(estate, readings);
    let bar = progress::counting(estimator.lines().len());
    let lines = estimator
        .lines()
        .par_iter()
        .map(|line| {
            let answer = estimator.line(line);
            bar.inc(1);
            answer
        })
        .collect::<Result<Vec<_>, _>>()?;
    bar.finish_and_clear();
    estimator.report(lines)
}
