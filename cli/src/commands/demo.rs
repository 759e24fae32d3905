//! `subcap demo`

use std::fs;
use std::io;
use std::path::Path;

use subcap_core::demo;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::estate::{Estate, Options, resolve};
use subcap_core::read::Reader;

use super::estimate::answer;
use crate::args::Demo;
use crate::exit::{Failure, Outcome};
use crate::input;
use crate::output::file;

/// Writes the tables, or estimates and prints.
pub fn run(args: &Demo) -> Result<Outcome, Failure> {
    match &args.write {
        Some(folder) => write(folder),
        None => answer(&estate()?, &input::readings(&args.which)?, &args.into),
    }
}

/// Read as a folder of these tables would be.
fn estate() -> Result<Estate, Failure> {
    let mut reader = Reader::default();
    for (name, text) in demo::tables() {
        reader.file(name, text.as_bytes())?;
    }
    let (tables, findings) = reader.finish()?;
    let pvu_table = input::pvu_table(None)?;
    Ok(resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table })?)
}

/// A folder of tables to look at and to change. What the user changed is never overwritten.
fn write(folder: &Path) -> Result<Outcome, Failure> {
    fs::create_dir_all(folder).map_err(|e| input::unwritable(folder, &e))?;
    let mut missing = Vec::new();
    for (name, text) in demo::tables() {
        let path = folder.join(name);
        match fs::read(&path) {
            Ok(there) if there == text.as_bytes() => {}
            Ok(_) => return Err(other_content(&path).into()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => missing.push((path, text)),
            Err(e) => return Err(input::unwritable(&path, &e).into()),
        }
    }
    for (path, text) in &missing {
        file::write(path, text, file::Old::Kept)?;
    }
    let folder = folder.display();
    anstream::eprintln!("The tables of the invented estate are in {folder}. Try: subcap estimate {folder}");
    Ok(Outcome::Nothing)
}

fn other_content(path: &Path) -> Error {
    let message = "the file is there with other content; nothing was written";
    let advice = "Name another folder after --write, or move the file away first.";
    Error::new(ErrorCode::Input, message, advice).in_file(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables are whole, and a second time changes nothing.
    #[test]
    fn a_folder_is_filled_once() -> Result<(), Failure> {
        let folder = tempfile::tempdir()?;
        let inside = folder.path().join("new/demo");
        assert_eq!(write(&inside)?, Outcome::Nothing);
        assert_eq!(write(&inside)?, Outcome::Nothing);
        for (name, text) in demo::tables() {
            assert_eq!(fs::read_to_string(inside.join(name))?, text, "{name}");
        }
        Ok(())
    }

    #[test]
    fn a_changed_file_stays_and_nothing_is_written() -> Result<(), Failure> {
        let folder = tempfile::tempdir()?;
        let changed = folder.path().join("products.csv");
        fs::write(&changed, "product,metric\nMine,PVU\n")?;
        assert!(write(folder.path()).is_err());
        assert_eq!(fs::read_to_string(&changed)?, "product,metric\nMine,PVU\n");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
