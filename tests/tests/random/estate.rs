//! Random valid estates in the tables of SPEC section 2, small and full of interacting rules.

use std::collections::BTreeMap;

use time::Date;

use super::entitlements::entitlements;
use super::evidence::evidence;
use super::machines::{hosts, pools, vms};
use super::rng::Rng;
use super::sheet::Sheet;
use super::software::{installs, products};
use crate::reference::dates::{Quarter, plus_days, show_date};

/// What the tables of one estate share.
pub struct Plan {
    pub as_of: Date,
    /// About where the history begins.
    pub start: Date,
    pub explicit: Option<Date>,
    pub regions: Vec<&'static str>,
    /// Cluster names with their region.
    pub clusters: Vec<(&'static str, &'static str)>,
    pub huge_hosts: bool,
    /// Products mostly count RVU and bundles count them in fractions, so that tiers meet fractions.
    pub rvu_bundles: bool,
    pub undated: bool,
}

fn plan(rng: &mut Rng) -> Plan {
    let quarter = Quarter(rng.between(2023 * 4, 2025 * 4 + 3) as i32);
    let as_of = match rng.between(0, 9) {
        0..5 => quarter.last_day(),
        5 => quarter.first_day(),
        _ => rng.day(quarter.first_day(), quarter.last_day()),
    };
    let days = match rng.between(0, 9) {
        0..3 => rng.between(3, 250),
        3..8 => rng.between(250, 900),
        _ => rng.between(900, 2300),
    };
    let start = plus_days(as_of, -days);
    let later = rng.day(start, plus_days(start, days / 2));
    let regions = match rng.between(0, 9) {
        0..4 => vec![""],
        4 => vec!["EMEA"],
        5..8 => vec!["EMEA", "APAC"],
        8 => vec!["EMEA", "APAC", "Americas"],
        _ => vec!["", "EMEA"],
    };
    let mut names = vec!["K1", "K2", "K3"];
    names.truncate(rng.between(0, 3) as usize);
    let rvu_bundles = rng.chance(12);
    Plan {
        as_of,
        start,
        explicit: rng.chance(30).then_some(later),
        clusters: names.iter().map(|name| (*name, rng.pick(&regions))).collect(),
        regions,
        huge_hosts: rvu_bundles || rng.chance(8),
        rvu_bundles,
        undated: rng.chance(7),
    }
}

/// A valid estate folder; the same seed gives the same texts.
pub fn random_estate(seed: u64) -> BTreeMap<String, String> {
    let rng = &mut Rng::new(seed);
    let plan = plan(rng);
    let mut toml = format!("as_of = {}\n", show_date(plan.as_of));
    let currency = rng.pick(&["", "USD", "USD", "EUR", "JPY", "KWD"]);
    if !currency.is_empty() {
        toml += &format!("currency = \"{currency}\"\n");
    }
    if let Some(first) = plan.explicit {
        toml += &format!("first_deployment = {}\n", show_date(first));
    }
    let hosts = hosts(rng, &plan);
    let pools = pools(rng, &hosts);
    let vms = vms(rng, &plan, &hosts);
    let products = products(rng, &plan);
    let installs = installs(rng, &plan, &hosts, &vms, &products);
    let evidence = evidence(rng, &plan, &hosts, &vms, &products);
    let mut tables = BTreeMap::from([("estate.toml".to_string(), toml)]);
    let timed = ["from", "to"];
    let mut put = |rng: &mut Rng, name: &str, mut sheet: Sheet, required: &[_], optional: &[_]| {
        sheet.repeat_some(rng, 3);
        tables.insert(name.to_string(), sheet.text(rng, required, optional));
    };
    let host_columns = ["cluster", "region", "pvu_per_core", "eligible", "from", "to"];
    put(rng, "hosts.csv", hosts, &["host", "cores"], &host_columns);
    if !vms.rows.is_empty() || rng.chance(50) {
        let optional = ["host", "mode", "pool", "from", "to"];
        put(rng, "vms.csv", vms, &["vm", "cores"], &optional);
    }
    if !pools.rows.is_empty() {
        put(rng, "pools.csv", pools, &["pool", "host", "cores"], &[]);
    }
    let columns = ["vm", "host", "from", "to"];
    put(rng, "installs.csv", installs, &["product"], &columns);
    let columns = ["subcapacity", "list_price", "contract_price", "support_bp", "bundle", "ratio"];
    put(rng, "products.csv", products.clone(), &["product", "metric"], &columns);
    if !evidence.rows.is_empty() || rng.chance(50) {
        let columns = ["from", "to", "made", "state", "weight", "note"];
        put(rng, "evidence.csv", evidence, &["id", "kind", "scope"], &columns);
    }
    let held = entitlements(rng, &plan, &products, &tables);
    if !held.rows.is_empty() {
        let text = held.text(rng, &["product", "quantity"], &timed);
        tables.insert("entitlements.csv".to_string(), text);
    }
    tables
}

/// The same tables with the data rows of every CSV in another order.
pub fn shuffle_rows(tables: &BTreeMap<String, String>, seed: u64) -> BTreeMap<String, String> {
    let mut rng = Rng::new(seed);
    let mut shuffled = tables.clone();
    for (name, text) in &mut shuffled {
        if name.ends_with(".csv") {
            let mut lines: Vec<&str> = text.lines().collect();
            if lines.len() > 2 {
                rng.shuffle(&mut lines[1..]);
            }
            *text = lines.join("\n") + "\n";
        }
    }
    shuffled
}
