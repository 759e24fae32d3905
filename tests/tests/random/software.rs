//! Random products, bundles and installs (SPEC sections 2 and 4).

use std::collections::BTreeSet;

use super::estate::Plan;
use super::machines::{names, show};
use super::rng::Rng;
use super::sheet::Sheet;
use crate::reference::dates::plus_days;

/// One to seven products, some in a bundle with or without a row of its own.
pub fn products(rng: &mut Rng, plan: &Plan) -> Sheet {
    let mut sheet = Sheet::default();
    let mut free = vec!["MQ", "Db2", "WebSphere ND", "ACE", "api", "Guardium", "Élan"];
    rng.shuffle(&mut free);
    free.truncate(rng.between(1, 7) as usize);
    for bundle in ["Pak A", "pak b"] {
        if free.len() < 2 || rng.chance(if plan.rvu_bundles { 10 } else { 45 }) {
            continue;
        }
        let own = rng.chance(60);
        let metric = metric(rng, plan);
        let members = rng.between(1, 3).min(free.len() as i64);
        for name in free.split_off(free.len() - members as usize) {
            let metric = if own && rng.chance(40) { self::metric(rng, plan) } else { metric };
            let ratio = match plan.rvu_bundles {
                true => rng.pick(&["2:1", "3:2", "7:3", "70:1"]),
                false => rng.pick(&["", "1:1", "2:1", "1:3", "3:2", "7:3", "70:1"]),
            };
            product(rng, &mut sheet, [name, metric, bundle, ratio]);
        }
        if own {
            product(rng, &mut sheet, [bundle, metric, "", ""]);
        }
    }
    for name in free {
        let metric = metric(rng, plan);
        product(rng, &mut sheet, [name, metric, "", ""]);
    }
    sheet
}

fn metric(rng: &mut Rng, plan: &Plan) -> &'static str {
    if plan.rvu_bundles && rng.chance(85) {
        return "RVU_MAPC";
    }
    rng.pick(&["PVU", "PVU", "PVU", "VPC", "VPC", "RVU_MAPC"])
}

fn product(rng: &mut Rng, sheet: &mut Sheet, [name, metric, bundle, ratio]: [&str; 4]) {
    let prices = ["73.25", "0.333", "1000", "12.5", "0.07", "155", "1.005", "0.0005", "0"];
    let (list, contract) = match rng.between(0, 9) {
        0..6 => (rng.pick(&prices), rng.pick(&prices)),
        6 => (rng.pick(&prices), ""),
        7 => ("", rng.pick(&prices)),
        8 => ("100.005", "33.335"),
        _ => ("", ""),
    };
    let cells = [
        ("product", name),
        ("metric", metric),
        ("bundle", bundle),
        ("ratio", ratio),
        ("list_price", list),
        ("contract_price", contract),
        ("subcapacity", rng.pick(&["", "", "", "yes", "yes", "yes", "yes", "no"])),
        ("support_bp", rng.pick(&["", "", "2000", "2250", "1333", "0"])),
    ];
    sheet.add(&cells.map(|(column, cell)| (column, cell.to_string())));
}

/// Installs of every product and bundle on vms and on hosts, dated or not, some several times.
pub fn installs(rng: &mut Rng, plan: &Plan, hosts: &Sheet, vms: &Sheet, products: &Sheet) -> Sheet {
    let mut sheet = Sheet::default();
    let vm_names = names(vms, "vm");
    let host_names = names(hosts, "host");
    let mut all: BTreeSet<String> = names(products, "product").into_iter().collect();
    all.extend(names(products, "bundle"));
    for product in all {
        let count = rng.pick(&[0, 1, 1, 2, 3, 4, 6]);
        // Now and then the last one runs out without any install at all.
        let count = if sheet.rows.is_empty() { count.max(1) } else { count };
        for _ in 0..count {
            let latest = match plan.explicit {
                Some(_) if rng.chance(10) => plus_days(plan.as_of, 30),
                _ => plan.as_of,
            };
            let soon = rng.chance(70);
            let until = if soon { plus_days(plan.start, 40).min(latest) } else { latest };
            let from = rng.day(plan.start, until);
            let dated = !plan.undated && !rng.chance(8);
            let to = rng.chance(20).then(|| plus_days(from, rng.between(0, 400)));
            let (vm, host) = match vm_names.is_empty() || rng.chance(12) {
                true => (String::new(), rng.pick(&host_names)),
                false => (rng.pick(&vm_names), String::new()),
            };
            sheet.add(&[
                ("product", product.clone()),
                ("vm", vm),
                ("host", host),
                ("from", show(dated.then_some(from))),
                ("to", show(to)),
            ]);
        }
    }
    sheet
}
