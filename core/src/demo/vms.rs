//! Virtual machines and partitions as rows, and what is installed on them.

use std::fmt::Write as _;

use crate::calendar::Day;

use super::chance::{date, draw, draw_days};
use super::hosts::host_name;
use super::workloads::{BARE_METAL, PARTITIONS, Partitions, SERVICES, Service};

/// Services are rolled out a machine every few days.
const ROLL_OUT_DAYS: i32 = 5;

/// The machines of a service, each with its first day.
fn machines(service: &Service) -> impl Iterator<Item = (String, u32, Day)> + '_ {
    let day = |n: u32| date(service.from).plus(ROLL_OUT_DAYS * i32::try_from(n).unwrap_or(0));
    (0..service.vms).map(move |n| (format!("{}-{:02}", service.name, n + 1), n, day(n)))
}

/// `vms.csv`: a new row for every move and every resize.
pub fn vms(as_of: Day) -> String {
    let mut csv = "vm,host,cores,mode,pool,from,to\n".to_owned();
    for service in SERVICES {
        for (vm, n, from) in machines(service) {
            stays(&mut csv, service, &vm, n, from, as_of);
        }
    }
    for p in PARTITIONS {
        for n in 1..=p.count {
            let Partitions { host, name, cores, mode, pool, from, to, .. } = p;
            let _ = writeln!(csv, "{name}-{n:02},{host},{cores},{mode},{pool},{from},{to}");
        }
    }
    csv
}

/// One machine's way through its cluster: every few months it moves, now and then it is enlarged for a while.
fn stays(csv: &mut String, service: &Service, vm: &str, n: u32, from: Day, as_of: Day) {
    let last = if service.to.is_empty() { as_of } else { date(service.to) };
    let (mut day, mut host) = (from, n.checked_rem(service.hosts).unwrap_or(0));
    let mut vcpus = service.vcpus;
    for turn in 0.. {
        let next = day.plus(50 + draw_days(vm, turn * 4, 150));
        let ends = next > last;
        let to = match (ends, service.to) {
            (true, to) => to.to_owned(),
            (false, _) => next.previous().to_string(),
        };
        let _ = writeln!(csv, "{vm},{},{vcpus},vm,,{day},{to}", host_name(service.cluster, host));
        if ends {
            return;
        }
        day = next;
        vcpus = match draw(vm, turn * 4 + 1, 10) {
            0 => service.vcpus + 2,
            _ => service.vcpus,
        };
        // Never to the host it is on.
        let step = 1 + draw(vm, turn * 4 + 2, service.hosts.saturating_sub(1));
        host = (host + step).checked_rem(service.hosts).unwrap_or(0);
    }
}

/// `installs.csv`
pub fn installs() -> String {
    let mut csv = "product,vm,host,from,to\n".to_owned();
    for service in SERVICES {
        for (vm, _, from) in machines(service) {
            for product in service.products {
                let _ = writeln!(csv, "{product},{vm},,{from},{}", service.to);
            }
        }
    }
    for p in PARTITIONS {
        for n in 1..=p.count {
            for product in p.products {
                let _ = writeln!(csv, "{product},{}-{n:02},,{},{}", p.name, p.from, p.to);
            }
        }
    }
    for (product, host, from) in BARE_METAL {
        let _ = writeln!(csv, "{product},,{host},{from},");
    }
    csv
}
