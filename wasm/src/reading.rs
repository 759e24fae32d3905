//! Files on their way in: the core's reader, and what each file was taken for.

use subcap_core::error::Error;
use subcap_core::finding::Findings;
use subcap_core::import::ilmt;
use subcap_core::read::{Reader, Table, Tables};

use crate::answers::FileRead;

/// An estate being read.
#[derive(Default)]
pub struct Reading {
    reader: Reader,
    pub files: Vec<FileRead>,
    pub snapshot: Option<String>,
    in_snapshot: bool,
    rows_before: usize,
}

impl Reading {
    /// Until the snapshot ends, files are its entries.
    pub fn begin_snapshot(&mut self, archive: &str) {
        self.reader.begin_snapshot(archive);
        self.snapshot = Some(archive.to_owned());
        self.in_snapshot = true;
    }

    pub fn end_snapshot(&mut self) -> Result<(), Error> {
        self.in_snapshot = false;
        self.reader.end_snapshot()
    }

    pub fn begin(&mut self, file: &str) -> Result<(), Error> {
        self.reader.begin(file)?;
        self.rows_before = self.rows();
        let table = if self.in_snapshot { Some("snapshot") } else { table_of(file) };
        self.files.push(FileRead { file: file.to_owned(), table, bytes: 0, rows: 0 });
        Ok(())
    }

    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(file) = self.files.last_mut() {
            file.bytes = file.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        self.reader.push(bytes)
    }

    pub fn end(&mut self) -> Result<(), Error> {
        self.reader.end()?;
        let rows = self.rows().saturating_sub(self.rows_before);
        if let Some(file) = self.files.last_mut() {
            file.rows = rows;
        }
        Ok(())
    }

    /// Rows read so far, of all tables.
    pub fn rows(&self) -> usize {
        let tables = self.reader.tables();
        Table::ALL.into_iter().map(|table| tables.count(table)).sum()
    }

    /// What was found so far; it outlives an error.
    pub fn findings(&self) -> &Findings {
        self.reader.findings()
    }

    pub fn finish(self) -> Result<(Tables, Findings), (Error, Findings)> {
        self.reader.finish()
    }
}

/// Whether these are the entries of an audit snapshot.
pub fn is_snapshot(names: &[String]) -> bool {
    ilmt::is_snapshot(names)
}

fn table_of(file: &str) -> Option<&'static str> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_ascii_lowercase();
    if name == "estate.toml" { Some("estate.toml") } else { Table::of_file(&name).map(Table::file_name) }
}
