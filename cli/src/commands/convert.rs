//! `subcap convert`: exports as the tables of an estate.

use std::fs;

use subcap_core::error::{Error, ErrorCode};
use subcap_core::estate::Lacking;
use subcap_core::finding::Severity;

use crate::args::Convert;
use crate::exit::{Failure, Outcome};
use crate::input;
use crate::input::origin::Origin;
use crate::output::{file, findings, recognised};

/// Writes the tables into a folder; what was recognised and what was odd is said on stderr. What lies in the folder
/// already is never overwritten.
pub fn run(args: &Convert) -> Result<Outcome, Failure> {
    let origin = Origin::one(&args.source.estates)?;
    let told = input::told(&origin, &args.source.how)?;
    let Some(imported) = told.imported else {
        let message = "these are the tables of an estate already; there is nothing to convert";
        return Err(Error::new(ErrorCode::BadOption, message, "Estimate them as they are.").into());
    };
    let folder = &args.to;
    fs::create_dir_all(folder).map_err(|e| input::unwritable(folder, &e))?;
    let there = imported.tables.iter().map(|(name, _)| folder.join(name)).find(|path| path.exists());
    if let Some(there) = there {
        let message = "the file is there already; nothing was written";
        let advice = "Name another folder after --to, or move the file away first.";
        return Err(Error::new(ErrorCode::Output, message, advice)
            .in_file(there.display().to_string())
            .into());
    }
    for (name, text) in &imported.tables {
        file::write(&folder.join(name), text, file::Old::Kept)?;
    }
    anstream::eprint!("{}", recognised::list(&imported));
    let mut found = imported.findings.clone();
    // What tables beside them would use of it is not written: it goes with those tables.
    found.append(imported.bought.without_tables(), 0);
    let found = found.sorted();
    let weighty = found.iter().filter(|finding| finding.severity < Severity::Note);
    let lacking = Lacking::of(&told.tables.0, None, &folder.display().to_string());
    for finding in weighty.chain(lacking.findings()) {
        anstream::eprintln!("{}", findings::one(finding));
    }
    let names: Vec<&str> = imported.tables.iter().map(|(name, _)| *name).collect();
    anstream::println!("{} in {}", names.join(", "), folder.display());
    Ok(Outcome::Nothing)
}
