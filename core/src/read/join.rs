//! Parts of a table, and files of an estate, read beside each other and put together in their order.
//!
//! Each part numbers names and rows from its own beginning. Names are taken over in the order in which the part
//! first saw them, so that they get the numbers they would have got had one reader read everything; rows and
//! findings move down by the lines before the part.

use crate::finding::Findings;
use crate::names::Names;

use super::csv::CsvFile;
use super::rows::{NOWHERE, Place, PlacementRow, RunsOn, Tables};

/// The rows of an open table from some row on, to be read beside the rows before them: see
/// [`Reader::part`](super::Reader::part).
#[derive(Debug)]
pub struct Part {
    pub(super) csv: CsvFile,
    pub(super) tables: Tables,
    pub(super) findings: Findings,
}

impl Part {
    /// The next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), crate::error::Error> {
        self.csv.push(bytes, &mut self.tables, &mut self.findings)
    }

    /// Rows and other lines seen so far.
    pub fn lines(&self) -> u64 {
        self.csv.lines()
    }
}

/// By how much the places of a part lie further down.
#[derive(Debug, Clone, Copy)]
pub struct Shift {
    pub file: u16,
    pub row: u32,
}

impl Shift {
    fn of(self, place: Place) -> Place {
        Place { file: place.file.saturating_add(self.file), row: place.row.saturating_add(self.row) }
    }
}

/// A part's numbers of names as numbers of the whole.
struct Renumbered(Vec<u32>);

impl Renumbered {
    fn new(part: &Names, whole: &mut Names) -> Self {
        Self(part.iter().map(|name| whole.intern(name)).collect())
    }

    fn of(&self, id: u32) -> u32 {
        self.0.get(id as usize).copied().unwrap_or(NOWHERE)
    }
}

impl Tables {
    /// The rows of a part behind those read so far.
    pub(super) fn append(&mut self, mut part: Self, shift: Shift) {
        part.end_runs();
        self.files.append(&mut part.files);
        let hosts = Renumbered::new(&part.hosts, &mut self.hosts);
        let vms = Renumbered::new(&part.vms, &mut self.vms);
        let pools = Renumbered::new(&part.pool_names, &mut self.pool_names);
        let products = Renumbered::new(&part.product_names, &mut self.product_names);
        let place = |place| shift.of(place);

        self.host_rows.extend(part.host_rows.into_iter().map(|mut row| {
            (row.host, row.place) = (hosts.of(row.host), place(row.place));
            row
        }));
        self.placements.extend(part.placements.into_iter().map(|row| PlacementRow {
            vm: vms.of(row.vm),
            host: hosts.of(row.host),
            pool: pools.of(row.pool),
            place: place(row.place),
            ..row
        }));
        self.pools.extend(part.pools.into_iter().map(|mut row| {
            (row.pool, row.host, row.place) = (pools.of(row.pool), hosts.of(row.host), place(row.place));
            row
        }));
        self.installs.extend(part.installs.into_iter().map(|mut row| {
            (row.product, row.place) = (products.of(row.product), place(row.place));
            row.on = match row.on {
                RunsOn::Vm(vm) => RunsOn::Vm(vms.of(vm)),
                RunsOn::Host(host) => RunsOn::Host(hosts.of(host)),
            };
            row
        }));
        self.products.extend(part.products.into_iter().map(|mut row| {
            (row.product, row.place) = (products.of(row.product), place(row.place));
            row.bundle = row.bundle.map(|bundle| products.of(bundle));
            row
        }));
        self.entitlements.extend(part.entitlements.into_iter().map(|mut row| {
            (row.product, row.place) = (products.of(row.product), place(row.place));
            row
        }));
        self.evidence.extend(part.evidence.into_iter().map(|mut row| {
            row.place = place(row.place);
            row
        }));
        self.merge_if_many();
    }
}

#[cfg(test)]
mod tests {
    use crate::read::Reader;

    #[test]
    fn a_part_goes_on_where_the_reader_stands() {
        let mut reader = Reader::default();
        reader.begin("vms.csv").unwrap();
        reader.push(b"vm,host,cores\nv1,h1,2\n").unwrap();
        let mut part = reader.part().unwrap();
        part.push(b"v2,h1,2\nv1,h2,2\n").unwrap();
        assert_eq!(part.lines(), 2);
        assert!(reader.join(part));
        let (tables, findings) = reader.finish().unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        let rows: Vec<_> = tables.placements.iter().map(|p| (p.vm, p.host, p.place.row)).collect();
        assert_eq!(rows, [(0, 0, 2), (0, 1, 4), (1, 0, 3)]);
    }
}
