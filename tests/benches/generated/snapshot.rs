//! Audit snapshots of any size, in the dialect of ILMT 9.2.24: every field quoted, CRLF, ten instances an endpoint,
//! three of them charged in PVU, one quarter of days. Invented, and in itself consistent: all totals agree.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use subcap_core::calendar::{Day, Quarter};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Endpoints of a server.
const ON_SERVER: u32 = 20;
/// Instances of an endpoint in the inventory, and how many of them are charged in PVU.
const INSTANCES: u32 = 10;
const CHARGED: u32 = 3;
const RATE: u32 = 70;
const SERVER_CORES: u32 = 48;

/// The snapshot of that many endpoints and that quarter, made once.
pub fn snapshot(endpoints: u32, quarter: &str) -> PathBuf {
    let path = crate::support::here().join(format!("bench/data/audit_snapshot_{endpoints}_{quarter}.zip"));
    if !path.exists() {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("bench/data can be made");
        let part = path.with_extension("part");
        write(&part, endpoints, Quarter::parse(quarter).expect("a quarter"));
        std::fs::rename(&part, &path).expect("it was written");
    }
    path
}

/// Writes it.
fn write(path: &Path, endpoints: u32, quarter: Quarter) {
    let mut zip = Zip {
        to: ZipWriter::new(BufWriter::new(File::create(path).expect("bench/data can be written"))),
        sums: String::new(),
    };
    let estate = Estate::new(endpoints, quarter);
    zip.entry("bundling_definitions.csv", |to| estate.inventory(to));
    let daily = format!("products_daily_{}_{}_ilmt.example.com.csv", quarter.span().from, quarter.span().to);
    zip.entry(&daily, |to| estate.daily(to));
    zip.entry("pvu_sub_capacity.csv", |to| estate.report(to));
    zip.entry("audit_snapshot_summary.csv", |to| estate.summary(to));
    zip.entry("data_condition.txt", |to| estate.condition(to));
    let sums = std::mem::take(&mut zip.sums);
    zip.entry("checksums.txt", |to| to.put(&sums));
    zip.to.finish().expect("the zip ends");
}

struct Zip {
    to: ZipWriter<BufWriter<File>>,
    sums: String,
}

/// An entry being written and hashed.
struct Entry<'z> {
    to: &'z mut ZipWriter<BufWriter<File>>,
    hash: Sha256,
}

impl Entry<'_> {
    fn put(&mut self, text: &str) {
        self.hash.update(text);
        self.to.write_all(text.as_bytes()).expect("the zip can be written");
    }
}

impl Zip {
    fn entry(&mut self, name: &str, fill: impl FnOnce(&mut Entry<'_>)) {
        self.to.start_file(name, SimpleFileOptions::default()).expect("an entry begins");
        let mut entry = Entry { to: &mut self.to, hash: Sha256::new() };
        fill(&mut entry);
        for byte in entry.hash.finalize() {
            write!(self.sums, "{byte:02x}").expect("text takes everything");
        }
        writeln!(self.sums, "  {name}").expect("text takes everything");
    }
}

/// Who has what.
struct Estate {
    endpoints: u32,
    products: u32,
    quarter: Quarter,
    /// Cores of each product on each server, capped by the server.
    cores: Vec<BTreeMap<u32, u32>>,
}

impl Estate {
    fn new(endpoints: u32, quarter: Quarter) -> Self {
        let products = (endpoints / 300).clamp(12, 300);
        let mut cores = vec![BTreeMap::new(); products as usize];
        for endpoint in 0..endpoints {
            for which in 0..CHARGED {
                let of = product(endpoint, which, products) as usize;
                let on: &mut u32 = cores[of].entry(endpoint / ON_SERVER).or_default();
                *on = (*on + vcpus(endpoint)).min(SERVER_CORES);
            }
        }
        Self { endpoints, products, quarter, cores }
    }

    fn total(&self, product: u32) -> u32 {
        self.cores[product as usize].values().sum::<u32>() * RATE
    }

    fn inventory(&self, to: &mut Entry<'_>) {
        to.put(
            "\"Row No.\",\"Publisher\",\"Imported Part Numbers\",\"Product Name\",\"FlexPoint or Cloud Pak Bundle\",\"Metric\",\
             \"Server Name\",\"Processor\",\"Processor Brand String\",\"Computer\",\"Computer Deleted\",\"OS\",\"IP Address\",\
             \"Product Release\",\"Component\",\"Path\",\"Unconfirmed Product Instance\",\"Computer Last Seen\",\
             \"Discovery Start\",\"Discovery End\",\"Exclusion Comment\",\"Charged\"\r\n",
        );
        let mut line = String::new();
        let mut number = 0;
        for which in 0..INSTANCES {
            for endpoint in 0..self.endpoints {
                number += 1;
                let charged = which < CHARGED;
                let metric = if charged { "PVU" } else { "Authorized User Single Install" };
                let name = match charged {
                    true => product_name(product(endpoint, which, self.products)),
                    false => format!(
                        "IBM Tool {:04} for Multiplatforms and Distributed Systems",
                        (endpoint * 7 + which) % 1500
                    ),
                };
                let charged = if charged || endpoint % 3 == 0 { "Yes" } else { "No" };
                line.clear();
                write!(
                    line,
                    "\"{number}\",\"IBM\",\"\",\"{name}\",\"None\",\"{metric}\",\"{}\",\"Intel(R) Xeon(R) Gold all existing\",\
                     \"Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz\",\"{}\",\"No\",\
                     \"Linux Red Hat Enterprise Server 7.5 (3.10.0-862.2.3.el7.x86_64)\",\"10.{}.{}.{}\",\"11.1\",\
                     \"{name} Component 11.1\",\"/opt/ibm/products/{which}/lib/signatures\",\"No\",\"2025-03-30 04:48:33.000\",\
                     \"2023-12-{:02} 20:46:32.804\",\"\",\"\",\"{charged}\"\r\n",
                    server(endpoint / ON_SERVER),
                    computer(endpoint),
                    endpoint >> 16,
                    endpoint >> 8 & 255,
                    endpoint & 255,
                    endpoint % 28 + 1
                )
                .expect("text takes everything");
                to.put(&line);
            }
        }
    }

    fn report(&self, to: &mut Entry<'_>) {
        to.put(
            "\"Row No.\",\"Publisher\",\"Imported Part Numbers\",\"Product Name\",\"FlexPoint or Cloud Pak Bundle\",\
             \"Metric Quantity\",\"Metric Peak Value Time\",\"Recalculation Needed\",\"Server Name\",\"Processor\",\
             \"Processor Brand String\",\"PVU Per Core\",\"Changed PVU Per Core\",\
             \"Physical Server CPU Core Subcapacity Limit\",\"Physical Server CPU Core Subcapacity\",\
             \"Physical Server PVU Subcapacity Limit\",\"Physical Server PVU Subcapacity\",\"Comment\",\"Partition Cores\",\
             \"Virtualization Layer ID\",\"Computer\",\"Computer Deleted\",\"OS\",\"IP Address\",\"Product Release\",\
             \"Component\",\"Path\",\"Unconfirmed Product Instance\",\"Computer Last Seen\",\"Exclusion Comment\"\r\n",
        );
        let mut of_product: Vec<Vec<u32>> = vec![Vec::new(); self.products as usize];
        for endpoint in 0..self.endpoints {
            for which in 0..CHARGED {
                of_product[product(endpoint, which, self.products) as usize].push(endpoint);
            }
        }
        let (peak, limit_pvu) = (self.quarter.span().to, SERVER_CORES * RATE);
        let mut line = String::new();
        let mut number = 0;
        for (of, endpoints) in (0_u32..).zip(of_product) {
            let (name, quantity) = (product_name(of), self.total(of));
            for endpoint in endpoints {
                number += 1;
                let cores = self.cores[of as usize][&(endpoint / ON_SERVER)];
                let pvu = cores * RATE;
                line.clear();
                write!(
                    line,
                    "\"{number}\",\"IBM\",,\"{name}\",\"None\",\"{quantity}\",\"{peak} 00:00:00.000\",\"No\",\"{}\",\
                     \"Intel(R) Xeon(R) Gold all existing\",\"Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz\",\"{RATE}\",\"No\",\
                     \"{SERVER_CORES}\",\"{cores}\",\"{limit_pvu}\",\"{pvu}\",\"\",\"{}\",\"{endpoint}\",\"{}\",\"No\",\
                     \"Linux Red Hat Enterprise Server 7.5 (3.10.0-862.2.3.el7.x86_64)\",\"10.{}.{}.{}\",\"11.1\",\
                     \"{name} Component 11.1\",\"/opt/ibm/products/lib/signatures\",\"No\",\"{peak} 04:59:40\",\"\"\r\n",
                    server(endpoint / ON_SERVER),
                    vcpus(endpoint),
                    computer(endpoint),
                    endpoint >> 16,
                    endpoint >> 8 & 255,
                    endpoint & 255,
                )
                .expect("text takes everything");
                to.put(&line);
            }
        }
    }

    fn daily(&self, to: &mut Entry<'_>) {
        to.put("\"date\",\"name\",\"id\",\"metricName\",\"metricQuantity\",\"clusterId\"\r\n");
        let span = self.quarter.span();
        for of in 0..self.products {
            let (name, total) = (product_name(of), self.total(of));
            for (day, left) in days(span.from, span.to).into_iter().rev().zip(0_u32..) {
                let units = total - (left * RATE).min(total);
                to.put(&format!(
                    "\"{day}\",\"{name}\",\"{of:032x}\",\"PROCESSOR_VALUE_UNIT\",\"{units}\",\"ilmt.example.com\"\r\n"
                ));
            }
        }
    }

    fn summary(&self, to: &mut Entry<'_>) {
        to.put(
            "\"Row No.\",\"Publisher\",\"Product Name\",\"FlexPoint or Cloud Pak Bundle\",\"Metric\",\"Metric Quantity\",\
             \"Imported Part Numbers\",\"Recalculation Needed\"\r\n",
        );
        for of in 0..self.products {
            let (name, total) = (product_name(of), self.total(of));
            to.put(&format!(
                "\"{of}\",\"IBM\",\"{name}\",\"None\",\"PVU - Subcapacity\",\"{total}\",,\"No\"\r\n"
            ));
        }
    }

    fn condition(&self, to: &mut Entry<'_>) {
        let span = self.quarter.span();
        to.put(&format!(
            "Audit snapshot generated in:\r\n\tIBM License Metric Tool 9.2.38.0-20250120-1000\r\n\
             Audit snapshot generated at:\r\n\t{}\r\nStart Date:\r\n\t{}\r\nEnd Date:\r\n\t{}\r\n\
             Time Zone:\r\n\tGMT\r\nComputer Group ID:\r\n\t0\r\nComputer Group Name:\r\n\tAll Computers\r\n",
            span.to.plus(3),
            span.from,
            span.to
        ));
    }
}

fn days(from: Day, to: Day) -> Vec<Day> {
    std::iter::successors(Some(from), |day| Some(day.plus(1))).take_while(|day| *day <= to).collect()
}

fn vcpus(endpoint: u32) -> u32 {
    2 + endpoint % 4 * 2
}

/// The product of an endpoint's instance: neighbours share products, as those of one server do.
fn product(endpoint: u32, which: u32, products: u32) -> u32 {
    (endpoint / ON_SERVER * 7 + which * 31 + endpoint % 3) % products
}

fn product_name(product: u32) -> String {
    format!("IBM Product {product:03} Advanced Enterprise Edition Processor Value Unit")
}

fn server(server: u32) -> String {
    format!("IBM Corp. 7946 99B{server:06}")
}

fn computer(endpoint: u32) -> String {
    format!("node{endpoint:06}.emea.hosted.example.com")
}
