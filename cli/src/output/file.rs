//! Files that appear whole or not at all: written beside the target under another name, laid down on the disk, and
//! only then given the name. Until then the old file stays; if the run is interrupted, nothing else is left behind.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

use subcap_core::error::{Error, ErrorCode};
use tempfile::NamedTempFile;

/// What happens to a file that is already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Old {
    /// The new one takes its place.
    Replaced,
    /// It stays, and writing is an error.
    Kept,
}

/// Writes a file.
pub fn write(path: &Path, text: &str, old: Old) -> Result<(), Error> {
    let written = match fs::metadata(path) {
        // Nothing can take the place of a device or a pipe; it is written to.
        Ok(meta) if !meta.is_file() && old == Old::Replaced => {
            File::options().write(true).open(path).and_then(|mut file| file.write_all(text.as_bytes()))
        }
        _ => whole(path, text, old),
    };
    written.map_err(|e| {
        let advice = "Check the path, the rights to write there, and the space left on the disk.";
        let what = if old == Old::Replaced && path.is_file() { "; the old file is as it was" } else { "" };
        Error::new(ErrorCode::Output, format!("this cannot be written: {}{what}", e.kind()), advice)
            .in_file(path.display().to_string())
    })
}

fn whole(path: &Path, text: &str, old: Old) -> io::Result<()> {
    // Where a link leads to, so that the link itself stays one.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = Unfinished::new(folder)?;
    file.0.write_all(text.as_bytes())?;
    // Some disks only say here that they are full.
    file.0.as_file().sync_all()?;
    file.persist(&path, old)
}

/// A file without its name yet, known to whoever ends the run.
struct Unfinished(NamedTempFile);

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static WATCH: Once = Once::new();

impl Unfinished {
    fn new(folder: &Path) -> io::Result<Self> {
        WATCH.call_once(|| {
            // Without it an interrupted run leaves a file of an odd name behind, which is not worth an error.
            let _ = ctrlc::set_handler(|| {
                list(|paths| paths.iter().for_each(|path| drop(fs::remove_file(path))));
                std::process::exit(INTERRUPTED);
            });
        });
        let mut builder = tempfile::Builder::new();
        // The rights that any new file gets; they are private otherwise.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = list(|paths| {
            let file = builder.tempfile_in(folder)?;
            paths.push(file.path().to_path_buf());
            Ok::<_, io::Error>(file)
        })?;
        Ok(Self(file))
    }

    fn persist(self, path: &Path, old: Old) -> io::Result<()> {
        let own = self.0.path().to_path_buf();
        let persisted = match old {
            Old::Replaced => self.0.persist(path),
            Old::Kept => self.0.persist_noclobber(path),
        };
        list(|paths| paths.retain(|path| *path != own));
        persisted.map(drop).map_err(|e| e.error)
    }
}

/// What shells say of a run that was interrupted.
const INTERRUPTED: i32 = 130;

fn list<T>(change: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
    change(&mut UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner))
}
