//! An audit snapshot of IBM License Metric Tool (or BigFix Inventory): the files of one zip or folder.
//!
//! *Each file is recognised and its rows are kept short → period and integrity are established → the totals are
//! compared four ways → servers, machines, installs, totals and the report become facts.*
//!
//! | step | module |
//! |---|---|
//! | rows of the files | `sheet` (per server), `summary`, `bundling`, `parts`, `condition` |
//! | whether they are whole | `integrity` |
//! | the days they speak for | `period` |
//! | whether they agree | `agreement` |
//! | what the tool says of itself, what is odd in the rows | `health`, `oddities` |
//! | servers and what is on them | `servers`, `out` |
//! | quantities without servers | `quantities`, `ratio` |
//!
//! ILMT's quantities add up per product and **distinct server** only; every row of its report repeats its
//! server's total. Those totals stand. Where counting the computers again gives something else, the
//! difference is a finding and the product is counted by a stand-in of the size ILMT states (see `out`).
//!
//! A report whose headers are in an unknown language is read by the order of its columns and believed only if
//! its totals agree with each other and with the daily series, whose headers are never translated.

mod agreement;
mod bundling;
mod columns;
mod condition;
mod health;
mod integrity;
mod metrics;
mod oddities;
mod out;
mod parts;
mod period;
mod place;
mod quantities;
mod ratio;
mod seen;
mod server_name;
mod servers;
mod sheet;
mod summary;
#[cfg(test)]
mod tests;
mod words;

use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::Map;

use crate::batch::{Batch, Use};
use crate::facts::Integrity;
use crate::kind::Kind;
use crate::recognise::{Layout, Rows, Whole};

use bundling::Inventory;
use columns::Columns;
use condition::Condition;
use integrity::Vouchers;
use sheet::Sheet;
use summary::Stated;
use words::Words;

/// Tables headed in a known language.
pub(crate) const LAYOUTS: &[Layout] = &[
    Layout {
        kind: Kind::SnapshotPvu,
        of: |header, path, batch| {
            let columns = Columns::by_name(header)?;
            rows(sheet::Reader::new(columns, header, path, batch))
        },
    },
    Layout {
        kind: Kind::SnapshotBundling,
        of: |h, path, batch| rows(bundling::Reader::new(h, path, batch)?),
    },
    Layout {
        kind: Kind::SnapshotCloudPaks,
        of: |h, path, batch| rows(summary::Reader::paks(h, path, batch)?),
    },
    Layout {
        kind: Kind::SnapshotSummary,
        of: |h, path, batch| rows(summary::Reader::summary(h, path, batch)?),
    },
    Layout { kind: Kind::SnapshotParts, of: |h, path, batch| rows(parts::Parts::new(h, path, batch)?) },
    Layout { kind: Kind::SnapshotTrails, of: |h, path, batch| rows(parts::Trails::new(h, path, batch)?) },
];

/// Tables in an unknown language: by the order of their columns, and but for the report by their names, which are
/// never translated. They stand behind every other layout.
pub(crate) const BY_ORDER: &[Layout] = &[
    Layout {
        kind: Kind::SnapshotPvu,
        of: |header, path, batch| {
            let columns = Columns::by_order(header)?;
            rows(sheet::Reader::new(columns, header, path, batch))
        },
    },
    Layout {
        kind: Kind::SnapshotBundling,
        of: |header, path, batch| {
            rows(bundling::Reader::by_order(header, named(path, "bundling_definitions.csv")?, batch)?)
        },
    },
    Layout {
        kind: Kind::SnapshotCloudPaks,
        of: |header, path, batch| {
            rows(summary::Reader::paks_by_order(header, named(path, "cloud_paks.csv")?, batch)?)
        },
    },
    Layout {
        kind: Kind::SnapshotSummary,
        of: |header, path, batch| {
            rows(summary::Reader::summary_by_order(
                header,
                named(path, "audit_snapshot_summary.csv")?,
                batch,
            )?)
        },
    },
    Layout {
        kind: Kind::SnapshotParts,
        of: |header, path, batch| {
            rows(parts::Parts::by_order(header, named(path, "part_numbers.csv")?, batch)?)
        },
    },
];

/// Files that are no tables.
pub(crate) const WHOLES: &[Whole] = &[
    Whole {
        kind: Kind::SnapshotCondition,
        // A tool's name is never translated. Snapshots of License Service have a file of this name too.
        is: |name, start| {
            let has = |words: &str| memchr::memmem::find(start, words.as_bytes()).is_some();
            place::plain_name(name) == "data_condition.txt" && !has("License Service")
        },
        read: |path, bytes, batch| {
            batch.snapshots.at(path).condition = Some(Condition::parse(path, bytes));
        },
    },
    Whole {
        kind: Kind::SnapshotIntegrity,
        is: |name, _| {
            ["checksums.txt", "checksum.txt", "signature.rsa", "pub_key.pem"]
                .contains(&&*place::plain_name(name))
        },
        read: |path, bytes, batch| {
            let vouchers = &mut batch.snapshots.at(path).vouchers;
            match place::plain_name(path).as_str() {
                "signature.rsa" => vouchers.signature = Some((path.to_owned(), bytes.to_vec())),
                "pub_key.pem" => vouchers.key = Some(bytes.to_vec()),
                _ => vouchers.list = Some((path.to_owned(), bytes.to_vec())),
            }
        },
    },
];

pub(crate) use place::folder_of;

fn rows(reader: impl Rows + 'static) -> Option<Box<dyn Rows>> {
    Some(Box::new(reader))
}

fn named<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    (place::plain_name(path) == name).then_some(path)
}

/// What was read of snapshots, folder by folder: an intake may hold several that were unpacked.
#[derive(Debug, Default)]
pub(crate) struct Snapshots {
    words: Words,
    folders: Map<String, Contents>,
    /// Files that belong to another place than their names say.
    moved: Map<String, String>,
}

/// The files of one snapshot.
#[derive(Debug, Default)]
struct Contents {
    folder: String,
    sheets: Vec<Sheet>,
    /// Reports in an unknown language.
    guessed: Vec<Sheet>,
    inventory: Option<Inventory>,
    summary: Option<Vec<Stated>>,
    paks: Vec<Stated>,
    condition: Option<Condition>,
    vouchers: Vouchers,
    /// What they say, once it is known.
    verdict: Option<Integrity>,
}

impl Snapshots {
    /// The snapshot a file belongs to.
    fn at(&mut self, path: &str) -> &mut Contents {
        let place = self.place(path);
        self.in_folder(&place)
    }

    /// Where a file counts as lying.
    fn place(&self, path: &str) -> String {
        self.moved.get(path).cloned().unwrap_or_else(|| place::folder_of(path))
    }

    fn in_folder(&mut self, folder: &str) -> &mut Contents {
        self.folders.entry(folder.to_owned()).or_default()
    }
}

impl Contents {
    /// Whether it is a snapshot of ILMT or BigFix Inventory, and not some other tool's with checksums.
    fn is_snapshot(&self) -> bool {
        let rows = !self.sheets.is_empty() || !self.guessed.is_empty();
        rows || self.summary.is_some() || self.condition.is_some()
    }
}

/// Whether a bundle cell names a bundle. The word for none is translated, but in every language it is one
/// word; names of bundles are several.
fn is_bundle(cell: &str) -> bool {
    cell.contains(' ')
}

/// A number as people read it: `3,940`.
fn grouped(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What checksums and signature say of the files in a folder, for other tools' snapshots of the same scheme.
pub(crate) fn integrity_of(folder: &str, batch: &mut Batch) -> Integrity {
    integrity::check(folder, batch)
}

/// All files are read: what they say together becomes facts.
pub(crate) fn conclude(batch: &mut Batch) {
    let series = batch.daily.files.iter();
    let series: Vec<_> = series.filter_map(|file| Some((file.clone(), period::of_name(file)?))).collect();
    let periods = batch.snapshots.folders.iter().filter_map(|(place, contents)| {
        let (span, _) = contents.condition.as_ref()?.period()?;
        Some((place.clone(), span))
    });
    batch.snapshots.moved = place::of_daily(&series, &periods.collect::<Vec<_>>());
    lone_copies(batch);
    let folders: Vec<String> = batch.snapshots.folders.keys().cloned().collect();
    for folder in folders {
        if batch.snapshots.in_folder(&folder).is_snapshot() {
            snapshot(&folder, batch);
        }
    }
    // Checksums of other tools' snapshots are asked for later.
    let mut left = std::mem::take(&mut batch.snapshots);
    left.folders.retain(|_, contents| !contents.is_snapshot() && contents.vouchers.list.is_some());
    batch.snapshots.folders = left.folders;
}

/// A file may be a copy of one that is not there: it is of the snapshot in its folder then, if that lacks it.
fn lone_copies(batch: &mut Batch) {
    let places: Vec<String> = batch.snapshots.folders.keys().cloned().collect();
    for place in places {
        let Some(folder) = place::folder_of_copies(&place) else { continue };
        let known = &batch.snapshots.folders;
        let Some((copy, own)) = known.get(&place).zip(known.get(folder)) else { continue };
        let has_report = |contents: &Contents| !contents.sheets.is_empty() || !contents.guessed.is_empty();
        let twice = has_report(copy) && has_report(own);
        let dated = batch.daily.files.iter().any(|file| batch.snapshots.place(file) == place);
        if dated || copy.condition.is_some() || copy.vouchers.list.is_some() {
            continue;
        }
        let Some(copy) = batch.snapshots.folders.remove(&place) else { continue };
        if twice {
            left_out(&place, batch);
            continue;
        }
        let own = batch.snapshots.in_folder(folder);
        own.sheets.extend(copy.sheets);
        own.guessed.extend(copy.guessed);
        own.inventory = own.inventory.take().or(copy.inventory);
        own.summary = own.summary.take().or(copy.summary);
        if own.paks.is_empty() {
            own.paks = copy.paks;
        }
        let paths = batch.seen.iter().map(|seen| &seen.path).filter(|path| place::folder_of(path) == place);
        let moved: Vec<(String, String)> = paths.map(|path| (path.clone(), folder.to_owned())).collect();
        batch.snapshots.moved.extend(moved);
    }
}

/// A second report in one folder, of which nothing tells the period.
fn left_out(place: &str, batch: &mut Batch) {
    let why = "it is a second report in this folder, and nothing says of which snapshot: it is not used";
    let advice = "Unpack every snapshot into a folder of its own, or give the archives as they are.";
    for seen in batch.seen.iter_mut().filter(|seen| place::folder_of(&seen.path) == place) {
        seen.used = Use::Not(why.to_owned());
        let finding = Finding::new(Code::PeriodDiffers, Severity::Error, &seen.path, why, advice);
        batch.findings.push(finding.left_out());
    }
    batch.findings.mark_incomplete();
}

fn snapshot(folder: &str, batch: &mut Batch) {
    let daily = agreement::Daily::of(folder, batch);
    // Of a report exported by itself nothing vouches for the files, and nothing is missing.
    let of_folder = batch.snapshots.in_folder(folder);
    let alone = of_folder.condition.is_none() && of_folder.summary.is_none() && daily.files.is_empty();
    let integrity = match alone && of_folder.vouchers.list.is_none() {
        true => Integrity::NoFiles,
        false => integrity::check(folder, batch),
    };
    let mut contents = std::mem::take(batch.snapshots.in_folder(folder));
    contents.folder = folder.to_owned();
    let unread = accept_guessed(&mut contents, &daily, batch);
    pass_over(&contents, batch);
    let Some(period) = period::find(&contents, &daily, batch) else { return };
    let mut doubts = period.doubts.clone();
    doubts.extend(unread.then(|| "its report could not be read, and its totals do not agree".to_owned()));
    let agreed = agreement::check(&contents, &daily, batch, &mut doubts);
    health::look(&contents, &period, batch, &mut doubts);
    out::facts(&contents, &period, integrity, &agreed, doubts, batch);
}

const IN_ENGLISH: &str =
    "Export the audit snapshot in English: the user's language in ILMT, or locale=en in the REST call.";

/// Reports in an unknown language are believed if the totals bear them out. Tells whether one is not.
fn accept_guessed(contents: &mut Contents, daily: &agreement::Daily, batch: &mut Batch) -> bool {
    let mut unread = false;
    for sheet in std::mem::take(&mut contents.guessed) {
        if contents.sheets.is_empty() && agreement::confirms(&sheet, daily, &batch.snapshots.words) {
            contents.sheets.push(sheet);
            continue;
        }
        let why = if sheet.rows.is_empty() {
            "its columns are those of no known export".to_owned()
        } else {
            let why = match agreement::speaks_against(&sheet, daily, &batch.snapshots.words) {
                Some(_) => {
                    "its headers are in a language not known here, and read by position its totals do not agree"
                }
                None => {
                    "its headers are in a language not known here; read by position its totals agree with each other, but no daily series (products_daily_….csv) lies beside it to bear them out"
                }
            };
            match agreement::speaks_against(&sheet, daily, &batch.snapshots.words) {
                Some(figures) => format!("{why}: {figures}"),
                None => why.to_owned(),
            }
        };
        if !sheet.rows.is_empty() {
            unread = true;
            batch.note(Code::NotRecognised, Severity::Warning, &sheet.path, &*why, IN_ENGLISH);
        }
        if let Some(seen) = batch.seen.iter_mut().find(|seen| seen.path == sheet.path) {
            seen.used = Use::Not(why);
            seen.kind = Kind::Unknown;
        }
    }
    unread
}

/// Comments that travel with a snapshot are no tables and need no complaint.
fn pass_over(contents: &Contents, batch: &mut Batch) {
    for seen in batch.seen.iter_mut().filter(|seen| seen.kind == Kind::Unknown) {
        let name = place::plain_name(&seen.path);
        let comment =
            name == "readme.txt" || name.starts_with("audit_comment") || name.starts_with("audit_attachment");
        if comment && batch.snapshots.place(&seen.path) == contents.folder {
            seen.used = Use::Not("a text for people; nothing in it is counted".to_owned());
        }
    }
}
