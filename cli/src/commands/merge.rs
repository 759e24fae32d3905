//! `subcap merge`: what several processes worked out, put together.

use subcap_core::error::{Error, ErrorCode};
use subcap_core::report::{is_portfolio, merge, read_portfolio};

use crate::args::{Format, Merge};
use crate::exit::{Failure, Outcome};
use crate::{input, output};

/// Parts of one estate become its report; lines of many estates become one summary.
pub fn run(args: &Merge) -> Result<Outcome, Failure> {
    let mut files = Vec::with_capacity(args.files.len());
    for path in &args.files {
        files.push((path.display().to_string(), input::text(path)?));
    }
    let portfolios = files.iter().filter(|(_, text)| is_portfolio(text)).count();
    if portfolios == files.len() {
        let mut summaries = Vec::new();
        for (file, text) in &files {
            summaries.extend(read_portfolio(file, text)?);
        }
        let lines: String = files.into_iter().map(|(_, text)| text).collect();
        super::portfolio::write(&lines, &summaries, &args.into)?;
        return Ok(Outcome::Nothing);
    }
    if portfolios > 0 {
        let message = "some of these are lines of many estates, the others parts of one";
        let advice = "Put the ones together and then the others.";
        return Err(Error::new(ErrorCode::BadOption, message, advice).into());
    }
    if args.into.format == Format::Csv || args.into.format == Format::Markdown {
        let message = "parts of one estate are put together as JSON";
        return Err(Error::new(ErrorCode::BadOption, message, "Leave --format away.").into());
    }
    output::put(&merge(&files)?, &args.into)?;
    Ok(Outcome::Nothing)
}
