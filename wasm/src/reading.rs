//! Files on their way in: the core's readers, and what each file was taken for.

use subcap_core::error::Error;
use subcap_core::finding::Findings;
use subcap_core::read::{Bought, Reader, Table, Tables};

use crate::answers::FileRead;

/// An estate being read.
#[derive(Default)]
pub struct Reading {
    reader: Reader,
    /// Tables made out of exports, which lie under the others.
    imported: Option<Reader>,
    in_imported: bool,
    /// Whether there were any.
    pub had_imported: bool,
    pub files: Vec<FileRead>,
    rows_before: usize,
}

impl Reading {
    /// Until they end, files are tables made out of exports.
    pub fn begin_imported(&mut self, findings: Findings, bought: Bought) {
        self.reader.also_found(findings);
        self.reader.also_bought(bought);
        (self.imported, self.in_imported, self.had_imported) = (Some(Reader::default()), true, true);
    }

    pub fn end_imported(&mut self) -> Result<(), Error> {
        self.in_imported = false;
        match self.imported.take() {
            Some(mut imported) => {
                imported.end()?;
                self.reader.lay_under(imported);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn open(&mut self) -> &mut Reader {
        match &mut self.imported {
            Some(imported) if self.in_imported => imported,
            _ => &mut self.reader,
        }
    }

    pub fn begin(&mut self, file: &str) -> Result<(), Error> {
        self.open().begin(file)?;
        self.rows_before = self.rows();
        // The page lists the exports themselves.
        if !self.in_imported {
            self.files.push(FileRead { file: file.to_owned(), table: table_of(file), bytes: 0, rows: 0 });
        }
        Ok(())
    }

    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(file) = self.files.last_mut().filter(|_| !self.in_imported) {
            file.bytes = file.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        self.open().push(bytes)
    }

    pub fn end(&mut self) -> Result<(), Error> {
        self.open().end()?;
        let rows = self.rows().saturating_sub(self.rows_before);
        if let Some(file) = self.files.last_mut().filter(|_| !self.in_imported) {
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

fn table_of(file: &str) -> Option<&'static str> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_ascii_lowercase();
    if name == "estate.toml" { Some("estate.toml") } else { Table::of_file(&name).map(Table::file_name) }
}
