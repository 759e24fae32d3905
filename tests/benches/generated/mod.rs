//! Estates to measure on.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Days of an estate.
pub const DAYS: u32 = 500;

/// The estate of that size, made once: by the shared generator if it is there, else by our own of the same shape.
pub fn estate(vms: u32, intervals: bool) -> PathBuf {
    let form = if intervals { "-intervals" } else { "" };
    let folder = crate::support::here().join(format!("bench/data/{vms}{form}"));
    if folder.join("vms.csv").exists() {
        return folder;
    }
    fs::create_dir_all(&folder).expect("bench/data can be made");
    match crate::support::shared("bench/gen_estate.py") {
        Some(script) => {
            let hosts = (vms / 10).max(8).to_string();
            let mut make = python();
            make.arg(script).arg(&folder).args([
                "--vms",
                &vms.to_string(),
                "--days",
                &DAYS.to_string(),
                "--hosts",
                &hosts,
            ]);
            make.args(intervals.then_some("--intervals"));
            assert!(make.status().expect("python runs").success(), "the generator failed");
        }
        None => generate::write(&folder, vms, DAYS),
    }
    folder
}

/// The interpreter that `PYTHON` names.
pub fn python() -> Command {
    Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| OsStr::new("python3").to_owned()))
}

/// Our own estate of the same shape: one placement row per vm and day, moves and resizes now and then.
mod generate {
    use std::fmt::Write as _;
    use std::fs;
    use std::io::Write as _;
    use std::path::Path;

    use subcap_core::calendar::Day;

    pub fn write(folder: &Path, vms: u32, days: u32) {
        let mut random = Random(7);
        let hosts = (vms / 10).max(8);
        let first = Day::from_ymd(2024, 7, 1).expect("a day");
        let day = |n: u32| first.plus(i32::try_from(n).expect("few days"));
        let put =
            |name: &str, text: &str| fs::write(folder.join(name), text).expect("the folder can be written");
        put("estate.toml", &format!("name = \"bench\"\nas_of = {}\n", day(days - 1)));
        let mut text = String::from("host,cluster,region,cores,pvu_per_core\n");
        for h in 0..hosts {
            let cores = [16, 24, 32, 48, 64, 96, 128][random.below(7) as usize];
            let _ = writeln!(
                text,
                "esx-{h:05},cl-{:04},r{},{cores},{}",
                h / 8,
                h / 8 % 3,
                [70, 100, 120][random.below(3) as usize]
            );
        }
        put("hosts.csv", &text);
        text = String::from("product,metric,list_price,contract_price\n");
        for p in 0..60 {
            let metric = if p % 4 == 0 { "VPC" } else { "PVU" };
            let _ = writeln!(text, "Program {p:02},{metric},{}.25,{}.10", 50 + p, 30 + p);
        }
        put("products.csv", &text);
        text = String::from("product,vm,from\n");
        for v in 0..vms {
            let _ = writeln!(text, "Program {:02},vm-{v:06},{}", random.below(60), day(0));
        }
        put("installs.csv", &text);
        text = String::from("id,kind,scope,from,to\n");
        let _ = writeln!(text, "m,measured,*,{},", day(0));
        let mut quarter = subcap_core::calendar::Quarter::of(day(0));
        while quarter.span().from <= day(days - 1) {
            for cluster in 0..hosts.div_ceil(8) {
                let (from, to) = (quarter.span().from, quarter.span().to);
                if random.below(10) > 0 {
                    let _ = writeln!(text, "r{quarter}-{cluster},report,cluster:cl-{cluster:04},{from},{to}");
                }
            }
            quarter = quarter.plus(1);
        }
        put("evidence.csv", &text);
        let mut home: Vec<u32> = (0..vms).map(|_| random.below(hosts)).collect();
        let mut file =
            std::io::BufWriter::new(fs::File::create(folder.join("vms.csv")).expect("vms.csv can be made"));
        writeln!(file, "vm,host,cores,from,to").expect("the disk has room");
        for d in 0..days {
            for (v, at) in home.iter_mut().enumerate() {
                if random.below(50) == 0 {
                    *at = (*at / 8 * 8 + random.below(8)).min(hosts - 1);
                }
                let cores = if random.below(100) == 0 { 8 } else { 4 };
                writeln!(file, "vm-{v:06},esx-{at:05},{cores},{0},{0}", day(d)).expect("the disk has room");
            }
        }
    }

    /// Numbers that look random and are the same everywhere.
    struct Random(u64);

    impl Random {
        fn below(&mut self, end: u32) -> u32 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((self.0 >> 33) % u64::from(end)).expect("below a u32")
        }
    }
}
