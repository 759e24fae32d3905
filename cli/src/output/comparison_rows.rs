//! The comparison as rows for a spreadsheet.

use std::io;

use subcap_core::compare::{Amounts, Comparison, ProductChange, QuarterSide, ReadingChange, Units};

use super::comparison_products::{known, why};
use super::{AS_KNOWN, figures};

const HEADER: [&str; 9] =
    ["row", "reading", "product", "quarter", "what", "before", "after", "difference", "why"];

/// A figure of the first position, the second, and the difference.
type Figures = [String; 3];

/// A figure's name and where it stands.
type Named<T> = (&'static str, fn(&T) -> i64);

/// One figure a row: `total` per reading, `cause` per reading and step, `product` per reading and
/// product, `part` of a product's difference, `quarter` and `units`, and `table` for the rows that
/// differ: filter by the first column before adding anything up.
pub fn csv(comparison: &Comparison) -> io::Result<String> {
    let mut rows = vec![HEADER.map(str::to_owned)];
    for reading in &comparison.readings {
        of_reading(reading, &mut rows);
    }
    for product in &comparison.products {
        for q in &product.quarters {
            let figures: [Named<Units>; 3] =
                [("sub", |u| u.sub), ("full", |u| u.full), ("entitled", |u| u.entitled)];
            for (what, of) in figures {
                let figures = numbers(q.before.as_ref().map(of), q.after.as_ref().map(of));
                rows.push(row(["units", "", &product.product, &q.quarter, what], figures, ""));
            }
        }
    }
    for change in &comparison.tables {
        let names: Vec<String> = change.first.iter().map(|c| format!("{}: {}", c.name, c.what)).collect();
        let figures = [String::new(), String::new(), change.count.to_string()];
        let what = format!("{} {}", change.table, change.how);
        rows.push(row(["table", "", "", "", &what], figures, &names.join("; ")));
    }
    figures(&rows)
}

fn row(names: [&str; 5], [before, after, difference]: Figures, why: &str) -> [String; 9] {
    let [row, reading, product, quarter, what] = names.map(str::to_owned);
    [row, reading, product, quarter, what, before, after, difference, why.to_owned()]
}

fn of_reading(reading: &ReadingChange, rows: &mut Vec<[String; 9]>) {
    let ReadingChange { reading: name, before, after, difference, .. } = reading;
    let least = if before.complete && after.complete { "" } else { "at least" };
    let figures = [before.total.clone(), after.total.clone(), difference.clone()];
    rows.push(row(["total", name, "", "", "total"], figures, least));
    for cause in &reading.causes {
        let figures = [String::new(), String::new(), cause.amount.clone()];
        let why = if cause.complete { "" } else { AS_KNOWN };
        rows.push(row(["cause", name, "", "", &cause.step], figures, why));
    }
    for product in &reading.products {
        of_product(name, product, rows);
    }
}

fn of_product(reading: &str, change: &ProductChange, rows: &mut Vec<[String; 9]>) {
    let ProductChange { product, before, after, difference, split, quarters } = change;
    let money = |side: &Option<Amounts>| side.as_ref().and_then(|a| a.total.clone()).unwrap_or_default();
    let status = match (before, after) {
        (None, _) => "only in B",
        (_, None) => "only in A",
        _ if difference.is_none() => "money unknown",
        _ if !known(change) => AS_KNOWN,
        _ => "",
    };
    let figures = [money(before), money(after), difference.clone().unwrap_or_default()];
    rows.push(row(["product", reading, product, "", "total"], figures, status));
    if let Some(split) = split {
        let parts = [
            ("quantity", &split.quantity),
            ("price", &split.price),
            ("support", &split.support),
            ("use", &split.used),
        ];
        for (what, amount) in parts {
            let figures = [String::new(), String::new(), amount.clone()];
            let why = if known(change) { "" } else { AS_KNOWN };
            rows.push(row(["part", reading, product, "", what], figures, why));
        }
    }
    let amounts: [Named<Amounts>; 2] =
        [("peak_shortfall", |a| a.peak_shortfall), ("licence_quantity", |a| a.licence_quantity)];
    for (what, of) in amounts {
        let figures = numbers(before.as_ref().map(of), after.as_ref().map(of));
        rows.push(row(["product", reading, product, "", what], figures, ""));
    }
    for q in quarters {
        let figures: [Named<QuarterSide>; 4] = [
            ("required", |s| s.required),
            ("entitled", |s| s.entitled),
            ("shortfall", |s| s.shortfall),
            ("lost_hosts", |s| i64::try_from(s.lost_hosts).unwrap_or(i64::MAX)),
        ];
        let why = why(q);
        for (what, of) in figures {
            let figures = numbers(q.before.as_ref().map(of), q.after.as_ref().map(of));
            rows.push(row(["quarter", reading, product, &q.quarter, what], figures, &why));
        }
    }
}

/// Whole numbers; the difference only where both are there.
fn numbers(before: Option<i64>, after: Option<i64>) -> Figures {
    let text = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
    let difference = before.zip(after).and_then(|(old, new)| new.checked_sub(old));
    [text(before), text(after), text(difference)]
}
