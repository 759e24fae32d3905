//! What is given as an estate: a folder, an archive, tables file by file, or standard input.

use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use subcap_core::error::{Error, ErrorCode};

use super::entries::Entries;
use super::unreadable;

/// One estate, as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder of tables, of exports, or of both.
    Folder(PathBuf),
    /// A zip of tables.
    Zip(PathBuf),
    /// These tables and exports, which are one estate together.
    Files(Vec<PathBuf>),
    /// A zip on standard input.
    StandardInput,
}

impl fmt::Display for Origin {
    /// As it was given; of several tables the first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) | Self::Zip(path) => path.display().fmt(f),
            Self::Files(files) => files.first().map_or(Ok(()), |first| first.display().fmt(f)),
            Self::StandardInput => f.write_str("-"),
        }
    }
}

impl Origin {
    /// What the arguments of a command that takes one estate name.
    pub fn one(given: &[PathBuf]) -> Result<Self, Error> {
        let mut all = Self::all(given)?;
        match (all.pop(), all.is_empty()) {
            (Some(origin), true) => Ok(origin),
            _ => {
                let message = "these are several estates, and this takes one";
                let advice =
                    "Give one folder, one zip, or the tables of one estate; run the others by themselves.";
                Err(Error::new(ErrorCode::BadOption, message, advice))
            }
        }
    }

    /// The same of a command that takes one argument.
    pub fn at(path: &Path) -> Result<Self, Error> {
        Self::one(&[path.to_path_buf()])
    }

    /// The estates that arguments name, in their order. Each folder and each zip of tables is one; all tables and
    /// exports given as files make up one together, in the place of the first of them.
    pub fn all(given: &[PathBuf]) -> Result<Vec<Self>, Error> {
        let mut all = Vec::new();
        let mut files: Option<(usize, Vec<PathBuf>)> = None;
        for path in given {
            for path in matching(path)? {
                match Self::of(path)? {
                    Self::Files(more) => files.get_or_insert((all.len(), Vec::new())).1.extend(more),
                    origin => all.push(origin),
                }
            }
        }
        if let Some((at, files)) = files {
            all.insert(at, Self::Files(files));
        }
        Ok(all)
    }

    fn of(path: PathBuf) -> Result<Self, Error> {
        if path.as_os_str() == "-" {
            return Ok(Self::StandardInput);
        }
        let meta = fs::metadata(&path).map_err(|e| unreadable(&path, &e))?;
        Ok(if meta.is_dir() {
            Self::Folder(path)
        } else if is_zip(&path) && Entries::of_zip(&path)?.has_tables() {
            Self::Zip(path)
        } else {
            Self::Files(vec![path])
        })
    }
}

/// The files a pattern stands for, where no shell has already put them in its place.
fn matching(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let Some(pattern) = path.to_str().filter(|text| text.contains(['*', '?', '[']) && !path.exists()) else {
        return Ok(vec![path.to_path_buf()]);
    };
    let bad = |message: String| {
        let advice = "Write * for any text and ? for one letter, or name the files.";
        Error::new(ErrorCode::Input, message, advice).in_file(pattern)
    };
    let found = glob::glob(pattern).map_err(|e| bad(format!("this is no pattern of files: {e}")))?;
    let found: Vec<PathBuf> = found.filter_map(Result::ok).collect();
    if found.is_empty() { Err(bad("no file matches this pattern".to_owned())) } else { Ok(found) }
}

/// Whether a file bears the name of a table.
pub fn is_table(path: &Path) -> bool {
    subcap_core::read::is_table(&path.to_string_lossy())
}

/// A zip that was given a table's name is still a zip.
fn is_zip(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *b"PK\x03\x04"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_one_estate_and_folders_one_each() -> Result<(), Box<dyn std::error::Error>> {
        let temp = tempfile::tempdir()?;
        let at = |name: &str| temp.path().join(name);
        for folder in ["a", "b"] {
            fs::create_dir(at(folder))?;
        }
        for file in ["vms-1.csv", "vms-2.csv.gz", "estate.toml", "c.zip"] {
            fs::write(at(file), "vm,cores\n")?;
        }
        let mut zip = zip::ZipWriter::new(File::create(at("c.zip"))?);
        zip.start_file("estate.toml", zip::write::SimpleFileOptions::default())?;
        zip.finish()?;
        let given = [at("a"), at("vms-*"), at("c.zip"), at("estate.toml"), at("b")];
        let files = vec![at("vms-1.csv"), at("vms-2.csv.gz"), at("estate.toml")];
        let want = [
            Origin::Folder(at("a")),
            Origin::Files(files),
            Origin::Zip(at("c.zip")),
            Origin::Folder(at("b")),
        ];
        assert_eq!(Origin::all(&given).map_err(|e| e.to_string())?, want);
        assert!(Origin::one(&given).is_err());
        assert!(Origin::all(&[at("nothing-*")]).is_err());
        Ok(())
    }
}
