//! RVTools workbooks of any size, in the columns of its current version: texts in a table of their own, numbers in
//! the cells, a sheet that nobody needs beside those that are read. Invented.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use zip::write::{SimpleFileOptions, ZipWriter};

/// Machines of a host, and hosts of a cluster.
const ON_HOST: u32 = 16;
const IN_CLUSTER: u32 = 32;

/// What is told of a machine; columns of no use to licensing are texts of an ordinary length.
const MACHINE: &str = "VM|Powerstate|Template|SRM Placeholder|Config status|DNS Name|Connection state|Guest state|\
    Heartbeat|Consolidation Needed|PowerOn|Suspended To Memory|Suspend time|Suspend Interval|Creation date|\
    Change Version|CPUs|Overall Cpu Readiness|Memory|Active Memory|NICs|Disks|Total disk capacity MiB|\
    Fixed Passthru HotPlug|min Required EVC Mode Key|Latency Sensitivity|Op Notification Timeout|EnableUUID|CBT|\
    Primary IP Address|Network #1|Network #2|Network #3|Network #4|Network #5|Network #6|Network #7|Network #8|\
    Num Monitors|Video Ram KiB|Resource pool|Folder ID|Folder|vApp|DAS protection|FT State|FT Role|FT Latency|\
    FT Bandwidth|FT Sec. Latency|Vm Failover In Progress|Provisioned MiB|In Use MiB|Unshared MiB|\
    HA Restart Priority|HA Isolation Response|HA VM Monitoring|Cluster rule(s)|Cluster rule name(s)|Boot Required|\
    Boot delay|Boot retry delay|Boot retry enabled|Boot BIOS setup|Reboot PowerOff|EFI Secure boot|Firmware|\
    HW version|HW upgrade status|HW upgrade policy|HW target|Path|Log directory|Snapshot directory|\
    Suspend directory|Annotation|Datacenter|Cluster|Host|OS according to the configuration file|\
    OS according to the VMware Tools|Customization Info|Guest Detailed Data|VM ID|SMBIOS UUID|VM UUID|\
    VI SDK Server type|VI SDK API Version|VI SDK Server|VI SDK UUID";
const HOST: &str = "Host|Datacenter|Cluster|Config status|CPU Model|Speed|HT Available|HT Active|# CPU|\
    Cores per CPU|# Cores|# VMs|Vendor|Model|Serial number|Object ID|UUID|VI SDK Server|VI SDK UUID";

/// The workbook of that many machines, made once.
pub fn workbook(machines: u32) -> PathBuf {
    let path = crate::support::here().join(format!("bench/data/rvtools_{machines}.xlsx"));
    if !path.exists() {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("bench/data can be made");
        let part = path.with_extension("part");
        write(&part, machines);
        std::fs::rename(&part, &path).expect("it was written");
    }
    path
}

fn write(path: &Path, machines: u32) {
    let hosts = machines.div_ceil(ON_HOST);
    let mut texts = Texts::default();
    let to = BufWriter::new(File::create(path).expect("bench/data can be written"));
    let mut book = Book { to: ZipWriter::new(to) };
    let sheets = ["vInfo", "vHost", "vDisk", "vMetaData"];
    book.workbook(&sheets);
    book.sheet(1, MACHINE, machines, &mut texts, machine);
    book.sheet(2, HOST, hosts, &mut texts, host);
    // Never opened.
    book.sheet(3, MACHINE, machines / 4, &mut texts, machine);
    let metadata = "RVTools major version|RVTools version|xlsx creation datetime|Server";
    book.sheet(4, metadata, 1, &mut texts, |_, column| match column {
        "RVTools major version" => Cell::Text("4.6".to_owned()),
        "RVTools version" => Cell::Text("4.6.1.0".to_owned()),
        "xlsx creation datetime" => Cell::Text("2025/03/31 06:00:00".to_owned()),
        _ => Cell::Text("vc01.example.com".to_owned()),
    });
    book.part("xl/sharedStrings.xml", |to| texts.write(to));
    book.to.finish().expect("the workbook ends");
}

enum Cell {
    Text(String),
    Number(u32),
}

fn machine(at: u32, column: &str) -> Cell {
    Cell::Text(match column {
        "VM" | "DNS Name" => format!("vm-{at:06}.example.com"),
        "Powerstate" => if at.is_multiple_of(20) { "poweredOff" } else { "poweredOn" }.to_owned(),
        "Template" | "SRM Placeholder" => if at.is_multiple_of(500) { "True" } else { "False" }.to_owned(),
        "CPUs" => return Cell::Number(2 << (at % 3)),
        "Cluster" => cluster(at / ON_HOST),
        "Host" => host_name(at / ON_HOST),
        "VM ID" => format!("vm-{at}"),
        "SMBIOS UUID" | "VM UUID" => format!("4218{at:04x}-0000-4000-8000-{at:012x}"),
        "VI SDK Server" => "vc01.example.com".to_owned(),
        "Change Version" => format!("2025-03-{:02}T10:11:12.{at:06}Z", at % 28 + 1),
        "Memory" | "Active Memory" | "Provisioned MiB" | "In Use MiB" | "Unshared MiB" => {
            return Cell::Number(at * 3);
        }
        "NICs" | "Disks" | "Num Monitors" | "Boot delay" | "FT Latency" => return Cell::Number(at % 5),
        "Path" => format!("[datastore-{:03}] vm-{at:06}/vm-{at:06}.vmx", at % 300),
        other => format!("{other} {}", at % 7),
    })
}

fn host(at: u32, column: &str) -> Cell {
    Cell::Text(match column {
        "Host" => host_name(at),
        "Cluster" => cluster(at),
        "CPU Model" => "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz".to_owned(),
        "HT Available" | "HT Active" => "True".to_owned(),
        "# CPU" => return Cell::Number(2),
        "Cores per CPU" => return Cell::Number(32),
        "# Cores" => return Cell::Number(64),
        "Serial number" => format!("SN{at:08}"),
        "UUID" => format!("4c4c{at:04x}-0000-1000-8000-{at:012x}"),
        "VI SDK Server" => "vc01.example.com".to_owned(),
        other => format!("{other} {}", at % 7),
    })
}

fn host_name(host: u32) -> String {
    format!("esx-{host:05}.example.com")
}

fn cluster(host: u32) -> String {
    format!("cluster-{:03}", host / IN_CLUSTER)
}

/// Texts of all sheets, each once.
#[derive(Default)]
struct Texts {
    at: std::collections::HashMap<String, usize>,
    all: Vec<String>,
}

impl Texts {
    fn of(&mut self, text: String) -> usize {
        if let Some(at) = self.at.get(&text) {
            return *at;
        }
        let at = self.all.len();
        self.all.push(text.clone());
        self.at.insert(text, at);
        at
    }

    fn write(&self, to: &mut impl std::io::Write) {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
        to.write_all(head.as_bytes()).expect("the workbook can be written");
        for text in &self.all {
            write!(to, "<si><t>{text}</t></si>").expect("the workbook can be written");
        }
        to.write_all(b"</sst>").expect("the workbook can be written");
    }
}

struct Book {
    to: ZipWriter<BufWriter<File>>,
}

impl Book {
    fn part(&mut self, name: &str, fill: impl FnOnce(&mut ZipWriter<BufWriter<File>>)) {
        self.to.start_file(name, SimpleFileOptions::default()).expect("a part begins");
        fill(&mut self.to);
    }

    fn workbook(&mut self, sheets: &[&str]) {
        let (mut list, mut relations) = (String::new(), String::new());
        for (number, name) in (1..).zip(sheets) {
            write!(list, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>").expect("text");
            let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
            write!(
                relations,
                "<Relationship Id=\"r{number}\" Type=\"{kind}\" Target=\"worksheets/sheet{number}.xml\"/>"
            )
            .expect("text");
        }
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let refers = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let kind = "http://schemas.openxmlformats.org/package/2006/relationships";
        let parts = [
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{kind}\"><Relationship Id=\"r1\" Type=\"{refers}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!("<workbook xmlns=\"{main}\" xmlns:r=\"{refers}\"><sheets>{list}</sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{kind}\">{relations}<Relationship Id=\"t\" Type=\"{refers}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
                ),
            ),
        ];
        for (name, text) in parts {
            self.part(name, |to| to.write_all(text.as_bytes()).expect("the workbook can be written"));
        }
    }

    fn sheet(
        &mut self,
        number: u32,
        header: &str,
        rows: u32,
        texts: &mut Texts,
        cell: fn(u32, &str) -> Cell,
    ) {
        let columns: Vec<&str> = header.split('|').map(str::trim).collect();
        self.part(&format!("xl/worksheets/sheet{number}.xml"), |to| {
            let head =
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
            to.write_all(head.as_bytes()).expect("the workbook can be written");
            let mut line = String::new();
            for row in 0..=rows {
                line.clear();
                write!(line, "<row r=\"{}\" spans=\"1:{}\">", row + 1, columns.len()).expect("text");
                for (at, column) in columns.iter().enumerate() {
                    let content = match row.checked_sub(1) {
                        Some(row) => cell(row, column),
                        None => Cell::Text((*column).to_owned()),
                    };
                    let place = format!("{}{}", letters(at), row + 1);
                    match content {
                        Cell::Text(text) => {
                            write!(
                                line,
                                "<c r=\"{place}\" s=\"1\" t=\"s\" xml:space=\"preserve\"><v>{}</v></c>",
                                texts.of(text)
                            )
                        }
                        Cell::Number(number) => write!(line, "<c r=\"{place}\" s=\"4\"><v>{number}</v></c>"),
                    }
                    .expect("text");
                }
                line.push_str("</row>");
                to.write_all(line.as_bytes()).expect("the workbook can be written");
            }
            to.write_all(b"</sheetData></worksheet>").expect("the workbook can be written");
        });
    }
}

/// A column's letters: `A` to `CV` are enough.
fn letters(at: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at).expect("a letter"));
    match at / 26 {
        0 => letter(at).to_string(),
        more => format!("{}{}", letter(more - 1), letter(at % 26)),
    }
}
