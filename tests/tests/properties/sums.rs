//! Figures that must agree with each other.

use proptest::prelude::*;

use super::case::{minor, on_estates, report, total};
use super::csv::Csv;

/// licence + support + use = total; the sum of the products' totals is the reading's; nothing is bought under
/// `use`; null is null in every line and says "at least".
#[test]
fn s17_lines_add_up() {
    on_estates(100, |case| {
        for reading in case.report()?.readings {
            let mut sum = 0;
            for product in &reading.products {
                let lines =
                    [&product.licence, &product.support, &product.used].map(|line| minor(line.as_ref()));
                let added: Option<Vec<i128>> = lines.into_iter().collect();
                prop_assert_eq!(added.map(|lines| lines.iter().sum()), total(product));
                prop_assert!(total(product).is_some() || lines.iter().all(Option::is_none));
                prop_assert!(total(product).is_some() || (product.peak_shortfall > 0 && !reading.complete));
                sum += total(product).unwrap_or(0);
            }
            prop_assert_eq!(Some(sum), minor(Some(&reading.total)));
            prop_assert_eq!(reading.complete, reading.incomplete_because.is_empty());
        }
        Ok(())
    });
}

/// The licence quantity is at most the highest shortfall, and that is the highest of the quarters.
#[test]
fn s18_peaks_are_peaks() {
    on_estates(100, |case| {
        for reading in case.report()?.readings {
            for product in &reading.products {
                prop_assert!(product.licence_quantity <= product.peak_shortfall);
                let highest = product.quarters.iter().map(|q| q.shortfall).max();
                prop_assert_eq!(highest, Some(product.peak_shortfall));
                for quarter in &product.quarters {
                    // The part that decides is short of no more than the whole quarter needs.
                    prop_assert!((0..=quarter.required).contains(&quarter.shortfall));
                    prop_assert_eq!(quarter.lost_hosts == 0, quarter.lost.is_empty());
                }
            }
        }
        Ok(())
    });
}

/// Virtual machines with more cores than any host fill their hosts: sub is full.
#[test]
fn s19_full_machines_make_sub_full() {
    on_estates(40, |case| {
        let mut texts = case.texts.clone();
        texts.remove("pools.csv");
        let mut vms = Csv::of(&texts, "vms.csv", &["vm", "cores"]);
        vms.set("cores", "999999");
        vms.into_texts(&mut texts, "vms.csv");
        for product in report(&texts, &case.readings())?.products {
            for quarter in &product.quarters {
                prop_assert_eq!(quarter.sub, quarter.full);
            }
        }
        Ok(())
    });
}

/// A product without sub-capacity terms counts full, and no day of it can be lost.
#[test]
fn s20_without_subcapacity_terms_sub_is_full() {
    on_estates(40, |case| {
        let mut texts = case.texts.clone();
        let mut products = Csv::of(&texts, "products.csv", &["subcapacity"]);
        products.set("subcapacity", "no");
        products.into_texts(&mut texts, "products.csv");
        // A bundle without a row of its own may still be installed by its own name; it keeps its terms.
        let named = |name: &str| products_named(&texts, name);
        let report = report(&texts, &case.readings())?;
        for product in report.products.iter().filter(|product| named(&product.product)) {
            for quarter in &product.quarters {
                prop_assert_eq!(quarter.sub, quarter.full);
            }
        }
        for product in report.readings.iter().flat_map(|r| &r.products).filter(|p| named(&p.product)) {
            prop_assert!(product.quarters.iter().all(|q| q.lost_hosts == 0));
        }
        Ok(())
    });
}

fn products_named(texts: &crate::reference::Texts, name: &str) -> bool {
    let products = Csv::of(texts, "products.csv", &[]);
    let at = products.at("product");
    products.rows.iter().any(|row| row[at] == name)
}
