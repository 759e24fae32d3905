//! The files of an estate, wherever they lie, in the order in which they are read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use subcap_core::error::{Error, ErrorCode};
use subcap_core::read::{Table, unpacked_name};

use super::origin::{Origin, is_table};
use super::{natural, unreadable};

/// The files of one folder, one archive, or one list.
#[derive(Debug)]
pub struct Entries {
    /// In reading order.
    pub list: Vec<Entry>,
    archive: Option<Archive>,
}

/// One file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As findings name it.
    pub name: String,
    /// How many bytes it holds, as far as that can be known.
    pub size: u64,
    from: From,
}

#[derive(Debug, Clone)]
enum From {
    Path(PathBuf),
    Zip(usize),
    StandardInput,
}

#[derive(Debug)]
struct Archive {
    /// As it was given.
    name: String,
    file: File,
    path: Option<PathBuf>,
}

impl Entry {
    /// The file's path, if it is a file of its own.
    pub fn path(&self) -> Option<&Path> {
        match &self.from {
            From::Path(path) => Some(path),
            From::Zip(_) | From::StandardInput => None,
        }
    }

    /// Whether it comes out of an archive, which may hold far more than its size.
    pub fn is_zipped(&self) -> bool {
        matches!(self.from, From::Zip(_))
    }

    /// Whether it bears the name of a table with rows, rather than of `estate.toml` or of nothing known.
    pub fn is_rows(&self) -> bool {
        Table::of_file(&self.name.rsplit(['/', '\\']).next().unwrap_or("").to_lowercase()).is_some()
    }
}

impl Entries {
    /// Lists the files of one estate.
    pub fn of(origin: &Origin) -> Result<Self, Error> {
        match origin {
            Origin::Folder(folder) => Self::of_files(files(folder)?),
            Origin::Files(files) => {
                let mut files = files.clone();
                files.sort_by(|a, b| natural::compare(&name_of(a), &name_of(b)).then_with(|| a.cmp(b)));
                files.dedup();
                Self::of_files(files)
            }
            Origin::Zip(path) => Self::of_zip(path),
            Origin::StandardInput => {
                // A zip has its list of contents at its end, so it is laid down first.
                let mut file = tempfile::tempfile().map_err(|e| unreadable(Path::new("-"), &e))?;
                io::copy(&mut io::stdin().lock(), &mut file).map_err(|e| unreadable(Path::new("-"), &e))?;
                Self::of_open_zip(file, "standard input")
            }
        }
    }

    /// Whether any of them bears the name of a table.
    pub fn has_tables(&self) -> bool {
        self.list.iter().any(|entry| is_table(Path::new(&entry.name)))
    }

    /// Takes out the files for whose paths this holds.
    pub fn take(&mut self, mut which: impl FnMut(&Path) -> bool) -> Vec<PathBuf> {
        let taken = self.list.extract_if(.., |entry| entry.path().is_some_and(&mut which));
        taken.filter_map(|entry| entry.path().map(Path::to_path_buf)).collect()
    }

    /// One file of that name, on standard input.
    pub fn standard_input(name: &str) -> Result<Self, Error> {
        if !is_table(Path::new(name)) {
            let message = format!("--stdin {name} is not the name of a table");
            let advice = "Name the table that comes on standard input, for instance --stdin vms.csv.";
            return Err(Error::new(ErrorCode::BadOption, message, advice));
        }
        let entry = Entry { name: name.to_owned(), size: 0, from: From::StandardInput };
        Ok(Self { list: vec![entry], archive: None })
    }

    /// These files, as tables.
    fn of_files(files: Vec<PathBuf>) -> Result<Self, Error> {
        let entries = Self::of_list(files);
        packed_twice(&entries.list)?;
        Ok(entries)
    }

    /// These files.
    pub fn of_list(files: Vec<PathBuf>) -> Self {
        let entry = |path: PathBuf| {
            let size = path.metadata().map_or(0, |m| m.len());
            Entry { name: name_of(&path), size, from: From::Path(path) }
        };
        Self { list: files.into_iter().map(entry).collect(), archive: None }
    }

    /// The entries of a zip.
    pub fn of_zip(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|e| unreadable(path, &e))?;
        let name = path.display().to_string();
        Self::of_archive(Archive { name, file, path: Some(path.to_path_buf()) })
    }

    /// The entries of a zip that lies open.
    pub fn of_open_zip(file: File, name: &str) -> Result<Self, Error> {
        Self::of_archive(Archive { name: name.to_owned(), file, path: None })
    }

    fn of_archive(archive: Archive) -> Result<Self, Error> {
        let mut zip = archive.open()?;
        let mut list = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index(index).map_err(|e| archive.locked(&format!("entry {index}"), &e))?;
            if !entry.is_dir() {
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                list.push(Entry { name, size: entry.size(), from: From::Zip(index) });
            }
        }
        list.sort_by(|a, b| natural::compare(&a.name, &b.name));
        packed_twice(&list)?;
        Ok(Self { list, archive: Some(archive) })
    }

    /// Lends an entry's bytes.
    pub fn with<T>(
        &self,
        entry: &Entry,
        use_bytes: impl FnOnce(&mut dyn Read) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match (&entry.from, &self.archive) {
            (From::Path(path), _) => {
                let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
                use_bytes(&mut file)
            }
            (From::StandardInput, _) => use_bytes(&mut io::stdin()),
            (From::Zip(_), None) => Err(unreadable(Path::new(&entry.name), &io::ErrorKind::NotFound.into())),
            (From::Zip(index), Some(archive)) => {
                let mut zip = archive.open()?;
                let mut file = zip.by_index(*index).map_err(|e| archive.locked(&entry.name, &e))?;
                use_bytes(&mut file).map_err(|error| {
                    // A damaged entry reads as nonsense first; its checksum, at its end, tells the cause.
                    io::copy(&mut file, &mut io::sink()).err().map_or(error, |e| damaged(&entry.name, &e))
                })
            }
        }
    }
}

impl Entries {
    /// Whether several entries can be read at the same time.
    pub fn can_be_read_beside_each_other(&self) -> bool {
        self.archive.as_ref().is_none_or(|archive| archive.path.is_some())
    }
}

impl Archive {
    /// With a place of its own in the file, if the file has a name to open it by.
    fn open(&self) -> Result<zip::ZipArchive<File>, Error> {
        let file = match &self.path {
            Some(path) => File::open(path),
            None => self.file.try_clone(),
        };
        let file = file.map_err(|e| unreadable(Path::new(&self.name), &e))?;
        zip::ZipArchive::new(file).map_err(|e| {
            let advice = "If it is one, it broke off: copy it again. Without it its quarters would look like gaps, so nothing is read \
                          until it is mended or taken out.";
            self.not_one(format!("this file is no zip archive: {e}"), advice)
        })
    }

    fn locked(&self, entry: &str, error: &zip::result::ZipError) -> Error {
        let advice = "Unpack it with a tool that can, with its password if it has one, and give the folder.";
        self.not_one(format!("{entry} cannot be unpacked: {error}"), advice)
    }

    fn not_one(&self, what: String, advice: &str) -> Error {
        Error::new(ErrorCode::NotAnEstate, what, advice).in_file(&self.name)
    }
}

/// The files of a folder in the order of their names: that in which a file system lists them differs from
/// machine to machine.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(|e| unreadable(folder, &e))?;
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| unreadable(folder, &e))?.path();
        if path.is_file() {
            files.push(path);
        } else if is_table(&path) {
            let message =
                "this bears the name of a table but is a folder, a broken link or a device, not a file";
            let advice = "Put the table itself there, or give this another name.";
            return Err(Error::new(ErrorCode::Input, message, advice).in_file(path.display().to_string()));
        }
    }
    files.sort_by(|a, b| natural::compare(&name_of(a), &name_of(b)).then_with(|| a.cmp(b)));
    Ok(files)
}

/// A table that lies there packed and unpacked would be read twice.
fn packed_twice(list: &[Entry]) -> Result<(), Error> {
    let twice = list.iter().find_map(|entry| {
        let plain = unpacked_name(&entry.name);
        let other = list.iter().find(|other| other.name == plain && other.name != entry.name)?;
        entry.is_rows().then_some((entry, other))
    });
    let Some((packed, plain)) = twice else { return Ok(()) };
    let message = format!("this table also lies there unpacked, as {}", plain.name);
    let advice = "Remove one of the two: both would be counted.";
    Err(Error::new(ErrorCode::Input, message, advice).in_file(&packed.name))
}

fn damaged(name: &str, error: &io::Error) -> Error {
    let message = format!("this part of the archive is damaged: {error}");
    Error::new(ErrorCode::Input, message, "Make the archive anew, or copy it again.").in_file(name)
}

pub fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
