//! What two exports state alike counts once.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Set};

use crate::batch::Batch;
use crate::cells::count;
use crate::facts::{Measure, Metric};

/// To whom a daily quantity belongs. A Reporter's file and the ILMT server's own spell the server differently.
type Key = (Option<String>, Option<Arc<str>>, Arc<str>, Metric, Day);

fn key(measure: &Measure) -> Key {
    let cluster = measure.cluster.as_ref().map(|cluster| cluster.to_lowercase());
    let product = Arc::clone(&measure.product);
    (cluster, measure.product_id.clone(), product, measure.metric.clone(), measure.when.from)
}

/// Leaves of the daily quantities of one cluster, product, metric and day the highest.
pub(crate) fn once(batch: &mut Batch) {
    let mut kept: Map<Key, usize> = Map::new();
    let mut dropped: Set<usize> = Set::new();
    // By file and kind of finding: the first row and how many.
    let mut said: Map<(u32, Code), (u32, usize)> = Map::new();
    for at in &batch.daily.at {
        let Some(measure) = batch.facts.measures.get(*at) else { continue };
        let stands = kept.entry(key(measure)).or_insert(*at);
        let Some(before) = batch.facts.measures.get(*stands).filter(|_| stands != at) else { continue };
        let same = before.quantity == measure.quantity;
        let code = if same { Code::ExportedTwice } else { Code::ExportsDiffer };
        let place = said.entry((measure.origin.file, code)).or_insert((measure.origin.row, 0));
        place.1 += 1;
        if measure.quantity > before.quantity {
            dropped.insert(*stands);
            *stands = *at;
        } else {
            dropped.insert(*at);
        }
    }
    for ((file, code), (row, rows)) in said {
        let (path, _) = batch.origins.get(file);
        let rows = count(rows, "row");
        let (severity, message, advice) = match code {
            Code::ExportedTwice => {
                let message = format!(
                    "{rows} from here on stand elsewhere too, for the same cluster, product and day: they count once"
                );
                (Severity::Note, message, "Nothing to do.")
            }
            _ => {
                let message = format!(
                    "{rows} from here on have another quantity than elsewhere for the same cluster, product and day: the higher counts"
                );
                (Severity::Warning, message, "Find out which export is right, and leave the other away.")
            }
        };
        batch.findings.push(Finding::new(code, severity, path, message, advice).at(row));
    }
    remove(&dropped, batch);
}

/// Takes measures away.
pub(super) fn remove(dropped: &Set<usize>, batch: &mut Batch) {
    if dropped.is_empty() {
        return;
    }
    let mut at = 0..;
    batch.facts.measures.retain(|_| at.next().is_none_or(|at| !dropped.contains(&at)));
    let moved = |places: &[usize]| -> Vec<usize> {
        let mut before = dropped.iter().peekable();
        let mut gone = 0;
        let mut moved = Vec::with_capacity(places.len());
        for place in places {
            while before.next_if(|dropped| *dropped < place).is_some() {
                gone += 1;
            }
            if before.peek() != Some(&place) {
                moved.push(place - gone);
            }
        }
        moved
    };
    batch.daily.at = moved(&batch.daily.at);
    batch.license.peaks = moved(&batch.license.peaks);
}
